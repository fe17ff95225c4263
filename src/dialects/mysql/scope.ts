import { KEPT } from '../../model/kept.ts';
import { type Scope } from '../../model/manifest.ts';
import { isPeerUnseen } from '../../model/peer-tables.ts';
import { type RawSql, raw } from '../../model/query.ts';

/** dbops's own tables: never managed, in whatever database. */
export const OWN_TABLES = [
  'dbops_history',
  'dbops_spelling',
  'dbops_seeds',
  'dbops_seed_rows',
  'dbops_identity',
] as const;

const OWN: ReadonlySet<string> = new Set(OWN_TABLES);

/**
 * Tells what is in scope: what is in the session's database, dbops's own tables aside, and those of migration tools unless the scope
 * names them. There are no schemas within it.
 */
export function scopeFilter(scope: Scope): (schema: string, name?: string) => boolean {
  const unwanted = scope.ignore.map(globRegex);
  return (_schema, name) =>
    name === undefined ||
    !(
      OWN.has(name) ||
      name.startsWith(KEPT) ||
      isPeerUnseen(scope, name) ||
      unwanted.some((regex) => regex.test(name))
    );
}

function globRegex(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'us');
}

/** SQL that leaves out dbops's own tables: `notOwn('t.table_name')`. */
export function notOwn(column: string): RawSql {
  const names = OWN_TABLES.map((name) => `'${name}'`).join(', ');
  return raw(`${column} not in (${names}) and left(${column}, ${KEPT.length}) <> '${KEPT}'`);
}
