import { objectId } from '../../model/id.ts';
import { periodName } from '../../model/mysql-object.ts';
import {
  type Column,
  type Deferrable,
  type KeyColumn,
  type KeyIndex,
  type PrimaryKey,
  type Table,
} from '../../model/object.ts';
import { didYouMean } from '../did-you-mean.ts';
import { columnsElsewhere } from '../partition-columns.ts';
import { type FieldPlaces } from '../places.ts';
import { type ColumnYaml, compact, lowerColumn } from './column.ts';
import { lowerChecks, lowerForeignKeys, lowerIndexes, lowerUniques, type MembersYaml } from './members.ts';
import { lowerOnline } from './online.ts';
import { add, inOrder, type Lowering, report, splitName, under } from './scope.ts';
import { lowerMemberSections } from './section.ts';

export interface TableYaml extends MembersYaml {
  readonly comment?: string;
  readonly renamed_from?: string;
  readonly columns?: Readonly<Record<string, string | ColumnYaml>>;
  readonly former_columns?: Readonly<Record<string, string>>;
  readonly partition_by?: string;
  readonly partition_of?: string;
  readonly trigger_states?: Table['triggerStates'];
  readonly bound?: string;
  readonly inherits?: readonly string[];
  readonly of?: string;
  readonly unlogged?: boolean;
  readonly row_security?: 'enabled' | 'forced' | 'only_forced';
  readonly replica_identity?: string;
  readonly clustered_on?: string;
  readonly access_method?: string;
  readonly foreign?: {
    readonly server: string;
    readonly options?: Readonly<Record<string, string | number | boolean>>;
  };
  readonly tablespace?: string;
  readonly primary_key?:
    | readonly string[]
    | (KeyIndexYaml & {
        readonly name?: string;
        readonly columns: readonly string[];
        readonly include?: readonly string[];
        readonly deferrable?: DeferrableYaml;
        readonly method?: string;
        readonly without_overlaps?: boolean;
        readonly partition_of?: string;
        readonly comment?: string;
      });
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** The index behind a key, as far as it has anything of its own. */
export interface KeyIndexYaml {
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  readonly tablespace?: string;
  readonly index_comment?: string;
}

export type DeferrableYaml = Deferrable | boolean;

/** `true` is SQL's bare DEFERRABLE, which is checked at once unless told otherwise. */
export function deferrable(yaml: DeferrableYaml | undefined): Deferrable | undefined {
  if (yaml === true) return 'initially_immediate';
  return yaml === false ? undefined : yaml;
}

export function lowerKeyIndex({ options, tablespace, index_comment }: KeyIndexYaml): KeyIndex {
  return { options: lowerOptions(options), tablespace, indexComment: index_comment || undefined };
}

/** A table with its columns, primary key, constraints and indexes. */
export function lowerTable(lowering: Lowering, key: string, yaml: TableYaml, pointer: string): void {
  const { schema, name } = splitName(lowering.dialect, key);
  const id = objectId('table', schema, name);
  const renamedFrom = yaml.renamed_from === undefined ? undefined : splitName(lowering.dialect, yaml.renamed_from).name;
  const columns: Column[] = [];
  for (const [columnName, columnYaml] of inOrder(yaml.columns)) {
    const at = under(pointer, 'columns', columnName);
    const { column, sequence } = lowerColumn(lowering, { schema, name, renamedFrom }, columnName, columnYaml, at);
    columns.push(withLoggedAs(yaml.unlogged === true, column));
    if (sequence !== undefined) add(lowering, sequence, at);
  }
  const place = postgresFields(lowering, yaml, pointer);
  const period = periodName({ options: lowerOptions(yaml.options) });
  const keyed = { name, columns, open: columnsElsewhere({ columns, ...place }), period };
  const primaryKey = lowerPrimaryKey(lowering, keyed, yaml.primary_key, under(pointer, 'primary_key'));
  const inKey = new Set(primaryKey?.columns.map((k) => k.column));
  const table: Table = compact<Table>({
    kind: 'table',
    schema,
    name,
    columns: columns.map((c) => (inKey.has(c.name) ? { ...c, notNull: true as const } : c)),
    primaryKey,
    ...place,
    options: lowerOptions(yaml.options),
    comment: yaml.comment || undefined,
    renamedFrom,
  });
  const elsewhere = yaml.partition_of !== undefined || yaml.inherits !== undefined || yaml.of !== undefined;
  if (yaml.columns === undefined && !elsewhere) {
    const at = lowering.parsed.keyAt(pointer);
    report(lowering, 'missing-key', `${key} lacks "columns"`, at, 'add columns: …', id);
  } else if (columns.length === 0 && lowering.dialect === 'mysql') {
    const at = lowering.parsed.keyAt(pointer);
    report(lowering, 'invalid-value', `${key} has no columns`, at, 'MySQL tables need one', id);
  }
  add(lowering, table, pointer, () => tablePlaces(yaml, pointer));
  lowerOnline(lowering, table, yaml, pointer);
  lowerUniques(lowering, table, yaml.uniques, under(pointer, 'uniques'));
  lowerChecks(lowering, table, yaml.checks, under(pointer, 'checks'));
  lowerIndexes(lowering, table, yaml.indexes, under(pointer, 'indexes'));
  lowerForeignKeys(lowering, table, yaml.foreign_keys, under(pointer, 'foreign_keys'));
  lowerMemberSections(lowering, { schema, table: name }, yaml as Readonly<Record<string, unknown>>, pointer);
}

/** A sequence that is logged as its table is need not say so. */
function withLoggedAs(unlogged: boolean, column: Column): Column {
  if (column.identity === undefined || column.identity.logged === unlogged) return column;
  const { logged: _, ...identity } = column.identity;
  return { ...column, identity };
}

function tablePlaces(yaml: TableYaml, pointer: string): ReturnType<FieldPlaces> {
  const places: Record<string, string | { readonly key: string }> = {
    primaryKey: under(pointer, 'primary_key'),
    comment: under(pointer, 'comment'),
  };
  for (const [name, column] of inOrder(yaml.columns)) {
    const at = under(pointer, 'columns', name);
    places[`columns.${name}`] = { key: at };
    if (typeof column === 'string') places[`columns.${name}.type`] = at;
    else for (const field of COLUMN_FIELDS) places[`columns.${name}.${field}`] = under(at, field);
  }
  return places;
}

/** What only PostgreSQL's tables have. */
function postgresFields(lowering: Lowering, yaml: TableYaml, pointer: string): Partial<Table> {
  const place = (text: string): { schema: string; table: string } => {
    const { schema, name } = splitName(lowering.dialect, text);
    return { schema, table: name };
  };
  if ((yaml.partition_of === undefined) !== (yaml.bound === undefined)) {
    const at = lowering.parsed.keyAt(pointer);
    report(lowering, 'missing-key', 'a partition says both partition_of and bound', at);
  }
  return compact<Partial<Table>>({
    partitionBy: yaml.partition_by?.trim(),
    triggerStates: yaml.trigger_states,
    partitionOf:
      yaml.partition_of === undefined ? undefined : { ...place(yaml.partition_of), bound: boundOf(yaml.bound) },
    inherits: yaml.inherits?.map(place),
    of: yaml.of === undefined ? undefined : splitName(lowering.dialect, yaml.of),
    unlogged: yaml.unlogged ? true : undefined,
    rowSecurity: yaml.row_security,
    replicaIdentity: yaml.replica_identity,
    clusteredOn: yaml.clustered_on,
    accessMethod: yaml.access_method,
    foreign: yaml.foreign && compact({ server: yaml.foreign.server, options: lowerOptions(yaml.foreign.options) }),
    tablespace: yaml.tablespace,
  });
}

/** Words in the letters in which the server prints them; strings as they are. */
function boundOf(text = ''): string {
  const words = /'(?:[^']|'')*'|\b(?:for values|from|to|in|with|default|minvalue|maxvalue)\b|\b(modulus|remainder)\b/gi;
  return text.trim().replaceAll(words, (word, small: string | undefined) => {
    if (word.startsWith("'")) return word;
    return small === undefined ? word.toUpperCase() : word.toLowerCase();
  });
}

const COLUMN_FIELDS = ['type', 'default', 'generated', 'collation', 'identity', 'comment'] as const;

/** Options as text, in the order in which they are written; numbers and booleans as SQL writes them. */
export function lowerOptions(
  options: Readonly<Record<string, string | number | boolean>> | undefined,
): Readonly<Record<string, string>> | undefined {
  const list = Object.entries(options ?? {});
  return list.length === 0 ? undefined : Object.fromEntries(list.map(([k, v]) => [k, String(v)] as const));
}

function lowerPrimaryKey(
  lowering: Lowering,
  table: {
    readonly name: string;
    readonly columns: readonly Column[];
    readonly open: boolean;
    readonly period: string | undefined;
  },
  yaml: TableYaml['primary_key'],
  pointer: string,
): PrimaryKey | undefined {
  if (yaml === undefined) return undefined;
  const given = isList(yaml) ? { columns: yaml } : yaml;
  if (given.columns.length === 0) return undefined;
  const known = [...table.columns.map((c) => c.name), ...(table.period === undefined ? [] : [table.period])];
  const keys = given.columns.map((text, i): KeyColumn => {
    const { column, length, descending } = keyColumn(text, known, lowering.dialect);
    if (!table.open && !known.includes(column)) {
      const at = lowering.parsed.at(isList(yaml) ? under(pointer, i) : under(pointer, 'columns', i));
      unknownColumn(lowering, column, table.name, known, at);
    }
    return compact<KeyColumn>({ column, length, descending });
  });
  const implied = lowering.dialect === 'mysql' ? 'PRIMARY' : defaultKeyName(table.name);
  return compact<PrimaryKey>({
    name: given.name === implied ? undefined : given.name,
    columns: keys,
    include: given.include,
    deferrable: deferrable(given.deferrable),
    method: lowering.dialect === 'mysql' ? given.method?.toLowerCase() : undefined,
    withoutOverlaps: given.without_overlaps ? true : undefined,
    ...lowerKeyIndex(given),
    partitionOf: given.partition_of,
    comment: given.comment || undefined,
  });
}

export function isList<T>(value: readonly T[] | object | string): value is readonly T[] {
  return Array.isArray(value);
}

/** PostgreSQL's default name of a primary key: the table's, cut so that `_pkey` fits in 63 bytes. */
function defaultKeyName(table: string): string {
  let bytes = Buffer.from(table);
  while (bytes.length > 63 - '_pkey'.length) bytes = bytes.subarray(0, -1);
  return `${bytes.toString().replace(/�+$/, '')}_pkey`;
}

/** `name`, `name desc` (MySQL), `name(10)` (MySQL). A declared column of that very name always wins. */
export function keyColumn(
  text: string,
  known: readonly string[],
  dialect: Lowering['dialect'],
): { readonly column: string; readonly length?: number; readonly descending?: true } {
  if (known.includes(text) || dialect === 'postgres') return { column: text };
  const match = /^(.*?)(?:\((\d+)\))?(?:\s+(asc|desc))?$/i.exec(text.trim());
  return {
    column: match?.[1] ?? text,
    length: match?.[2] === undefined ? undefined : Number(match[2]),
    descending: match?.[3]?.toLowerCase() === 'desc' ? true : undefined,
  };
}

/** A finding about an index of nothing. */
export function lacksColumns(lowering: Lowering, name: string, pointer: string): void {
  const at = lowering.parsed.keyAt(pointer);
  report(lowering, 'missing-key', `${name} lacks "columns"`, at, 'add columns: […]');
}

/** A finding about a column that the table does not have. */
export function unknownColumn(
  lowering: Lowering,
  column: string,
  table: string,
  known: readonly string[],
  at: ReturnType<Lowering['parsed']['at']>,
): void {
  report(lowering, 'unknown-column', `${table} has no column ${JSON.stringify(column)}`, at, columnHint(column, known));
}

function columnHint(column: string, known: readonly string[]): string {
  const meant = known.find((k) => k.toLowerCase() === column.toLowerCase()) ?? didYouMean(column, known);
  return meant === undefined ? `its columns: ${known.join(', ')}` : `did you mean ${JSON.stringify(meant)}?`;
}
