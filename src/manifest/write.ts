import { dotted, namePart, objectId } from '../model/id.ts';
import {
  byId,
  type Column,
  columnId,
  type Extension,
  idOf,
  type ObjectOf,
  PUBLIC_COMMENT,
  type Schema,
  type SchemaObject,
  type Sequence,
  type SequenceOptions,
  type Table,
  tableIdOf,
  type View,
} from '../model/object.ts';
import { document, fileName } from './document.ts';
import { orderedKey } from './key-order.ts';
import { isImplied, writtenColumns } from './partition-columns.ts';
import { accessData, defaultPrivilegesData } from './write-access.ts';
import { renderConfig, type WriteOptions } from './write-config.ts';
import { checkData, foreignKeyData, indexData, present, primaryKeyData, uniqueData } from './write-keys.ts';
import { memberSectionsData, sectionsData } from './write-section.ts';
import { NO_SERIALS, type Serials, serialsOf } from './write-serial.ts';

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

type Data = Record<string, unknown>;

/** The YAML of a schema: dbops.yaml and the files under schema/, which lower back to exactly these objects. */
export function renderManifest(objects: readonly SchemaObject[], options: WriteOptions): WrittenFile[] {
  const files = [{ path: 'dbops.yaml', text: renderConfig(options) }];
  const serials = serialsOf(objects);
  if (options.layout === 'file') return [...files, { path: SCHEMA_FILE, text: document(schemaData(objects, serials)) }];
  const tables = of(objects, 'table');
  const near = neighbours(objects);
  const rest = renderShared(objects, serials);
  if (Object.keys(rest).length > 0) files.push({ path: SCHEMA_FILE, text: document(rest) });
  const taken = new Set<string>(['schema']);
  for (const table of tables) {
    const path = `schema/tables/${fileName(dottedName(table), taken)}.yaml`;
    files.push({ path, text: document({ tables: { [dottedName(table)]: tableData(table, near(table), serials) } }) });
  }
  return files;
}

/** Where everything goes that has no file of its own. */
export const SCHEMA_FILE = 'schema/schema.yaml';

/** What a schema file that declares exactly these objects holds; serial types in their short form, or none of them. */
export function schemaData(objects: readonly SchemaObject[], serials = NO_SERIALS): Data {
  const near = neighbours(objects);
  const tables = of(objects, 'table').map((t) => [dottedName(t), tableData(t, near(t), serials)] as const);
  const rest = renderShared(objects, serials);
  const last = Object.entries(rest).filter(([key]) => AFTER_TABLES.has(key));
  const first = Object.entries(rest).filter(([key]) => !AFTER_TABLES.has(key));
  return { ...Object.fromEntries(first), ...optional('tables', tables), ...Object.fromEntries(last) };
}

const AFTER_TABLES = new Set([
  'views',
  'materialized_views',
  'statistics',
  'publications',
  'subscriptions',
  'events',
  'event_triggers',
  'default_privileges',
]);

/** What belongs to a table or view, and the table that a partition is part of: found in one pass, whatever the number of tables. */
function neighbours(objects: readonly SchemaObject[]): (of: Table | View) => readonly SchemaObject[] {
  const members = Map.groupBy(objects, tableIdOf);
  const tables = byId(of(objects, 'table'));
  return (owner) => {
    const { partitionOf } = owner.kind === 'table' ? owner : {};
    const whole = partitionOf && tables.get(objectId('table', partitionOf.schema, partitionOf.table));
    return [...(members.get(idOf(owner)) ?? []), ...(whole === undefined ? [] : [whole])];
  };
}

function renderShared(objects: readonly SchemaObject[], { sequences }: Serials): Data {
  const near = neighbours(objects);
  const pairs = <T extends SchemaObject>(list: readonly T[], data: (o: T) => unknown): (readonly [string, unknown])[] =>
    list.map((o) => [dottedName(o), data(o)] as const);
  const [database] = of(objects, 'database');
  return {
    ...(database === undefined
      ? {}
      : { database: present({ charset: database.charset, collation: database.collation, ...accessData(database) }) }),
    ...listOrMap('schemas', of(objects, 'schema'), (s: Schema) => present({ comment: commentOf(s), ...accessData(s) })),
    ...listOrMap('extensions', of(objects, 'extension'), (e: Extension) =>
      present({ schema: e.into, version: e.version, comment: e.comment }),
    ),
    ...optional(
      'enums',
      pairs(of(objects, 'enum'), (e) => {
        const rest = present({ comment: e.comment, ...accessData(e) });
        return Object.keys(rest).length === 0 ? e.values : { values: e.values, ...rest };
      }),
    ),
    ...optional(
      'sequences',
      pairs(
        of(objects, 'sequence').filter((s) => !sequences.has(idOf(s))),
        sequenceData,
      ),
    ),
    ...optional(
      'views',
      pairs(of(objects, 'view'), (v) => viewData(v, near(v))),
    ),
    ...sectionsData(objects),
    ...defaultPrivilegesData(objects),
  };
}

/** The usual comment of `public` goes without saying; that it has none does not. */
function commentOf({ name, comment }: Schema): string | undefined {
  return name !== 'public' ? comment : comment === PUBLIC_COMMENT ? undefined : (comment ?? '');
}

function listOrMap<T extends Schema | Extension>(key: string, list: readonly T[], data: (o: T) => Data): Data {
  if (list.length === 0) return {};
  const maps = list.map((o) => [o.name, data(o)] as const);
  return {
    [key]: maps.every(([, d]) => Object.keys(d).length === 0) ? maps.map(([n]) => n) : Object.fromEntries(maps),
  };
}

function optional(key: string, pairs: readonly (readonly [string, unknown])[]): Data {
  return pairs.length === 0 ? {} : { [key]: Object.fromEntries(pairs) };
}

function sequenceData(s: Sequence): Data {
  const owner = s.ownedBy && `${namePart(s.ownedBy.table)}.${namePart(s.ownedBy.column)}`;
  return present({
    type: s.type,
    ...sequenceOptionsData(s),
    unlogged: s.unlogged,
    engine: s.engine,
    owned_by: owner,
    comment: s.comment,
    ...accessData(s),
  });
}

function sequenceOptionsData({ start, increment, min, max, cache, cycle }: SequenceOptions): Data {
  const numbers = Object.entries({ start, increment, min, max, cache }).map(([k, v]) => [k, whole(v)] as const);
  return present({ ...Object.fromEntries(numbers), cycle });
}

/** A whole number as a YAML number where that loses nothing. */
function whole(text: string | undefined): number | string | undefined {
  return text !== undefined && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

function viewData(v: View, objects: readonly SchemaObject[]): unknown {
  const rest = present({
    comment: v.comment,
    ...accessData(v),
    columns: v.columns,
    check_option: v.checkOption,
    options: v.options,
    column_comments: v.columnComments,
    column_defaults: v.columnDefaults,
    definer: v.definer,
  });
  return { ...rest, query: v.query, ...memberSectionsData(v, objects) };
}

function tableData(table: Table, objects: readonly SchemaObject[], { types }: Serials): Data {
  const own = <K extends 'unique' | 'check' | 'foreign_key' | 'index'>(kind: K): ObjectOf<K>[] =>
    of(objects, kind).filter((o: SchemaObject) => tableIdOf(o) === idOf(table));
  const key = table.primaryKey;
  const implied = isImplied(table, objects);
  const columns = writtenColumns(table, objects);
  const inKey = new Set(key?.columns.map((k) => k.column));
  return present({
    comment: table.comment,
    ...accessData(table),
    ...placeData(table),
    columns:
      implied || (table.of !== undefined && columns.length === 0)
        ? undefined
        : Object.fromEntries(columns.map((c) => [orderedKey(c.name), columnData(serial(c), inKey.has(c.name))])),
    primary_key: key && primaryKeyData(key),
    ...optional(
      'uniques',
      own('unique').map((u) => [u.name, uniqueData(u)] as const),
    ),
    ...optional(
      'checks',
      own('check').map((c) => [c.name, checkData(c)] as const),
    ),
    ...optional(
      'foreign_keys',
      own('foreign_key').map((f) => [f.name, foreignKeyData(f)] as const),
    ),
    ...optional(
      'indexes',
      own('index').map((i) => [i.name, indexData(i)] as const),
    ),
    ...memberSectionsData(table, objects),
    unlogged: table.unlogged,
    row_security: table.rowSecurity,
    replica_identity: table.replicaIdentity,
    clustered_on: table.clusteredOn,
    access_method: table.accessMethod,
    foreign: table.foreign && present({ ...table.foreign }),
    tablespace: table.tablespace,
    options: table.options,
  });

  function serial(column: Column): Column {
    const type = types.get(columnId(table.schema, table.name, column.name));
    if (type === undefined) return column;
    const { default: _, notNull: __, ...rest } = column;
    return { ...rest, type };
  }
}

/** Where a table stands among others: partitions and heirs. */
function placeData({ partitionBy, partitionOf, triggerStates, inherits, of: type }: Table): Data {
  const name = (p: { readonly schema: string; readonly table: string }): string =>
    dotted(p.schema === 'public' ? '' : p.schema, p.table);
  return present({
    partition_by: partitionBy,
    partition_of: partitionOf && name(partitionOf),
    bound: partitionOf?.bound,
    trigger_states: triggerStates,
    inherits: inherits?.map(name),
    of: type && dottedName(type),
  });
}

function standing({ notNullInherited, notNullOwn }: Column): string | undefined {
  return notNullInherited ? 'inherited' : notNullOwn ? 'own' : undefined;
}

function columnData(c: Column, inKey: boolean): unknown {
  const implied = inKey || c.identity !== undefined || c.autoIncrement === true;
  const { mode, sequence: named, logged, comment, ...sequence } = c.identity ?? { mode: undefined };
  const identityRest = present({ sequence: named, ...sequenceOptionsData(sequence), logged, comment });
  const data = present({
    type: c.type,
    inherited: c.inherited,
    not_null: standing(c) ?? (c.notNull && !implied ? true : undefined),
    default: c.default === undefined ? undefined : scalar(c.default),
    identity: mode === undefined || Object.keys(identityRest).length === 0 ? mode : { mode, ...identityRest },
    auto_increment: c.autoIncrement,
    generated: c.generated && present({ expression: c.generated.expression, stored: c.generated.stored }),
    collation: c.collation,
    charset: c.charset,
    on_update: c.onUpdate,
    invisible: c.invisible,
    check: c.check,
    storage: c.storage,
    compression: c.compression,
    statistics: whole(c.statistics),
    options: c.options,
    foreign_options: c.foreignOptions,
    not_null_name: c.notNullName,
    not_null_no_inherit: c.notNullNoInherit,
    not_null_not_valid: c.notNullNotValid,
    not_null_comment: c.notNullComment,
    comment: c.comment,
  });
  return Object.keys(data).length === 1 ? c.type : data;
}

/** A default as a YAML number or boolean where that reads back as the same SQL. */
function scalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

function of<K extends SchemaObject['kind']>(objects: readonly SchemaObject[], kind: K): ObjectOf<K>[] {
  return objects.filter((o): o is ObjectOf<K> => o.kind === kind);
}

function dottedName({ schema, name }: Pick<SchemaObject, 'schema' | 'name'>): string {
  return dotted(schema === 'public' ? '' : schema, name);
}
