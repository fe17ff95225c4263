import { statfs } from 'node:fs/promises';
import { type Session } from '../dialects/dialect.ts';
import { changeId } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { describeRows, NO_FACTS, type PlanFacts, type RowCount } from '../model/facts.ts';
import { type ObjectId, shownName } from '../model/id.ts';
import { inBytes } from '../model/size.ts';
import { type Plan, type Step } from '../model/step.ts';
import { costsOf } from '../plan/cost.ts';
import { countRows } from '../plan/facts.ts';
import { measurePlan } from '../plan/measure.ts';
import { type Comparison } from './live.ts';
import { onlineCommands } from './online-tool.ts';
import { type LazyScratch, type Project } from './project.ts';
import { Refusal, type Run, warn } from './run.ts';
import { type Allowance, isAllowed, shellWord } from './safety.ts';

/** ms that one count and all counts may take: a plan is to be had soon, while before a run nothing is worth more than to know. */
const PATIENCE = {
  plan: { one: 2_000, all: 10_000 },
  apply: { one: 120_000, all: 600_000 },
} as const;

/** What the target says about a plan before any statement of it runs: rows that stand against it, sizes, transactions in the way. Reads only. */
export async function lookUpFacts(
  project: Project,
  session: Session,
  { plan }: Comparison,
  run: Run,
  of: keyof typeof PATIENCE,
): Promise<PlanFacts> {
  const { dialect, manifest } = project;
  if (plan.steps.length === 0) return NO_FACTS;
  const sizes = await dialect.sizes(session);
  const costs = costsOf(plan, sizes);
  const rows = await countRows({ session, plan, sizes, limits: PATIENCE[of] });
  if (plan.steps.some((s) => s.locks.length > 0)) {
    const long = await dialect.longTransactions(session, Math.max(1_000, manifest.safety.lockTimeout));
    warn(
      run,
      long.map(
        (b): Diagnostic => ({
          code: 'lock-timeout',
          severity: 'warning',
          message: `process ${b.id}${b.who ? ` (${b.who.trim()})` : ''} has had a transaction open for ${Math.round(b.seconds)} s: what it uses cannot be changed until it ends`,
          hint: `${b.state}, with: ${b.query.replaceAll(/\s+/g, ' ').trim().slice(0, 120)}`,
        }),
      ),
    );
  }
  return { ...NO_FACTS, rows, costs, online: onlineCommands(project, session, plan, sizes) };
}

/** The same, with what each statement locks, writes anew and reads whole, measured in a scratch place. */
export async function withMeasured(
  { dialect }: Project,
  { before, plan }: Comparison,
  facts: PlanFacts,
  place: LazyScratch,
  run: Run,
): Promise<PlanFacts> {
  const scratch = dialect.measure === undefined || plan.steps.length === 0 ? null : await place.open();
  if (scratch === null || 'unavailable' in scratch) return facts;
  const { measured, stopped } = await measurePlan({ dialect, scratch, before, plan });
  if (stopped !== null) warn(run, [notMeasured(stopped)]);
  return { ...facts, measured };
}

function notMeasured(reason: string): Diagnostic {
  return {
    code: 'rehearsal-failed',
    severity: 'warning',
    message: `from there on no statement was measured: ${reason}`,
    hint: 'what the plan itself says of its locks stands; what the server does is not proved',
  };
}

/** Throws when rows stand against a statement, unless that is allowed by name: it would fail on them. */
export function refuseRows(rows: readonly RowCount[], allowed: readonly Allowance[]): void {
  const against = rows.filter(
    (f) => f.rows !== null && f.rows > 0 && !isAllowed({ kind: 'may_fail_on_data', ...f }, allowed),
  );
  if (against.length === 0) return;
  throw new Refusal(
    against.map(
      (fact): Diagnostic => ({
        code: 'rows-in-the-way',
        severity: 'error',
        message: `${shownName(fact.object)} ${fact.message}: ${describeRows(fact)}`,
        hint: `mend the rows first; or try it on them: --allow may_fail_on_data:${shellWord(shownName(fact.object))}`,
        object: fact.object,
      }),
    ),
  );
}

/** Throws when a step needs more disk than the server has left, where that can be seen from here, unless that is allowed by name. */
export async function refuseFullDisk(
  session: Session,
  plan: Plan,
  { costs }: PlanFacts,
  allowed: readonly Allowance[],
): Promise<void> {
  const needy = plan.steps.flatMap((step) => {
    const disk = costs.get(step.id)?.disk ?? 0;
    const object = tableOf(step);
    const fills = { kind: 'fills_disk', object, message: '' } as const;
    return disk < 1 << 20 || isAllowed(fills, allowed) ? [] : [{ object, disk }];
  });
  const free = needy.length === 0 ? null : await freeBytes(session);
  if (free === null) return;
  const refused = needy.filter(({ disk }) => disk > free);
  if (refused.length === 0) return;
  throw new Refusal(
    refused.map(
      ({ object, disk }): Diagnostic => ({
        code: 'no-disk-room',
        severity: 'error',
        message: `${shownName(object)} needs about ${inBytes(disk)} of disk meanwhile, and the server has ${inBytes(free)} left`,
        hint: `make room first; or try it all the same: --allow fills_disk:${shellWord(shownName(object))}`,
        object,
      }),
    ),
  );
}

function tableOf({ locks, why }: Step): ObjectId {
  return locks[0]?.object ?? changeId(why);
}

/** Bytes left where the server keeps its data; null where it is another machine's disk, or the server does not say. */
async function freeBytes(session: Session): Promise<number | null> {
  if (session.server.embedded || !/^(localhost|127\.|\[?::1)/.test(new URL(session.url).hostname)) return null;
  const ask =
    session.dialect === 'postgres' ? `SELECT current_setting('data_directory') AS dir` : 'SELECT @@datadir AS dir';
  try {
    const [row] = await session.rows<{ dir: string }>(ask);
    const { bavail, bsize } = await statfs(row?.dir ?? '');
    return bavail * bsize;
  } catch {
    return null;
  }
}
