import { type ObjectId } from '../../model/id.ts';
import { type Column, columnId, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { says } from './needs.ts';

/** A column that goes or comes, in the order of its table, with the steps of that. */
export interface Passing {
  readonly column: Column;
  readonly steps: readonly StepDraft[];
}

/** Those that go do so from the last one to the first, whatever each waits for: undoing gives them their former order. */
export function goingInTurn(table: Table, going: readonly Passing[]): StepsByColumn {
  return inTurn(table, going, (step, before) => ({ ...step, frees: [...(step.frees ?? []), ...before] }));
}

/** Those that come do so in their order: the server knows no other place for a column than the last. */
export function comingInTurn(table: Table, coming: readonly Passing[]): StepsByColumn {
  return inTurn(table, coming, (step, before) => ({ ...step, needs: [...(step.needs ?? []), ...before] }));
}

type StepsByColumn = (column: Column) => readonly StepDraft[];

/** What is computed from a column after it has no turn: that one is there before it, and goes after it. */
function inTurn(
  { schema, name }: Table,
  passing: readonly Passing[],
  after: (step: StepDraft, before: readonly ObjectId[]) => StepDraft,
): StepsByColumn {
  const steps = new Map<string, readonly StepDraft[]>();
  let before: readonly ObjectId[] = [];
  const moving = passing.filter((p) => p.steps.length > 0);
  moving.forEach(({ column, steps: own }, i) => {
    const ahead = moving.slice(i + 1).some((p) => says(column.generated?.expression, p.column.name));
    const place = before;
    steps.set(column.name, ahead ? own : own.map((s, at) => (at === 0 ? after(s, place) : s)));
    if (!ahead) before = [columnId(schema, name, column.name)];
  });
  return (column) => steps.get(column.name) ?? [];
}
