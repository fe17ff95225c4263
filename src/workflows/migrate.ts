import { type Session } from '../dialects/dialect.ts';
import {
  chooseDown,
  chooseUp,
  migrateDown,
  migrateRedo,
  type RunInput,
  type RunResult,
} from '../migrations/execute.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { repairHistory } from '../migrations/repair.ts';
import { type MigrationStatus, migrationStatus, verifyMigrations } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { type RowCount } from '../model/facts.ts';
import { type Phase } from '../model/manifest.ts';
import { count } from '../report/count.ts';
import { formatRun, formatStatus, runJson } from '../report/migrations.ts';
import { runWorkflow, type Tell } from '../tasklog/workflow.ts';
import { refuseRows } from './facts.ts';
import { runInput, runPending, sealFolder, shown, statusInput } from './files.ts';
import { connectTarget, holdTarget, openProject, type Project } from './project.ts';
import { rememberProtection } from './protection.ts';
import { type Answer, finding, Refusal, type Run, warn } from './run.ts';
import { letRunnerApply } from './runner.ts';
import { type Allowance } from './safety.ts';
import { refuseDrift, rememberShape } from './shape.ts';

export interface MigrateOptions {
  readonly to: string | undefined;
  readonly steps: number | undefined;
  readonly all: boolean;
  readonly phase?: Phase | undefined;
  /** Tells what would run, and changes nothing. */
  readonly dryRun: boolean;
  /** Runs files that are older than an applied one, on a protected target too. */
  readonly outOfOrder: boolean;
  /** Runs over what others did to a protected target. */
  readonly acceptDrift: boolean;
  /** What `--allow` named: `loses_data` lets a down run on a protected target. */
  readonly allow: readonly Allowance[];
}

/** What of the options the executor takes. */
function limitsOf({ to, steps, all }: MigrateOptions): { to?: string; steps?: number } {
  const last = all ? '0' : to;
  return { ...(last === undefined ? {} : { to: last }), ...(steps === undefined ? {} : { steps }) };
}

/** Runs the pending migration files, or lets the tool do it that the manifest names as `runner:`. */
export async function migrateUpCommand(run: Run, options: MigrateOptions): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const limits = {
    ...limitsOf(options),
    phase: options.phase,
    inOrder: project.target.protected && !options.outOfOrder,
    judge: (rows: readonly RowCount[]): void => refuseRows(rows, options.allow),
  };
  if (options.dryRun) {
    return await dryRun(project, session, run, 'up', (input, status) => chooseUp({ ...input, ...limits }, status).run);
  }
  await using _alone = await holdTarget(project, session, run);
  if (!options.acceptDrift) await refuseDrift(project, session);
  return await inOneStage(run, 'Run pending migrations', 'applied', async (tell) => {
    const result =
      (await letRunnerApply(project, session, run, options)) ??
      (await runPending(project, session, run, tell, limits, options.allow));
    await rememberProtection(session, project.dialect, project.target);
    if (result.files.length + result.recorded.length > 0) await rememberShape(project, session);
    return result;
  });
}

/** Takes applied migrations back, newest first: one, so many, down to a version, or all. */
export function migrateDownCommand(run: Run, options: MigrateOptions): Promise<Answer> {
  return takeBack(run, options, ['Take migrations back', 'taken back'], migrateDown);
}

/** Takes the newest migrations back and runs them again. */
export function migrateRedoCommand(run: Run, options: MigrateOptions): Promise<Answer> {
  return takeBack(run, options, ['Take migrations back and run them again', 'run again'], async (input) => {
    const { down, up } = await migrateRedo(input);
    return { ...up, statements: up.statements + down.statements };
  });
}

async function takeBack(
  run: Run,
  options: MigrateOptions,
  [title, done]: readonly [string, string],
  work: typeof migrateDown,
): Promise<Answer> {
  const project = await openProject(run);
  if (!options.dryRun) refuseLoss(project, options);
  await using session = await connectTarget(project, run);
  const limits = limitsOf(options);
  if (options.dryRun) {
    return await dryRun(project, session, run, 'down', (input, status) => chooseDown({ ...input, ...limits }, status));
  }
  await using _alone = await holdTarget(project, session, run);
  return await inOneStage(run, title, done, async (tell) => {
    const result = await work({ ...(await runInput(project, session, run, tell)), ...limits });
    await rememberShape(project, session);
    return result;
  });
}

function refuseLoss({ target }: Project, options: MigrateOptions): void {
  const allowed = options.allow.some((a) => a.hazard === 'loses_data' && a.object === null);
  if (!target.protected || allowed) return;
  const message = `${target.name} is protected: taking migrations back loses what they made, and the rows in it`;
  throw new Refusal([finding('protected-target', message, 'if that is meant: --allow loses_data')]);
}

/** What a run would do, statement by statement. Writes nothing. */
async function dryRun(
  project: Project,
  session: Session,
  run: Run,
  direction: 'up' | 'down',
  choose: (input: RunInput, status: MigrationStatus) => readonly MigrationFile[],
): Promise<Answer> {
  const input = await runInput(project, session, run, null);
  const status = await migrationStatus(input);
  const files = choose(input, status);
  warn(run, status.warnings);
  return {
    exit: EXIT.done,
    text: formatRun(files, direction),
    json: { ok: true, dryRun: true, ...runJson(files, direction) },
    status: `${count(files.length, 'file')} would run`,
  };
}

async function inOneStage(
  run: Run,
  title: string,
  how: string,
  work: (tell: Tell) => Promise<RunResult>,
): Promise<Answer> {
  let result: RunResult | null = null;
  const stage = {
    title,
    run: async (_: null, tell: Tell) => {
      result = await work(tell);
      tell.result(`${count(result.files.length, 'file')}, ${count(result.statements, 'statement')}`);
    },
  };
  await runWorkflow([stage], null, { output: run.output, journal: run.journal, write: run.say });
  return answer(run, result, how);
}

/** What ran and what is pending; exit 2 when something is pending or does not match. */
export async function migrateStatusCommand(run: Run): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const status = await migrationStatus(await statusInput(project, session));
  const open = status.pending.length + status.mismatches.length;
  const entries = status.entries.map((e) => ({
    version: e.version,
    name: e.name,
    state: e.state,
    outOfOrder: e.outOfOrder,
    phase: e.file?.header.phase ?? 'expand',
    waitsFor: e.waitsFor,
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
  const input = await statusInput(project, session);
  const mismatches = await verifyMigrations(input);
  if (mismatches.length > 0) throw new Refusal(mismatches);
  return {
    exit: EXIT.done,
    text: `${count(input.files.length, 'file')} checked against the history: all match\n`,
    json: { ok: true, files: input.files.length },
    status: 'verified',
  };
}

/** Records files as applied without running them: up to a version, or all. */
export async function migrateBaselineCommand(run: Run, to: string | undefined): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  const { files } = await statusInput(project, session);
  const last = to ?? files.findLast((f) => !f.repeatable)?.version;
  if (last === undefined)
    return {
      exit: EXIT.done,
      text: 'there are no migration files\n',
      json: { ok: true, recorded: [] },
      status: 'nothing to do',
    };
  const result = await runPending(project, session, run, null, { baseline: last, steps: 0 });
  await rememberShape(project, session);
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
  const sum = await sealFolder(project, run);
  const repaired = await repairHistory(await statusInput(project, session));
  await rememberShape(project, session);
  const accepted = repaired.accepted.map((f) => f.name);
  const forgotten = repaired.forgotten.map((r) => r.name);
  const lines = [
    ...(sum === null ? [] : [`${shown(sum, run)}: written anew`]),
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
