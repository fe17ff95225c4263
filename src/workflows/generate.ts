import { migrationStatus } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { planJson } from '../report/plan.ts';
import { layout, readFiles, writePlan } from './files.ts';
import { note } from './plan.ts';
import { connectTarget, lazyScratch, openProject } from './project.ts';
import { rehearsePlan } from './rehearsal.ts';
import { compareAsking, withRenames } from './renames.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';
import { type Allowance, refuseHazards } from './safety.ts';

/**
 * The plan as migration files, which nobody runs yet. Refuses while earlier files are pending, since they may hold the same,
 * and destructive steps that are not allowed by name: whoever runs the files is not asked again.
 */
export async function generate(
  run: Run,
  options: {
    readonly name: string;
    readonly allow: readonly Allowance[];
    readonly rehearse: boolean;
    readonly renames?: readonly string[];
  },
): Promise<Answer> {
  const opened = await withRenames(await openProject(run), options.renames ?? [], run);
  await using session = await connectTarget(opened, run);
  await using scratch = lazyScratch(opened, session, run);
  const files = await readFiles(opened);
  const { pending } = await migrationStatus({ session, dialect: opened.dialect, files, layout: layout(opened) });
  if (pending.length > 0) {
    const names = pending.map((f) => f.name).join(', ');
    throw new Refusal([
      finding('changes-pending', `migrations are pending on the target: ${names}`, 'run them first: dbops migrate up'),
    ]);
  }
  const { project, live } = await compareAsking(opened, session, scratch, run, options.allow);
  note(run, live);
  refuseHazards(live.plan, options.allow, live.spelled.changes);
  if (options.rehearse) await rehearsePlan(project, live, scratch, run);
  const paths = live.plan.steps.length === 0 ? [] : await writePlan(project, run, live.plan, options.name);
  return {
    exit: EXIT.done,
    text:
      paths.length === 0
        ? 'nothing to do: the database is as the manifest declares\n'
        : paths.map((p) => `${p}\n`).join(''),
    json: { ok: true, files: paths, ...(planJson(live.plan, live.spelled.changes) as object) },
    status: paths.length === 0 ? 'nothing to do' : `${count(paths.length, 'file')} written`,
  };
}
