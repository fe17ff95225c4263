import { idKind, idName, type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { anew, type ColumnChange } from './column-change.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

const CALLED = new Set(['function', 'text_search_configuration']);

/** Defaults and generated columns that call a function (or search by a configuration) that is made anew go before it and come back after it. */
export function letGo(before: Table, after: Table, id: ObjectId, context: DriverContext): StepDraft[] {
  if (!CALLED.has(idKind(id))) return [];
  const name = /([^."]+)"?(?:\([^(]*)?$/.exec(idName(id))?.[1] ?? '';
  return before.columns.flatMap((column): StepDraft[] => {
    const kept = after.columns.find((c) => c.name === column.name);
    if (kept !== undefined && column.generated?.expression.includes(name)) {
      const { drop, add } = anew(after, column, kept, context);
      return [
        ...drop.map((d) => ({ ...d, frees: [...(d.frees ?? []), id] })),
        ...add.map((d) => ({ ...d, needs: [...(d.needs ?? []), id] })),
      ];
    }
    if (!column.default?.includes(name) || kept?.default !== column.default || kept.type !== column.type) return [];
    const alter = `ALTER TABLE ONLY ${quote.name(after.schema, after.name)} ALTER COLUMN ${quote.ident(column.name)}`;
    const [drop, set] = [`${alter} DROP DEFAULT`, `${alter} SET DEFAULT ${column.default}`];
    const form = { locks: locks('alter column', idOf(after)) };
    return [
      { sql: drop, undo: [set], frees: [id], ...form },
      { sql: set, undo: [drop], needs: [id, idOf(after)], ...form },
    ];
  });
}

/** A column's type cannot change under a generated column that mentions it: that one is dropped and computed again. */
export function generatedOverChanged(
  table: Table,
  kept: readonly Column[],
  former: ReadonlyMap<string, Column>,
  context: DriverContext,
): ColumnChange[] {
  const changed = kept.filter((c) => former.get(c.name)?.type !== c.type && c.generated === undefined);
  return kept.flatMap((c) => {
    const old = former.get(c.name);
    const expression = old?.generated?.expression;
    if (old === undefined || expression === undefined || c.generated === undefined) return [];
    if (!changed.some((other) => expression.includes(other.name))) return [];
    const { drop, add, rebuilds } = anew(table, old, c, context);
    const between = changed.map((other) => columnId(table.schema, table.name, other.name));
    return [
      {
        drop: drop.map((d) => ({ ...d, frees: [...(d.frees ?? []), ...between] })),
        steps: [],
        add: add.map((d) => ({ ...d, needs: [...(d.needs ?? []), ...between] })),
        rebuilds,
      },
    ];
  });
}
