import { sameData } from '../../model/digest.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { locks } from './locks.ts';
import { partitionRoomId } from './names.ts';
import { columnIds, tableId } from './needs.ts';
import { quote } from './quote.ts';

/** The places among other tables that a table leaves. */
export function leaveSteps(before: Table, after: Table): StepDraft[] {
  const own = quote.name(after.schema, after.name);
  const steps: StepDraft[] = [];
  const [a, b] = [before.partitionOf, after.partitionOf];
  if (a !== undefined && !sameData(a, b)) {
    const parent = quote.name(a.schema, a.table);
    steps.push({
      sql: `ALTER TABLE ${parent} DETACH PARTITION ${own}`,
      undo: [`ALTER TABLE ${parent} ATTACH PARTITION ${own} ${a.bound}`],
      needs: [idOf(after)],
      frees: [tableId(a.schema, a.table), partitionRoomId(a.schema, a.table)],
      locks: locks('alter column', idOf(after), tableId(a.schema, a.table)),
    });
  }
  return steps;
}

/** The places among other tables that a table takes, once its columns fit. */
export function joinSteps(before: Table, after: Table): StepDraft[] {
  const own = quote.name(after.schema, after.name);
  const columns = columnIds(
    after.schema,
    after.name,
    after.columns.map((c) => c.name),
  );
  const steps: StepDraft[] = [];
  const [a, b] = [before.partitionOf, after.partitionOf];
  if (b !== undefined && !sameData(a, b)) {
    const parent = quote.name(b.schema, b.table);
    steps.push({
      sql: `ALTER TABLE ${parent} ATTACH PARTITION ${own} ${b.bound}`,
      undo: [`ALTER TABLE ${parent} DETACH PARTITION ${own}`],
      needs: [idOf(after), tableId(b.schema, b.table), ...columns],
      ends: [partitionRoomId(b.schema, b.table)],
      locks: locks('alter column', idOf(after), tableId(b.schema, b.table)),
    });
  }
  return steps;
}
