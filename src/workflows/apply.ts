import { type Session } from '../dialects/dialect.ts';
import { type UpInput } from '../migrations/execute.ts';
import { checkIdentity } from '../migrations/history.ts';
import { migrationStatus } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { DbopsError, ServerError } from '../model/error.ts';
import { type RowCount } from '../model/facts.ts';
import { type AdviceReport } from '../model/index-advice.ts';
import { type Phase } from '../model/manifest.ts';
import { objectCount } from '../model/mysql-object.ts';
import { formatAdvice } from '../report/advice.ts';
import { count } from '../report/count.ts';
import { describeChange, formatWaiting } from '../report/plan.ts';
import { formatSeeds } from '../report/seeds.ts';
import { applySeeds } from '../seeds/apply.ts';
import { type SeedResult } from '../seeds/run.ts';
import { runWorkflow, type Stage } from '../tasklog/workflow.ts';
import { adviceFor } from './advise.ts';
import { lookUpFacts, refuseFullDisk, refuseRows } from './facts.ts';
import { runPending, statusInput, writePlan } from './files.ts';
import { type Comparison, compare, rememberSpelling } from './live.ts';
import { note } from './plan.ts';
import { type Enforced, enforceOnManifest, expiredWarnings, policyDiagnostic, refuseFindings } from './policy.ts';
import { connectTarget, holdTarget, type LazyScratch, lazyScratch, openProject, type Project } from './project.ts';
import { rememberProtection } from './protection.ts';
import { rehearsePlan } from './rehearsal.ts';
import { withRenames } from './renames.ts';
import { type ReviewedPlan, readReviewed, refuseOtherPending, refuseOutdated } from './reviewed.ts';
import { type Answer, type Run, warn } from './run.ts';
import { type Allowance, refuseHazards } from './safety.ts';
import { seedRun, written } from './seed.ts';
import { refuseDrift, rememberShape } from './shape.ts';

export interface ApplyOptions {
  readonly allow: readonly Allowance[];
  /** `kind:old=new`, written into the YAML first. */
  readonly renames?: readonly string[];
  /** Name of the migration files, when any are written. */
  readonly name: string;
  readonly seeds: boolean;
  /** Default: on protected targets. */
  readonly rehearse?: boolean | undefined;
  readonly phase?: Phase | undefined;
  /** Runs files that are older than an applied one, on a protected target too. */
  readonly outOfOrder?: boolean;
  /** Runs over what others did to a protected target. */
  readonly acceptDrift?: boolean;
  /** A file of `plan --out`: only its statements may run. */
  readonly plan?: string | undefined;
}

/** What the stages of an apply hand on. */
interface Context {
  readonly project: Project;
  readonly session: Session;
  readonly scratch: LazyScratch;
  readonly run: Run;
  readonly options: ApplyOptions;
  /** The manifest with what the index policies ask for. */
  readonly enforced: Enforced;
  /** The plan that people have read; null when none was asked for. */
  readonly reviewed: ReviewedPlan | null;
  /** Whether the reviewed plan is in the history. */
  reviewedRan: boolean;
  live: Comparison | null;
  readonly files: string[];
  statements: number;
  seeds: readonly SeedResult[];
  advice: AdviceReport | null;
  readonly done: string[];
}

/**
 * Converges a target: pending migrations, then whatever the manifest still asks for (as new migration files), then index
 * policies and seeds; then reads the database again, which must equal the manifest. Stopped part-way, it goes on when run again.
 */
export async function apply(run: Run, options: ApplyOptions): Promise<Answer> {
  const project = await withRenames(await openProject(run), options.renames ?? [], run);
  const reviewed = options.plan === undefined ? null : await readReviewed(options.plan, run.cwd);
  await using session = await connectTarget(project, run);
  await using _alone = await holdTarget(project, session, run);
  await using scratch = lazyScratch(project, session, run);
  const enforced = enforceOnManifest(project, run.now);
  const context: Context = {
    project,
    enforced,
    session,
    scratch,
    run,
    options,
    reviewed,
    reviewedRan: false,
    live: null,
    files: [],
    statements: 0,
    seeds: [],
    advice: null,
    done: [],
  };
  await runWorkflow(STAGES, context, { output: run.output, journal: run.journal, write: run.say });
  const rows = written(context.seeds);
  const idle = context.statements + rows + context.done.length === 0;
  const lines = [
    ...context.files.map((f) => `wrote ${f}`),
    ...context.done,
    ...(rows > 0 ? [formatSeeds(context.seeds).trimEnd()] : []),
    ...(context.advice === null ? [] : [`\n${formatAdvice(context.advice, run.verbose)}`]),
    idle
      ? 'nothing to do'
      : `done: ${count(context.statements, 'statement')}${rows === 0 ? '' : `, ${count(rows, 'row')} of seeds`}`,
  ];
  const waiting = context.live?.waiting ?? [];
  return {
    exit: EXIT.done,
    text: `${lines.join('\n')}\n${formatWaiting(waiting)}`,
    json: {
      ok: true,
      changed: !idle,
      files: context.files,
      statements: context.statements,
      seeds: context.seeds,
      notes: context.done,
      ...(waiting.length === 0 ? {} : { waiting }),
      advice: context.advice,
    },
    status: idle ? 'nothing to do' : 'applied',
  };
}

const STAGES: readonly Stage<Context>[] = [
  {
    title: 'Check index policies',
    run: async (c, tell) => {
      const { mended, open, expired } = c.enforced;
      warn(c.run, expiredWarnings(expired));
      warn(c.run, open.filter((f) => f.level !== 'error').map(policyDiagnostic));
      for (const f of mended) c.run.journal.note({ type: 'bottleneck', text: `${f.rule}: ${f.message}` });
      refuseFindings(open);
      tell.result(mended.length === 0 ? count(open.length, 'finding') : `${mended.length} mended in the plan`);
    },
  },
  {
    title: 'Read the live schema',
    run: async (c, tell) => {
      await checkIdentity(c.session, c.project.dialect);
      if (!c.options.acceptDrift) await refuseDrift(c.project, c.session);
      c.live = await compareNow(c);
      note(c.run, c.live);
      tell.result(count(objectCount(c.live.catalog.objects), 'object'));
    },
  },
  {
    title: 'Run pending migrations',
    run: async (c, tell) => {
      const input = await statusInput(c.project, c.session);
      const status = await migrationStatus(input);
      if (c.reviewed !== null) {
        refuseOtherPending(c.reviewed, status);
        c.reviewedRan = status.entries.some((e) => (e.row?.plan ?? e.file?.header.plan) === c.reviewed?.digest);
      }
      if (status.pending.length === 0 && status.mismatches.length === 0) return tell.result('none');
      const last = input.files.findLast((f) => !f.repeatable);
      if (
        isAlreadyThere(
          c.live,
          status.entries.some((e) => e.row !== null),
        ) &&
        last !== undefined
      ) {
        const { recorded } = await runPending(c.project, c.session, c.run, tell, { baseline: last.version, steps: 0 });
        c.done.push(
          `the database is as the manifest declares: ${count(recorded.length, 'migration')} recorded as applied`,
        );
        return tell.result(`${recorded.length} recorded`);
      }
      const judge = (rows: readonly RowCount[]): void => refuseRows(rows, c.options.allow);
      const result = await runPending(c.project, c.session, c.run, tell, { ...limitsOf(c), judge }, c.options.allow);
      c.statements += result.statements;
      c.live = null;
      c.done.push(...result.files.map((f) => `ran ${f.name}`));
      tell.result(`${count(result.files.length, 'file')}, ${count(result.statements, 'statement')}`);
    },
  },
  {
    title: 'Plan',
    run: async (c, tell) => {
      c.live ??= await compareNow(c);
      const { plan, spelled } = c.live;
      if (c.reviewed !== null) refuseOutdated(c.reviewed, plan, c.reviewedRan);
      refuseHazards(plan, c.options.allow, spelled.changes);
      const facts = await lookUpFacts(c.project, c.session, c.live, c.run, 'apply');
      refuseRows(facts.rows, c.options.allow);
      await refuseFullDisk(c.session, plan, facts, c.options.allow);
      if (c.options.rehearse ?? c.project.target.protected) await rehearsePlan(c.project, c.live, c.scratch, c.run);
      tell.result(
        plan.steps.length === 0
          ? 'no changes'
          : `${count(spelled.changes.length, 'change')}, ${count(plan.steps.length, 'statement')}`,
      );
    },
  },
  {
    title: 'Write and run migrations',
    skip: (c) => (c.live?.plan.steps.length === 0 ? 'Write and run migrations: none' : null),
    run: async (c, tell) => {
      if (c.live === null || c.live.plan.steps.length === 0) return tell.result('none');
      await carryOut(c, c.live, c.options.name, tell.progress);
      tell.result(`${count(c.files.length, 'file')}, ${count(c.statements, 'statement')}`);
    },
  },
  {
    title: 'Apply seeds',
    skip: (c) => (c.options.seeds && c.project.manifest.seeds.length > 0 ? null : 'Apply seeds: none'),
    run: async (c, tell) => {
      c.seeds = await applySeeds(await seedRun(c.project, c.session, c.run, tell));
      const rows = written(c.seeds);
      tell.result(rows === 0 ? 'up to date' : `${count(rows, 'row')} written`);
    },
  },
  {
    title: 'Suggest indexes',
    skip: (c) => whyNoAdvice(c),
    run: async (c, tell) => {
      const { sources } = c.project.manifest.policies.advice;
      try {
        const { objects } = await c.project.dialect.read(c.session, c.project.manifest.scope);
        c.advice = await adviceFor(c.project, c.session, c.run, { objects, sources, progress: tell.progress });
        tell.result(c.advice.advice.length === 0 ? 'none is missing' : `${c.advice.advice.length} missing`);
      } catch (error) {
        // Advice is a service: that it cannot be had must not fail what is done.
        if (!(error instanceof ServerError)) throw error;
        tell.result(`not possible: ${error.message}`);
      }
    },
  },
  {
    title: 'Verify',
    run: async (c, tell) => {
      c.live ??= await compareNow(c);
      const left = c.live.spelled.changes;
      if (c.live.plan.steps.length > 0) {
        throw new DbopsError('not-converged', 'the database still differs from the manifest after the run', {
          details: left.map(describeChange),
          hint: 'see what is left: dbops plan',
        });
      }
      await rememberSpelling(c.project, c.session, c.live);
      await rememberProtection(c.session, c.project.dialect, c.project.target);
      await rememberShape(c.project, c.session);
      tell.result('the database is as the manifest declares');
    },
  },
];

function compareNow({ project, session, scratch, enforced, options }: Context): Promise<Comparison> {
  return compare(project, session, scratch, { desired: enforced.desired, phase: options.phase });
}

/** Advice costs time on the target; what nothing was done to is as it was advised on before. */
function whyNoAdvice(c: Context): string | null {
  if (c.project.manifest.policies.advice.sources.length === 0) return 'Suggest indexes: no source of queries';
  if (c.project.target.protected) return 'Suggest indexes: not on a protected target unasked (dbops advise)';
  return c.statements + written(c.seeds) === 0 ? 'Suggest indexes: nothing has changed' : null;
}

/** A database that nobody migrated through dbops but that is as declared: its files are history, not work. */
function isAlreadyThere(live: Comparison | null, hasHistory: boolean): boolean {
  return live !== null && live.plan.steps.length === 0 && objectCount(live.catalog.objects) > 0 && !hasHistory;
}

function limitsOf({ project, options }: Context): Pick<UpInput, 'phase' | 'inOrder'> {
  return { phase: options.phase, inOrder: project.target.protected && !options.outOfOrder };
}

async function carryOut(c: Context, live: Comparison, name: string, progress: (text: string) => void): Promise<void> {
  c.files.push(...(await writePlan(c.project, c.run, live.plan, name, c.options.phase)));
  const tell = { progress, result: () => undefined };
  const result = await runPending(c.project, c.session, c.run, tell, limitsOf(c), c.options.allow);
  c.statements += result.statements;
  c.live = null;
}
