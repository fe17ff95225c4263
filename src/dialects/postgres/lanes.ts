import { DbopsError } from '../../model/error.ts';
import { type Session } from '../dialect.ts';
import { quote } from './quote.ts';

/** From so many relations on a second connection is worth its start. */
const MANY = 2000;

/**
 * Reads over two connections that see one snapshot (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION).
 * `beside` is the same session again where there is little to read, where the server is embedded, and where no second connection
 * is to be had.
 */
export function onLanes<T>(
  session: Session,
  work: (main: Session, beside: Promise<Session>) => Promise<T>,
): Promise<T> {
  const alone = session.server.embedded || session.inTransaction;
  return session.transaction(
    async (main) => {
      const snapshot = alone ? null : await exported(main);
      if (snapshot === null) return work(main, Promise.resolve(main));
      const opening = opened(session);
      await using _ = { [Symbol.asyncDispose]: async () => (await opening)?.[Symbol.asyncDispose]() };
      const joined = opening.then(async (beside) => {
        if (beside === null) return main;
        await beside.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        await beside.run(`SET TRANSACTION SNAPSHOT ${quote.literal(snapshot)}`);
        return beside;
      });
      return await work(main, joined);
    },
    { snapshot: true },
  );
}

async function exported(session: Session): Promise<string | null> {
  const [row] = await session.rows<{ snapshot: string | null }>(
    `SELECT CASE WHEN (SELECT count(*) FROM pg_class) > ${MANY} AND NOT pg_is_in_recovery() THEN pg_export_snapshot() END AS snapshot`,
  );
  return row?.snapshot ?? null;
}

async function opened(session: Session): Promise<Session | null> {
  try {
    return await session.fork();
  } catch (error) {
    if (error instanceof DbopsError && error.code === 'connection-failed') return null;
    throw error;
  }
}
