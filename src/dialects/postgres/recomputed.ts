import { type Hazard } from '../../model/hazard.ts';
import { idKind, type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { anew, type ColumnChange } from './column-change.ts';
import { alterTable, collate } from './columns.ts';
import { locks } from './locks.ts';
import { columnMeaningId, columnShapeId, multirangeName } from './names.ts';
import { calls } from './needs.ts';
import { quote } from './quote.ts';
import { typePlace } from './types.ts';

const CALLED = new Set(['function', 'text_search_configuration']);

/** What columns do while something that they call, or are of, is made anew: they go before it and come back after it. */
export function letGo(before: Table, after: Table, id: ObjectId, context: DriverContext): StepDraft[] {
  if (idKind(id) === 'range' || idKind(id) === 'collation') return aside(before, after, id, context);
  if (!CALLED.has(idKind(id))) return [];
  return before.columns.flatMap((column): StepDraft[] => {
    const kept = after.columns.find((c) => c.name === column.name);
    if (kept !== undefined && calls(column.generated?.expression, id)) {
      const { drop, add } = anew(after, column, kept, context);
      return [
        ...drop.map((d) => ({ ...d, frees: [...(d.frees ?? []), id] })),
        ...add.map((d) => ({ ...d, needs: [...(d.needs ?? []), id] })),
      ];
    }
    if (!calls(column.default, id) || kept?.default !== column.default || kept?.type !== column.type) return [];
    const alter = `ALTER TABLE ONLY ${quote.name(after.schema, after.name)} ALTER COLUMN ${quote.ident(column.name)}`;
    const [drop, set] = [`${alter} DROP DEFAULT`, `${alter} SET DEFAULT ${column.default}`];
    const form = { locks: locks('alter column', idOf(after)) };
    return [
      { sql: drop, undo: [set], frees: [id], ...form },
      { sql: set, undo: [drop], needs: [id, idOf(after)], ...form },
    ];
  });
}

/** The type that a column has while its own range type or collation is made anew, or null when it is of neither. */
function typeMeanwhile({ type, collation }: Column, id: ObjectId, context: DriverContext): string | null {
  const object = context.before.get(id);
  const is = (text: string | undefined, names: readonly string[]): boolean => {
    const place = text === undefined ? null : typePlace(text, 'public');
    return place !== null && place.schema === object?.schema && names.includes(place.name);
  };
  if (object?.kind === 'collation') return is(collation, [object.name]) ? type : null;
  if (object?.kind !== 'range') return null;
  return is(type, [object.name, multirangeName(object.name)]) ? 'text' : null;
}

/** Columns leave a range type or a collation while it is made anew: its multirange and its constructors keep their names. */
function aside(before: Table, after: Table, id: ObjectId, context: DriverContext): StepDraft[] {
  if (after.partitionOf !== undefined) return [];
  return after.columns.flatMap((column): StepDraft[] => {
    const meanwhile = typeMeanwhile(column, id, context);
    const kept = before.columns.find((c) => c.name === column.name);
    if (meanwhile === null || column.generated !== undefined) return [];
    if (kept?.type !== column.type || kept.collation !== column.collation) return [];
    const name = quote.ident(column.name);
    const ids = [columnId, columnShapeId, columnMeaningId].map((of) => of(after.schema, after.name, column.name));
    const owner = idOf(after);
    const change = (type: string, first: string, then: string): string =>
      `${alterTable(after)} ${first}ALTER COLUMN ${name} TYPE ${type}${meanwhile === column.type ? '' : ` USING ${name}::${type}`}${then}`;
    const leave = (value: string | undefined): string =>
      change(meanwhile, value === undefined ? '' : `ALTER COLUMN ${name} DROP DEFAULT, `, '');
    const come = (value: string | undefined): string =>
      change(
        `${column.type}${collate(column.collation)}`,
        '',
        value === undefined ? '' : `, ALTER COLUMN ${name} SET DEFAULT ${value}`,
      );
    const value = kept.default === column.default ? column.default : undefined;
    const message = `rewrites ${after.name} to change the type of its columns`;
    const hazards: Hazard[] = meanwhile === column.type ? [] : [{ kind: 'rewrites_table', object: owner, message }];
    const form = { locks: locks('alter column', owner), hazards };
    return [
      { sql: leave(kept.default), undo: [come(kept.default)], needs: [owner], frees: [id], ends: ids, ...form },
      { sql: come(value), undo: [leave(value)], needs: [owner, id], makes: ids, ...form },
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
