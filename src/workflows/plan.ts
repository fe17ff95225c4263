import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../model/codes.ts';
import { type PlanFacts } from '../model/facts.ts';
import { type Phase } from '../model/manifest.ts';
import { objectCount } from '../model/mysql-object.ts';
import { count } from '../report/count.ts';
import { formatPlan, formatPlanMarkdown, formatPlanSql, formatWaiting, planJson } from '../report/plan.ts';
import { formatUnmanaged } from '../report/unmanaged.ts';
import { lookUpFacts, withMeasured } from './facts.ts';
import { type Comparison, rememberSpelling } from './live.ts';
import { connectTarget, lazyScratch, openProject } from './project.ts';
import { rehearsePlan } from './rehearsal.ts';
import { compareAsking, questionOf, withRenames } from './renames.ts';
import { type Answer, type Run, warn } from './run.ts';
import { type Allowance } from './safety.ts';

export interface PlanOptions {
  readonly format: 'text' | 'json' | 'sql' | 'markdown';
  readonly exitCode: boolean;
  /** Default: on protected targets. */
  readonly rehearse?: boolean | undefined;
  /** Exit 3 when the target has something in scope that is not managed. */
  readonly strict?: boolean;
  /** What may be lost: answers the question whether something is renamed. */
  readonly allow?: readonly Allowance[];
  readonly phase?: Phase | undefined;
  /** `kind:old=new`, written into the YAML first. */
  readonly renames?: readonly string[];
  /** Also written there as JSON. */
  readonly out: string | undefined;
}

/** Manifest against live: ordered steps with locks, hazards and undo. Changes nothing. */
export async function plan(run: Run, options: PlanOptions): Promise<Answer> {
  const opened = await withRenames(await openProject(run), options.renames ?? [], run);
  await using session = await connectTarget(opened, run);
  await using scratch = lazyScratch(opened, session, run);
  const { project, live, questions } = await compareAsking(opened, session, scratch, run, options);
  await rememberSpelling(project, session, live);
  note(run, live);
  const wanted = options.rehearse ?? project.target.protected;
  const rehearsed = wanted ? await rehearsePlan(project, live, scratch, run) : null;
  const looked = await lookUpFacts(project, session, live, run, 'plan');
  const facts = options.rehearse ? await withMeasured(project, live, looked, scratch, run) : looked;
  const changes = live.spelled.changes;
  const json = {
    ok: true,
    ...(planJson(live.plan, changes, facts) as object),
    ...(rehearsed === null ? {} : { rehearsed }),
    ...(live.waiting.length === 0 ? {} : { waiting: live.waiting }),
    ...(questions.length === 0 ? {} : { questions }),
    unmanaged: live.catalog.unmanaged,
    warnings: [...project.warnings, ...live.warnings],
  };
  warn(run, questions.map(questionOf));
  if (options.out !== undefined) {
    await writeFile(resolve(run.cwd, options.out), `${JSON.stringify(json, null, 2)}\n`);
    run.journal.note({ type: 'file', path: options.out, purpose: 'plan' });
  }
  const pending = live.plan.steps.length > 0;
  return {
    exit:
      questions.length > 0 || (options.strict && live.catalog.unmanaged.length > 0)
        ? EXIT.refused
        : pending && options.exitCode
          ? EXIT.pending
          : EXIT.done,
    text: text(live, facts, options.format, project.manifest.dialect),
    json,
    status: pending ? `${count(live.plan.steps.length, 'statement')} planned` : 'nothing to do',
  };
}

function text(
  live: Comparison,
  facts: PlanFacts,
  format: PlanOptions['format'],
  dialect: 'postgres' | 'mysql',
): string {
  if (format === 'sql') return formatPlanSql(live.plan, dialect);
  if (format === 'markdown') return formatPlanMarkdown(live.plan, live.spelled.changes);
  const plan = formatPlan(live.plan, live.spelled.changes, facts);
  return plan + formatWaiting(live.waiting) + formatUnmanaged(live.catalog.unmanaged);
}

/** What a plan found, for the task log; its warnings for people too. */
export function note(run: Run, live: Comparison): void {
  warn(run, live.warnings);
  const { changes, where } = live.spelled;
  run.journal.note({
    type: 'analysis',
    text: `${count(objectCount(live.catalog.objects), 'live object')}, ${count(changes.length, 'change')}`,
  });
  if (where !== null) run.journal.note({ type: 'technique', text: `expressions spelled in ${where}` });
  for (const step of live.plan.steps) {
    for (const hazard of step.hazards)
      run.journal.note({ type: 'bottleneck', text: `${hazard.kind}: ${hazard.message}` });
  }
}
