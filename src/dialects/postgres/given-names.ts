import { type ObjectId, objectId } from '../../model/id.ts';
import { idOf, type Kind, type SchemaObject, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { impliedNameOf } from './index-partitions.ts';
import { keyAsPart } from './key-parts.ts';
import { primaryKeyName } from './names.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';
import { isPart, partsOf } from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

const slot = (schema: string, name: string): ObjectId => objectId('name', schema, name);

const RELATIONS = new Set<Kind>(['table', 'view', 'materialized_view', 'sequence', 'composite']);

/** The names that relations, keys among them, say themselves, each with whose it is. */
const said = once((objects: Objects): ReadonlyMap<ObjectId, ObjectId> => {
  const all = [...objects.values()].flatMap((o): (readonly [ObjectId, ObjectId])[] => {
    if (isPart(o)) return [[slot(o.schema, o.name), tableId(o.schema, o.table)]];
    if (!RELATIONS.has(o.kind)) return [];
    const own = [slot(o.schema, o.name), idOf(o)] as const;
    if (o.kind !== 'table' || o.primaryKey === undefined) return [own];
    return [own, [slot(o.schema, primaryKeyName(o.name, o.primaryKey.name)), idOf(o)]];
  });
  return new Map(all);
});

/**
 * The names of what the server makes on a partition by itself, where another relation has them on the other side: they are free only
 * once the partition is gone.
 */
export function givenNames(table: Table, objects: Objects, { before, after }: DriverContext): ObjectId[] {
  if (table.partitionOf === undefined) return [];
  const claimed = said(objects === before ? after : before);
  return namesOf(table, table, objects).filter((id) => {
    const other = claimed.get(id);
    return other !== undefined && other !== tableId(table.schema, table.name);
  });
}

function namesOf(table: Table, below: Table, objects: Objects): ObjectId[] {
  const { schema, name } = table;
  const of = below.partitionOf && objects.get(tableId(below.partitionOf.schema, below.partitionOf.table));
  if (of?.kind !== 'table') return [];
  const key = below === table && keyAsPart(table, objects) !== undefined ? [slot(schema, primaryKeyName(name))] : [];
  const parts = partsOf(tableId(of.schema, of.name), objects);
  const implied = parts.map((part) => slot(schema, impliedNameOf({ ...part, schema, table: name })));
  return [...key, ...implied, ...namesOf(table, of, objects)];
}
