import { type Catalog } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { draftsOf, type MigrationDraft } from '../migrations/draft.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { removeMigrations } from '../migrations/files.ts';
import { type MigrationSource } from '../migrations/formats/format.ts';
import { changesRows, replay } from '../migrations/replay.ts';
import { type MigrationStatus, migrationStatus } from '../migrations/status.ts';
import { slugOf } from '../migrations/versions.ts';
import { EXIT } from '../model/codes.ts';
import { type Plan } from '../model/step.ts';
import { makePlan } from '../plan/plan.ts';
import { count } from '../report/count.ts';
import { describeChange } from '../report/plan.ts';
import { layout, readFolder, statusInput, writeDrafts } from './files.ts';
import { lazyScratch, openProject, type Project } from './project.ts';
import { replayed, scratchOf, tryTarget } from './replayed.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';
import { type Allowance } from './safety.ts';

/** One migration in the place of all up to a version: what they make, built from nothing, and proved to be the same. */
export async function migrateSquash(
  run: Run,
  options: { readonly to: string | undefined; readonly allow: readonly Allowance[] },
): Promise<Answer> {
  const project = await openProject(run);
  const { dialect, manifest } = project;
  const { files, sources } = await readFolder(project);
  refuseChained(layout(project).name);
  const plain = files.filter((f) => !f.repeatable);
  const at =
    options.to === undefined
      ? plain.length - 1
      : plain.findIndex((f) => f.version === options.to || f.name === options.to);
  if (at < 0)
    throw new Refusal([
      finding(
        'usage',
        `--to ${options.to ?? ''}: no migration file has this version`,
        'list the versions: dbops migrate status',
      ),
    ]);
  const old = plain.slice(0, at + 1);
  const last = old.at(-1);
  if (last === undefined || old.length < 2)
    return {
      exit: EXIT.done,
      text: 'nothing to do\n',
      json: { ok: true, files: [], squashed: [] },
      status: 'nothing to do',
    };
  const changing = old.filter((f) => changesRows(f));
  if (changing.length > 0 && !options.allow.some((a) => a.hazard === 'loses_data')) {
    const message = `what these migrations do to rows would be left out: ${changing.map((f) => f.name).join(', ')}`;
    throw new Refusal([finding('destructive-step', message, 'keep such rows as a seed set; then --allow loses_data')]);
  }
  await using session = await tryTarget(project, run);
  if (session !== null) refuseHalf(await migrationStatus(await statusInput(project, session)), old);
  await using scratch = lazyScratch(project, session, run);
  const { catalog, planFor: server } = await replayed(project, scratch, old, session?.server ?? null);
  const after = catalog.objects;
  await (await scratchOf(scratch)).reset();
  const empty = await dialect.read((await scratchOf(scratch)).session, manifest.scope);
  const changes = diff(empty.objects, after);
  const plan: Plan = makePlan({ dialect, server, before: empty.objects, after, changes, offline: true });
  const drafts = draftsOf(joined(plan), { name: 'squash', now: run.now, dialect: dialect.name, existing: [] });
  const [draft] = drafts;
  if (draft === undefined || drafts.length > 1) {
    throw new Refusal([
      finding(
        'rehearsal-failed',
        'what these migrations make needs more than one transaction',
        'squash up to an earlier version: --to',
      ),
    ]);
  }
  const whole: MigrationDraft = {
    ...draft,
    version: last.version,
    slug: slugOf('squash'),
    head: [...draft.head, `squashes: ${old.map((f) => f.version).join(' ')}`],
  };
  await refuseOther(project, run, plan, catalog, scratch);
  await removeMigrations(pathsOf(old, sources));
  const paths = await writeDrafts(project, run, [whole], `${count(old.length, 'migration')} in one`);
  const names = old.map((f) => f.name);
  return {
    exit: EXIT.done,
    text: [...names.map((n) => `${n}: taken away`), ...paths, ''].join('\n'),
    json: { ok: true, files: paths, squashed: names },
    status: `${count(old.length, 'file')} in one`,
  };
}

/** Where each file names the one before, what was written later would name one that is gone. */
function refuseChained(name: string): void {
  if (!['alembic', 'sqitch', 'graphile-migrate'].includes(name)) return;
  throw new Refusal([finding('invalid-value', `${name} chains its migrations: they cannot be joined`)]);
}

/** A target that has run some of them would know neither the others nor the whole. */
function refuseHalf({ entries }: MigrationStatus, old: readonly MigrationFile[]): void {
  const states = entries.filter((e) => old.some((f) => f.version === e.version));
  const open = states.filter((e) => e.state !== 'applied').map((e) => e.name);
  if (open.length === 0 || open.length === states.length) return;
  const message = `the target has run some of these migrations, and not ${open.join(', ')}`;
  throw new Refusal([finding('changes-pending', message, 'run them first: dbops migrate up')]);
}

/** The files of migrations, with their ways back and the settings beside them. */
function pathsOf(old: readonly MigrationFile[], sources: readonly MigrationSource[]): string[] {
  const paths = old.flatMap((f) => [f.path, ...(f.down?.path === undefined ? [] : [f.down.path])]);
  return sources.map((s) => s.path).filter((p) => paths.some((own) => p === own || p === `${own}.conf`));
}

/** All steps in one transaction: nobody is at work on a database that is made from nothing. */
function joined(plan: Plan): Plan {
  return { ...plan, batches: [{ transaction: true, steps: plan.steps }] };
}

/** Throws unless the plan makes in scratch what the migrations made. */
async function refuseOther(
  project: Project,
  run: Run,
  plan: Plan,
  made: Catalog,
  place: ReturnType<typeof lazyScratch>,
): Promise<void> {
  const { dialect, manifest } = project;
  const scratch = await scratchOf(place);
  await scratch.reset();
  const section = { transaction: true, statements: plan.steps.map((s, i) => ({ sql: s.sql, line: i + 1 })) };
  const file = { version: '0', name: 'squash', path: 'squash', checksum: '', up: section, down: null, header: {} };
  await replay(scratch.session, [file]);
  const again = await dialect.read(scratch.session, manifest.scope);
  const differing = diff(made.objects, again.objects, { columnOrder: dialect.columnsHaveOrder });
  if (differing.length > 0) {
    throw new Refusal([
      finding(
        'rehearsal-failed',
        `one migration would make something else: ${differing.map(describeChange).join(', ')}`,
      ),
    ]);
  }
  run.journal.note({
    type: 'technique',
    text: `proved in ${scratch.where}: one migration makes what all of them made`,
  });
}
