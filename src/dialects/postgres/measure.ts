import { type Measured } from '../../model/facts.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { type Lock, type LockMode } from '../../model/step.ts';
import { type Session } from '../dialect.ts';

interface Relation {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly node: string | null;
  readonly scans: number;
  readonly modes: readonly string[] | null;
}

/** By the conflict table of https://www.postgresql.org/docs/current/explicit-locking.html, the weakest first. */
const STRENGTH: readonly LockMode[] = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
];

/** Runs a statement and commits; gives the locks that it held at its end on tables that were there before, and which of those it wrote anew or read whole. */
export async function measure(session: Session, sql: string): Promise<Measured> {
  return session.transaction(async (tx) => {
    const before = new Map((await relations(tx)).map((r) => [r.oid, r]));
    await tx.run(sql);
    const known = (await relations(tx, [...before.keys()])).flatMap((now) => {
      const then = before.get(now.oid);
      return then === undefined ? [] : [{ now, then, id: objectId('table', then.schema, then.name) }];
    });
    const locks = known.flatMap(({ now, id }) => lockOf(id, now.modes ?? []));
    const rewrites = known.filter(({ now, then }) => now.node !== then.node).map((k) => k.id);
    const scans = known.filter(({ now, then }) => now.scans > then.scans).map((k) => k.id);
    return { locks, rewrites, scans };
  });
}

function lockOf(object: ObjectId, modes: readonly string[]): Lock[] {
  const found = modes.map((m) =>
    m
      .replace(/Lock$/, '')
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase(),
  );
  const mode = STRENGTH.findLast((m) => found.includes(m));
  return mode === undefined || mode === 'access share' ? [] : [{ object, mode }];
}

function relations(session: Session, of?: readonly string[]): Promise<Relation[]> {
  const which =
    of === undefined
      ? `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`
      : `c.oid IN (${[...of, '0'].join(', ')})`;
  return session.rows<Relation>(
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, pg_relation_filenode(c.oid)::text AS node,
            coalesce(pg_stat_get_xact_numscans(c.oid), 0)::int AS scans,
            (SELECT json_agg(l.mode) FROM pg_catalog.pg_locks l WHERE l.relation = c.oid AND l.pid = pg_backend_pid() AND l.granted) AS modes
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') AND ${which}`,
  );
}
