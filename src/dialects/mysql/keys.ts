import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId, objectId } from '../../model/id.ts';
import {
  type Check,
  columnId,
  type ForeignKey,
  type Index,
  type IndexPart,
  idOf,
  type PrimaryKey,
  type SchemaObject,
  type Sequence,
  type Table,
  type Trigger,
  type Unique,
  type View,
} from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { word } from './columns.ts';
import { columnsIn, unwrap } from './expression.ts';
import { quote } from './quote.ts';
import { assignment } from './table-options.ts';

export type Key = Index | Unique;

/** Methods that are words before INDEX, not names after USING. */
const WORDS = new Set(['fulltext', 'spatial', 'vector']);

export function partsOf(key: Key): readonly IndexPart[] {
  return key.kind === 'unique' ? key.columns.map((column) => ({ column })) : key.parts;
}

function partText({ column, expression, length, descending }: IndexPart): string {
  const what = column === undefined ? `(${unwrap(expression ?? '')})` : quote.ident(column);
  return `${what}${length === undefined ? '' : `(${length})`}${descending ? ' DESC' : ''}`;
}

/** `UNIQUE `, `FULLTEXT ` or nothing. */
export function keyWord(key: Key): string {
  const method = key.kind === 'index' ? key.method : undefined;
  if (method !== undefined && WORDS.has(method)) return `${method.toUpperCase()} `;
  return key.kind === 'unique' || key.unique ? 'UNIQUE ' : '';
}

/** The parts of a key and its options, as they stand behind its name. */
export function keyBody(key: Key, context: Pick<DriverContext, 'capabilities'>): string {
  const { method, parser, invisible }: Partial<Index> = key.kind === 'index' ? key : {};
  return [
    `(${partsOf(key).map(partText).join(', ')}${overlapsWord(key)})`,
    method === undefined || WORDS.has(method) ? '' : ` USING ${word(method).toUpperCase()}`,
    keyOptions(key.options),
    parser === undefined ? '' : ` WITH PARSER ${quote.ident(parser)}`,
    key.comment === undefined ? '' : ` COMMENT ${quote.literal(key.comment)}`,
    invisible ? ` ${invisibleWord(context)}` : '',
  ].join('');
}

/** `UNIQUE KEY name (a, b)`, as CREATE TABLE and ALTER TABLE ADD take it. */
export function keyClause(key: Key, context: Pick<DriverContext, 'capabilities'>): string {
  return `${keyWord(key)}KEY ${quote.ident(key.name)} ${keyBody(key, context)}`;
}

/** MySQL's indexes are invisible, MariaDB's ignored. */
export function invisibleWord({ capabilities }: Pick<DriverContext, 'capabilities'>): string {
  return capabilities.ignoredIndex ? 'IGNORED' : 'INVISIBLE';
}

export function visibleWord({ capabilities }: Pick<DriverContext, 'capabilities'>): string {
  return capabilities.ignoredIndex ? 'NOT IGNORED' : 'VISIBLE';
}

function keyOptions(options: Key['options']): string {
  return Object.entries(options ?? {})
    .map(([name, value]) => ` ${assignment(name, value)}`)
    .join('');
}

/** MariaDB: no two rows of a key may overlap in the period that it ends with. */
function overlapsWord(key: PrimaryKey | Key): string {
  return 'withoutOverlaps' in key && key.withoutOverlaps ? ' WITHOUT OVERLAPS' : '';
}

export function primaryKeyClause(key: PrimaryKey): string {
  const { columns, method, comment } = key;
  const using = method === undefined ? '' : ` USING ${word(method).toUpperCase()}`;
  const noted = comment === undefined ? '' : ` COMMENT ${quote.literal(comment)}`;
  return `PRIMARY KEY (${columns.map(partText).join(', ')}${overlapsWord(key)})${using}${keyOptions(key.options)}${noted}`;
}

export function primaryKeyId(schema: string, table: string): ObjectId {
  return memberId('primary_key', schema, table, 'PRIMARY');
}

/** The columns that a key reads. */
export function columnsOf(key: Key, table: Table | undefined): string[] {
  const known = table?.columns.map((c) => c.name) ?? [];
  return partsOf(key).flatMap((p) => (p.column === undefined ? columnsIn(p.expression ?? '', known) : [p.column]));
}

export function columnIds(schema: string, table: string, columns: Iterable<string>): ObjectId[] {
  return Array.from(columns, (c) => columnId(schema, table, c));
}

/** The unique keys, indexes and checks of a table, in their order. */
export function membersOf(table: Table, objects: Iterable<SchemaObject>): SchemaObject[] {
  return [...objects].filter((o) => 'table' in o && o.table === table.name && o.schema === table.schema);
}

/** Triggers share their names within a database; checks do on MySQL, and foreign keys on all but the newest MariaDB. */
export function nameId({ kind, schema, name }: Check | ForeignKey | Trigger): ObjectId {
  return objectId(`${kind}_name`, schema, name.toLowerCase());
}

/** Tables, views and sequences share their names. */
export function relationId({ schema, name }: Table | View | Sequence): ObjectId {
  return objectId('relation', schema, name);
}

/** Whether CREATE TABLE says a member: for a table that the plan makes, and in the undo of one that it drops. */
export function comesWithTable({ schema, table }: Key | Check, context: DriverContext): boolean {
  const id = objectId('table', schema, table);
  return context.isNew(id) || !context.after.has(id);
}

export function isKey(object: SchemaObject): object is Key {
  return object.kind === 'index' || object.kind === 'unique';
}

/**
 * What can serve a foreign key over the columns, on either side: an index, unique or primary key that begins with them in
 * that order. https://dev.mysql.com/doc/refman/9.0/en/create-table-foreign-keys.html
 */
export function serving(
  objects: Iterable<SchemaObject>,
  { schema, table, columns }: { readonly schema: string; readonly table: string; readonly columns: readonly string[] },
): ObjectId[] {
  const ids: ObjectId[] = [];
  for (const o of objects) {
    if (o.kind === 'table' && o.name === table && o.schema === schema) {
      if (begins(o.primaryKey?.columns ?? [], columns)) ids.push(primaryKeyId(schema, table));
    } else if (isKey(o) && o.table === table && o.schema === schema) {
      const ordered = o.kind === 'unique' || o.method === undefined || o.method === 'btree';
      if (ordered && begins(partsOf(o), columns)) ids.push(idOf(o));
    }
  }
  return ids;
}

/** Whether a key begins with the columns, in that order and as a whole. */
export function begins(parts: readonly IndexPart[], columns: readonly string[]): boolean {
  return (
    columns.length <= parts.length &&
    columns.every((c, i) => parts[i]?.column?.toLowerCase() === c.toLowerCase() && parts[i]?.length === undefined)
  );
}

/**
 * What must be there before a key (or primary key) of a table goes: the others that serve the foreign keys that stay, and the
 * auto_increment column.
 */
export function successors(
  id: ObjectId,
  place: { readonly schema: string; readonly table: string },
  { before, after }: DriverContext,
): ObjectId[] {
  const found = new Set<ObjectId>();
  const take = (columns: readonly string[]): void => {
    if (!serving(before.values(), { ...place, columns }).includes(id)) return;
    if (serving(after.values(), { ...place, columns }).includes(id)) return;
    for (const other of serving(after.values(), { ...place, columns })) found.add(other);
  };
  for (const o of after.values()) {
    if (o.kind === 'foreign_key' && staysInPlace(o, before, after)) {
      if (o.schema === place.schema && o.table === place.table) take(o.columns);
      if (o.references.schema === place.schema && o.references.table === place.table) take(o.references.columns);
    }
    if (o.kind === 'table' && o.schema === place.schema && o.name === place.table) {
      const former = before.get(idOf(o));
      const was = former?.kind === 'table' ? former.columns.find((c) => c.autoIncrement)?.name : undefined;
      // One that begins to count does so in the statement that makes its key.
      if (was !== undefined && o.columns.some((c) => c.autoIncrement && c.name === was)) take([was]);
    }
  }
  found.delete(id);
  return [...found];
}

/** Whether a foreign key is there all the while: one that changes itself, or whose columns get other types, is gone meanwhile. */
function staysInPlace(key: ForeignKey, before: DriverContext['before'], after: DriverContext['after']): boolean {
  const former = before.get(idOf(key));
  if (former?.kind !== 'foreign_key') return false;
  const { dependsOn: _, renamedFrom: __, ...a } = former;
  const { dependsOn: ___, renamedFrom: ____, ...b } = key;
  return sameData(a, b) && sameData(typesOf(key, before), typesOf(key, after));
}

/** The types of the columns on both sides of a foreign key. */
function typesOf({ schema, table, columns, references: to }: ForeignKey, objects: DriverContext['after']): unknown {
  const types = (place: string, name: string, wanted: readonly string[]): unknown => {
    const found = objects.get(objectId('table', place, name));
    if (found?.kind !== 'table') return [];
    return wanted.map((c) => found.columns.find((column) => column.name === c)?.type ?? '');
  };
  return [types(schema, table, columns), types(to.schema, to.table, to.columns)];
}
