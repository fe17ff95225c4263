import { type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { bothSides } from './both-sides.ts';
import { addNotNull } from './column-settings.ts';
import { alterTable } from './columns.ts';
import { withNamesAbove } from './given-members.ts';
import { locks } from './locks.ts';
import { placeId } from './names.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';

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
  const form = { needs, undo: [], locks: locks('alter column', idOf(table), tableId(of.schema, of.table)) };
  const statements = [
    `ALTER TABLE ${whole} DETACH PARTITION ${own}`,
    ...open.flatMap((c) => [
      `${alterTable(table)} ALTER COLUMN ${quote.ident(c.name)} DROP NOT NULL`,
      addNotNull(table, c),
    ]),
    `ALTER TABLE ${whole} ATTACH PARTITION ${own} ${of.bound}`,
  ];
  return statements.map((sql) => ({ ...form, sql, makes: [placeId(table)] }));
}
