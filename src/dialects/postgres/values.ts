import { type Value } from '../../model/query.ts';

const text = (value: string): string => value;
const json = (value: string): unknown => JSON.parse(value);
const bytes = (value: string): Uint8Array => Buffer.from(value.slice(2), 'hex');

/** By type oid; every other type, arrays included, arrives as the server prints it. */
const SCALARS: Readonly<Record<number, (value: string) => unknown>> = {
  16: (value) => value === 't',
  17: bytes,
  21: Number,
  23: Number,
  26: Number,
  114: json,
  700: Number,
  701: Number,
  3802: json,
};

/** Array types that arrive as arrays: oid → how an element is read. */
const ARRAYS: Readonly<Record<number, (value: string) => unknown>> = {
  1000: (value) => value === 't',
  1002: text,
  1003: text,
  1005: Number,
  1007: Number,
  1009: text,
  1015: text,
  1016: text,
  1028: Number,
  1231: text,
  2951: text,
};

/** How a column of the type is read from its text form. */
export function parserOf(oid: number): (value: string) => unknown {
  const element = ARRAYS[oid];
  if (element !== undefined) return (value) => parseArray(value, element);
  return SCALARS[oid] ?? text;
}

/** The oids that a driver would otherwise read its own way. */
export const PARSED_OIDS: readonly number[] = [
  ...Object.keys(SCALARS),
  ...Object.keys(ARRAYS),
  ...[18, 19, 20, 25, 1042, 1043, 1082, 1083, 1114, 1115, 1182, 1184, 1185, 1186, 1266, 1700, 2950],
  ...[199, 1001, 1014, 1021, 1022, 1183, 1187, 1270, 3807],
].map(Number);

/** A one-dimensional array in the server's text form: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function parseArray(source: string, element: (value: string) => unknown): unknown {
  if (!source.startsWith('{') || source.startsWith('{{')) return source;
  if (source === '{}') return [];
  if (!/["\\]/.test(source)) {
    return source
      .slice(1, -1)
      .split(',')
      .map((bare) => (bare === 'NULL' ? null : element(bare)));
  }
  const items = source.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs);
  return Array.from(items, ([, quoted, bare]) => {
    if (quoted !== undefined) return element(quoted.replace(/\\(.)/gs, '$1'));
    return bare === 'NULL' ? null : element(bare ?? '');
  });
}

/** The text form in which a value is bound; the server reads it as the parameter's type. */
export function bound(value: Value): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return String(value);
}
