import { digest } from '../model/digest.ts';
import { type DialectName } from '../model/manifest.ts';
import { type Index, type Table } from '../model/object.ts';

export const DEFAULT_PATTERN = '{table}_{columns}_idx';

/** A name after the pattern, cut to what the server keeps, and not one that is taken. */
export function indexName(
  pattern: string,
  table: Table,
  columns: readonly string[],
  dialect: DialectName,
  taken: ReadonlySet<string>,
): string {
  const whole = filled(pattern, table, columns.join('_'));
  let name = shortened(whole, dialect);
  for (let i = 2; taken.has(name); i++) name = shortened(whole, dialect, `_${i}`);
  return name;
}

/**
 * Whether an index is called as the pattern says. A number may follow, for a second index on the same columns; an index on
 * expressions may have any words for its columns, and a name that no server could keep any of about that length.
 */
export function fitsPattern(pattern: string, table: Table, index: Index): boolean {
  const { name } = index;
  const wanted = filled(pattern, table, index.parts.map((p) => p.column ?? 'expr').join('_'));
  const [number = ''] = /_([2-9]|[1-9]\d+)$/.exec(name) ?? [];
  if (DIALECTS.some((d) => name === shortened(wanted, d) || name === shortened(wanted, d, number))) return true;
  if (Buffer.byteLength(wanted) > 60 && Buffer.byteLength(name) >= 59) return true;
  if (index.parts.every((p) => p.column !== undefined)) return false;
  const [before = '', after = ''] = filled(pattern, table, '\0').split('\0');
  return name.startsWith(before) && name.endsWith(after);
}

const DIALECTS = ['postgres', 'mysql'] as const satisfies readonly DialectName[];

function filled(pattern: string, table: Table, columns: string): string {
  return pattern
    .replaceAll('{table}', table.name)
    .replaceAll('{schema}', table.schema)
    .replaceAll('{columns}', columns);
}

/** PostgreSQL keeps 63 bytes, MySQL 64 characters; a name that is cut ends in a digest, so that two stay two. */
function shortened(name: string, dialect: DialectName, suffix = ''): string {
  const size = (text: string): number => (dialect === 'postgres' ? Buffer.byteLength(text) : [...text].length);
  const limit = dialect === 'postgres' ? 63 : 64;
  if (size(name + suffix) <= limit) return name + suffix;
  const mark = `_${digest(name).slice(0, 6)}${suffix}`;
  const characters = [...name];
  while (size(characters.join('') + mark) > limit) characters.pop();
  return characters.join('') + mark;
}
