import { type Step } from '../../model/step.ts';
import { says } from './needs.ts';

const NAME = '(?:"(?:[^"]|"")+"|[\\w$]+)';
const RETYPED = new RegExp(
  `^(ALTER TABLE (?:ONLY )?(?:${NAME}\\.)?${NAME} )ALTER COLUMN (${NAME}) (?:DROP DEFAULT, ALTER COLUMN \\2 )?TYPE `,
);
const COLUMNS = new RegExp(`ALTER COLUMN (${NAME}) `, 'g');

/**
 * One statement for two that change types of one table's columns, where either rewrites it: the server goes through the rows once
 * for all, and reads what values are made of as it was before. https://www.postgresql.org/docs/current/sql-altertable.html, Notes
 */
export function joined(a: Step, b: Step): string | null {
  if (!(isRewrite(a) || isRewrite(b)) || a.transaction !== 'joins' || b.transaction !== 'joins') return null;
  const [, head] = RETYPED.exec(a.sql) ?? [];
  const [, same] = RETYPED.exec(b.sql) ?? [];
  if (head === undefined || head !== same) return null;
  const [former, later] = [a, b].map((s) => s.sql.slice(head.length));
  return speaksOf(former, later) || speaksOf(later, former) ? null : `${a.sql}, ${later}`;
}

function isRewrite({ hazards }: Step): boolean {
  return hazards.some((h) => h.kind === 'rewrites_table');
}

/** Whether what happens to columns has to do with those that something else happens to. */
function speaksOf(clauses = '', others = ''): boolean {
  return [...others.matchAll(COLUMNS)].some(([, name = '']) => says(clauses, plain(name)));
}

const plain = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);
