import { sameData } from '../../model/digest.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable } from './columns.ts';
import { locks } from './locks.ts';
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
      frees: [tableId(a.schema, a.table)],
      locks: locks('alter column', idOf(after), tableId(a.schema, a.table)),
    });
  }
  for (const p of before.inherits ?? []) {
    if (after.inherits?.some((q) => sameData(p, q))) continue;
    const parent = quote.name(p.schema, p.table);
    steps.push({
      sql: `${alterTable(after)} NO INHERIT ${parent}`,
      undo: [`${alterTable(after)} INHERIT ${parent}`],
      needs: [idOf(after)],
      frees: [tableId(p.schema, p.table)],
      locks: locks('alter column', idOf(after), tableId(p.schema, p.table)),
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
      locks: locks('alter column', idOf(after), tableId(b.schema, b.table)),
    });
  }
  for (const p of after.inherits ?? []) {
    if (before.inherits?.some((q) => sameData(p, q))) continue;
    const parent = quote.name(p.schema, p.table);
    steps.push({
      sql: `${alterTable(after)} INHERIT ${parent}`,
      undo: [`${alterTable(after)} NO INHERIT ${parent}`],
      needs: [idOf(after), tableId(p.schema, p.table), ...columns],
      locks: locks('alter column', idOf(after), tableId(p.schema, p.table)),
    });
  }
  return steps;
}
