import { type Session } from '../dialects/dialect.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { formatSeeds } from '../report/seeds.ts';
import { applySeeds, refreshSeeds } from '../seeds/apply.ts';
import { checkSeeds } from '../seeds/check.ts';
import { planSeeds } from '../seeds/plan.ts';
import { type SeedEvent, type SeedResult, type SeedRun } from '../seeds/run.ts';
import { seedStatus } from '../seeds/status.ts';
import { runWorkflow, type Tell } from '../tasklog/workflow.ts';
import { connectTarget, holdTarget, openProject, type Project } from './project.ts';
import { rememberProtection } from './protection.ts';
import { type Answer, type Run, refuseErrors } from './run.ts';

/** What the seeds need to run; throws their static findings. */
export async function seedRun(project: Project, session: Session, run: Run, tell: Tell | null): Promise<SeedRun> {
  const { manifest, dialect, target } = project;
  const { objects } = manifest.desired;
  refuseErrors(await checkSeeds({ sets: manifest.seeds, objects, targets: manifest.targets, dir: manifest.dir }));
  return {
    session,
    dialect,
    objects,
    sets: manifest.seeds,
    target: { name: target.standsFor ?? target.name, protected: target.protected },
    dir: manifest.dir,
    now: run.now,
    signal: run.signal,
    onEvent: (event) => onEvent(event, run, tell),
  };
}

function onEvent(event: SeedEvent, run: Run, tell: Tell | null): void {
  if (event.type === 'started') tell?.progress(`${event.set} → ${event.table}`);
  if (event.type === 'rows') tell?.progress(`${event.set}: ${event.rows} rows`);
  if (event.type !== 'finished') return;
  const { set, table, approach, inserted, updated, deleted, unchanged, ms } = event.result;
  run.journal.note({ type: 'seed', set, table, approach, inserted, updated, deleted, unchanged, ms });
}

/** Rows written by a seed run. */
export function written(results: readonly SeedResult[]): number {
  return results.reduce((sum, r) => sum + r.inserted + r.updated + r.deleted, 0);
}

/** Brings the seed sets into the target; `refresh`: the generated ones anew. */
export async function seedApply(run: Run, options: { readonly refresh: boolean }): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  await using _alone = await holdTarget(project, session, run);
  let results: readonly SeedResult[] = [];
  await runWorkflow(
    [
      {
        title: options.refresh ? 'Refresh generated seeds' : 'Apply seeds',
        run: async (_, tell) => {
          const input = await seedRun(project, session, run, tell);
          results = await (options.refresh ? refreshSeeds(input) : applySeeds(input));
          await rememberProtection(session, project.dialect, project.target);
          tell.result(`${count(written(results), 'row')} written`);
        },
      },
    ],
    null,
    { output: run.output, journal: run.journal, write: run.say },
  );
  const changed = written(results);
  return {
    exit: EXIT.done,
    text: `${formatSeeds(results)}${changed === 0 ? 'nothing to do\n' : ''}`,
    json: { ok: true, sets: results },
    status: changed === 0 ? 'nothing to do' : `${count(changed, 'row')} written`,
  };
}

/** What an apply would do to every set; changes nothing. */
export async function seedPlan(run: Run, options: { readonly exitCode: boolean }): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const plan = await planSeeds(await seedRun(project, session, run, null));
  const sets = plan.sets.map((s) => ({ ...s, inserted: s.insert, updated: s.update, deleted: s.delete }));
  return {
    exit: plan.changes && options.exitCode ? EXIT.pending : EXIT.done,
    text: formatSeeds(sets),
    json: { ok: true, ...plan },
    status: plan.changes ? 'rows to write' : 'nothing to do',
  };
}

/** What the target remembers of every set; exit 2 when one is not up to date. */
export async function seedStatusCommand(run: Run): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const states = await seedStatus(await seedRun(project, session, run, null));
  const open = states.filter((s) => s.state !== 'up to date' && s.state !== 'skipped');
  const width = Math.max(0, ...states.map((s) => s.set.length));
  const lines = states.map(
    (s) =>
      `${s.set.padEnd(width)}  ${s.table}: ${s.state}${s.rows === null ? '' : `, ${count(s.rows, 'row')}`}${s.reason === undefined ? '' : ` (${s.reason})`}`,
  );
  return {
    exit: open.length > 0 ? EXIT.pending : EXIT.done,
    text: lines.length === 0 ? 'there are no seed sets\n' : `${lines.join('\n')}\n`,
    json: { ok: true, sets: states },
    status: `${count(open.length, 'set')} not up to date`,
  };
}
