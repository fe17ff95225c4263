import { type Session } from '../../dialects/dialect.ts';

/** A table, materialized view or index as PostgreSQL keeps it, and how often this transaction has read it whole. */
export interface Relation {
  readonly oid: string;
  readonly name: string;
  /** pg_class.relkind. */
  readonly kind: string;
  readonly node: string | null;
  /** Of an index: its table, and whether it can be used. */
  readonly of: string | null;
  readonly unique: boolean;
  readonly keyed: boolean;
  readonly rls: boolean;
  readonly scans: number;
}

export interface Column {
  readonly of: string;
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly filled: boolean;
}

/** The state that one statement is measured against. */
export interface Snapshot {
  readonly relations: ReadonlyMap<string, Relation>;
  readonly columns: ReadonlyMap<string, Column>;
}

const USER = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dbops')`;

/** Reads what is there now, within the transaction. */
export async function snapshot(session: Session): Promise<Snapshot> {
  const relations = await session.rows<Relation>(
    `select c.oid::text as oid, n.nspname || '.' || c.relname as name, c.relkind::text as kind,
       pg_relation_filenode(c.oid)::text as node, i.indrelid::text as of, coalesce(i.indisunique, false) as unique,
       exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') as keyed, c.relrowsecurity as rls,
       coalesce(pg_stat_get_xact_numscans(c.oid), 0)::int as scans
     from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
     where ${USER} and c.relkind in ('r', 'p', 'm', 'i', 'I')`,
  );
  const columns = await session.rows<Column>(
    `select a.attrelid::text as of, a.attnum::int as number, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as "notNull", a.atthasdef or a.attidentity <> '' as filled
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where ${USER} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  );
  return {
    relations: new Map(relations.map((r) => [r.oid, r])),
    columns: new Map(columns.map((c) => [`${c.of}.${c.number}`, c])),
  };
}

/** Locks of PostgreSQL that keep writers (or all) waiting, the weakest first. */
const STRONG = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];

/** The strongest of these locks that the transaction holds on each relation. */
export async function strongLocks(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows<{ oid: string; mode: string }>(
    `select relation::text as oid, mode from pg_locks
     where pid = pg_backend_pid() and granted and locktype = 'relation' and mode = any (array['${STRONG.join("', '")}'])`,
  );
  const held = new Map<string, string>();
  for (const { oid, mode } of rows) {
    if (STRONG.indexOf(mode) > STRONG.indexOf(held.get(oid) ?? '')) held.set(oid, mode);
  }
  return held;
}

/** What a statement did to tables that others use. */
export interface Measured {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Strong locks that the transaction holds now, and which of them it held before. */
  readonly locks: ReadonlyMap<string, string>;
  readonly earlier: ReadonlyMap<string, string>;
}

/** Runs a statement within the transaction and gives what it did. Throws what the server refuses. */
export async function measure(session: Session, sql: string): Promise<Measured> {
  const [before, earlier] = [await snapshot(session), await strongLocks(session)];
  await session.run(sql);
  const [after, locks] = [await snapshot(session), await strongLocks(session)];
  return { before, after, locks, earlier };
}
