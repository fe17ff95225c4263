import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import { quote } from './quote.ts';

/** Those of the roles that the server does not have, in the order given. */
export async function missingRoles(session: Session, roles: readonly string[]): Promise<readonly string[]> {
  if (roles.length === 0) return [];
  const rows = await session.rows<{ name: string }>(
    sql`SELECT rolname AS name FROM pg_roles WHERE rolname IN (SELECT json_array_elements_text(${JSON.stringify(roles)}::json))`,
  );
  const there = new Set(rows.map((r) => r.name));
  return roles.filter((role) => !there.has(role));
}

/** Everybody whom the server knows, its predefined roles aside. */
export async function allRoles(session: Session): Promise<readonly string[]> {
  const rows = await session.rows<{ name: string }>(
    sql`SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1`,
  );
  return rows.map((r) => r.name);
}

/** Makes roles that can do nothing, in a place where nobody else looks. */
export async function makeRoles(session: Session, roles: readonly string[]): Promise<void> {
  for (const role of await missingRoles(session, [...new Set(roles)])) {
    await session.run(`CREATE ROLE ${quote.ident(role)}`);
  }
}
