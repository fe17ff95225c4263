import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Target } from '../model/manifest.ts';
import { raw, sql } from '../model/query.ts';
import { finding, Refusal } from './run.ts';

const PROTECTED = 'protected';

async function protectedName(session: Session, dialect: Dialect): Promise<string | null> {
  if (!(await dialect.state.exists(session))) return null;
  const [row] = await session.rows<{ value: string }>(
    sql`select value from ${raw(dialect.state.table('identity'))} where name = ${PROTECTED}`,
  );
  return row?.value ?? null;
}

/** Leaves word in the database that it is a protected target. The word stays: to take it back is a DBA's decision. */
export async function rememberProtection(session: Session, dialect: Dialect, target: Target): Promise<void> {
  if (!target.protected || !(await dialect.state.exists(session))) return;
  if ((await protectedName(session, dialect)) === target.name) return;
  await session.run(dialect.state.upsert('identity', { name: PROTECTED, value: target.name }, ['name']));
}

/** Throws when the database was a protected target: a URL, which carries no name, must not go round that. */
export async function refuseProtectedUrl(session: Session, dialect: Dialect): Promise<void> {
  const name = await protectedName(session, dialect);
  if (name === null) return;
  throw new Refusal([
    finding('protected-target', `${session.url} is the protected target ${name}`, `use its name: --target ${name}`),
  ]);
}
