import { parseDotted } from '../../model/id.ts';
import { type Quote } from '../dialect.ts';
import { KEYWORDS } from './keywords.ts';

const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** Quoted only where the server's own `quote_ident` would. */
function ident(name: string): string {
  return PLAIN.test(name) && !KEYWORDS.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function name(schema: string, bare: string): string {
  return schema === '' ? ident(bare) : `${ident(schema)}.${ident(bare)}`;
}

/** A string with backslashes is written as E'…', which means the same whatever `standard_conforming_strings` is. */
function literal(value: string | number | bigint | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'`;
  const doubled = value.replaceAll("'", "''");
  return value.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

export const quote: Quote = { ident, name, literal };

/** A comma-separated list of quoted names. */
export function idents(names: readonly string[]): string {
  return names.map(ident).join(', ');
}

/** Quotes a name that may carry a schema (`C`, `public.german`, `"en_US.utf8"`): collations, operator classes. */
export function dottedIdent(text: string): string {
  return (parseDotted(text) ?? [text]).map(ident).join('.');
}
