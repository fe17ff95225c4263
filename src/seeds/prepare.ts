import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { type SeedSet } from '../model/seed.ts';
import { type Candidate, fingerprint, type Load, stageName } from './load.ts';
import { type OrderedSet, orderSets, type Unit } from './order.ts';
import { resolveSets } from './resolve.ts';
import { type SeedRun, tableName } from './run.ts';
import { readStates, type SetState } from './state.ts';
import { refuseProtected, skipReason } from './target.ts';
import { mergeTarget, openWorkshop, type Workshop } from './workshop.ts';

/** A run whose sets are resolved, in order, and known by what the target remembers of them. */
export interface PreparedRun {
  readonly run: SeedRun;
  readonly units: readonly Unit[];
  readonly skipped: readonly { readonly set: SeedSet; readonly reason: string }[];
  readonly states: ReadonlyMap<string, SetState>;
  readonly workshop: Workshop;
  /** Whether the state tables are there. */
  readonly ledger: boolean;
}

/**
 * Looks at the sets that are meant for the target. Throws `protected-target` when one of them must not touch it, and
 * `bad-seed` with all findings when they cannot be applied.
 */
export async function prepareRun(
  run: SeedRun,
  options: { readonly fresh: boolean; readonly provisional: boolean },
): Promise<PreparedRun> {
  const { session, dialect, objects, dir, target } = run;
  refuseProtected(run.sets, target);
  const skipped = run.sets.flatMap((set) => {
    const reason = skipReason(set, target);
    return reason === null ? [] : [{ set, reason }];
  });
  const meant = run.sets.filter((set) => skipReason(set, target) === null);
  const resolution = await resolveSets(meant, objects, dir);
  const order = orderSets(resolution.sets, dialect.name === 'mysql');
  refuseFindings([...resolution.diagnostics, ...order.diagnostics]);
  const ledger = await dialect.state.exists(session);
  const states = ledger ? await readStates(session, dialect) : new Map<string, SetState>();
  const { sets } = resolution;
  const workshop = openWorkshop({ session, dialect, objects, sets, states, dir, now: run.now, ...options });
  return { run, units: order.units, skipped, states, workshop, ledger };
}

function refuseFindings(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  throw new DbopsError('bad-seed', 'the seed sets cannot be applied', {
    details: diagnostics.map(
      (d) => (d.at === undefined ? '' : `${d.at.file}:${d.at.line}:${d.at.column}: `) + d.message,
    ),
    hint: diagnostics.find((d) => d.hint !== undefined)?.hint,
  });
}

/** A set beside what the target remembers of it. */
export async function candidate(prepared: PreparedRun, ordered: OrderedSet, number: number): Promise<Candidate> {
  const { run, workshop, states, ledger } = prepared;
  const { resolved } = ordered;
  const before = states.get(resolved.name) ?? null;
  const digest = await workshop.definition(resolved);
  return {
    session: run.session,
    dialect: run.dialect,
    ordered,
    merge: mergeTarget(run.dialect, resolved, stageName(number)),
    digest,
    before,
    unchanged: before?.digest === digest,
    base: await workshop.base(resolved),
    ledger,
  };
}

/** Makes the rows of a set available. Reads the parents' keys where only the database knows them. */
export async function openLoad({ run, workshop }: PreparedRun, candidate: Candidate): Promise<Load> {
  const { resolved } = candidate.ordered;
  return {
    ...candidate,
    source: await workshop.source(resolved),
    signal: run.signal,
    onRows: (rows) => run.onEvent?.({ type: 'rows', set: resolved.name, rows }),
  };
}

/** True when neither the set nor the table has changed since the last apply: the rows need not be made to know it. */
export async function isUpToDate(prepared: PreparedRun, candidate: Candidate): Promise<boolean> {
  const { before, unchanged, ordered } = candidate;
  if (!unchanged || before === null || before.fingerprint === null) return false;
  if (prepared.workshop.isOpen(ordered.resolved)) return false;
  return (await fingerprint(candidate, before.rows)) === before.fingerprint;
}

/** What keeps the live table from taking the set: nothing, the whole table, or some columns that it lacks. */
export async function absent(
  { run }: PreparedRun,
  { resolved }: OrderedSet,
): Promise<null | 'table' | readonly string[]> {
  const { session, dialect } = run;
  const { table, columns } = resolved;
  const target = { schema: table.schema, table: table.name, columns: columns.map((c) => c.name) };
  const live = (await session.rows<{ column: string }>(dialect.merge.live(target))).map((row) => row.column);
  if (live.length === 0) return 'table';
  const missing = target.columns.filter((name) => !live.includes(name));
  return missing.length === 0 ? null : missing;
}

export const shownTable = ({ run }: PreparedRun, set: SeedSet): string => tableName(set, run.dialect.defaultSchema);

/** What a reader should know about rows that were not as the last apply left them. */
export function editNotes({ unchanged, ordered }: Candidate, missing: number, differing: number): readonly string[] {
  if (!unchanged) return [];
  const { mode } = ordered.resolved.set;
  const rows = (n: number): string => (n === 1 ? '1 row was' : `${n} rows were`);
  const notes: string[] = [];
  if (differing > 0) notes.push(`${rows(differing)} edited by hand: ${mode === 'insert' ? 'left alone' : 'set back'}`);
  if (missing > 0) notes.push(`${rows(missing)} deleted by hand: inserted again`);
  return notes;
}
