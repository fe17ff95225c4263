import { type ObjectId, objectId } from '../../model/id.ts';
import { type ForeignKey, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { renamedColumns } from './column-renames.ts';
import { columnIds } from './keys.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';
import { addForeignKey, mayLackCounterparts, tablesOf, unchecked, uncheckedSteps } from './unchecked.ts';

const onTable = (key: ForeignKey): string => `ALTER TABLE ${quote.name(key.schema, key.table)}`;
const dropKey = (key: ForeignKey): string => `${onTable(key)} DROP FOREIGN KEY ${quote.ident(key.name)}`;

/** Takes the foreign keys over renamed columns of the table away, and brings them back under the present names. */
export function keysAside(
  { name }: Table,
  renamed: ReadonlyMap<string, string>,
  context: DriverContext,
): { readonly aside: StepDraft[]; readonly again: StepDraft[] } {
  const moved = new Set([...renamed.keys(), ...renamed.values()]);
  const moves = (table: string, columns: readonly string[]): boolean =>
    table === name && columns.some((c) => moved.has(c));
  const keys = [...context.before.values()].filter(
    (o): o is ForeignKey =>
      o.kind === 'foreign_key' && (moves(o.table, o.columns) || moves(o.references.table, o.references.columns)),
  );
  const away = (from: ForeignKey): StepDraft => ({
    sql: dropKey(from),
    undo: unchecked(addForeignKey(from, context.before, true, context), from),
    needs: tablesOf(from),
    frees: columnsOf(from),
    locks: locks('instant', ...tablesOf(from)),
    transaction: 'alone',
  });
  const back = (to: ForeignKey): StepDraft[] =>
    uncheckedSteps(to, {
      sql: addForeignKey(to, context.after, true, context),
      undo: [dropKey(to)],
      needs: [...tablesOf(to), ...columnsOf(to)],
      locks: locks('inplace', ...tablesOf(to)),
      transaction: 'alone',
      hazards: mayLackCounterparts(to),
    });
  return {
    aside: keys.map((k) => away(withColumns(k, formerName(context)))),
    again: keys.flatMap((k) => back(withColumns(k, presentName(context)))),
  };
}

/** What a column is called, by the present name of its table. */
type ColumnName = (table: string, column: string) => string;

function presentName({ before, after }: DriverContext): ColumnName {
  return (name, column) => renamesOf(name, before, after).get(column) ?? column;
}

function formerName({ before, after }: DriverContext): ColumnName {
  return (name, column) => {
    const [former = column] = [...renamesOf(name, before, after)].find(([, b]) => b === column) ?? [];
    return former;
  };
}

function renamesOf(
  name: string,
  before: DriverContext['before'],
  after: DriverContext['after'],
): ReadonlyMap<string, string> {
  const to = after.get(objectId('table', '', name));
  if (to?.kind !== 'table') return new Map();
  const from = before.get(objectId('table', '', to.renamedFrom ?? name)) ?? before.get(objectId('table', '', name));
  return from?.kind === 'table' ? renamedColumns(from, to) : new Map();
}

function withColumns(key: ForeignKey, name: ColumnName): ForeignKey {
  const { table, columns, references: to } = key;
  return {
    ...key,
    columns: columns.map((c) => name(table, c)),
    references: { ...to, columns: to.columns.map((c) => name(to.table, c)) },
  };
}

function columnsOf({ schema, table, columns, references: to }: ForeignKey): ObjectId[] {
  return [...columnIds(schema, table, columns), ...columnIds(to.schema, to.table, to.columns)];
}
