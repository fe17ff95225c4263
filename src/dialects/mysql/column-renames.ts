import { type ObjectId } from '../../model/id.ts';
import { type Check, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { alterTable } from './alter-table.ts';
import { columnDefinition } from './columns.ts';
import { columnsIn, renameColumns } from './expression.ts';
import { columnIds } from './keys.ts';
import { keysAside } from './keys-aside.ts';
import { checkClause } from './kinds/check.ts';
import { locks } from './locks.ts';
import { withColumnNames } from './partition-list.ts';
import { quote } from './quote.ts';

/** Former name → present name, for the renames that have not happened yet. To the server, names that differ in case are one. */
export function renamedColumns(before: Table, after: Table): ReadonlyMap<string, string> {
  const there = new Set(before.columns.map((c) => c.name));
  const declared = new Set(after.columns.map((c) => c.name));
  return new Map(
    after.columns.flatMap(({ name, renamedFrom }) => {
      if (there.has(name)) return [];
      const same = before.columns.find((c) => c.name.toLowerCase() === name.toLowerCase())?.name;
      const old = same ?? renamedFrom;
      return old !== undefined && there.has(old) && !declared.has(old) ? [[old, name] as const] : [];
    }),
  );
}

/** The table as it is once its columns are renamed. */
export function withNames(table: Table, renamed: ReadonlyMap<string, string>): Table {
  if (renamed.size === 0) return table;
  const present = (name: string): string => renamed.get(name) ?? name;
  const { primaryKey, options } = table;
  const by = options?.partition_by;
  return {
    ...table,
    ...(by !== undefined && { options: { ...options, partition_by: withColumnNames(by, renamed) } }),
    columns: table.columns.map((c) => ({
      ...c,
      name: present(c.name),
      ...(c.generated && { generated: { ...c.generated, expression: renameColumns(c.generated.expression, renamed) } }),
      ...(c.check && { check: renameColumns(c.check, renamed) }),
    })),
    ...(primaryKey && {
      primaryKey: { ...primaryKey, columns: primaryKey.columns.map((k) => ({ ...k, column: present(k.column) })) },
    }),
  };
}

/**
 * MySQL refuses to rename what a check or generated column mentions, unless they are said anew in the same statement; and what
 * a foreign key mentions, too, in such a statement: then the key steps aside.
 */
export function renameSteps(
  before: Table,
  former: Table,
  renamed: ReadonlyMap<string, string>,
  context: DriverContext,
): StepDraft[] {
  const { schema, name } = former;
  const mentions = (text: string): boolean => columnsIn(text, renamed.keys()).length > 0;
  const mariadb = context.server.product === 'mariadb';
  const generated = before.columns.flatMap((c, i) => {
    const present = former.columns[i];
    return !mariadb && c.generated !== undefined && mentions(c.generated.expression) && present !== undefined
      ? [[c, present] as const]
      : [];
  });
  const checks = mariadb ? [] : keptChecks(former, context);
  const carried = checks.filter((c) => mentions(c.expression));
  const back = new Map(Array.from(renamed, ([a, b]) => [b, a]));
  const statement = (names: ReadonlyMap<string, string>, forth: boolean): string =>
    `${alterTable(former)} ${[
      ...carried.map((c) => `DROP CHECK ${quote.ident(c.name)}`),
      ...Array.from(names, ([a, b]) => `RENAME COLUMN ${quote.ident(a)} TO ${quote.ident(b)}`),
      ...generated.map(([a, b]) => `MODIFY COLUMN ${columnDefinition(forth ? b : a)}`),
      ...carried.map(
        (c) => `ADD ${checkClause(forth ? { ...c, expression: renameColumns(c.expression, renamed) } : c)}`,
      ),
    ].join(', ')}`;
  const id = idOf(former);
  const copies = generated.length + carried.length > 0;
  const step: StepDraft = {
    sql: statement(renamed, true),
    undo: [statement(back, false)],
    locks: locks(copies ? 'copy' : 'instant', id),
    transaction: 'alone',
    hazards: Array.from(renamed.keys(), (column) => ({
      kind: 'breaks_readers',
      object: columnId(schema, name, column),
      message: `whoever still says ${name}.${column} fails`,
    })),
  };
  const { aside, again } = copies ? keysAside(former, renamed, context) : { aside: [], again: [] };
  const chain = [...aside, step, ...again];
  const mark = (i: number): ObjectId => `renaming-${i}:${id}`;
  return chain.map((draft, i) => ({
    ...draft,
    needs: [id, ...(draft.needs ?? []), ...(i === 0 ? [] : [mark(i - 1)])],
    makes: [mark(i), ...(i === chain.length - 1 ? columnIds(schema, name, renamed.values()) : [])],
    ...(i === 0 ? { ends: columnIds(schema, name, renamed.keys()) } : {}),
  }));
}

/** The checks of a table, under its present name, that the plan does not touch by themselves. */
function keptChecks(table: Table, { before, after }: DriverContext): Check[] {
  return [...before.values()].flatMap((o) => {
    if (o.kind !== 'check' || (o.table !== table.name && o.table !== table.renamedFrom)) return [];
    const check = { ...o, table: table.name };
    const present = after.get(idOf(check));
    const same =
      present?.kind === 'check' && present.expression === o.expression && present.notEnforced === o.notEnforced;
    return same ? [check] : [];
  });
}
