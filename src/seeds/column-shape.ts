import { type DialectName } from '../model/manifest.ts';
import { type Value } from '../model/query.ts';
import { type SeedValue } from '../model/seed.ts';

/** What a generator or a source gives for one cell. */
export type Cell = SeedValue | Date;

/** What matters of a column's type when a value is made for it or written into it. */
export interface ColumnShape {
  readonly kind:
    | 'integer'
    | 'decimal'
    | 'float'
    | 'boolean'
    | 'date'
    | 'timestamp'
    | 'time'
    | 'json'
    | 'binary'
    | 'array'
    | 'text'
    | 'other';
  /** Longest text, in characters. */
  readonly length?: number;
  /** Digits after the point. */
  readonly scale?: number;
}

const KINDS: readonly (readonly [RegExp, ColumnShape['kind']])[] = [
  [/^bool(ean)?$|^tinyint\(1\)/, 'boolean'],
  [/^(tiny|small|medium|big)?int(eger|[248])?\b|^(small|big)?serial|^year/, 'integer'],
  [/^(numeric|dec(imal)?|fixed|money)\b/, 'decimal'],
  [/^(real|float|double)/, 'float'],
  [/^timestamp|^datetime/, 'timestamp'],
  [/^date$/, 'date'],
  [/^time\b|^timetz/, 'time'],
  [/^jsonb?$/, 'json'],
  [/^bytea$|blob$|^(var)?binary/, 'binary'],
  [/^(var)?char|^character|text$|^bpchar/, 'text'],
];

/** The shape of a column type as PostgreSQL, MySQL or MariaDB write it. */
export function shapeOf(type: string): ColumnShape {
  const text = type.trim().toLowerCase();
  if (/\[\d*\]$/.test(text)) return { kind: 'array' };
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
  const [first, second] = (/\(\s*(\d+)\s*(?:,\s*(\d+))?\s*\)/.exec(text) ?? []).slice(1);
  if (kind === 'text' && first !== undefined) return { kind, length: Number(first) };
  if (kind === 'text' && /^(bp)?char(acter)?$/.test(text)) return { kind, length: 1 };
  if (kind === 'decimal' && first !== undefined) return { kind, scale: Number(second ?? 0) };
  return { kind };
}

const TRUE = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const FALSE = new Set(['false', 'f', 'no', 'n', 'off', '0']);

/**
 * Writes cells of one column as the server takes them. `written` says where they come from: `text` (CSV: a string in a JSON
 * column is JSON already) or `data` (YAML, JSON, generators: it is a string that becomes JSON).
 */
export function encoder(shape: ColumnShape, dialect: DialectName, written: 'text' | 'data'): (cell: Cell) => Value {
  const json = (cell: Cell): Value => (typeof cell === 'string' && written === 'text' ? cell : JSON.stringify(cell));
  const mysql = dialect === 'mysql';
  const plain = (cell: Cell): Value => {
    if (cell instanceof Date) return timeText(cell, shape.kind, mysql);
    return typeof cell === 'object' ? JSON.stringify(cell) : cell;
  };
  const forms: Partial<Record<ColumnShape['kind'], (cell: Cell) => Value>> = {
    json,
    array: (cell) => (Array.isArray(cell) && !mysql ? arrayText(cell) : plain(cell)),
    boolean: mysql ? (cell) => mysqlBoolean(plain(cell)) : plain,
    timestamp: mysql ? (cell) => mysqlTime(plain(cell)) : plain,
    binary: mysql ? (cell) => mysqlBytes(plain(cell)) : plain,
  };
  const form = forms[shape.kind] ?? plain;
  return (cell) => (cell === null ? null : form(cell));
}

function timeText(time: Date, kind: ColumnShape['kind'], mysql: boolean): string {
  const iso = time.toISOString();
  if (kind === 'date') return iso.slice(0, 10);
  if (kind === 'time') return iso.slice(11, 19);
  return mysql && kind === 'timestamp' ? iso.slice(0, 23).replace('T', ' ') : iso;
}

function mysqlBoolean(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const word = String(value).toLowerCase();
  return TRUE.has(word) ? 1 : FALSE.has(word) ? 0 : value;
}

// MySQL knows neither the `T` nor the `Z` of ISO 8601; sessions of dbops speak UTC.
function mysqlTime(value: Value): Value {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d:?\d\d)$/.test(value)) {
    return typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ') : value;
  }
  const time = new Date(value.replace(' ', 'T'));
  return Number.isNaN(time.getTime()) ? value : timeText(time, 'timestamp', true);
}

function mysqlBytes(value: Value): Value {
  return typeof value === 'string' && /^(\\x|0x)([0-9a-f]{2})*$/i.test(value)
    ? Buffer.from(value.slice(2), 'hex')
    : value;
}

/** An array as PostgreSQL reads it; https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayText(items: readonly SeedValue[]): string {
  const item = (value: SeedValue): string => {
    if (value === null) return 'NULL';
    if (Array.isArray(value)) return arrayText(value);
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  };
  return `{${items.map(item).join(',')}}`;
}
