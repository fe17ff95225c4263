import { type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { besideTable } from './attachment.ts';
import { bothSides } from './both-sides.ts';
import { addNotNull, notNullName } from './column-settings.ts';
import { alterTable } from './columns.ts';
import { withNamesAbove } from './given-members.ts';
import { type Place } from './handed-down.ts';
import { allColumns, givenColumns } from './heirs.ts';
import { newParents } from './inheritance.ts';
import { locks } from './locks.ts';
import { notNullId, placeId } from './names.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';
import { isRemadeTable } from './remake.ts';

/**
 * An heir that is made has been looked at, too. What its parents are to give NOT VALID does not come from those that get their
 * constraint after it, when they are made; where they have it already, as on the way back of what was dropped, the heir leaves them
 * for a moment.
 */
export function unprovenHeir(table: Table, context: DriverContext, isWayBack: boolean): StepDraft[] {
  const { inherits = [] } = table;
  const { before, capabilities } = context;
  if (inherits.length === 0 || !capabilities.namedNotNull) return [];
  const objects = bothSides(context);
  const named = new Map(allColumns(table, objects, true).map((c) => [c.name, c]));
  const isLater = ({ schema, table: name }: Place, column: string): boolean => {
    if (isWayBack) return false;
    const id = tableId(schema, name);
    const parent = objects.get(id);
    if (parent?.kind !== 'table' || (before.has(id) && !isRemadeTable(id, context))) return false;
    return !givenColumns(parent.inherits ?? [], objects, true).some((c) => c.name === column && c.notNull);
  };
  const open = givenColumns(inherits, objects, true).filter(
    (c) => c.notNullNotValid && named.get(c.name)?.notNullNotValid && !inherits.every((p) => isLater(p, c.name)),
  );
  if (open.length === 0) return [];
  const names = new Map(open.map((c) => [c.name, c.notNullName]));
  const said = table.columns.map(
    (c): Column => (names.has(c.name) ? proven({ ...c, notNullName: names.get(c.name) }) : c),
  );
  const given = open.filter((c) => !said.some((o) => o.name === c.name));
  const made = { ...table, columns: [...said, ...given.map((c) => proven({ ...c, inherited: true }))] };
  const fresh = { ...context, before: new Map([...objects, [idOf(table), made]]), after: objects };
  const { leave, gain, join } = newParents(made, table, fresh);
  const needs = [idOf(table)];
  // ONLY, as nobody is below it: a plan says nothing twice, and the table that this one replaces may have left its parents, too.
  const own = alterTable(table);
  return [...leave, ...gain, ...join].map(({ sql, locks: lock }) => ({
    sql: sql.startsWith(`${own} `) ? `ALTER TABLE ONLY ${sql.slice('ALTER TABLE '.length)}` : sql,
    undo: [],
    needs,
    makes: [placeId(table)],
    locks: lock,
  }));
}

/**
 * Whether a not-null constraint that is NOT VALID comes to an heir from its parents. `returning`: what `unprovenHeir` says. One that
 * the heir calls otherwise is its own, and is there before that of the parents, which joins it.
 */
export function isOpenFromAbove(
  table: Table,
  column: Column,
  given: Column | undefined,
  returning: readonly StepDraft[],
): boolean {
  if (!given?.notNullNotValid) return false;
  return table.inherits === undefined || returning.length > 0 || notNullName(table.name, column) === given.notNullName;
}

function proven({ notNullNotValid: _, ...column }: Column): Column {
  return column;
}

/**
 * A partition that is made has been looked at: what its table has NOT VALID holds there. Where it is to be NOT VALID there, too,
 * the partition, still empty, leaves for a moment.
 */
export function unproven(
  table: Table,
  given: ReadonlyMap<string, Column>,
  context: Pick<DriverContext, 'before' | 'after'>,
): StepDraft[] {
  const { partitionOf: of } = table;
  const isOpen = (c: Column): boolean => c.notNullNotValid === true && given.get(c.name)?.notNullNotValid === true;
  if (of === undefined || !table.columns.some(isOpen)) return [];
  const open = withNamesAbove(table, bothSides(context)).columns.filter(isOpen);
  const [whole, own] = [quote.name(of.schema, of.table), quote.name(table.schema, table.name)];
  const needs: ObjectId[] = [idOf(table)];
  const makes = [placeId(table), ...open.map((c) => notNullId(table.schema, table.name, c.name))];
  const form = { needs, undo: [], locks: locks('alter column', idOf(table), tableId(of.schema, of.table)) };
  const statements = [
    `ALTER TABLE ${whole} DETACH PARTITION ${own}`,
    ...open.flatMap((c) => [
      `${alterTable(table)} ALTER COLUMN ${quote.ident(c.name)} DROP NOT NULL`,
      addNotNull(table, c),
    ]),
    `ALTER TABLE ${whole} ATTACH PARTITION ${own} ${of.bound}`,
  ];
  return [...statements.map((sql) => ({ ...form, sql, makes })), ...besideTable(table, bothSides(context))];
}
