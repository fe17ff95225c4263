import { DbopsError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';

/** Another user's sessions are shown only to those with PROCESS; the number of the connection is known to all. */
export async function lockedBySomebody(session: Session, name: string, key: string): Promise<DbopsError> {
  const holders = await session.rows<{ id: string; who: string | null; seconds: string | null }>(
    sql`SELECT h.id, CONCAT(p.user, ' from ', p.host) AS who, p.time AS seconds FROM (SELECT IS_USED_LOCK(${key}) AS id) h
        LEFT JOIN information_schema.processlist p ON p.id = h.id WHERE h.id IS NOT NULL`,
  );
  return new DbopsError('lock-timeout', `another session holds the lock ${JSON.stringify(name)}`, {
    hint: 'wait until it is done and run again',
    details: holders.map((h) => `held by connection ${h.id}${h.who === null ? '' : ` (${h.who})`}`),
  });
}
