import { tokens } from '../../model/statements.ts';
import { type Step } from '../../model/step.ts';

const HEAD = /^ALTER TABLE (?:`(?:[^`]|``)+`\.)?`(?:[^`]|``)+` /;
/** What looks through the rows of a table by copying it, whatever else the statement does. */
const LOOKS = /^(?:ADD CONSTRAINT `(?:[^`]|``)+` CHECK |ALTER CHECK `(?:[^`]|``)+` ENFORCED)/;
/** Clauses that stand last, or bear no others. */
const ALONE = /\b(?:PARTITION|PARTITIONING|PERIOD|VERSIONING)\b/;

/**
 * One statement for two that both copy the table: what changes it, and then a check of its rows. Null for all others: work that is
 * done without a copy would be slower by it. https://dev.mysql.com/doc/refman/9.0/en/innodb-online-ddl-operations.html
 */
export function joined(a: Step, b: Step): string | null {
  const [head] = HEAD.exec(a.sql) ?? [];
  if (head === undefined || !b.sql.startsWith(head) || !isCopy(a) || !isCopy(b)) return null;
  const clauses = b.sql.slice(head.length);
  return LOOKS.test(clauses) && !ALONE.test(words(a.sql)) ? `${a.sql}, ${clauses}` : null;
}

function isCopy({ why, locks, hazards }: Step): boolean {
  const { kind } = why.type === 'drop' ? why.before : why.after;
  const looks = kind === 'check' && locks.some((l) => l.mode === 'shared');
  return looks || hazards.some((h) => h.kind === 'rewrites_table');
}

function words(sql: string): string {
  const found = [...tokens(sql, 'mysql')].filter((t) => t.type === 'word');
  return found.map((t) => sql.slice(t.start, t.end).toUpperCase()).join(' ');
}
