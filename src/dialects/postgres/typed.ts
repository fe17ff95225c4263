import { memberId, type ObjectId, objectId } from '../../model/id.ts';
import { type CompositeType, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { alterTable } from './columns.ts';
import { heirsOf } from './heirs.ts';
import { locks } from './locks.ts';
import { rowTypeId } from './names.ts';
import { columnIds } from './needs.ts';
import { quote } from './quote.ts';

/** The type of a typed table. */
export function typeOfTable({ of }: Table): ObjectId[] {
  return of === undefined ? [] : [objectId('composite', of.schema, of.name)];
}

/** That a type's attributes are as they are: its tables let go of it before they change, and take it up after that. */
export function attributesId({ schema, name }: Pick<CompositeType, 'schema' | 'name'>): ObjectId {
  return memberId('attributes', schema, name, 'all');
}

/**
 * A typed table lets go of its type while its columns or that type change, and takes it up again: each then changes by itself,
 * with all that depends on it. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-OF
 */
export function untyped(before: Table, after: Table): StepDraft[] {
  const columns = (t: Table): ObjectId[] =>
    columnIds(
      after.schema,
      after.name,
      t.columns.map((c) => c.name),
    );
  const [leave, take] = [clause(undefined), clause(after.of)];
  const alter = (words: string): string => `${alterTable(after)} ${words}`;
  const form = { locks: locks('alter column', idOf(after)) };
  const former = new Set(columns(before));
  const steps: StepDraft[] = [];
  if (before.of !== undefined) {
    steps.push({
      sql: alter(leave),
      undo: [alter(clause(before.of))],
      needs: [idOf(after)],
      frees: [...typeOfTable(before), attributesId(before.of), ...former],
      ends: columns(after).filter((id) => !former.has(id)),
      makes: [ownColumnsId(after)],
      ...form,
    });
  }
  if (after.of !== undefined) {
    const own = before.of === undefined ? [] : [ownColumnsId(after)];
    const needs = [idOf(after), ...typeOfTable(after), attributesId(after.of), ...columns(after), ...own];
    steps.push({ sql: alter(take), undo: [alter(leave)], needs, ends: [ownColumnsId(after)], ...form });
  }
  return steps;
}

/** The time in which a table's columns are its own. */
function ownColumnsId({ schema, name }: Table): ObjectId {
  return memberId('own_columns', schema, name, 'all');
}

/** A step that runs while a table's columns are its own. */
export function whileUntyped(table: Table, step: StepDraft): StepDraft {
  const id = ownColumnsId(table);
  return { ...step, needs: [...(step.needs ?? []), id], frees: [...(step.frees ?? []), id] };
}

/** A step that changes a table's columns, and so its row type and those of its heirs. */
export function changingRows(table: Table, step: StepDraft, { after }: Pick<DriverContext, 'after'>): StepDraft {
  const ids = [table, ...heirsOf(table, after)].map(rowTypeId);
  return { ...step, makes: [...(step.makes ?? []), ...ids], ends: [...(step.ends ?? []), ...ids] };
}

/** A step that changes a type: what goes is gone by then, what comes is not there yet, and its tables have let go of it. */
export function betweenTypes(type: CompositeType, step: StepDraft): StepDraft {
  const ids = [idOf(type), attributesId(type)];
  return { ...step, ends: [...(step.ends ?? []), ...ids], makes: [...(step.makes ?? []), ...ids] };
}

function clause(of: Table['of']): string {
  return of === undefined ? 'NOT OF' : `OF ${quote.name(of.schema, of.name)}`;
}

/** Whether a table's columns must be its own while it changes. */
export function isUntyped(before: Table, after: Table): boolean {
  if (before.of === undefined && after.of === undefined) return false;
  const shape = (t: Table): string =>
    JSON.stringify([t.of, t.columns.map((c) => [c.name, c.type, c.collation, c.generated !== undefined])]);
  return shape(before) !== shape(after);
}

/** Whether a table whose columns come and go at their places has them in the order that its type wants, and has again on the way back. */
export function staysInOrder(before: Table, after: Table): boolean {
  return isInOrder(before, after) && isInOrder(after, before);
}

function isInOrder(before: Table, after: Table): boolean {
  if (after.of === undefined) return true;
  const names = after.columns.map((c) => c.name);
  const present = before.columns.map((c) => after.columns.find((a) => a.renamedFrom === c.name)?.name ?? c.name);
  const kept = present.filter((name) => names.includes(name));
  return kept.every((name, i) => names[i] === name);
}

/** The tables of a type that stay so, as they let go of it while it changes. */
export function letGoOfType(type: CompositeType, { before, after }: DriverContext): StepDraft[] {
  return [...after.values()].flatMap((table) => {
    const former = before.get(idOf(table));
    if (table.kind !== 'table' || former?.kind !== 'table') return [];
    const is = [former, table].every(({ of }) => of?.schema === type.schema && of.name === type.name);
    return is ? untyped(former, table) : [];
  });
}
