import { type Session } from '../dialect.ts';
import { quote } from './quote.ts';

/** The tablespaces that a server has, its own two aside. */
export async function allTablespaces(session: Session): Promise<readonly string[]> {
  const rows = await session.rows<{ name: string }>(
    "SELECT spcname AS name FROM pg_tablespace WHERE spcname !~ '^pg_' ORDER BY 1",
  );
  return rows.map((r) => r.name);
}

/**
 * Makes tablespaces within the data folder of a place where nobody else looks.
 * https://www.postgresql.org/docs/current/runtime-config-developer.html#GUC-ALLOW-IN-PLACE-TABLESPACES
 */
export async function makeTablespaces(session: Session, names: readonly string[]): Promise<void> {
  const there = new Set(['pg_default', 'pg_global', ...(await allTablespaces(session))]);
  const missing = [...new Set(names)].filter((name) => !there.has(name));
  if (missing.length === 0) return;
  await session.run('SET allow_in_place_tablespaces = on');
  for (const name of missing) await session.run(`CREATE TABLESPACE ${quote.ident(name)} LOCATION ''`);
  await session.run('RESET allow_in_place_tablespaces');
}
