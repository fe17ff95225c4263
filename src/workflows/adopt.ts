import { join, resolve } from 'node:path';
import { type MigrationDraft } from '../migrations/draft.ts';
import { peerContext } from '../migrations/execute.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { type MigrationFolder, readMigrations, writeMigrations, writeSum } from '../migrations/files.ts';
import { type Layout } from '../migrations/formats/format.ts';
import { LAYOUTS, layoutOf } from '../migrations/formats/layouts.ts';
import { adoptedRow, ensureState, forgetRow, readHistory, saveRow } from '../migrations/history.ts';
import { redraft } from '../migrations/redraft.ts';
import { takeRunLock } from '../migrations/run-lock.ts';
import { migrationStatus } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { layout, shown } from './files.ts';
import { connectTarget, openProject, type Project } from './project.ts';
import { type Answer, finding, Refusal, type Run, refuseErrors, warn } from './run.ts';
import { rememberShape } from './shape.ts';

export interface AdoptOptions {
  /** The tool whose history is there; default: that of the manifest's layout. */
  readonly from: string | undefined;
  /** The tool whose history is wanted; default: that of the manifest's layout. */
  readonly to: string | undefined;
  /** Where its files are (with \`--from\`) or go (with \`--to\`); default: the manifest's folder. */
  readonly dir: string | undefined;
}

/**
 * Takes a history over: reads a tool's files and its table, and records what ran. Where another layout is wanted, the files are written in that, too, and its
 * table is made, so that the other tool has nothing to do. Runs no migration.
 */
export async function migrateAdopt(run: Run, options: AdoptOptions): Promise<Answer> {
  const project = await openProject(run);
  const own = layout(project);
  const from = named(options.from) ?? own;
  const to = named(options.to) ?? own;
  for (const { only, name } of [from, to]) {
    if (only === undefined || only === project.dialect.name) continue;
    throw new Refusal([finding('invalid-value', `${name} speaks ${only} alone`)]);
  }
  const home = join(project.manifest.dir, project.manifest.migrations.dir);
  const given = options.dir === undefined ? home : resolve(run.cwd, options.dir);
  const [source, target] = from === own ? [home, given] : [given, home];
  const before = await folderOf(project, source, from);
  await using session = await connectTarget(project, run);
  await using _lock = await takeRunLock(session, project.dialect, project.manifest.safety.runTimeout);
  const { dialect } = project;
  const status = await migrationStatus({
    session,
    dialect,
    files: before.files,
    layout: from,
    project: project.manifest.name,
  });
  refuseErrors(status.mismatches);
  const ran = status.entries.filter((e) => e.state === 'applied' && e.file !== null).map((e) => e.file?.version ?? '');
  const written = from === to ? [] : await rewritten(project, run, before, target, to);
  const after = from === to ? before : await folderOf(project, target, to);
  const pairs = after.files
    .filter((f) => !f.repeatable)
    .map((file, i) => ({ file, was: before.files.filter((f) => !f.repeatable)[i] }));
  const applied = pairs.filter((p) => ran.includes(p.was?.version ?? '')).map((p) => p.file);
  const input = { session, dialect, files: after.files, layout: to, project: project.manifest.name };
  const peer = await to.peer.read(session, dialect, after.files);
  if (peer.table === 'foreign') {
    const message = `the table ${to.peer.table} belongs to another tool (columns ${peer.columns.join(', ')})`;
    throw new Refusal([finding('not-managed', message, 'give it another name first, or drop it')]);
  }
  await ensureState(peerContext(input), to.peer, peer);
  await session.transaction(async (tx) => {
    const known = new Set(after.files.map((f) => f.version));
    for (const row of to === own ? await readHistory(tx, dialect) : []) {
      if (!known.has(row.version) && !row.version.startsWith('R__')) await forgetRow(tx, dialect, row.version);
    }
    for (const file of applied) {
      if (to === own) await saveRow(tx, dialect, adoptedRow(file, session, from.name));
      for (const query of to.peer.add(file, { ...peerContext(input), session: tx })) await tx.run(query);
    }
  });
  await rememberShape(project, session);
  const open = pairs.length - applied.length;
  const lines = [
    ...written,
    `${count(applied.length, 'migration')} of ${from.name} recorded as applied, ${open} pending`,
    ...(to === own
      ? []
      : [`in dbops.yaml: migrations: { dir: ${shown(target, run)}, layout: ${to.name} }, then: dbops migrate repair`]),
  ];
  return {
    exit: EXIT.done,
    text: `${lines.join('\n')}\n`,
    json: {
      ok: true,
      from: from.name,
      to: to.name,
      files: written,
      recorded: applied.map((f) => f.name),
      pending: open,
    },
    status: `${count(applied.length, 'migration')} recorded`,
  };
}

function named(name: string | undefined): Layout | null {
  if (name === undefined) return null;
  const found = layoutOf(name === 'dbops' ? 'dbmate' : name);
  if (found !== null) return found;
  throw new Refusal([
    finding('usage', `there is no tool ${JSON.stringify(name)}`, `one of: ${Object.keys(LAYOUTS).join(', ')}`),
  ]);
}

async function folderOf(project: Project, dir: string, layoutIn: Layout): Promise<MigrationFolder> {
  const found = await readMigrations(dir, layoutIn, project.manifest.dialect);
  refuseErrors(found.diagnostics);
  return found;
}

/** Writes the migrations in another layout, in the same order. */
async function rewritten(
  project: Project,
  run: Run,
  before: MigrationFolder,
  dir: string,
  to: Layout,
): Promise<string[]> {
  const { manifest } = project;
  const there = await folderOf(project, dir, to);
  if (there.files.some((f) => !f.repeatable)) {
    const message = `${shown(dir, run)} holds migrations of ${to.name} already`;
    throw new Refusal([finding('duplicate-name', message, 'name an empty folder: --dir')]);
  }
  const files = before.files.filter((f) => !f.repeatable);
  const foreign = files.filter((f) => f.foreign !== undefined);
  if (foreign.length > 0) {
    const message = `what only their own tool understands cannot be written for another: ${foreign.map((f) => f.name).join(', ')}`;
    throw new Refusal([finding('foreign-migration', message, 'keep their layout, and name the tool as `runner:`')]);
  }
  warn(
    run,
    files
      .filter((f) => f.down === null && to.name === 'dbmate')
      .slice(0, 1)
      .map((f) => ({ ...finding('irreversible-step', `${f.name} has no way back`), severity: 'warning' })),
  );
  const context = {
    dialect: manifest.dialect,
    project: manifest.name,
    now: run.now,
    sources: there.sources,
    existing: there.files,
  };
  const rendered = to.write(drafts(files), context);
  const paths = await writeMigrations(dir, rendered);
  for (const path of paths)
    run.journal.note({ type: 'file', path: shown(path, run), purpose: `migration in the layout of ${to.name}` });
  await writeSum(dir, to, manifest.dialect);
  return paths.map((p) => shown(p, run));
}

/** Versions that are no digits give way to numbers in their order. */
function drafts(files: readonly MigrationFile[]): MigrationDraft[] {
  const plain =
    files.every((f) => /^\d{1,18}$/.test(f.version)) &&
    files.every((f, i) => i === 0 || (files[i - 1]?.version ?? '') < f.version);
  return files.map((file, i) => {
    const draft = redraft(file);
    return plain ? draft : { ...draft, version: String(i + 1).padStart(14, '0') };
  });
}
