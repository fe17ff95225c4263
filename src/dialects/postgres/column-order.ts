import { type ObjectId, turnOf } from '../../model/id.ts';
import { type Column, columnId, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { says } from './needs.ts';

/** A column that goes or comes, in the order of its table, with the steps of that. */
export interface Passing {
  readonly column: Column;
  readonly steps: readonly StepDraft[];
}

/** Those that go do so from the last one to the first, where they can: undoing gives them their former order. */
export function goingInTurn(table: Table, going: readonly Passing[]): StepsByColumn {
  return inTurn(table, going, { wait: 'frees', done: 'ends' });
}

/** Those that come do so in their order, where they can: the server knows no other place for a column than the last. */
export function comingInTurn(table: Table, coming: readonly Passing[]): StepsByColumn {
  return inTurn(table, coming, { wait: 'needs', done: 'makes' });
}

type StepsByColumn = (column: Column) => readonly StepDraft[];

/** What is computed from a column after it has no turn: that one is there before it, and goes after it. */
function inTurn(
  { schema, name }: Table,
  passing: readonly Passing[],
  { wait, done }: { readonly wait: 'frees' | 'needs'; readonly done: 'ends' | 'makes' },
): StepsByColumn {
  const steps = new Map<string, readonly StepDraft[]>();
  let last: readonly ObjectId[] = [];
  const moving = passing.filter((p) => p.steps.length > 0);
  for (const [i, { column, steps: own }] of moving.entries()) {
    steps.set(column.name, own);
    const [first, ...rest] = own;
    const ahead = moving.slice(i + 1).some((p) => says(column.generated?.expression, p.column.name));
    if (first === undefined || ahead) continue;
    const turn = turnOf(columnId(schema, name, column.name));
    const step = { ...first, [wait]: [...(first[wait] ?? []), ...last], [done]: [...(first[done] ?? []), turn] };
    last = [turn];
    steps.set(column.name, [step, ...rest]);
  }
  return (column) => steps.get(column.name) ?? [];
}
