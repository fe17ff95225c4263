import { createHash } from 'node:crypto';
import { type Session } from '../dialect.ts';
import { quote } from './quote.ts';

/** Catalogs that no reader of ours asks, or asks afresh each time: the planner's samples, the bytes of large objects, other databases. */
const ASIDE = ['pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_database', 'pg_shdepend'];

/** Catalogs that only superusers may read, as far as anybody may. */
const OPEN: Readonly<Record<string, string>> = { pg_authid: 'pg_roles', pg_user_mapping: 'pg_user_mappings' };

/** Before 14 the validity of an index was written over in place. */
const ROWS_ARE_NEVER_OVERWRITTEN = 140000;

/**
 * Tells one state of everything that `read` looks at from any other, in two queries: two marks of one database are equal only
 * while none of its catalogs has another row. A changed row is a new one, with the number of the transaction that wrote it and
 * a place; a server gives no number twice while it runs
 * (https://www.postgresql.org/docs/current/ddl-system-columns.html). Null where that cannot be told. `meanwhile` is done while
 * the server counts.
 */
export async function catalogMark(session: Session, meanwhile?: () => Promise<void>): Promise<string | null> {
  const { embedded, number } = session.server;
  if (embedded || number < ROWS_ARE_NEVER_OVERWRITTEN) return null;
  const catalogs = await session.rows<{ name: string; readable: boolean }>(
    `SELECT relname AS name, has_table_privilege(oid, 'select') AS readable FROM pg_catalog.pg_class
     WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND NOT relname = ANY ('{${ASIDE.join()}}') ORDER BY relname`,
  );
  const hidden = catalogs.filter((c) => !c.readable).map((c) => c.name);
  if (hidden.some((name) => !(name in OPEN))) return null;
  const parts = [
    ...catalogs.filter((c) => c.readable).map((c) => rowsOf(c.name)),
    ...hidden.map((name) => textOf(OPEN[name] ?? name, `pg_catalog.${OPEN[name]}`)),
    textOf('extensions', 'pg_catalog.pg_available_extensions'),
    textOf('database', DATABASE),
  ];
  // Parts come in any order: the server may ask for several at once.
  const counted = session.rows<{ what: string; n: string; sum: string | null }>(parts.join('\nUNION ALL\n'));
  const [sums] = await Promise.all([counted, sent().then(meanwhile)]);
  const lines = sums.map(({ what, n, sum }) => `${what} ${n} ${sum}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The query has left by the event loop's next turn. */
const sent = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The server's run, who asks, and what the row of the database says beside what vacuum writes over. */
const DATABASE = `(
  SELECT pg_postmaster_start_time(), current_user, current_setting('is_superuser'), to_jsonb(d) - 'datfrozenxid' - 'datminmxid'
  FROM pg_catalog.pg_database d WHERE datname = current_database()
)`;

const rowsOf = (name: string): string =>
  `SELECT ${quote.literal(name)} AS what, count(*) AS n, sum(hashtidextended(ctid, xmin::text::int8)) AS sum FROM pg_catalog.${quote.ident(name)}`;

const textOf = (what: string, source: string): string =>
  `SELECT ${quote.literal(what)} AS what, count(*) AS n, sum(hashtextextended(x::text, 0)) AS sum FROM ${source} x`;
