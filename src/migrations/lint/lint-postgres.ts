import { type Session } from '../../dialects/dialect.ts';
import { ServerError } from '../../model/error.ts';
import { type MigrationFile, type MigrationSection } from '../file.ts';
import { judge, type Verdict } from './judge.ts';
import { measure, type Snapshot, snapshot } from './measure.ts';

/** What became of each statement of a section, in their order. */
export interface Trial {
  readonly verdicts: readonly (readonly Verdict[])[];
}

/**
 * Runs a section in a scratch place as the executor would, and judges each statement by what it did. Tables of which `fresh` is true
 * came with the same release: nobody uses them yet, and their locks do not matter.
 */
export async function trySection(
  session: Session,
  section: MigrationSection,
  fresh: ReadonlySet<string>,
): Promise<Trial> {
  const verdicts: Verdict[][] = [];
  const { relations } = await snapshot(session);
  const used = (oid: string): boolean => relations.has(oid) && !fresh.has(oid);
  const one = async (tx: Session, sql: string): Promise<Verdict[]> => {
    try {
      return await tx.transaction(async (inner) => judge(sql, await measure(inner, sql), used));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return [refusal(error)];
    }
  };
  if (section.transaction) {
    await session.transaction(async (tx) => {
      for (const { sql } of section.statements) verdicts.push(/\bconcurrently\b/i.test(sql) ? [] : await one(tx, sql));
      verdicts.push(await orderOf(tx, used));
    });
    const order = verdicts.pop() ?? [];
    verdicts[verdicts.length - 1]?.push(...order);
    for (const { sql } of section.statements)
      if (/\bconcurrently\b/i.test(sql)) await session.run(sql).catch(() => null);
    return { verdicts };
  }
  for (const { sql } of section.statements)
    verdicts.push(standsAlone(sql) ? await alone(session, sql) : await one(session, sql));
  return { verdicts };
}

const ALONE =
  /\bconcurrently\b|^\s*(?:vacuum|cluster\s*$|alter\s+system|(?:create|drop)\s+(?:database|tablespace)|begin|commit|rollback|start\s+transaction)\b/i;
const standsAlone = (sql: string): boolean => ALONE.test(sql);

async function alone(session: Session, sql: string): Promise<Verdict[]> {
  try {
    await session.run(sql);
    return [];
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return [refusal(error)];
  }
}

/** A transaction that keeps all away from several tables that others use. */
async function orderOf(session: Session, used: (oid: string) => boolean): Promise<Verdict[]> {
  const rows = await session.rows<{ oid: string; name: string }>(
    `select l.relation::text as oid, n.nspname || '.' || c.relname as name from pg_locks l join pg_class c on c.oid = l.relation
     join pg_namespace n on n.oid = c.relnamespace where l.pid = pg_backend_pid() and l.granted and l.mode = 'AccessExclusiveLock'
       and c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and c.xmin::text::bigint <> pg_current_xact_id()::text::bigint`,
  );
  const names = [...new Set(rows.filter((r) => used(r.oid)).map((r) => r.name))];
  if (names.length < 2) return [];
  return [{ rule: 'lock/multi-table-order', message: `one transaction keeps all away from ${names.join(', ')}` }];
}

function refusal(error: ServerError): Verdict {
  if (error.sqlstate === '55P04') return { rule: 'tx/enum-value-used-same-tx', message: error.message };
  if (error.sqlstate === '25001') return { rule: 'lock/concurrently-in-tx', message: error.message };
  return { rule: 'replay/fails', message: error.message };
}

/** Ids of the tables that are there now and were not before. */
export function madeSince(before: Snapshot, after: Snapshot): string[] {
  return [...after.relations.keys()].filter((oid) => !before.relations.has(oid));
}

/** Whether a migration's down leads back: runs it, compares, and runs the migration again. */
export async function tryBack(session: Session, file: MigrationFile, before: Snapshot): Promise<Verdict[]> {
  const { down } = file;
  if (down === null || down.statements.length === 0 || down.irreversible !== undefined) return [];
  for (const { sql } of down.statements) {
    const [refused] = await alone(session, sql);
    if (refused !== undefined) return [{ rule: 'rev/down-fails', message: refused.message }];
  }
  const left = shape(await snapshot(session));
  const start = shape(before);
  const differing = [...new Set([...left, ...start])].filter((line) => left.has(line) !== start.has(line));
  for (const { sql } of file.up.statements) await alone(session, sql);
  if (differing.length === 0) return [];
  return [
    {
      rule: 'rev/roundtrip-differs',
      message: `after up and down another schema is left: ${differing.slice(0, 3).join(', ')}`,
    },
  ];
}

/** Relations and columns by their names: what has been made anew has another oid. */
function shape({ relations, columns }: Snapshot): Set<string> {
  const name = (oid: string): string => relations.get(oid)?.name ?? '';
  return new Set([
    ...[...relations.values()].map((r) => `${r.kind} ${r.name}`),
    ...[...columns.values()].map((c) => `column ${name(c.of)}.${c.name} ${c.type}${c.notNull ? ' not null' : ''}`),
  ]);
}
