import { type ObjectId } from '../../model/id.ts';
import { type Check, columnId, idOf, type SchemaObject, type Table, tableIdOf } from '../../model/object.ts';
import { impliedNameOf } from './index-partitions.ts';
import { columnMeaningId, columnPairId, columnShapeId, makeObjectName } from './names.ts';
import { tableId } from './needs.ts';
import { isPart, wholeIndexId, wholeOfKey } from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** A partition as a table by itself: its key, and its indexes and constraints, those too that it has by its table. */
export interface Unfolded {
  readonly table: Table;
  readonly members: readonly SchemaObject[];
}

/** Everything that a table has, own and given: what stays with a partition that leaves, and what one that comes must have. */
export function unfoldedTable(table: Table, objects: Objects): Unfolded {
  const id = idOf(table);
  const own = [...objects.values()].filter((o) => tableIdOf(o) === id).map(asWhole);
  const { partitionOf } = table;
  const parent = partitionOf && objects.get(tableId(partitionOf.schema, partitionOf.table));
  if (parent?.kind !== 'table') return { table, members: own };
  const above = unfoldedTable(parent, objects);
  const parts = [...objects.values()].filter((o) => tableIdOf(o) === id);
  const taken = new Set(
    [...parts.map((o) => (isPart(o) ? wholeIndexId(o, objects) : null)), wholeOfKey(table, objects)].filter(
      (o) => o !== null,
    ),
  );
  const names = new Set(own.map(idOf));
  const given = above.members.flatMap((o): SchemaObject[] => {
    if (isPart(o) && taken.has(idOf(o))) return [];
    const part = partOf(o, table);
    return part === null || names.has(idOf(part)) ? [] : [withColumnsOf(part, parent, table)];
  });
  const key = table.primaryKey ?? keyOf(above.table);
  return { table: key === undefined ? table : { ...table, primaryKey: key }, members: [...own, ...given] };
}

/** What makes columns of a partition NOT NULL is called as on its table, and stays so. */
export function withNamesAbove(table: Table, objects: Objects): Table {
  const above = namesAbove(table, objects);
  const columns = table.columns.map((column) => {
    const name = column.notNull && column.notNullName === undefined ? above.get(column.name) : undefined;
    return name === undefined ? column : { ...column, notNullName: name };
  });
  return { ...table, columns };
}

/** What a partition calls as its table does it has from there, whether or not a key of its own says so too. */
export function withoutNamesAbove(table: Table, objects: Objects): Table {
  if (table.columns.every((c) => c.notNullName === undefined)) return table;
  const above = namesAbove(table, objects);
  const usual = (column: string): string => above.get(column) ?? makeObjectName(table.name, column, 'not_null');
  const columns = table.columns.map(({ notNullName: name, ...column }) =>
    name === undefined || name === usual(column.name) ? column : { ...column, notNullName: name },
  );
  return { ...table, columns };
}

/** By column: the not-null constraint of the table that a table is a partition of. */
export function namesAbove({ partitionOf: of }: Table, objects: Objects): ReadonlyMap<string, string> {
  const found = of && objects.get(tableId(of.schema, of.table));
  if (found?.kind !== 'table') return new Map();
  return new Map(
    withNamesAbove(found, objects)
      .columns.filter((c) => c.notNull)
      .map((c) => [c.name, c.notNullName ?? makeObjectName(found.name, c.name, 'not_null')]),
  );
}

function asWhole(object: SchemaObject): SchemaObject {
  if (!isPart(object) || object.partitionOf === undefined) return object;
  const { partitionOf: _, ...whole } = object;
  return whole;
}

function keyOf({ primaryKey }: Table): Table['primaryKey'] {
  if (primaryKey === undefined) return undefined;
  const { name: _, comment: __, indexComment: ___, ...key } = primaryKey;
  return key;
}

/** What the server makes on a partition of something on its table; null where that is nothing that could stay. */
function partOf(whole: SchemaObject, { schema, name: table }: Table): SchemaObject | null {
  const { comment: _, ...bare } = whole;
  const place = { schema, table };
  switch (bare.kind) {
    case 'index': {
      if (bare.only) return null;
      const part = { ...bare, ...place };
      return { ...part, name: impliedNameOf(part) };
    }
    case 'unique': {
      const part = { ...bare, ...place };
      return { ...part, name: impliedNameOf(part) };
    }
    case 'foreign_key':
      return { ...bare, ...place };
    case 'check':
      return bare.noInherit ? null : ({ ...bare, ...place } as Check);
    default:
      return null;
  }
}

/** The same dependencies, on the columns of the partition. */
function withColumnsOf(part: SchemaObject, parent: Table, table: Table): SchemaObject {
  if (part.dependsOn === undefined) return part;
  const ids = new Map(
    parent.columns.flatMap(({ name }) =>
      [columnId, columnMeaningId, columnPairId, columnShapeId].map(
        (id) => [id(parent.schema, parent.name, name), id(table.schema, table.name, name)] as const,
      ),
    ),
  );
  const dependsOn = part.dependsOn.map((id) => ids.get(id) ?? (id === idOf(parent) ? idOf(table) : id));
  return { ...part, dependsOn };
}
