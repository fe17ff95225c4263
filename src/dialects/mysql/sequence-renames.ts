import { objectId } from '../../model/id.ts';
import { idOf, type Sequence, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { alterTable } from './alter-table.ts';
import { defaultText } from './columns.ts';
import { columnsIn, renameColumns } from './expression.ts';
import { relationId } from './keys.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

const to = (a: Sequence, b: Sequence): string =>
  `RENAME TABLE ${quote.name(a.schema, a.name)} TO ${quote.name(b.schema, b.name)}`;

/** MariaDB keeps the former name in defaults and takes none that is not there: the way back renames first, then says the defaults. */
export function renameSequence(before: Sequence, after: Sequence, context: DriverContext): StepDraft[] {
  const users = tablesOver(before, context);
  return [
    {
      sql: to(before, after),
      undo: [to(after, before), ...users.map(({ table, defaults }) => `${alterTable(table)} ${defaults.join(', ')}`)],
      ends: [idOf(before), relationId(before)],
      makes: [idOf(after), relationId(after)],
      needs: users.map(({ table }) => idOf(table)),
      locks: locks('rename', idOf(before), ...users.map(({ table }) => idOf(table))),
      transaction: 'alone',
    },
  ];
}

/** The tables that stay, by their present names, with the clauses that say their former defaults from the sequence. */
function tablesOver(sequence: Sequence, { before, after }: DriverContext): { table: Table; defaults: string[] }[] {
  return [...after.values()].flatMap((table) => {
    if (table.kind !== 'table') return [];
    const former =
      before.get(objectId('table', table.schema, table.renamedFrom ?? table.name)) ?? before.get(idOf(table));
    const columns = former?.kind === 'table' ? former.columns : [];
    const defaults = columns.flatMap(({ name, default: text = '' }) =>
      columnsIn(text, [sequence.name]).length === 0
        ? []
        : [`ALTER COLUMN ${quote.ident(name)} SET DEFAULT ${defaultText(text)}`],
    );
    return defaults.length === 0 ? [] : [{ table, defaults }];
  });
}

/** The table with defaults from sequences under their present names: as it can be made while these are not renamed back. */
export function withPresentSequences(table: Table, { before, after }: DriverContext): Table {
  const names = new Map(
    [...after.values()].flatMap((o) =>
      o.kind === 'sequence' && o.renamedFrom !== undefined && before.has(idOf({ ...o, name: o.renamedFrom }))
        ? [[o.renamedFrom, o.name]]
        : [],
    ) as [string, string][],
  );
  if (names.size === 0) return table;
  const columns = table.columns.map((c) =>
    c.default === undefined ? c : { ...c, default: renameColumns(c.default, names) },
  );
  return { ...table, columns };
}
