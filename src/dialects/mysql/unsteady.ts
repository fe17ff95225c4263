import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { alterTable } from './alter-table.ts';
import { columnDefinition } from './columns.ts';
import { columnTypeId } from './dependencies.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

const UNSTEADY =
  /\b(uuid|uuid_short|rand|random_bytes|sysdate|connection_id|current_user|session_user|user|version|found_rows|row_count|last_insert_id|load_file|sleep|get_lock|release_lock|is_free_lock|is_used_lock)\s*\(/i;

/**
 * MySQL refuses to add a column whose default is another one for every row (error 1674): it comes without, then gets its
 * default and its values. https://dev.mysql.com/doc/refman/9.0/en/replication-rbr-safe-unsafe.html
 */
export function isUnsteady(value: string | undefined, { server }: Pick<DriverContext, 'server'>): boolean {
  if (value === undefined || server.product !== 'mysql') return false;
  return UNSTEADY.test(value.replaceAll(/'(?:[^'\\]|\\.|'')*'/gs, "''"));
}

/** The table without such defaults where they are new: as ADD COLUMN and MODIFY COLUMN take it beside other changes. */
export function withoutUnsteady(before: Table, after: Table, context: DriverContext): Table {
  const known = new Map(before.columns.map((c) => [c.name, c]));
  const columns = after.columns.map((c) => {
    const former = known.get(c.name);
    if (!isUnsteady(c.default, context) || former?.default === c.default) return c;
    const { default: _, ...rest } = c;
    return former === undefined ? { ...rest, notNull: undefined } : rest;
  });
  return { ...after, columns };
}

/** What gives such columns the default and the values that they shall have. */
export function fillSteps(before: Table, after: Table, context: DriverContext): StepDraft[] {
  const known = new Map(before.columns.map((c) => [c.name, c]));
  const owner = idOf(after);
  return after.columns.flatMap((column) => {
    const former = known.get(column.name);
    if (!isUnsteady(column.default, context) || former?.default === column.default) return [];
    if (former !== undefined) return [defaultStep(after, column)];
    const needs = [owner, columnId(after.schema, after.name, column.name)];
    const modify = `${alterTable(after)} MODIFY COLUMN ${columnDefinition({ ...column, notNull: undefined })}`;
    const fill = `UPDATE ${quote.name(after.schema, after.name)} SET ${quote.ident(column.name)} = DEFAULT`;
    const steps: StepDraft[] = [
      { sql: modify, undo: [], needs, locks: locks('instant', owner), transaction: 'alone' },
      { sql: fill, undo: [], needs, locks: locks('rows', owner), transaction: 'alone', timeout: 0 },
    ];
    if (!column.notNull) return steps;
    const strict = `${alterTable(after)} MODIFY COLUMN ${columnDefinition(column)}`;
    return [...steps, { sql: strict, undo: [], needs, locks: locks('inplace', owner), transaction: 'alone' }];
  });
}

/** The default of a column that is there already, in a statement of its own. MySQL 9.7 may pass over SET DEFAULT in silence. */
function defaultStep(table: Table, column: Column): StepDraft {
  const { default: _, ...rest } = column;
  const owner = idOf(table);
  return {
    sql: `${alterTable(table)} MODIFY COLUMN ${columnDefinition(column)}`,
    undo: [`${alterTable(table)} MODIFY COLUMN ${columnDefinition(rest)}`],
    needs: [owner, columnId(table.schema, table.name, column.name), columnTypeId(table.name, column.name)],
    locks: locks('instant', owner),
    transaction: 'alone',
  };
}
