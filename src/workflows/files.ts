import { join, relative } from 'node:path';
import { type Session } from '../dialects/dialect.ts';
import { draftsOf, type MigrationDraft } from '../migrations/draft.ts';
import { type MigrationEvent } from '../migrations/event.ts';
import { migrateUp, type RunInput, type RunResult, type UpInput } from '../migrations/execute.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { type MigrationFolder, readMigrations, writeMigrations, writeSum } from '../migrations/files.ts';
import { type Layout } from '../migrations/formats/format.ts';
import { layoutOf } from '../migrations/formats/layouts.ts';
import { type StatusInput } from '../migrations/status.ts';
import { type Phase, type Safety } from '../model/manifest.ts';
import { type Plan } from '../model/step.ts';
import { type Tell } from '../tasklog/workflow.ts';
import { copyistOf } from './copyist.ts';
import { onlineNote } from './online-tool.ts';
import { type Project } from './project.ts';
import { finding, Refusal, type Run, refuseErrors, warn } from './run.ts';
import { type Allowance } from './safety.ts';

/** The layout that the manifest names. What the tool remembers is not kept in a table that the manifest declares as its own. */
export function layout({ manifest }: Project): Layout {
  const found = layoutOf(manifest.migrations.layout);
  if (found === null) throw new Refusal([finding('invalid-value', `there is no layout ${manifest.migrations.layout}`)]);
  const { peers = [] } = manifest.scope;
  if (!peers.includes(found.peer.table)) return found;
  return { ...found, peer: { ...found.peer, read: async () => ({ table: 'declared' }) } };
}

export function migrationsDir({ manifest }: Project): string {
  return join(manifest.dir, manifest.migrations.dir);
}

/** All that the migrations folder holds. Throws its findings; `unsealed`: but for those about `dbops.sum`. */
export async function readFolder(
  project: Project,
  options: { readonly unsealed?: true } = {},
): Promise<MigrationFolder> {
  const found = await readMigrations(migrationsDir(project), layout(project), project.manifest.dialect);
  refuseErrors(found.diagnostics.filter((d) => !options.unsealed || d.code !== 'sum-mismatch'));
  return found;
}

/** The migration files, in order. Throws their findings. */
export async function readFiles(project: Project): Promise<readonly MigrationFile[]> {
  return (await readFolder(project)).files;
}

/** What a status of the target needs to know. */
export async function statusInput(project: Project, session: Session): Promise<StatusInput> {
  const files = await readFiles(project);
  return { session, dialect: project.dialect, files, layout: layout(project), project: project.manifest.name };
}

/** Writes the files of a plan and gives their paths. */
export async function writePlan(
  project: Project,
  run: Run,
  plan: Plan,
  name: string,
  phase?: Phase,
): Promise<readonly string[]> {
  const existing = await readFiles(project);
  const drafts = draftsOf(plan, {
    name,
    now: run.now,
    dialect: project.manifest.dialect,
    existing,
    phase,
    online: onlineNote(project),
  });
  return writeDrafts(project, run, drafts, `migration: ${name}`);
}

/** Writes drafts in the manifest's layout, and the sum of all; gives the paths of the migrations. */
export async function writeDrafts(
  project: Project,
  run: Run,
  drafts: readonly MigrationDraft[],
  purpose: string,
): Promise<readonly string[]> {
  const { manifest } = project;
  const dir = migrationsDir(project);
  const { sources, files: existing } = await readFolder(project, { unsealed: true });
  const context = { dialect: manifest.dialect, project: manifest.name, now: run.now, sources, existing };
  const rendered = layout(project).write(drafts, context);
  const paths = await writeMigrations(dir, rendered);
  const tell = (path: string, text: string): void =>
    run.journal.note({ type: 'file', path: shown(path, run), purpose: text });
  for (const path of paths) tell(path, purpose);
  await sealFolder(project, run);
  return paths.filter((_, i) => rendered[i]?.replaces === undefined).map((path) => shown(path, run));
}

/** Brings `dbops.sum` up to the files. */
export async function sealFolder(project: Project, run: Run): Promise<string | null> {
  const sum = await writeSum(migrationsDir(project), layout(project), project.manifest.dialect);
  if (sum !== null) run.journal.note({ type: 'file', path: shown(sum, run), purpose: 'sum of the migrations' });
  return sum;
}

/** Runs what is pending, and tells every statement to the journal. */
export async function runPending(
  project: Project,
  session: Session,
  run: Run,
  tell: Tell | null,
  limits: Partial<Pick<UpInput, 'to' | 'steps' | 'baseline' | 'inOrder' | 'phase' | 'judge'>> = {},
  allowed: readonly Allowance[] = [],
): Promise<RunResult> {
  return migrateUp({ ...(await runInput(project, session, run, tell, allowed)), ...limits });
}

/** What every run of migration files gets. */
export async function runInput(
  project: Project,
  session: Session,
  run: Run,
  tell: Tell | null,
  allowed: readonly Allowance[] = [],
): Promise<RunInput> {
  const { dialect, manifest } = project;
  const copyist = copyistOf(project, session, run, allowed);
  const { files, hooks } = await readFolder(project);
  return {
    session,
    dialect,
    files,
    hooks,
    layout: layout(project),
    project: manifest.name,
    safety: await safetyOn(project, session, run),
    ...(copyist === undefined ? {} : { copyist }),
    signal: run.signal,
    onEvent: journalled(run, tell),
  };
}

/**
 * Gives way before PostgreSQL looks for deadlocks: from then on it may end an application's transaction in the place of ours. The
 * manifest's own word holds, and a warning says what it may lead to.
 */
async function safetyOn({ dialect, manifest }: Project, session: Session, run: Run): Promise<Safety> {
  const { safety } = manifest;
  const looks = (await dialect.deadlockTimeout?.(session)) ?? Number.POSITIVE_INFINITY;
  const { lockTimeout, ownLockTimeout } = safety;
  if (ownLockTimeout !== true) return { ...safety, lockTimeout: Math.min(lockTimeout, Math.ceil(looks / 2)) };
  if (lockTimeout > 0 && lockTimeout < looks) return safety;
  const said = lockTimeout > 0 ? `${lockTimeout} ms` : 'none';
  const message = `lock_timeout (${said}) is not below the deadlock_timeout of the target (${looks} ms): PostgreSQL may end an application's transaction that holds what dbops waits for`;
  const hint = `safety: { lock_timeout: ${Math.ceil(looks / 2)}ms }, or leave it out`;
  if (Number.isFinite(looks)) warn(run, [{ code: 'lock-timeout', severity: 'warning', message, hint }]);
  return safety;
}

/** Statements of a migration run as entries of the journal and words of progress. */
export function journalled(run: Run, tell: Tell | null): (event: MigrationEvent) => void {
  return (event) => {
    if (event.type === 'wait') {
      const [first] = event.blockers;
      const behind = first === undefined ? '' : `, behind ${first}`;
      tell?.progress(`${event.file.name}: ${event.message}${behind}; try ${event.attempt} of ${event.of} follows`);
      for (const blocker of event.blockers) run.journal.note({ type: 'bottleneck', text: `in the way: ${blocker}` });
    }
    if (event.type === 'rows') {
      const share = event.of === 0 ? '' : ` of about ${event.of} (${Math.floor((100 * event.done) / event.of)} %)`;
      const waits = event.waits === null ? '' : `; waits: ${event.waits}`;
      tell?.progress(`${event.file.name}: ${event.done} rows${share}${waits}`);
    }
    if (event.type === 'program') {
      tell?.progress(`${event.file.name}: ${event.text}`);
      run.journal.note({ type: 'technique', text: event.text });
    }
    if (event.type !== 'statement') return;
    const where = `${event.file.name}:${event.line}`;
    if (event.status === 'started') tell?.progress(`${where} ${event.sql.replaceAll(/\s+/g, ' ').slice(0, 100)}`);
    else run.journal.note({ type: 'statement', sql: event.sql, status: event.status, ms: event.ms, where });
  };
}

export function shown(path: string, run: Run): string {
  const near = relative(run.cwd, path);
  return near.startsWith('..') ? path : near;
}
