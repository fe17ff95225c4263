import { resolve } from 'node:path';
import { type Scratch, type Session } from '../dialects/dialect.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { readMigrations } from '../migrations/files.ts';
import { lintFiles } from '../migrations/lint/lint.ts';
import { liveFacts } from '../migrations/lint/live.ts';
import { LINT_RULES, type LintFinding, type LintRuleName } from '../migrations/lint/rule.ts';
import { replay } from '../migrations/replay.ts';
import { migrationStatus } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { buildSchema } from '../plan/build.ts';
import { count } from '../report/count.ts';
import { formatLint, sarifOf } from '../report/lint.ts';
import { layout, migrationsDir, shown } from './files.ts';
import { lazyScratch, openProject, type Project } from './project.ts';
import { scratchOf, tryTarget } from './replayed.ts';
import { type Answer, finding, Refusal, type Run, warn } from './run.ts';

export interface LintOptions {
  /** Names or paths of the files to look at; none: those that the target has not run, or all where it cannot be asked. */
  readonly files: readonly string[];
  readonly all: boolean;
}

/** Layouts whose files hold a way back. */
const ONE_WAY: ReadonlySet<string> = new Set(['atlas', 'graphile-migrate']);

/** Looks at migration files: replays them in a scratch place and says what each statement would do to those at work. Exit 3 on errors. */
export async function lint(run: Run, options: LintOptions): Promise<Answer> {
  const project = await openProject(run);
  const format = layout(project);
  const folder = await readMigrations(migrationsDir(project), format, project.manifest.dialect);
  await using session = await tryTarget(project, run);
  await using place = lazyScratch(project, session, run);
  const history = await historyOf(project, session, folder.files);
  const chosen = chosenOf(run, options, folder.files, history.pending);
  const found: LintFinding[] = [...folder.diagnostics, ...history.diagnostics].map((d) => toFinding(d, project, run));
  if (chosen.length > 0) {
    const scratch = await scratchOf(place);
    const files = await prepared(
      project,
      { session, scratch, files: folder.files, chosen, pending: history.pending },
      run,
    );
    const bytes = new Map(folder.sources.map((s) => [s.path, s.bytes]));
    const measured = await lintFiles({
      session: scratch.session,
      dialect: project.manifest.dialect,
      files,
      chosen: new Set(chosen),
      live: session === null ? null : await liveFacts(session),
      hasDowns: !ONE_WAY.has(format.name),
      textOf: (file) => new TextDecoder().decode(bytes.get(file.path) ?? new Uint8Array()),
    });
    found.push(...measured.map((f) => ({ ...f, file: shown(f.file, run) })));
    run.journal.note({ type: 'technique', text: `${count(chosen.length, 'migration')} measured in ${scratch.where}` });
  }
  const findings = found.filter((f) => run.verbose || f.severity !== 'info');
  for (const f of findings) run.journal.note({ type: 'bottleneck', text: `${f.rule}: ${f.message}` });
  const errors = findings.filter((f) => f.severity === 'error').length;
  const total = `${count(chosen.length, 'file')} looked at: ${count(errors, 'error')}, ${count(findings.length - errors, 'other finding')}`;
  return {
    exit: errors > 0 ? EXIT.refused : EXIT.done,
    text:
      run.format === 'sarif' ? `${JSON.stringify(sarifOf(findings), null, 2)}\n` : `${formatLint(findings)}${total}\n`,
    json: { ok: errors === 0, files: chosen.map((f) => f.name), findings },
    status: total,
  };
}

interface Ground {
  readonly session: Session | null;
  readonly scratch: Scratch;
  readonly files: readonly MigrationFile[];
  readonly chosen: readonly MigrationFile[];
  readonly pending: readonly MigrationFile[] | null;
}

/**
 * The files to run in the scratch place: all, from nothing; or, where those before the chosen ones do not stand alone, the pending ones
 * upon what is on the target. Throws `replay-failed` where neither goes.
 */
async function prepared(
  { dialect, manifest }: Project,
  { session, scratch, files, chosen, pending }: Ground,
  run: Run,
): Promise<readonly MigrationFile[]> {
  await scratch.reset();
  if (session === null || pending === null || !chosen.every((f) => pending.includes(f))) return files;
  const applied = files.filter((f) => f.foreign === undefined && !pending.includes(f));
  try {
    await replay(scratch.session, applied);
    return files.filter((f) => pending.includes(f));
  } catch (error) {
    if (!(error instanceof DbopsError) || error.code !== 'replay-failed') throw error;
    const { objects } = await dialect.read(session, manifest.scope);
    await scratch.reset();
    if ((await buildSchema(dialect, scratch.session, objects)).length > 0) throw error;
    warn(run, [
      {
        code: 'replay-failed',
        severity: 'warning',
        message: `measured upon what is on the target, since the migrations do not stand alone: ${error.message}`,
      },
    ]);
    return files.filter((f) => pending.includes(f));
  }
}

interface History {
  /** Null: the target could not be asked. */
  readonly pending: readonly MigrationFile[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

async function historyOf(project: Project, session: Session | null, files: readonly MigrationFile[]): Promise<History> {
  if (session === null) return { pending: null, diagnostics: [] };
  const input = { session, dialect: project.dialect, files, layout: layout(project), project: project.manifest.name };
  const { pending, mismatches, warnings } = await migrationStatus(input);
  return { pending, diagnostics: [...mismatches, ...warnings.filter((w) => w.code === 'changes-pending')] };
}

function chosenOf(
  run: Run,
  { files: named, all }: LintOptions,
  files: readonly MigrationFile[],
  pending: readonly MigrationFile[] | null,
): readonly MigrationFile[] {
  if (named.length === 0) return all || pending === null ? files : pending;
  return named.map((name) => {
    const file = files.find((f) => f.name === name || f.version === name || f.path === resolve(run.cwd, name));
    if (file !== undefined) return file;
    throw new Refusal([finding('usage', `there is no migration ${name}`, 'list them: dbops migrate status')]);
  });
}

const RULE_OF: Readonly<Partial<Record<Diagnostic['code'], LintRuleName>>> = {
  'history-mismatch': 'hist/edited-applied',
  'sum-mismatch': 'hist/edited-applied',
  'changes-pending': 'hist/out-of-order',
};

function toFinding({ code, message, hint, at, severity }: Diagnostic, project: Project, run: Run): LintFinding {
  const rule = RULE_OF[code] ?? 'hist/bad-folder';
  const file = shown(at?.file ?? migrationsDir(project), run);
  return {
    rule,
    severity: severity === 'error' ? 'error' : 'warning',
    message,
    hint: hint ?? LINT_RULES[rule].hint,
    file,
    line: at?.line ?? 1,
  };
}
