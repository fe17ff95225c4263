import { changeId } from '../model/change.ts';
import { invariant } from '../model/error.ts';
import { type RowsAgainst } from '../model/facts.ts';
import { titleOf } from '../model/id.ts';
import { type DialectName, type Phase } from '../model/manifest.ts';
import { copiesOrStops, type OnlineTool } from '../model/online-copy.ts';
import { splitStatements, tokens } from '../model/statements.ts';
import { type Batch, type Plan, type Step } from '../model/step.ts';
import { rowsAskedOf } from '../plan/facts.ts';
import { type MigrationFile } from './file.ts';
import { notesOf } from './notes.ts';
import { nextVersions, slugOf } from './versions.ts';

/** One statement without its semicolon, and the comment lines above it. */
export interface DraftStatement {
  readonly sql: string;
  readonly notes: readonly string[];
}

/** One direction of a migration that is about to be written. */
export interface DraftSection {
  readonly transaction: boolean;
  /** Reasons why it cannot do what it is for; its first statement then fails with them. */
  readonly irreversible: readonly string[];
  readonly statements: readonly DraftStatement[];
  /** What stands there when there is no statement, as a comment. */
  readonly remark?: string;
}

/** A migration that is about to be written, in whatever layout. */
export interface MigrationDraft {
  /** Digits: YYYYMMDDHHMMSS, UTC. */
  readonly version: string;
  readonly slug: string;
  /** In people's words. */
  readonly title: string;
  /** Comment lines at the top of the file: what it is, its plan, its changes. */
  readonly head: readonly string[];
  readonly up: DraftSection;
  readonly down: DraftSection | null;
}

export interface DraftOptions {
  /** What the change is called, in people's words: `add orders`. */
  readonly name: string;
  readonly now: Date;
  readonly dialect: DialectName;
  /** `contract`: the files wait until they are asked for. */
  readonly phase?: Phase | undefined;
  /** What is said above a statement for whoever changes large tables in the server's place; null where nobody does. */
  readonly online?: (sql: string) => { readonly tool: OnlineTool; readonly command: string } | null;
  /** The files that are there: new versions come after theirs. */
  readonly existing: readonly Pick<MigrationFile, 'version' | 'name'>[];
}

/**
 * The migrations of a plan: one for each batch that commits together. Where DDL commits by itself (MySQL, MariaDB) one
 * outside any transaction holds all steps.
 */
export function draftsOf(plan: Plan, options: DraftOptions): MigrationDraft[] {
  const { name, now, dialect, existing, phase } = options;
  const batches: readonly Batch[] =
    dialect === 'mysql' && plan.steps.length > 0 ? [{ transaction: false, steps: plan.steps }] : plan.batches;
  const versions = nextVersions(batches.length, now, existing);
  const steady = rowsAskedOf(plan).filter((asked) => !asked.changed);
  const rows = Map.groupBy(steady, (asked) => asked.step);
  return batches.map((batch, i) => {
    const part = batches.length > 1 ? `${i + 1}/${batches.length}` : undefined;
    const suffix = part === undefined ? '' : `_${part.replace('/', 'of')}`;
    const version = versions[i];
    invariant(version !== undefined, 'a version for each batch');
    return {
      version,
      slug: `${slugOf(name)}${suffix}`,
      title: oneLine(name),
      head: [
        `dbops migration: ${oneLine(name)}`,
        `plan: ${plan.digest}`,
        ...(phase === 'contract' ? ['phase: contract'] : []),
        ...(part === undefined ? [] : [`part: ${part}`]),
        ...changesOf(batch.steps).map((c) => `change: ${c}`),
      ],
      up: upOf(batch, options, rows),
      down: downOf(batch, dialect),
    };
  });
}

/** A migration that a person is going to fill. */
export function emptyDraft(options: DraftOptions): MigrationDraft {
  const { name, now, dialect, existing } = options;
  const [version] = nextVersions(1, now, existing);
  invariant(version !== undefined, 'one version');
  const section = { transaction: dialect === 'postgres', irreversible: [], statements: [] };
  return {
    version,
    slug: slugOf(name),
    title: oneLine(name),
    head: [`migration: ${oneLine(name)}`],
    up: { ...section, remark: 'the statements to run' },
    down: { ...section, remark: 'the statements that take them back, in reverse order' },
  };
}

function upOf(
  batch: Batch,
  { online = () => null }: DraftOptions,
  asked: ReadonlyMap<string, readonly RowsAgainst[]>,
): DraftSection {
  const statements = batch.steps.map((step) => {
    const found = online(step.sql);
    const by = found !== null && copiesOrStops(found.tool, step.hazards) ? found : null;
    const command = by === null ? [] : [`on a large table: ${by.command}`];
    return { sql: step.sql, notes: [...command, annotation(step, asked.get(step.id) ?? [], by?.tool)] };
  });
  return { transaction: batch.transaction, irreversible: [], statements };
}

/** Undo statements in reverse order of the steps; a step that nothing can undo puts a statement that fails before them. */
function downOf(batch: Batch, dialect: DialectName): DraftSection {
  const steps = batch.steps.toReversed();
  const undos = steps.flatMap((step) => (step.undo ?? []).map((sql) => ({ sql, notes: undoNotes(step) })));
  const irreversible = steps.filter((s) => s.undo === null).map(lossOf);
  const transaction = dialect === 'postgres' && !undos.some((u) => standsAlone(u.sql, dialect));
  if (irreversible.length > 0) {
    return { transaction, irreversible, statements: [{ sql: failing(irreversible, dialect), notes: [] }, ...undos] };
  }
  const nothing = { sql: NOTHING[dialect], notes: ['taken back by the down of another part'] };
  return { transaction, irreversible, statements: undos.length === 0 ? [nothing] : undos };
}

/** What an undo is told of by its step: how long it may take, and what it costs. */
function undoNotes({ timeout, undoCosts }: Step): string[] {
  const parts = [...notesOf(timeout === undefined ? {} : { timeout }), ...(undoCosts === undefined ? [] : [undoCosts])];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

const NOTHING: Readonly<Record<DialectName, string>> = { postgres: 'SELECT 1', mysql: 'DO 0' };

/** The statement, whose semicolon must not end up in a comment. */
export function statementText(sql: string, dialect: DialectName): string {
  const parts = splitStatements(sql, dialect);
  const [only] = parts;
  invariant(only !== undefined && parts.length === 1, `a step holds one statement: ${sql}`);
  return only.sql;
}

/** `timeout: none · lock: share update exclusive on table public.orders · scans_table: … · rows: {…}` */
function annotation(step: Step, asked: readonly RowsAgainst[], online?: OnlineTool): string {
  const locks = step.locks.map((l) => `${l.mode} on ${titleOf(l.object)}`);
  const hazards = step.hazards.map((h) => `${h.kind}: ${h.message}`);
  const parts = [`lock: ${locks.length > 0 ? locks.join(', ') : 'none'}`, ...hazards];
  const rows = asked.map(({ object, message, query }) => ({ object, message, query }));
  const notes = notesOf({ ...step, ...(online === undefined ? {} : { online }) });
  return [...notes, ...parts.map(oneLine), ...notesOf({ rows })].join(' · ');
}

function changesOf(steps: readonly Step[]): string[] {
  const changes = steps.map(({ why }) => {
    const id = changeId(why);
    const before = why.type === 'rename' ? ` (was ${why.before.name})` : '';
    return oneLine(`${why.type} ${titleOf(id)}${before}`);
  });
  return [...new Set(changes)];
}

function lossOf(step: Step): string {
  const hazard =
    step.hazards.find((h) => h.kind === 'irreversible') ?? step.hazards.find((h) => h.kind === 'loses_data');
  return oneLine(hazard?.message ?? `nothing takes back: ${step.sql}`);
}

/** A statement that stops a down: MySQL carries at most 128 characters in a message. */
function failing(reasons: readonly string[], dialect: DialectName): string {
  const message = `irreversible: ${reasons.join('; ')}`.replaceAll("'", "''");
  if (dialect === 'mysql') {
    const short = message
      .replaceAll('\\', '\\\\')
      .slice(0, 120)
      .replace(/['\\]+$/, '');
    return `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${short}'`;
  }
  return `DO 'BEGIN RAISE EXCEPTION USING MESSAGE = ''${message.replaceAll("'", "''")}''; END'`;
}

/** PostgreSQL refuses these inside a transaction block. */
function standsAlone(sql: string, dialect: DialectName): boolean {
  return tokens(sql, dialect).some(
    (t) => t.type === 'word' && sql.slice(t.start, t.end).toUpperCase() === 'CONCURRENTLY',
  );
}

export function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
