import { migrateDown, type RunResult } from '../migrations/execute.ts';
import { repairHistory } from '../migrations/repair.ts';
import { migrationStatus, verifyMigrations } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { formatStatus } from '../report/migrations.ts';
import { runWorkflow } from '../tasklog/workflow.ts';
import { journalled, layout, readFiles, runPending } from './files.ts';
import { connectTarget, holdTarget, openProject } from './project.ts';
import { rememberProtection } from './protection.ts';
import { type Answer, finding, Refusal, type Run, warn } from './run.ts';
import { type Allowance } from './safety.ts';

export interface MigrateOptions {
  readonly to: string | undefined;
  readonly steps: number | undefined;
  readonly all: boolean;
  /** What `--allow` named: `loses_data` lets a down run on a protected target. */
  readonly allow: readonly Allowance[];
}

/** Runs the pending migration files. */
export async function migrateUpCommand(run: Run, options: MigrateOptions): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  await using _alone = await holdTarget(project, session, run);
  let result: RunResult | null = null;
  await runWorkflow(
    [
      {
        title: 'Run pending migrations',
        run: async (_, tell) => {
          const { to, steps } = options;
          result = await runPending(project, session, run, tell, {
            ...(to === undefined ? {} : { to }),
            ...(steps === undefined ? {} : { steps }),
          });
          await rememberProtection(session, project.dialect, project.target);
          tell.result(`${count(result.files.length, 'file')}, ${count(result.statements, 'statement')}`);
        },
      },
    ],
    null,
    { output: run.output, journal: run.journal, write: run.say },
  );
  return answer(run, result, 'applied');
}

/** Takes applied migrations back, newest first: one, so many, down to a version, or all. */
export async function migrateDownCommand(run: Run, options: MigrateOptions): Promise<Answer> {
  const project = await openProject(run);
  const allowed = options.allow.some((a) => a.hazard === 'loses_data' && a.object === null);
  if (project.target.protected && !allowed) {
    const message = `${project.target.name} is protected: taking migrations back loses what they made, and the rows in it`;
    throw new Refusal([finding('protected-target', message, 'if that is meant: --allow loses_data')]);
  }
  await using session = await connectTarget(project, run);
  await using _alone = await holdTarget(project, session, run);
  const { dialect, manifest } = project;
  const files = await readFiles(project);
  let result: RunResult | null = null;
  await runWorkflow(
    [
      {
        title: 'Take migrations back',
        run: async (_, tell) => {
          const to = options.all ? '0' : options.to;
          const { steps } = options;
          result = await migrateDown({
            session,
            dialect,
            files,
            layout: layout(project),
            safety: manifest.safety,
            signal: run.signal,
            onEvent: journalled(run, tell),
            ...(to === undefined ? {} : { to }),
            ...(steps === undefined ? {} : { steps }),
          });
          tell.result(`${count(result.files.length, 'file')}, ${count(result.statements, 'statement')}`);
        },
      },
    ],
    null,
    { output: run.output, journal: run.journal, write: run.say },
  );
  return answer(run, result, 'taken back');
}

/** What ran and what is pending; exit 2 when something is pending or does not match. */
export async function migrateStatusCommand(run: Run): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const files = await readFiles(project);
  const status = await migrationStatus({ session, dialect: project.dialect, files, layout: layout(project) });
  const open = status.pending.length + status.mismatches.length;
  const entries = status.entries.map((e) => ({
    version: e.version,
    name: e.name,
    state: e.state,
    outOfOrder: e.outOfOrder,
  }));
  return {
    exit: open > 0 ? EXIT.pending : EXIT.done,
    text: formatStatus(status.entries, [...status.mismatches, ...status.warnings]),
    json: {
      ok: true,
      migrations: entries,
      pending: status.pending.map((f) => f.name),
      diagnostics: [...status.mismatches, ...status.warnings],
    },
    status: `${status.pending.length} pending`,
  };
}

/** Whether what ran is what the files say. */
export async function migrateVerifyCommand(run: Run): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const files = await readFiles(project);
  const mismatches = await verifyMigrations({ session, dialect: project.dialect, files, layout: layout(project) });
  if (mismatches.length > 0) throw new Refusal(mismatches);
  return {
    exit: EXIT.done,
    text: `${count(files.length, 'file')} checked against the history: all match\n`,
    json: { ok: true, files: files.length },
    status: 'verified',
  };
}

/** Records files as applied without running them: up to a version, or all. */
export async function migrateBaselineCommand(run: Run, to: string | undefined): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const files = await readFiles(project);
  const last = to ?? files.at(-1)?.version;
  if (last === undefined)
    return {
      exit: EXIT.done,
      text: 'there are no migration files\n',
      json: { ok: true, recorded: [] },
      status: 'nothing to do',
    };
  const result = await runPending(project, session, run, null, { baseline: last, steps: 0 });
  const names = result.recorded.map((f) => f.name);
  return {
    exit: EXIT.done,
    text: names.length === 0 ? 'nothing to do\n' : names.map((n) => `${n}: recorded as applied\n`).join(''),
    json: { ok: true, recorded: names },
    status: `${names.length} recorded`,
  };
}

/** Accepts the files as they are now, and this database as the one that the history belongs to. */
export async function migrateRepairCommand(run: Run): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const files = await readFiles(project);
  const repaired = await repairHistory({ session, dialect: project.dialect, files, layout: layout(project) });
  const accepted = repaired.accepted.map((f) => f.name);
  const forgotten = repaired.forgotten.map((r) => r.name);
  const lines = [
    ...accepted.map((n) => `${n}: accepted as it is now`),
    ...forgotten.map((n) => `${n}: forgotten, its file is gone`),
  ];
  return {
    exit: EXIT.done,
    text: lines.length === 0 ? 'nothing to repair\n' : `${lines.join('\n')}\n`,
    json: { ok: true, accepted, forgotten },
    status: lines.length === 0 ? 'nothing to do' : 'repaired',
  };
}

function answer(run: Run, result: RunResult | null, how: string): Answer {
  const files = result?.files.map((f) => f.name) ?? [];
  const recorded = result?.recorded.map((f) => f.name) ?? [];
  warn(run, result?.warnings ?? []);
  const lines = [...recorded.map((n) => `${n}: recorded`), ...files.map((n) => `${n}: ${how}`)];
  return {
    exit: EXIT.done,
    text: lines.length === 0 ? 'nothing to do\n' : `${lines.join('\n')}\n`,
    json: { ok: true, files, recorded, statements: result?.statements ?? 0 },
    status: lines.length === 0 ? 'nothing to do' : `${count(files.length, 'file')} ${how}`,
  };
}
