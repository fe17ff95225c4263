import { type Quote } from '../dialect.ts';

/** Always in backticks, which quote under every sql_mode. */
function ident(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function name(schema: string, bare: string): string {
  return schema === '' ? ident(bare) : `${ident(schema)}.${ident(bare)}`;
}

/**
 * Single quotes are doubled and never escaped with a backslash, so that a literal ends where it should under ANSI_QUOTES
 * and NO_BACKSLASH_ESCAPES too. Backslashes are doubled as sessions, whose sql_mode is pinned, and most servers want them.
 */
function literal(value: string | number | bigint | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'`;
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

export const quote: Quote = { ident, name, literal };

/** A comma-separated list of quoted names. */
export function idents(names: readonly string[]): string {
  return names.map(ident).join(', ');
}
