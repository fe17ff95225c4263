import { ServerError } from '../../model/error.ts';
import { type Query, sql } from '../../model/query.ts';
import { type Blocker, type Session } from '../dialect.ts';

/** Who holds what another waits for; what a server does not tell, or not to this user, is left out. */
export async function blockers(observer: Session, waiting: string): Promise<readonly Blocker[]> {
  for (const query of observer.server.product === 'mariadb' ? MARIADB : [ofMetadata(waiting), ofRows(waiting)]) {
    const found = await observer.rows<Blocker>(query).catch((error: unknown): Blocker[] => {
      if (error instanceof ServerError) return [];
      throw error;
    });
    const others = found.filter((b) => b.id !== waiting && b.id !== observer.id);
    if (others.length > 0) return others.map((b) => ({ ...b, seconds: Number(b.seconds) }));
  }
  return [];
}

/** https://dev.mysql.com/doc/refman/8.4/en/performance-schema-metadata-locks-table.html */
function ofMetadata(waiting: string): Query {
  return sql`SELECT CAST(h.processlist_id AS CHAR) AS id, CONCAT(h.processlist_user, ' from ', h.processlist_host) AS who,
      CASE h.processlist_command WHEN 'Sleep' THEN 'idle in transaction' ELSE LOWER(h.processlist_command) END AS state,
      COALESCE(TIMESTAMPDIFF(SECOND, x.trx_started, NOW()), h.processlist_time) AS seconds,
      COALESCE(h.processlist_info, s.sql_text, '') AS query
    FROM performance_schema.threads w
    JOIN performance_schema.metadata_locks p ON p.owner_thread_id = w.thread_id AND p.lock_status = 'PENDING'
    JOIN performance_schema.metadata_locks g ON g.object_type = p.object_type AND g.object_schema = p.object_schema AND g.object_name = p.object_name
         AND g.lock_status = 'GRANTED' AND g.owner_thread_id <> p.owner_thread_id
    JOIN performance_schema.threads h ON h.thread_id = g.owner_thread_id
    LEFT JOIN performance_schema.events_statements_current s ON s.thread_id = h.thread_id
    LEFT JOIN information_schema.innodb_trx x ON x.trx_mysql_thread_id = h.processlist_id
    WHERE w.processlist_id = ${waiting} GROUP BY 1, 2, 3, 4, 5 ORDER BY seconds DESC`;
}

function ofRows(waiting: string): Query {
  return sql`SELECT CAST(b.trx_mysql_thread_id AS CHAR) AS id, CONCAT(p.user, ' from ', p.host) AS who,
      CASE p.command WHEN 'Sleep' THEN 'idle in transaction' ELSE LOWER(p.command) END AS state,
      TIMESTAMPDIFF(SECOND, b.trx_started, NOW()) AS seconds, COALESCE(b.trx_query, '') AS query
    FROM information_schema.innodb_trx w
    JOIN performance_schema.data_lock_waits d ON d.requesting_engine_transaction_id = w.trx_id
    JOIN information_schema.innodb_trx b ON b.trx_id = d.blocking_engine_transaction_id
    JOIN information_schema.processlist p ON p.id = b.trx_mysql_thread_id
    WHERE w.trx_mysql_thread_id = ${waiting} GROUP BY 1, 2, 3, 4, 5`;
}

/** MariaDB tells of metadata locks only with a plugin; without it, whoever has a transaction open here may be the one. */
const MARIADB: readonly Query[] = [
  sql`SELECT CAST(p.id AS CHAR) AS id, CONCAT(p.user, ' from ', p.host) AS who,
      CASE p.command WHEN 'Sleep' THEN 'idle in transaction' ELSE LOWER(p.command) END AS state, p.time AS seconds, COALESCE(p.info, '') AS query
    FROM information_schema.metadata_lock_info m JOIN information_schema.processlist p ON p.id = m.thread_id
    WHERE m.table_schema = DATABASE() GROUP BY p.id, p.user, p.host, p.command, p.time, p.info ORDER BY p.time DESC`,
  sql`SELECT CAST(p.id AS CHAR) AS id, CONCAT(p.user, ' from ', p.host) AS who,
      CASE p.command WHEN 'Sleep' THEN 'idle in transaction' ELSE LOWER(p.command) END AS state,
      TIMESTAMPDIFF(SECOND, x.trx_started, NOW()) AS seconds, COALESCE(p.info, '') AS query
    FROM information_schema.innodb_trx x JOIN information_schema.processlist p ON p.id = x.trx_mysql_thread_id
    WHERE p.db = DATABASE() ORDER BY seconds DESC`,
];

/** Transactions that have been open for so many ms; none where the user may not see those of others. */
export async function longTransactions(session: Session, ms: number): Promise<readonly Blocker[]> {
  const found = await session
    .rows<Blocker>(
      sql`SELECT CAST(p.id AS CHAR) AS id, CONCAT(p.user, ' from ', p.host) AS who,
            CASE p.command WHEN 'Sleep' THEN 'idle in transaction' ELSE LOWER(p.command) END AS state,
            TIMESTAMPDIFF(SECOND, x.trx_started, NOW()) AS seconds, COALESCE(p.info, '') AS query
          FROM information_schema.innodb_trx x JOIN information_schema.processlist p ON p.id = x.trx_mysql_thread_id
          WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID() AND x.trx_started < NOW() - INTERVAL ${Math.ceil(ms / 1000)} SECOND
          ORDER BY seconds DESC LIMIT 10`,
    )
    .catch((error: unknown): Blocker[] => {
      if (error instanceof ServerError) return [];
      throw error;
    });
  return found.map((b) => ({ ...b, seconds: Number(b.seconds) }));
}
