import { stableJson } from '../model/digest.ts';
import { memberId, type ObjectId, objectId } from '../model/id.ts';
import {
  type Column,
  type CompositeAttribute,
  type CompositeType,
  type Index,
  idOf,
  type SchemaObject,
  type Table,
  type Unique,
} from '../model/object.ts';

/** The columns that a partition gets from its table when it declares none: all of them, without what is said once for all. */
export function partitionColumns(parent: Table): Column[] {
  return parent.columns.map(({ comment: _, identity: __, notNullComment: ___, ...column }) => column);
}

/** Whether a partition's columns need not be written: they are what its table gives it. */
export function isImplied(table: Table, objects: readonly SchemaObject[]): boolean {
  const { partitionOf } = table;
  if (partitionOf === undefined) return table.columns.length === 0 && table.inherits !== undefined;
  const id = idOf({ kind: 'table', schema: partitionOf.schema, name: partitionOf.table, columns: [] });
  const parent = objects.find((o) => o.kind === 'table' && idOf(o) === id);
  if (parent?.kind !== 'table') return false;
  const sorted = (columns: readonly Column[]): string =>
    stableJson([...columns].sort((a, b) => (a.name < b.name ? -1 : 1)));
  return sorted(table.columns) === sorted(partitionColumns(parent));
}

/** Whether columns come from other tables too, which may stand in other files: the server knows them. */
export function columnsElsewhere({
  columns,
  partitionOf,
  inherits,
  of,
}: Pick<Table, 'columns' | 'partitionOf' | 'inherits' | 'of'>): boolean {
  return inherits !== undefined || of !== undefined || (partitionOf !== undefined && columns.length === 0);
}

/** A typed table's columns: the attributes of its type, with what is said of them beside that. */
export function typedColumns({ columns, primaryKey }: Table, type: CompositeType): Column[] {
  const said = new Map(columns.map((c) => [c.name, c]));
  const key = new Set(primaryKey?.columns.map((k) => k.column));
  const given = type.attributes.map((a): Column => {
    const column = said.get(a.name) ?? attributeColumn(a);
    return key.has(a.name) ? { ...column, notNull: true } : column;
  });
  return [...given, ...columns.filter((c) => !type.attributes.some((a) => a.name === c.name))];
}

/** A column that says no more than the attribute that it comes from. */
export function attributeColumn({ name, type, collation }: CompositeAttribute): Column {
  return { name, type, ...(collation === undefined ? {} : { collation }) };
}

/** The columns of a table to write: of a typed one those that say more than its type. */
export function writtenColumns(table: Table, objects: readonly SchemaObject[]): readonly Column[] {
  const { of, columns, primaryKey } = table;
  const type = of && objects.find((o) => o.kind === 'composite' && o.schema === of.schema && o.name === of.name);
  if (type?.kind !== 'composite') return columns;
  const key = new Set(primaryKey?.columns.map((k) => k.column));
  const plain = new Map(type.attributes.map((a) => [a.name, stableJson(attributeColumn(a))]));
  return columns.filter(({ notNull, ...c }) => {
    const rest = notNull && !key.has(c.name) ? { ...c, notNull } : c;
    return plain.get(c.name) !== stableJson(rest);
  });
}

/** An index or unique constraint of a partition with what it takes from that of the whole table (or of that one's table); null without one. */
export function indexPart(part: Index | Unique, objects: ReadonlyMap<ObjectId, SchemaObject>): Index | Unique | null {
  const own = objects.get(objectId('table', part.schema, part.table));
  const of = own?.kind === 'table' ? own.partitionOf : undefined;
  if (part.partitionOf === undefined || of === undefined) return null;
  const name = part.partitionOf;
  const found = [part.kind, 'index' as const].map((kind) => objects.get(memberId(kind, of.schema, of.table, name)));
  const whole = found.find((o) => o?.kind === 'index' || o?.kind === 'unique');
  if (whole?.kind !== 'index' && whole?.kind !== 'unique')
    return part.kind === 'unique' ? keyPart(part, of, objects) : null;
  const filled = whole.partitionOf === undefined ? whole : indexPart(whole, objects);
  if (filled === null) return null;
  return part.kind === 'unique' && filled.kind === 'index'
    ? { ...part, ...constrained(filled) }
    : { ...part, ...taken(filled) };
}

/** A unique constraint of a partition as a part of its table's primary key. */
function keyPart(
  part: Unique,
  of: { readonly schema: string; readonly table: string },
  objects: ReadonlyMap<ObjectId, SchemaObject>,
): Unique | null {
  const table = objects.get(objectId('table', of.schema, of.table));
  if (table?.kind !== 'table') return null;
  const { primaryKey, partitionOf } = table;
  if (primaryKey === undefined) return partitionOf === undefined ? null : keyPart(part, partitionOf, objects);
  const { columns, include } = primaryKey;
  return { ...part, columns: columns.map((c) => c.column), ...(include === undefined ? {} : { include }) };
}

/** What a constraint takes from a mere index. */
function constrained({ parts, include, nullsNotDistinct }: Index): object {
  const columns = parts.flatMap((p) => p.column ?? []);
  return {
    columns,
    ...(include === undefined ? {} : { include }),
    ...(nullsNotDistinct === undefined ? {} : { nullsNotDistinct }),
  };
}

function taken(whole: Index | Unique): object {
  const { include, nullsNotDistinct } = whole;
  const { parts, unique, method, where } = whole.kind === 'index' ? whole : ({} as Partial<Index>);
  const { columns, withoutOverlaps, deferrable } = whole.kind === 'unique' ? whole : ({} as Partial<Unique>);
  const all = { parts, unique, method, where, columns, withoutOverlaps, deferrable, include, nullsNotDistinct };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));
}
