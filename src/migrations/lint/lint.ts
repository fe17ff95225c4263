import { type Session } from '../../dialects/dialect.ts';
import { type DialectName } from '../../model/manifest.ts';
import { type MigrationFile } from '../file.ts';
import { replay } from '../replay.ts';
import { type Verdict } from './judge.ts';
import { tablesOf, trySectionMysql } from './lint-mysql.ts';
import { madeSince, tryBack, trySection } from './lint-postgres.ts';
import { judgeLive, type LiveFacts } from './live.ts';
import { snapshot } from './measure.ts';
import { LINT_RULES, type LintFinding } from './rule.ts';
import { ignoredIn, readFileRules, readRules } from './text.ts';

export interface LintInput {
  readonly session: Session;
  readonly dialect: DialectName;
  /** Every migration, in order; the scratch place is empty. */
  readonly files: readonly MigrationFile[];
  /** Those to be looked at; the others are only run, for what they make. */
  readonly chosen: ReadonlySet<MigrationFile>;
  /** What the target tells; null when it cannot be asked. */
  readonly live: LiveFacts | null;
  /** Whether the layout has a way back. */
  readonly hasDowns: boolean;
  /** The text of a file, for the comments that switch rules off. */
  readonly textOf: (file: MigrationFile) => string;
}

/**
 * Replays the migrations in a scratch place and measures, statement by statement, what the chosen ones do to tables that were there
 * before: locks, rewrites, scans, losses. What earlier files prove (a validated CHECK, a unique index) counts, since it is there.
 */
export async function lintFiles(input: LintInput): Promise<readonly LintFinding[]> {
  const { session, dialect, files, chosen, hasDowns } = input;
  const found: LintFinding[] = [];
  let fresh = new Set<string>();
  let release: string | undefined;
  for (const file of files) {
    if (file.header.plan === undefined || file.header.plan !== release) fresh = new Set();
    release = file.header.plan;
    if (!chosen.has(file) || file.foreign !== undefined) {
      if (file.foreign === undefined) await replay(session, [file]);
      continue;
    }
    const before = dialect === 'postgres' ? await snapshot(session) : null;
    const tables = dialect === 'mysql' ? await tablesOf(session) : new Set<string>();
    const tried =
      dialect === 'postgres'
        ? (await trySection(session, file.up, fresh)).verdicts
        : await trySectionMysql(session, file.up, fresh);
    const after = before === null ? null : await snapshot(session);
    if (before !== null && after !== null) for (const oid of madeSince(before, after)) fresh.add(oid);
    if (dialect === 'mysql') for (const name of await tablesOf(session)) if (!tables.has(name)) fresh.add(name);
    for (const [i, statement] of file.up.statements.entries()) {
      const { sql } = statement;
      const verdicts = [...readRules(sql, file.up, dialect), ...judgeLive(sql, input.live), ...(tried[i] ?? [])];
      found.push(...told(input, file, verdicts, statement.line, statement.sql));
    }
    const whole = readFileRules(file, dialect, hasDowns);
    const clean = !tried.flat().some((v) => v.rule === 'replay/fails');
    const back = before === null || !clean || file.repeatable ? [] : await tryBack(session, file, before);
    if (back.length === 0 && before !== null)
      for (const oid of madeSince(before, await snapshot(session))) fresh.add(oid);
    found.push(...told(input, file, [...whole, ...back], file.down?.statements[0]?.line ?? 1));
  }
  return found;
}

/** Verdicts as findings, but for those that a comment switches off, and one of each rule a statement. */
function told(
  input: LintInput,
  file: MigrationFile,
  verdicts: readonly Verdict[],
  line: number,
  sql?: string,
): LintFinding[] {
  const ignored = ignoredIn(input.textOf(file), line);
  const first = verdicts.filter((v, i) => verdicts.findIndex((w) => w.rule === v.rule) === i && !ignored(v.rule));
  return first.map(({ rule, message }) => ({
    rule,
    severity: LINT_RULES[rule].severity,
    hint: LINT_RULES[rule].hint,
    message,
    file: file.path,
    line,
    ...(sql === undefined ? {} : { sql }),
  }));
}
