import { type Code } from '../model/codes.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError, ServerError } from '../model/error.ts';
import { type Direction } from './event.ts';
import { type MigrationFile, type MigrationSection } from './file.ts';
import { type Layout } from './formats/format.ts';
import { isLockTimeout } from './retry.ts';
import { isInterruption, StatementFailure } from './run-section.ts';
import { type MigrationEntry, type MigrationStatus, type StatusInput } from './status.ts';

/** The file of a version that the user named; null when none was named. */
export function versionIn(input: StatusInput, version: string | undefined, option: string): MigrationFile | null {
  if (version === undefined) return null;
  const file = input.files.find((f) => f.version === version || f.name === version);
  if (file !== undefined) return file;
  throw new DbopsError('usage', `--${option} ${version}: no migration file has this version`, {
    hint: 'list the versions: dbops migrate status',
  });
}

export function refuseMismatches(mismatches: readonly Diagnostic[]): void {
  if (mismatches.length === 0) return;
  throw new DbopsError('history-mismatch', 'the history in the database does not match the migration files', {
    details: mismatches.map((m) => m.message),
    hint: 'bring the files back as they were; or, when the database is right as it is, accept them: dbops migrate repair',
  });
}

/** Refuses to go one way while a file is half way in the other. */
export function refusePartWay(entries: readonly MigrationEntry[], how: string, command: string): void {
  const [entry] = entries;
  if (entry === undefined) return;
  const { done = 0, statements = 0 } = entry.row ?? {};
  const message = `${entry.name} is only partly ${how}: ${done} of ${statements} statements`;
  throw new DbopsError('stopped-part-way', message, { hint: `finish it first: ${command}` });
}

/** Refuses files that come too late: others that are newer ran before them. */
export function refuseOutOfOrder(status: MigrationStatus, run: readonly MigrationFile[]): void {
  const late = status.entries.filter((e) => e.outOfOrder && e.file !== null && run.includes(e.file)).map((e) => e.name);
  if (late.length === 0) return;
  throw new DbopsError('out-of-order', `older than what is applied, so not run: ${late.join(', ')}`, {
    hint: 'give them later versions: dbops migrate rebase; or, when the order does not matter: --out-of-order',
  });
}

/** Refuses files that only their own tool can run. */
export function refuseForeign(files: readonly MigrationFile[], layout: Pick<Layout, 'name'>): void {
  const foreign = files.flatMap((f) => (f.foreign === undefined ? [] : [`${f.name}: ${f.foreign}`]));
  if (foreign.length === 0) return;
  throw new DbopsError('foreign-migration', `only ${layout.name} can run these migrations`, {
    details: foreign,
    hint: `let it: \`runner: ${layout.name}\` under migrations: in dbops.yaml, or run it by hand; dbops then records what ran`,
  });
}

/** Refuses files that cannot be taken back, before any of them is. */
export function refuseIrreversible(files: readonly MigrationFile[]): void {
  const reasons = files.flatMap(({ name, path, up, down }) => {
    if (down?.irreversible !== undefined) return [`${name}: ${down.irreversible}`];
    const empty = down === null || (down.statements.length === 0 && up.statements.length > 0);
    return empty ? [`${name}: ${path} has no statements that take it back`] : [];
  });
  if (reasons.length === 0) return;
  throw new DbopsError('irreversible-step', 'nothing was taken back: a migration cannot be undone', {
    details: reasons,
    hint: 'write the statements that undo it into its down, or go forward with a new migration',
  });
}

interface Stop {
  readonly direction: Direction;
  readonly files: readonly MigrationFile[];
  /** Which of them stopped. */
  readonly at: number;
  readonly section: MigrationSection;
  readonly signal: AbortSignal | undefined;
  /** The rows that it failed on, in people's words. */
  readonly rows: readonly string[];
}

/** What a stopped run tells: what is done, the statement that failed with its place, what is not done, and how to go on. */
export function stopped(stop: Stop, error: unknown): unknown {
  const { direction, files, at, section } = stop;
  const file = files[at];
  if (!(error instanceof StatementFailure) || file === undefined) return error;
  const { index, done, cause } = error;
  const statement = section.statements[index];
  const of = section.statements.length;
  const line = (statement?.line ?? section.statements.at(-1)?.line ?? 1) + linesBefore(cause);
  const path = section.path ?? file.path;
  const place = statement === undefined ? `${path}, at its commit` : `${path}:${line}`;
  const code = codeOf(stop, file, done, cause);
  const again = `dbops migrate ${direction}`;
  const message =
    code === 'interrupted'
      ? `interrupted in ${file.name}`
      : code === 'lock-timeout'
        ? `${file.name} could not get a lock in time: ${error.message}`
        : `${file.name} failed: ${stop.rows[0] ?? error.message}`;
  return new DbopsError(code, message, {
    details: [
      ...files.slice(0, at).map((f) => `done: ${f.name}`),
      ...(done > 0 ? [`done: ${file.name}, statements 1 to ${done} of ${of}`] : []),
      `${code === 'interrupted' ? 'stopped' : 'failed'}: ${place}${statement === undefined ? '' : `: ${firstLine(statement.sql)}`}`,
      ...detailOf(cause),
      ...(isLockTimeout(cause) ? error.blockers.map((b) => `in the way: ${b}`) : []),
      ...(of - done > 1 && done > 0 ? [`not done: ${file.name}, statements ${done + 1} to ${of}`] : []),
      ...(done === 0 ? [`not done: ${file.name}`] : []),
      ...files.slice(at + 1).map((f) => `not done: ${f.name}`),
    ],
    hint:
      code === 'interrupted' || code === 'lock-timeout'
        ? `go on: ${again}`
        : done > 0
          ? `mend the cause and go on at statement ${done + 1}: ${again} (after an edit of the file: dbops migrate repair first)`
          : `mend the cause and go on: ${again}`,
    cause,
  });
}

/** A plan of which some part is in the database, and some is not, stopped part-way. */
function codeOf(stop: Stop, file: MigrationFile, done: number, cause: unknown): Code {
  if (isInterruption(stop, cause)) return 'interrupted';
  if (isLockTimeout(cause)) return 'lock-timeout';
  if (cause instanceof DbopsError && (cause.code === 'online-tool' || cause.code === 'lease-lost')) return cause.code;
  const siblings = stop.files
    .slice(0, stop.at)
    .some((f) => f.header.plan !== undefined && f.header.plan === file.header.plan);
  return done > 0 || siblings ? 'stopped-part-way' : 'statement-failed';
}

function linesBefore(cause: unknown): number {
  if (!(cause instanceof ServerError) || cause.position === undefined) return 0;
  return [...cause.sql].slice(0, cause.position - 1).filter((c) => c === '\n').length;
}

function detailOf(cause: unknown): string[] {
  if (cause instanceof DbopsError) return [...cause.details, ...(cause.hint === undefined ? [] : [cause.hint])];
  if (!(cause instanceof ServerError)) return [];
  const code = cause.sqlstate ?? cause.errno;
  return [
    `server: ${cause.message}${code === undefined ? '' : ` (${code})`}`,
    ...(cause.detail ? [`detail: ${cause.detail}`] : []),
  ];
}

function firstLine(sql: string): string {
  const line = sql.split('\n', 1)[0] ?? '';
  return line.length > 120 || line.length < sql.length ? `${line.slice(0, 120)}…` : line;
}
