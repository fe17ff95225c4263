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
