import { type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { isMoved } from './attachment.ts';
import { notNullName } from './column-settings.ts';
import { namesAbove, withNamesAbove } from './given-members.ts';
import { allColumns, givenColumns } from './heirs.ts';
import { locks } from './locks.ts';
import { keptBelowId, nullableId } from './names.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';
import { withNotNullOf } from './standing.ts';
import { goneKeyId } from './whole-index.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/**
 * Whether a partition has to leave its table for a moment because a not-null constraint is not called as the table's: no
 * statement renames it there, nor that of the table. `handed`: the partition as its table's changes leave it.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function isAsideForNames(
  before: Table,
  after: Table,
  handed: Table,
  final: readonly Column[],
  context: Sides,
): boolean {
  if (after.partitionOf === undefined || isMoved(before, after)) return false;
  const [had, has] = [namesAbove(before, context.before), namesAbove(after, context.after)];
  const own = ownNames(before, context);
  const now = new Map(handed.columns.map((c) => [c.name, c]));
  return final.some((column) => {
    const [present, above] = [now.get(column.name), has.get(column.name)];
    if (!comesBack(column, before, had, has)) return true;
    if (!column.notNull || !present?.notNull || above === undefined) return false;
    if (present.notNullOwn !== column.notNullOwn) return true;
    if (notNullName(after.name, present) !== notNullName(after.name, column)) return true;
    if (present.notNullNotValid !== column.notNullNotValid) return true;
    const former = had.get(column.name);
    return former !== undefined && former !== above && own.get(column.name) !== former;
  });
}

/**
 * Whether the way back has a partition's constraint as it was without leaving. Of what is NOT VALID as its table's, only what came
 * with that is that's alone; what is its own, too, stays when that is dropped to come back.
 */
function comesBack(
  { name, notNull, notNullNotValid: open }: Column,
  { columns }: Table,
  had: ReadonlyMap<string, string>,
  has: ReadonlyMap<string, string>,
): boolean {
  const former = columns.find((c) => c.name === name);
  if (!former?.notNullNotValid || !had.has(name)) return true;
  if (former.notNullOwn) return open === true || !has.has(name);
  return has.has(name) || (!notNull && former.notNullName === undefined);
}

/** Whether a partition leaves its table for a moment to get another bound. */
export function isRebound({ partitionOf: a }: Table, { partitionOf: b }: Table): boolean {
  return a !== undefined && b !== undefined && a.schema === b.schema && a.table === b.table && a.bound !== b.bound;
}

/** A partition that is away when the not-null constraints of its table change: its own are what they were. */
export function withOwnNames(before: Table, handed: Table, { before: objects, capabilities }: DriverContext): Table {
  if (!capabilities.namedNotNull) return handed;
  const own = new Map(withNamesAbove(before, objects).columns.map((c) => [c.name, c]));
  const columns = handed.columns.map((c): Column => {
    const former = own.get(c.name);
    if (former === undefined) return c;
    return withNotNullOf(c, former.notNull ? { ...former, notNullName: notNullName(before.name, former) } : former);
  });
  return { ...handed, columns };
}

function ownNames(before: Table, { before: objects }: Sides): ReadonlyMap<string, string> {
  const columns = withNamesAbove(before, objects).columns.filter((c) => c.notNull);
  return new Map(columns.map((c) => [c.name, notNullName(before.name, c)]));
}

/**
 * A partition's own not-null constraint goes with that of its table, or stays: nothing tells which. Where it is to stay, it is
 * added after that; who has it already does not mind.
 */
export function keptNotNulls(
  before: Table,
  after: Table,
  final: readonly Column[],
  context: DriverContext,
): StepDraft[] {
  const of = after.partitionOf;
  if (after.inherits !== undefined) return keptOfHeir(before, after, context);
  if (!context.capabilities.namedNotNull || of === undefined || isMoved(before, after)) return [];
  const [had, has] = [namesAbove(before, context.before), namesAbove(after, context.after)];
  const own = ownNames(before, context);
  const parent = tableId(of.schema, of.table);
  const only = after.partitionBy === undefined ? 'ONLY ' : '';
  return final.flatMap(({ name, notNull }): StepDraft[] => {
    const [present, a, b] = [own.get(name), had.get(name), has.get(name)];
    if (!notNull || present === undefined || present === a || (a === undefined) === (b === undefined)) return [];
    const valid = before.columns.some((c) => c.name === name && c.notNullNotValid) ? ' NOT VALID' : '';
    const sql = `ALTER TABLE ${only}${quote.name(after.schema, after.name)} ADD CONSTRAINT ${quote.ident(present)} NOT NULL ${quote.ident(name)}${valid}`;
    // The way back adds it before a key of the partition's own, which would give it another name.
    const order =
      a === undefined
        ? { makes: [keptBelowId(parent, name)], needs: [goneKeyId(after)] }
        : { needs: [nullableId(parent, name)] };
    return [{ sql, undo: a === undefined ? [sql] : [], locks: locks('add check', idOf(after)), ...order }];
  });
}

/**
 * The same of an heir whose constraint holds for all rows while that of its parents does not: it came with the heir from them, or
 * is the heir's own.
 */
function keptOfHeir(before: Table, after: Table, context: DriverContext): StepDraft[] {
  if (!context.capabilities.namedNotNull) return [];
  const final = new Map(after.columns.map((c) => [c.name, c]));
  return [...provenOf(before, context.before)].flatMap(([name, own]): StepDraft[] => {
    const column = final.get(name);
    const parents = (after.inherits ?? []).map((p) => tableId(p.schema, p.table));
    const goes = parents.filter((id) => !givesNotNull(id, name, context.after));
    const called = notNullName(before.name, own);
    if (goes.length === 0 || !column?.notNull || notNullName(after.name, column) !== called) return [];
    const sql = `ALTER TABLE ONLY ${quote.name(after.schema, after.name)} ADD CONSTRAINT ${quote.ident(called)} NOT NULL ${quote.ident(name)}`;
    const needs = goes.map((id) => nullableId(id, name));
    return [{ sql, undo: [], locks: locks('add check', idOf(after)), needs }];
  });
}

/** The columns of an heir whose not-null constraints hold for all rows while those of its parents do not. */
export function provenOf(heir: Table, objects: DriverContext['after']): ReadonlyMap<string, Column> {
  const own = new Map(heir.columns.map((c) => [c.name, c]));
  return new Map(
    givenColumns(heir.inherits ?? [], objects, true).flatMap(({ name, notNullNotValid }) => {
      const said = own.get(name);
      return notNullNotValid && said?.notNull && !said.notNullNotValid ? [[name, said]] : [];
    }),
  );
}

function givesNotNull(id: ObjectId, column: string, objects: DriverContext['after']): boolean {
  const table = objects.get(id);
  const found = table?.kind === 'table' ? allColumns(table, objects, true).find((c) => c.name === column) : undefined;
  return found?.notNull === true && !found.notNullNoInherit;
}
