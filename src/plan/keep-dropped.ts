import { type Dialect } from '../dialects/dialect.ts';
import { digest } from '../model/digest.ts';
import { KEPT } from '../model/kept.ts';
import { idOf, type SchemaObject, type Table } from '../model/object.ts';
import { type Plan, type Step } from '../model/step.ts';
import { batchSteps } from './transactions.ts';

/** A statement in the place of a drop, and what takes it back. */
type Aside = readonly [sql: string, undo: readonly string[]];

/**
 * Puts dropped tables aside (on PostgreSQL dropped columns, too) instead of dropping them, so that the way back brings their rows
 * back. What others still hold on to, or what the plan takes the ground from, is dropped as before: with its hazard.
 */
export function keepDropped(plan: Plan, dialect: Dialect): Plan {
  const ended = new Set(plan.steps.flatMap((s) => (s.why.type === 'drop' ? [idOf(s.why.before)] : [])));
  const steps = plan.steps.flatMap((step) => {
    const aside = tableAside(step, dialect, ended) ?? columnAside(step, dialect, ended);
    return aside === null ? [step] : aside.map((a, i) => kept(step, a, i));
  });
  if (steps.length === plan.steps.length && steps.every((s, i) => s === plan.steps[i])) return plan;
  const batches = dialect.name === 'mysql' ? steps.map((s) => ({ transaction: false, steps: [s] })) : batchSteps(steps);
  return { steps, batches, digest: digest(steps.map((s) => s.sql)) };
}

function kept(step: Step, [sql, undo]: Aside, index: number): Step {
  const hazards = step.hazards.filter((h) => h.kind !== 'loses_data' && h.kind !== 'irreversible');
  return { ...step, id: digest([step.id, sql]).slice(0, 12), sql, undo, hazards: index === 0 ? hazards : [] };
}

/** The name it is kept under: the same for the same plan, and never that of something else. */
export function keptName(object: SchemaObject, name: string): string {
  const room = 63 - KEPT.length - 9;
  const short = Buffer.from(name)
    .subarray(0, room)
    .toString()
    .replace(/\uFFFD+$/, '');
  return `${KEPT}${digest([idOf(object), name]).slice(0, 8)}_${short}`;
}

function tableAside(
  step: Step,
  { name: dialect, quote }: Dialect,
  ended: ReadonlySet<string>,
): readonly Aside[] | null {
  const { why, sql } = step;
  if (why.type !== 'drop' || why.before.kind !== 'table' || !/^DROP TABLE /i.test(sql)) return null;
  const table: Table = why.before;
  const stands = (table.dependsOn ?? []).some((id) => ended.has(id));
  if (stands || isPartOfAnother(table)) return null;
  const name = keptName(table, table.name);
  const [was, aside] = [quote.name(table.schema, table.name), quote.name(table.schema, name)];
  if (dialect === 'mysql') return [[`RENAME TABLE ${was} TO ${aside}`, [`RENAME TABLE ${aside} TO ${was}`]]];
  const there = quote.name('dbops', name);
  return [
    ['CREATE SCHEMA IF NOT EXISTS dbops', []],
    [
      `ALTER TABLE ${was} RENAME TO ${quote.ident(name)}`,
      [`ALTER TABLE ${aside} RENAME TO ${quote.ident(table.name)}`],
    ],
    [`ALTER TABLE ${aside} SET SCHEMA dbops`, [`ALTER TABLE ${there} SET SCHEMA ${quote.ident(table.schema)}`]],
  ];
}

/** Partitions and heirs, and what they belong to, go together or not at all; foreign tables hold no rows of their own. */
function isPartOfAnother({ partitionBy, partitionOf, inherits, foreign }: Table): boolean {
  return [partitionBy, partitionOf, inherits, foreign].some((part) => part !== undefined);
}

function columnAside(
  step: Step,
  { name: dialect, quote }: Dialect,
  ended: ReadonlySet<string>,
): readonly Aside[] | null {
  const { why, hazards, sql } = step;
  if (
    dialect !== 'postgres' ||
    why.type !== 'alter' ||
    why.before.kind !== 'table' ||
    !hazards.some((h) => h.kind === 'loses_data')
  )
    return null;
  const table = why.before;
  if ((table.dependsOn ?? []).some((id) => ended.has(id))) return null;
  const alter = `ALTER TABLE ${quote.name(table.schema, table.name)}`;
  const column = table.columns.find((c) => sql === `${alter} DROP COLUMN ${quote.ident(c.name)}`);
  if (column === undefined || isPartOfAnother(table) || column.generated !== undefined || column.identity !== undefined)
    return null;
  const [was, aside] = [quote.ident(column.name), quote.ident(keptName(table, column.name))];
  const rename: Aside = [`${alter} RENAME COLUMN ${was} TO ${aside}`, [`${alter} RENAME COLUMN ${aside} TO ${was}`]];
  if (!column.notNull) return [rename];
  return [[`${alter} ALTER COLUMN ${was} DROP NOT NULL`, [`${alter} ALTER COLUMN ${was} SET NOT NULL`]], rename];
}
