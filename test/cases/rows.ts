import { expect } from 'vitest';
import { type DialectName } from '../../src/model/manifest.ts';
import { type Ask } from '../servers/observe.ts';
import { type Settings } from './case-folder.ts';

/** Every row of every table, as text by column. */
export type Rows = ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;

const TABLES = {
  postgres: `select table_schema as s, table_name as t from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'dbops')`,
  mysql:
    "select '' as s, table_name as t from information_schema.tables where table_type in ('BASE TABLE', 'SYSTEM VERSIONED') and table_schema = database()",
} as const;

/** Reads all rows there are; tables of the default schema go by their bare name. */
export async function snapshot(ask: Ask, dialect: DialectName): Promise<Rows> {
  const mark = dialect === 'postgres' ? '"' : '`';
  const quote = (name: string): string => `${mark}${name.replaceAll(mark, mark + mark)}${mark}`;
  const rows = new Map<string, Record<string, string>[]>();
  for (const { s, t } of await ask(TABLES[dialect])) {
    const [schema, table] = [String(s), String(t)];
    const name = schema === '' ? quote(table) : `${quote(schema)}.${quote(table)}`;
    // MySQL's asterisk leaves out invisible columns.
    const columns =
      dialect === 'postgres' ? [] : (await ask(`show columns from ${name}`)).map((c) => quote(String(c.Field)));
    const found = await ask(`select ${columns.join(', ') || '*'} from ${name}`);
    rows.set(
      schema === '' || schema === 'public' ? table : `${schema}.${table}`,
      found.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, textOf(value)]))),
    );
  }
  return rows;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** All rows of `before` are in `after`, by the columns that both have; a column may be gone only when losing data is allowed. */
export function expectSurvival(before: Rows, after: Rows, settings: Settings): void {
  const { renamed = {}, changed = [], allow = [] } = settings;
  for (const [table, rows] of before) {
    const [first] = rows;
    if (first === undefined) continue;
    const now = after.get(renamed[table] ?? table);
    expect(now, `table ${table}`).toBeDefined();
    expect(now, `rows of ${table}`).toHaveLength(rows.length);
    const pairs = Object.keys(first)
      .map((column) => [column, renamed[`${table}.${column}`] ?? column] as const)
      .filter(([column]) => !changed.includes(`${table}.${column}`));
    const kept = pairs.filter(([, column]) => now?.[0] !== undefined && column in now[0]);
    if (!allow.includes('loses_data')) expect(kept, `columns of ${table}`).toEqual(pairs);
    const was = rows.map((row) => JSON.stringify(kept.map(([column]) => row[column]))).sort();
    const is = now?.map((row) => JSON.stringify(kept.map(([, column]) => row[column]))).sort();
    expect(is, `rows of ${table}`).toEqual(was);
  }
}

/** The same settings, seen from the other side. */
export function reversed(settings: Settings): Settings {
  const { renamed = {}, changed = [], allow = [] } = settings;
  const pairs = Object.entries(renamed).map(([before, after]): [string, string] => {
    // `schema.table: schema.table` is a table; a column's present name stands alone.
    if (after.includes('.')) return [after, before];
    const [table = '', column] = before.split('.');
    const afterTable = renamed[table] ?? table;
    return column === undefined ? [after, before] : [`${afterTable}.${after}`, column];
  });
  return { renamed: Object.fromEntries(pairs), changed, allow: [...allow, 'loses_data'] };
}
