import { sameData } from '../../model/digest.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { columnStep, identityClause, identitySequence } from './columns.ts';
import { locks } from './locks.ts';
import { makeObjectName, notNullId } from './names.ts';
import { quote } from './quote.ts';
import { changedOptions } from './sequence-options.ts';

/** How a column becomes or stops to be an identity, or another one. */
export function identitySteps(table: Table, former: Column, column: Column): StepDraft[] {
  const [a, b] = [former.identity, column.identity];
  if (sameData(a, b)) return [];
  if (a === undefined && b !== undefined) {
    const makes = identitySequence(table, column);
    const needs = [notNullId(table.schema, table.name, column.name)];
    const add = columnStep(table, column, `ADD ${identityClause(b)}`, 'DROP IDENTITY', { makes, needs });
    return [add, pastLargest(table, column)];
  }
  if (a !== undefined && b === undefined) {
    const ends = identitySequence(table, former);
    const drop = columnStep(table, column, 'DROP IDENTITY', `ADD ${identityClause(a)}`, { ends });
    return [{ ...drop, undo: [...(drop.undo ?? []), pastLargest(table, column).sql] }];
  }
  if (a === undefined || b === undefined) return [];
  const change = (from: typeof a, to: typeof b, types: readonly [string, string]): string =>
    [
      ...(from.mode === to.mode ? [] : [`GENERATED ${to.mode === 'always' ? 'ALWAYS' : 'BY DEFAULT'}`]),
      ...changedOptions(from, to, types),
    ]
      .map((words) => `SET ${words}`)
      .join(' ');
  const text = change(a, b, [column.type, column.type]);
  return text === '' ? [] : [columnStep(table, column, text, change(b, a, [column.type, column.type]))];
}

/** Starts a fresh identity after the values that are there. */
function pastLargest(table: Table, column: Column): StepDraft {
  const [name, place] = [quote.ident(column.name), quote.name(table.schema, table.name)];
  const sequence = `pg_get_serial_sequence(${quote.literal(place)}, ${quote.literal(column.name)})`;
  return {
    sql: `SELECT setval(${sequence}, max(${name})) FROM ${place} HAVING max(${name}) IS NOT NULL`,
    undo: [],
    needs: [idOf(table), columnId(table.schema, table.name, column.name), ...identitySequence(table, column)],
    locks: locks('read', idOf(table)),
  };
}

/** The sequence behind an identity column keeps up with the names of its table and column, as a fresh one would be called. */
export function renameIdentitySequence(before: Table, former: Column, after: Table, column: Column): StepDraft[] {
  if (former.identity === undefined || column.identity === undefined) return [];
  const [a, b] = [makeObjectName(before.name, former.name, 'seq'), makeObjectName(after.name, column.name, 'seq')];
  const rename = (from: string, to: string): string =>
    `ALTER SEQUENCE IF EXISTS ${quote.name(after.schema, from)} RENAME TO ${quote.ident(to)}`;
  const owner = idOf(after);
  if (a === b) return [];
  return [
    {
      sql: rename(a, b),
      undo: [rename(b, a)],
      needs: [owner, columnId(after.schema, after.name, column.name)],
      locks: locks('rename', owner),
    },
  ];
}
