import { type ObjectId, objectId } from '../../model/id.ts';
import { type Table } from '../../model/object.ts';
import { type ServerInfo } from '../dialect.ts';
import { word } from './columns.ts';
import { quote } from './quote.ts';

type Options = NonNullable<Table['options']>;

/** Options that the servers know by these words, and the value by which each is taken back. Others are attributes of an engine. */
const RESET: Readonly<Record<string, string>> = {
  engine: 'InnoDB',
  row_format: 'DEFAULT',
  key_block_size: '0',
  stats_persistent: 'DEFAULT',
  stats_auto_recalc: 'DEFAULT',
  stats_sample_pages: 'DEFAULT',
  max_rows: '0',
  min_rows: '0',
  avg_row_length: '0',
  auto_increment: '1',
  checksum: '0',
  delay_key_write: '0',
  pack_keys: 'DEFAULT',
  compression: "''",
  encryption: "'N'",
  connection: "''",
  insert_method: 'NO',
  union: '()',
  autoextend_size: '0',
  transactional: 'DEFAULT',
  page_checksum: 'DEFAULT',
  data_directory: "''",
  index_directory: "''",
  engine_attribute: "''",
  secondary_engine_attribute: "''",
  secondary_engine: 'NULL',
  tablespace: 'innodb_file_per_table',
};

const STRINGS = /^(compression|encryption|connection|data_directory|index_directory|(secondary_)?engine_attribute)$/;

/** Written on their own: the character set with its collation, periods, and what comes last in a statement. */
const APART = new Set(['charset', 'collation', 'partition_by', 'system_versioning', 'system_period', 'period']);

/** An option of a table or a key as statements take it. */
export function assignment(key: string, value: string): string {
  const name = key in RESET ? key.toUpperCase().replace('_DIRECTORY', ' DIRECTORY') : quote.ident(key);
  return `${name}=${valueText(key, value)}`;
}

function valueText(key: string, value: string): string {
  if (STRINGS.test(key)) return quote.literal(value);
  if (key === 'union' && /^\(\s*(?:`(?:[^`]|``)+`\s*,?\s*)*\)$/.test(value)) return value;
  if (!/^\w+$/.test(value)) return quote.literal(value);
  return key === 'row_format' || key === 'insert_method' ? value.toUpperCase() : value;
}

/** Behind the columns of CREATE TABLE. */
export function createOptions({ options = {}, comment }: Pick<Table, 'options' | 'comment'>): string {
  const { charset, collation, partition_by: partition, system_versioning: versioned } = options;
  return [
    ...Object.entries(options).flatMap(([key, value]) => (APART.has(key) ? [] : [` ${assignment(key, value)}`])),
    charset === undefined ? '' : ` DEFAULT CHARSET=${word(charset)}`,
    collation === undefined ? '' : ` COLLATE=${word(collation)}`,
    comment === undefined ? '' : ` COMMENT=${quote.literal(comment)}`,
    versioned === 'true' ? ' WITH SYSTEM VERSIONING' : '',
    partition === undefined ? '' : `\nPARTITION BY ${partition}`,
  ].join('');
}

/** The clauses of ALTER TABLE that turn one set of options into another. */
export function optionClauses(before: Table, after: Table, server: ServerInfo): string[] {
  const [a, b]: [Options, Options] = [before.options ?? {}, after.options ?? {}];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => !APART.has(k) && a[k] !== b[k]);
  return [
    ...(sameCharset(before, after) ? [] : [charsetClause(b, server)]),
    ...keys.map((k) => (b[k] === undefined ? resetText(k) : assignment(k, b[k]))),
    ...(before.comment === after.comment ? [] : [`COMMENT=${quote.literal(after.comment ?? '')}`]),
  ];
}

/** The tables that a MERGE table is made of. */
export function unionIds({ schema, options }: Pick<Table, 'schema' | 'options'>): ObjectId[] {
  const names = options?.union?.match(/`(?:[^`]|``)+`/g) ?? [];
  return names.map((name) => objectId('table', schema, name.slice(1, -1).replaceAll('``', '`')));
}

/** Whether only an engine knows an option, so that no other takes it. */
export function isOfEngine(key: string): boolean {
  return key === 'transactional' || (!(key in RESET) && !APART.has(key));
}

/** Options that are a note in the catalog; any other makes the server write the table anew. */
const NOTES =
  /^(stats_\w+|auto_increment|max_rows|min_rows|avg_row_length|autoextend_size|delay_key_write|insert_method|connection)$/;

/** The id of a table's engine: what only some engines have comes once a table has come to it, and goes before it leaves. */
export function engineId(table: string): ObjectId {
  return objectId('engine', '', table);
}

/** Whether a table moves to another engine. */
export function changesEngine({ options: a }: Table, { options: b }: Table): boolean {
  return a?.engine !== b?.engine;
}

/** The form of a change of options. */
export function optionsForm(before: Table, after: Table): 'instant' | 'inplace' | 'copy' {
  const [a, b]: [Options, Options] = [before.options ?? {}, after.options ?? {}];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => !APART.has(k) && a[k] !== b[k]);
  if (keys.includes('engine')) return 'copy';
  return keys.every((k) => NOTES.test(k)) ? 'instant' : 'inplace';
}

function resetText(key: string): string {
  const value = RESET[key];
  return value === undefined ? `${quote.ident(key)}=DEFAULT` : assignment(key, '').replace(/=.*$/s, `=${value}`);
}

export function sameCharset({ options: a }: Table, { options: b }: Table): boolean {
  return a?.charset === b?.charset && a?.collation === b?.collation;
}

/** Without either it is the database's own again, which has no word of its own here. */
function charsetClause({ charset, collation }: Options, server: ServerInfo): string {
  if (charset === undefined) return `COLLATE=${word(collation ?? server.collation ?? 'DEFAULT')}`;
  return `DEFAULT CHARSET=${word(charset)}${collation === undefined ? '' : ` COLLATE=${word(collation)}`}`;
}
