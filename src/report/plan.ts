import { type Change } from '../model/change.ts';
import { NO_FACTS, type PlanFacts } from '../model/facts.ts';
import { shownName, titleOf } from '../model/id.ts';
import { idOf } from '../model/object.ts';
import { type Plan, type Step } from '../model/step.ts';
import { factsJson, formatFacts } from './plan-facts.ts';

const SIGNS = { create: '+', drop: '-', rename: '~', alter: '~' } as const satisfies Record<Change['type'], string>;

/** A plan for people: what changes, then every statement with its lock, hazards, undo, and what was looked up about it. */
export function formatPlan(plan: Plan, changes: readonly Change[], facts: PlanFacts = NO_FACTS): string {
  if (plan.steps.length === 0) return 'nothing to do: the database is as the manifest declares\n';
  const statements = plan.steps.length === 1 ? '1 statement' : `${plan.steps.length} statements`;
  const batches = plan.batches.length === 1 ? '1 part' : `${plan.batches.length} parts`;
  const lines = [
    ...changes.map((c) => `${SIGNS[c.type]} ${describeChange(c)}`),
    '',
    `${statements} in ${batches}:`,
    ...plan.batches.flatMap((batch, i) => [
      '',
      `-- part ${i + 1}: ${batch.transaction ? 'one transaction' : 'outside a transaction'}`,
      ...batch.steps.flatMap((step) => formatStep(step, facts)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** `table public.orders (columns, comment)`. */
export function describeChange(change: Change): string {
  const object = change.type === 'drop' ? change.before : change.after;
  const id = idOf(object);
  const name = titleOf(id);
  if (change.type === 'rename') return `${name} (was ${change.before.name})`;
  return change.type === 'alter' && change.fields.length > 0 ? `${name} (${change.fields.join(', ')})` : name;
}

function formatStep(step: Step, facts: PlanFacts): string[] {
  return [
    `${step.sql};`,
    ...step.locks.map((l) => `--   lock: ${l.mode} on ${shownName(l.object)}`),
    ...step.hazards.map((h) => `--   hazard: ${h.kind}: ${h.message}`),
    ...[...formatFacts(step, facts), ...formatUndo(step)].map((line) => `--   ${line}`),
  ];
}

function formatUndo(step: Step): string[] {
  if (step.undo === null) return ['undo: none, this cannot be taken back'];
  const statements = step.undo.map((sql) => `undo: ${sql.replaceAll(/\s*\n\s*/g, ' ')};`);
  return step.undoCosts === undefined ? statements : [...statements, `undo costs: ${step.undoCosts}`];
}

/** What is expanded then, and how it goes on. */
export function formatWaiting(waiting: readonly string[]): string {
  if (waiting.length === 0) return '';
  const lines = waiting.map((w) => `  ${w}`);
  const hint = 'once no application uses the former columns, take them away: dbops apply --phase contract';
  return `${['', 'expanded then, and waits for its contract:', ...lines, hint].join('\n')}\n`;
}

/** The statements alone, by transaction. */
export function formatPlanSql(plan: Plan, dialect: 'postgres' | 'mysql'): string {
  const lines = plan.batches.flatMap((batch) => {
    const statements = batch.steps.map((s) => `${s.sql};`);
    return batch.transaction && dialect === 'postgres' ? ['BEGIN;', ...statements, 'COMMIT;', ''] : [...statements, ''];
  });
  return lines.length === 0 ? '-- nothing to do\n' : lines.join('\n');
}

/** A plan as a pull request shows it. */
export function formatPlanMarkdown(plan: Plan, changes: readonly Change[]): string {
  if (plan.steps.length === 0) return 'Nothing to do: the database is as the manifest declares.\n';
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
  const rows = plan.steps.map((s) =>
    [
      `\`${cell(s.sql).replaceAll('`', "'")}\``,
      s.locks.map((l) => `${l.mode} on ${shownName(l.object)}`).join(', ') || 'none',
      s.hazards.map((h) => `**${h.kind}**: ${cell(h.message)}`).join('; ') || 'none',
      s.undo === null ? '**none**' : 'yes',
    ].join(' | '),
  );
  return [
    ...changes.map((c) => `- \`${SIGNS[c.type]}\` ${cell(describeChange(c))}`),
    '',
    '| statement | lock | hazards | undo |',
    '| --- | --- | --- | --- |',
    ...rows.map((r) => `| ${r} |`),
    '',
  ].join('\n');
}

/** A plan as data; the shape is documented in docs/json.md. */
export function planJson(plan: Plan, changes: readonly Change[], facts: PlanFacts = NO_FACTS): unknown {
  return {
    digest: plan.digest,
    changes: changes.map((c) => ({
      type: c.type,
      object: idOf(c.type === 'drop' ? c.before : c.after),
      ...(c.type === 'alter' ? { fields: c.fields } : {}),
    })),
    batches: plan.batches.map((b) => ({ transaction: b.transaction, steps: b.steps.map((s) => s.id) })),
    steps: plan.steps.map(({ id, sql, undo, undoCosts, locks, transaction, hazards }) => ({
      id,
      sql,
      undo,
      ...(undoCosts === undefined ? {} : { undoCosts }),
      locks,
      transaction,
      hazards,
      ...factsJson(id, facts),
    })),
  };
}
