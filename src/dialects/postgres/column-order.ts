import { type ObjectId, turnOf } from '../../model/id.ts';
import { type Column, columnId, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { says } from './needs.ts';

/** A column that goes or comes, in the order of its table, with the steps of that. */
export interface Passing {
  readonly column: Column;
  readonly steps: readonly StepDraft[];
}

/** Columns that come, or come back, in the order in which they do: what is computed from later ones waits for these. */
export function inOrderOfComing(columns: readonly Column[]): readonly Column[] {
  const waits = (c: Column, i: number): boolean => isAhead(c, columns.slice(i + 1));
  const order = columns.filter((c, i) => !waits(c, i));
  for (const column of columns.filter(waits)) {
    const sources = order.findLastIndex((c) => says(column.generated?.expression, c.name));
    const next = order.findIndex((c, i) => i > sources && c.generated !== undefined);
    order.splice(next < 0 ? order.length : next, 0, column);
  }
  return order;
}

/** What is computed from a column after it has no turn: that one is there before it, and goes after it. */
function isAhead({ generated }: Column, later: readonly Column[]): boolean {
  return later.some((c) => says(generated?.expression, c.name));
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
    const later = moving.slice(i + 1).map((p) => p.column);
    if (first === undefined || isAhead(column, later)) continue;
    const turn = turnOf(columnId(schema, name, column.name));
    const step = { ...first, [wait]: [...(first[wait] ?? []), ...last], [done]: [...(first[done] ?? []), turn] };
    last = [turn];
    steps.set(column.name, [step, ...rest]);
  }
  return (column) => steps.get(column.name) ?? [];
}
