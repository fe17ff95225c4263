import { sql } from '../../model/query.ts';
import { type Blocker, type Session } from '../dialect.ts';

/** https://www.postgresql.org/docs/current/functions-info.html: the processes that a waiting one cannot pass. */
export async function blockers(observer: Session, waiting: string): Promise<readonly Blocker[]> {
  return observer.rows<Blocker>(
    sql`SELECT a.pid::text AS id, concat_ws(' ', a.usename, nullif(a.application_name, ''), host(a.client_addr)) AS who,
               coalesce(a.state, a.backend_type) AS state, extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start))::float8 AS seconds,
               coalesce(a.query, '') AS query
        FROM unnest(pg_catalog.pg_blocking_pids(${waiting}::int4)) b(pid) JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
        GROUP BY a.pid, a.usename, a.application_name, a.client_addr, a.state, a.backend_type, a.xact_start, a.query_start, a.backend_start, a.query
        ORDER BY seconds DESC`,
  );
}

/** https://www.postgresql.org/docs/current/runtime-config-locks.html#GUC-DEADLOCK-TIMEOUT */
export async function deadlockTimeout(session: Session): Promise<number> {
  const ask = "SELECT setting::integer AS ms FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'";
  const [row] = await session.rows<{ ms: number }>(ask);
  return row?.ms ?? 1_000;
}

/** Transactions that have been open for so many ms in this database: DDL waits for those that use its tables, CONCURRENTLY for all. */
export async function longTransactions(session: Session, ms: number): Promise<readonly Blocker[]> {
  return session.rows<Blocker>(
    sql`SELECT a.pid::text AS id, concat_ws(' ', a.usename, nullif(a.application_name, ''), host(a.client_addr)) AS who, coalesce(a.state, a.backend_type) AS state,
               extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS seconds, coalesce(a.query, '') AS query
        FROM pg_catalog.pg_stat_activity a
        WHERE a.datname = current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_type = 'client backend'
          AND a.xact_start < clock_timestamp() - ${String(ms / 1000)}::float8 * interval '1 second'
        ORDER BY seconds DESC LIMIT 10`,
  );
}
