import { type Dialect, type MergeTarget, type Reference, type Session } from '../dialects/dialect.ts';
import { DbopsError, ServerError } from '../model/error.ts';
import { type OrderedSet } from './order.ts';
import { isCounter } from './resolve.ts';
import { badRows, encodedRows, lineOfRow, refuseUnread, type SetSource } from './source.ts';
import { type SetState } from './state.ts';

/** One set before its table. */
export interface Candidate {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly ordered: OrderedSet;
  readonly merge: MergeTarget;
  /** Of all that decides about the set's rows. */
  readonly digest: string;
  /** As the last apply left it; null the first time. */
  readonly before: SetState | null;
  /** Whether the set is what it was at the last apply. */
  readonly unchanged: boolean;
  readonly base: number | null;
  /** Whether the state tables are there, so that what the set has put into the table is known. */
  readonly ledger: boolean;
}

/** One set on its way into its table. */
export interface Load extends Candidate {
  readonly source: SetSource;
  readonly signal: AbortSignal | undefined;
  onRows(rows: number): void;
}

/** Rows by what has to be done about them. */
export interface Difference {
  readonly total: number;
  readonly missing: number;
  readonly differing: number;
  readonly equal: number;
  /** Rows of the table that left the set and may be deleted. */
  readonly vanished: number;
  /** The rows went straight into the empty table: nothing is staged. */
  readonly direct: boolean;
}

/** Names of a set's temporary tables; `number` tells the sets of a run apart. */
export const stageName = (number: number): string => `dbops_stage_${number}`;
export const goneName = (merge: MergeTarget): string => merge.stage.replace('stage', 'gone');

/** Nothing needs to be compared with an empty table; but a key that may be NULL is looked at in the stage. */
export async function fitsDirectly({ session, dialect, ordered, merge }: Load): Promise<boolean> {
  const { set, columns, key } = ordered.resolved;
  if (set.mode === 'sync' || ordered.deferred.length > 0) return false;
  if (!columns.every((c) => !key.includes(c.name) || c.notNull === true)) return false;
  const rows = await session.rows(`select 1 as one from ${dialect.quote.name(merge.schema, merge.table)} limit 1`);
  return rows.length === 0;
}

/**
 * Loads all rows into the empty table. Only PostgreSQL says which line of a file it refuses: elsewhere the stage then finds it.
 */
export async function loadDirectly(load: Load): Promise<Difference> {
  const { session, source, dialect } = load;
  const straight = (): Promise<number> => session.load(load.merge, rowsOf(load, false));
  const blind = source.file !== null && dialect.name !== 'postgres';
  const total = await (blind ? session.transaction(straight) : straight()).catch((error) =>
    blind && error instanceof ServerError && !isLocked(error) ? null : explain(load, error),
  );
  if (total === null) return stage(load);
  await refuseUnread(load.ordered.resolved, source);
  return { total, missing: total, differing: 0, equal: 0, vanished: 0, direct: true };
}

/** Stages the rows and compares them with the table. Writes nothing but temporary tables. */
export async function stage(load: Load): Promise<Difference> {
  const { session, dialect, merge, ordered } = load;
  const { set } = ordered.resolved;
  await session.run(dialect.merge.stage(merge));
  const into = { schema: '', table: merge.stage, columns: ['dbops_ord', ...merge.columns], temporary: true };
  const total = await session.load(into, rowsOf(load, true)).catch((error) => explain(load, error));
  await refuseUnread(ordered.resolved, load.source);
  await refuseBadKeys(load);
  await refuseForeignNumbers(load, total);
  const [counts] = await session.rows<Record<'missing' | 'differing' | 'equal', string | number>>(
    dialect.merge.count(merge),
  );
  let vanished = 0;
  if (set.mode === 'replace' || (set.mode === 'sync' && load.ledger)) {
    await session.run(dialect.merge.vanished(merge, goneName(merge), set.mode === 'replace'));
    vanished = await countRows(session, dialect.quote.ident(goneName(merge)));
  }
  const number = (key: 'missing' | 'differing' | 'equal'): number => Number(counts?.[key] ?? 0);
  return {
    total,
    missing: number('missing'),
    differing: number('differing'),
    equal: number('equal'),
    vanished,
    direct: false,
  };
}

/** Deletes the rows that left the set, as long as nothing refers to them; gives their number. */
export async function deleteVanished({ session, dialect, merge }: Candidate): Promise<number> {
  const references = await referencesTo(session, dialect, merge);
  let deleted = 0;
  // Rows that refer to each other go leaf by leaf.
  for (let gone = -1; gone !== 0; ) {
    gone = (await session.run(dialect.merge.deleteVanished(merge, goneName(merge), references))) ?? 0;
    deleted += gone;
  }
  return deleted;
}

/** Remembers the keys that are about to be inserted as the set's own, so that `sync` may delete them one day. */
export async function rememberKeys({ session, dialect, merge, ordered }: Load): Promise<void> {
  if (ordered.resolved.set.mode === 'sync') await session.run(dialect.merge.own(merge));
}

/** Inserts what is missing, without the columns that are filled later. */
export async function insertMissing(load: Load): Promise<void> {
  const { session, dialect, merge, ordered } = load;
  const now = { ...merge, columns: merge.columns.filter((c) => !ordered.deferred.includes(c)) };
  await session.run(dialect.merge.insertMissing(now)).catch((error) => explain(load, error));
}

export async function updateDiffering(load: Load): Promise<void> {
  const { session, dialect, merge } = load;
  if (merge.values.length === 0) return;
  await session.run(dialect.merge.updateDiffering(merge)).catch((error) => explain(load, error));
}

/** Moves the counters of the columns that the set numbers past its values. */
export async function advanceCounters({ session, dialect, ordered, merge }: Load): Promise<void> {
  const columns = ordered.resolved.columns.filter(isCounter).map((c) => c.name);
  for (const query of dialect.merge.advanceCounters({ ...merge, columns })) await session.rows(query);
}

/** Of the table as it is now, or null when the table is so much bigger than the set that staging the set is cheaper. */
export async function fingerprint({ session, dialect, merge }: Candidate, total: number): Promise<string | null> {
  const [live] = await session.rows<{ rows: string | number }>(dialect.merge.live(merge));
  if (Number(live?.rows ?? 0) > 4 * total + 100_000) return null;
  const [row] = await session.rows<{ fingerprint: string }>(dialect.merge.fingerprint(merge));
  return row === undefined ? null : String(row.fingerprint);
}

export async function dropStage({ session, dialect, merge }: Candidate): Promise<void> {
  await session.run(dialect.merge.drop(merge.stage));
  await session.run(dialect.merge.drop(goneName(merge)));
}

const rowsOf = (load: Load, numbered: boolean) =>
  encodedRows(load.ordered.resolved, load.source, load.dialect, {
    numbered,
    signal: load.signal,
    onRows: load.onRows,
  });

async function countRows(session: Session, table: string): Promise<number> {
  const [row] = await session.rows<{ n: string | number }>(`select count(*) as n from ${table}`);
  return Number(row?.n ?? 0);
}

async function referencesTo(session: Session, dialect: Dialect, merge: MergeTarget): Promise<readonly Reference[]> {
  type Part = Record<'name' | 'schema' | 'table' | 'column' | 'references', string>;
  const parts = await session.rows<Part>(dialect.merge.references(merge));
  const keys = Object.values(Object.groupBy(parts, (p) => JSON.stringify([p.schema, p.table, p.name])));
  return keys.flatMap((key) => {
    const [first] = key ?? [];
    if (key === undefined || first === undefined) return [];
    const { schema, table } = first;
    return [{ schema, table, columns: key.map((p) => p.column), references: key.map((p) => p.references) }];
  });
}

/** Throws `bad-rows` for keys that come twice or hold a NULL. A generated set's are counted by the server when inserted. */
async function refuseBadKeys({ session, dialect, merge, source, ordered }: Load): Promise<void> {
  const { set } = ordered.resolved;
  const nulls = await session.rows<{ ord: string | number }>(dialect.merge.nullKeys(merge));
  const twice = await session.rows<Record<'first' | 'again', string | number>>(dialect.merge.duplicates(merge));
  const { file } = source;
  const key = `key (${merge.key.join(', ')})`;
  if (nulls.length + twice.length === 0) return;
  const where = async (ord: string | number): Promise<number> =>
    file === null ? Number(ord) : lineOfRow(file, Number(ord));
  const problems: { line: number; message: string }[] = [];
  for (const { ord } of nulls) problems.push({ line: await where(ord), message: `the ${key} holds a NULL` });
  for (const { first, again } of twice) {
    const other = `${file === null ? 'row' : 'line'} ${await where(first)}`;
    problems.push({ line: await where(again), message: `has the ${key} of ${other}` });
  }
  if (file !== null) throw await badRows(set.name, file, problems);
  throw new DbopsError('bad-rows', `set ${set.name}: rows have no key of their own`, {
    details: problems.map((p) => `row ${p.line}: ${p.message}`),
    ...(set.source.from === 'generate' ? { hint: 'add unique: true to a column of the key' } : {}),
  });
}

/** A set that numbers its rows has grown: the numbers it now reaches for may be those of rows that are not its own. */
async function refuseForeignNumbers(load: Load, total: number): Promise<void> {
  const { session, dialect, ordered, merge, before, base } = load;
  const { numbered, name } = ordered.resolved;
  if (numbered === null || base === null || before === null || total <= before.reach) return;
  const column = dialect.quote.ident(numbered);
  const taken = await countRows(
    session,
    `${dialect.quote.name(merge.schema, merge.table)} where ${column} > ${base + before.reach} and ${column} <= ${base + total}`,
  );
  if (taken === 0) return;
  throw new DbopsError(
    'bad-rows',
    `set ${name}: ${taken} of the new rows would take numbers of rows that are not the set's (${numbered} ${base + before.reach + 1} to ${base + total})`,
    { hint: `give ${numbered} a generator of its own, or lower count to ${before.reach}` },
  );
}

/** Lock timeouts and deadlocks of PostgreSQL and MySQL. */
const LOCKED = new Set<string | number>(['55P03', '40P01', 1205, 1213, 3572]);
const isLocked = ({ sqlstate, errno }: ServerError): boolean => LOCKED.has(sqlstate ?? '') || LOCKED.has(errno ?? 0);

/** Says which set, and where it can which line, the server refused. */
async function explain({ ordered, source }: Load, error: unknown): Promise<never> {
  if (!(error instanceof ServerError)) throw error;
  if (isLocked(error)) {
    throw new DbopsError('lock-timeout', `set ${ordered.resolved.name}: ${error.message}`, { cause: error });
  }
  const { set } = ordered.resolved;
  const context = (error.cause as { readonly where?: unknown } | undefined)?.where;
  const at = /^COPY \S+, line (\d+)(?:, column (\S+?):)?/.exec(typeof context === 'string' ? context : '');
  const column = at?.[2] === undefined ? '' : ` (column ${at[2]})`;
  if (at !== null && source.file !== null) {
    const line = await lineOfRow(source.file, Number(at[1]));
    throw await badRows(set.name, source.file, [{ line, message: error.message + column }]);
  }
  throw new DbopsError('bad-rows', `set ${set.name}: ${error.message}${column}`, {
    details: error.detail === undefined ? [] : [error.detail],
    hint: 'nothing of this set was written',
    cause: error,
  });
}
