import { type ObjectId } from '../../model/id.ts';
import { type PrimaryKey, type SchemaObject, type Table } from '../../model/object.ts';
import { tableId } from './needs.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** The table that a table is a partition of. */
function parentOf({ partitionOf: of }: Table, objects: Objects): Table | undefined {
  const parent = of && objects.get(tableId(of.schema, of.table));
  return parent?.kind === 'table' ? parent : undefined;
}

/** The primary key that the server makes on a partition by itself; undefined where its table has none. */
export function givenKey(table: Table, objects: Objects): PrimaryKey | undefined {
  const parent = parentOf(table, objects);
  const key = parent && (parent.primaryKey ?? givenKey(parent, objects));
  if (key === undefined) return undefined;
  const { name: _, comment: __, indexComment: ___, ...given } = key;
  return given;
}

/** The primary key that a partition has by its table, as it says itself or as the server makes it. */
export function keyAsPart(table: Table, objects: Objects): PrimaryKey | undefined {
  const given = givenKey(table, objects);
  return given && (table.primaryKey ?? given);
}
