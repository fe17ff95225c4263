import { changeId } from '../../model/change.ts';
import { invariant } from '../../model/error.ts';
import { idKind, idName } from '../../model/id.ts';
import { type DialectName } from '../../model/manifest.ts';
import { splitStatements, tokens } from '../../model/statements.ts';
import { type Batch, type Plan, type Step } from '../../model/step.ts';
import { type RenderedMigration } from '../file.ts';
import { nextVersions, slugOf } from '../versions.ts';
import { withoutDirectives } from './directives.ts';
import { type RenderOptions } from './format.ts';

/**
 * The files of a plan in dbmate's format: one for each batch, named `<version>_<slug>.sql`, or `…_2of3.sql` when there are
 * several. Where DDL commits by itself (MySQL, MariaDB) one file outside any transaction holds all steps.
 */
export function renderMigrations(plan: Plan, options: RenderOptions): RenderedMigration[] {
  const { name, now, dialect, existing } = options;
  const batches: readonly Batch[] =
    dialect === 'mysql' && plan.steps.length > 0 ? [{ transaction: false, steps: plan.steps }] : plan.batches;
  const versions = nextVersions(batches.length, now, existing);
  return batches.map((batch, i) => {
    const part = batches.length > 1 ? `${i + 1}/${batches.length}` : undefined;
    const suffix = part === undefined ? '' : `_${part.replace('/', 'of')}`;
    const version = versions[i];
    invariant(version !== undefined, 'a version for each batch');
    const head = [
      `-- dbops migration: ${oneLine(name)}`,
      `-- plan: ${plan.digest}`,
      ...(part === undefined ? [] : [`-- part: ${part}`]),
      ...changesOf(batch.steps).map((c) => `-- change: ${c}`),
    ];
    const text = [...head, '', ...upLines(batch, dialect), '', ...downLines(batch, dialect)].join('\n');
    return { version, path: `${version}_${slugOf(name)}${suffix}.sql`, text: `${text}\n` };
  });
}

function upLines(batch: Batch, dialect: DialectName): string[] {
  const lines = [directive('up', batch.transaction)];
  for (const step of batch.steps) {
    lines.push('', annotation(step), statement(step.sql, dialect));
  }
  return lines;
}

/** Undo statements in reverse order of the steps; a step that nothing can undo puts a statement that fails before them. */
function downLines(batch: Batch, dialect: DialectName): string[] {
  const steps = batch.steps.toReversed();
  const undos = steps.flatMap((step) => (step.undo ?? []).map((sql) => ({ step, sql })));
  const lost = steps.filter((s) => s.undo === null).map(lossOf);
  const apart = undos.some((u) => standsAlone(u.sql, dialect));
  const lines = [directive('down', dialect === 'postgres' && !apart)];
  if (lost.length > 0) {
    lines.push('', ...lost.map((reason) => `-- irreversible: ${reason}`), statement(failing(lost, dialect), dialect));
  }
  for (const { step, sql } of undos) {
    lines.push('', ...timeoutOf(step).map((t) => `-- ${t}`), statement(sql, dialect));
  }
  if (lost.length + undos.length === 0) {
    lines.push('', '-- taken back by the down of another part', statement(NOTHING[dialect], dialect));
  }
  return lines;
}

const NOTHING: Readonly<Record<DialectName, string>> = { postgres: 'SELECT 1', mysql: 'DO 0' };

function directive(direction: 'up' | 'down', transaction: boolean): string {
  return `-- migrate:${direction}${transaction ? '' : ' transaction:false'}`;
}

/** The statement with its semicolon, which must not end up in a comment. */
function statement(sql: string, dialect: DialectName): string {
  const parts = splitStatements(sql, dialect);
  const [only] = parts;
  invariant(only !== undefined && parts.length === 1, `a step holds one statement: ${sql}`);
  return `${withoutDirectives(only.sql, dialect)};`;
}

/** `-- timeout: none · lock: share update exclusive on table public.orders · scans_table: …` */
function annotation(step: Step): string {
  const locks = step.locks.map((l) => `${l.mode} on ${idKind(l.object)} ${idName(l.object)}`);
  const hazards = step.hazards.map((h) => `${h.kind}: ${h.message}`);
  const parts = [...timeoutOf(step), `lock: ${locks.length > 0 ? locks.join(', ') : 'none'}`, ...hazards];
  return `-- ${parts.map(oneLine).join(' · ')}`;
}

function timeoutOf(step: Step): string[] {
  if (step.timeout === undefined) return [];
  return [`timeout: ${step.timeout === 0 ? 'none' : `${step.timeout}ms`}`];
}

function changesOf(steps: readonly Step[]): string[] {
  const changes = steps.map(({ why }) => {
    const id = changeId(why);
    const before = why.type === 'rename' ? ` (was ${why.before.name})` : '';
    return oneLine(`${why.type} ${idKind(id).replaceAll('_', ' ')} ${idName(id)}${before}`);
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

function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
