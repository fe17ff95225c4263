import { type Session } from '../dialects/dialect.ts';
import { migrationStatus } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { DbopsError } from '../model/error.ts';
import { type Phase } from '../model/manifest.ts';
import { count } from '../report/count.ts';
import { formatWaiting, planJson } from '../report/plan.ts';
import { readFiles, statusInput, writePlan } from './files.ts';
import { note } from './plan.ts';
import { connectTarget, type LazyScratch, lazyScratch, openProject, type Project } from './project.ts';
import { rehearsePlan } from './rehearsal.ts';
import { compareAsking, withRenames } from './renames.ts';
import { type Replayed, replayed, tryTarget } from './replayed.ts';
import { type Answer, finding, Refusal, type Run, warn } from './run.ts';
import { type Allowance, refuseHazards } from './safety.ts';

export interface GenerateOptions {
  readonly name: string;
  readonly allow: readonly Allowance[];
  readonly rehearse: boolean;
  readonly renames?: readonly string[];
  readonly phase?: Phase | undefined;
  /** What the manifest is compared with. Default: the files when there are any and they stand alone, else the target. */
  readonly from?: 'files' | 'live' | undefined;
}

/**
 * What the manifest asks for beyond what the migrations make, as migration files that nobody runs yet. The files that are there are
 * replayed in a scratch place, so that no live database is needed. Refuses destructive steps that are not allowed by name: whoever
 * runs the files is not asked again.
 */
export async function generate(run: Run, options: GenerateOptions): Promise<Answer> {
  const opened = await withRenames(await openProject(run), options.renames ?? [], run);
  await using session = options.from === 'live' ? await connectTarget(opened, run) : await tryTarget(opened, run);
  await using scratch = lazyScratch(opened, session, run);
  const from = await startOf(opened, session, scratch, run, options.from);
  const { project, live } = await compareAsking(opened, from, scratch, run, options);
  note(run, live);
  refuseHazards(live.plan, options.allow, live.spelled.changes);
  if (options.rehearse) await rehearsePlan(project, live, scratch, run, { rows: true });
  const paths =
    live.plan.steps.length === 0 ? [] : await writePlan(project, run, live.plan, options.name, options.phase);
  const there =
    'catalog' in from ? 'the migrations make what the manifest declares' : 'the database is as the manifest declares';
  return {
    exit: EXIT.done,
    text: `${paths.length === 0 ? `nothing to do: ${there}\n` : paths.map((p) => `${p}\n`).join('')}${formatWaiting(live.waiting)}`,
    json: {
      ok: true,
      from: 'catalog' in from ? 'files' : 'live',
      files: paths,
      ...(planJson(live.plan, live.spelled.changes) as object),
      ...(live.waiting.length === 0 ? {} : { waiting: live.waiting }),
    },
    status: paths.length === 0 ? 'nothing to do' : `${count(paths.length, 'file')} written`,
  };
}

/** What the manifest is compared with: replayed files, or the live database when nothing of them is pending there. */
async function startOf(
  project: Project,
  session: Session | null,
  scratch: LazyScratch,
  run: Run,
  asked: GenerateOptions['from'],
): Promise<Session | Replayed> {
  const files = await readFiles(project);
  if (asked === 'files' || session === null || (asked === undefined && files.length > 0)) {
    try {
      const found = await replayed(project, scratch, files, session?.server ?? null);
      run.journal.note({ type: 'technique', text: `${count(files.length, 'migration')} replayed in ${found.where}` });
      return found;
    } catch (error) {
      const known = error instanceof Refusal || (error instanceof DbopsError && error.code === 'replay-failed');
      if (asked === 'files' || session === null || !known) throw error;
      warn(run, [
        {
          code: 'replay-failed',
          severity: 'warning',
          message: `compared with the target, since the migrations do not stand alone: ${error.message}`,
        },
      ]);
    }
  }
  const { pending } = await migrationStatus(await statusInput(project, session));
  if (pending.length > 0) {
    const names = pending.map((f) => f.name).join(', ');
    throw new Refusal([
      finding('changes-pending', `migrations are pending on the target: ${names}`, 'run them first: dbops migrate up'),
    ]);
  }
  return session;
}
