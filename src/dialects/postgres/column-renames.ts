import { memberId, type ObjectId } from '../../model/id.ts';
import { columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { alterTable } from './columns.ts';
import { heirColumns } from './heirs.ts';
import { renameIdentitySequence } from './identity-change.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

/** Former name → present name, for the renames that have not happened yet. */
export function renamedColumns(before: Table, after: Table): ReadonlyMap<string, string> {
  const there = new Set(before.columns.map((c) => c.name));
  const declared = new Set(after.columns.map((c) => c.name));
  return new Map(
    after.columns.flatMap(({ name, renamedFrom: old }) =>
      old !== undefined && there.has(old) && !there.has(name) && !declared.has(old) ? [[old, name] as const] : [],
    ),
  );
}

/** That a column has its present name: what is made anew under it ends and makes the column itself. */
export function calledId(table: Table, column: string): ObjectId {
  return memberId('called', table.schema, table.name, column);
}

/** The statements that rename columns, which partitions and heirs follow; `goes` says of a present name whether that column is made anew. */
export function renameSteps(
  before: Table,
  after: Table,
  renamed: ReadonlyMap<string, string>,
  goes: (name: string) => boolean,
  context: DriverContext,
): StepDraft[] {
  return [...renamed].flatMap(([from, to]) => {
    const rename = (a: string, b: string): string =>
      `${alterTable(after)} RENAME COLUMN ${quote.ident(a)} TO ${quote.ident(b)}`;
    const [a, b] = [columnId(after.schema, after.name, from), columnId(after.schema, after.name, to)];
    const former = before.columns.find((c) => c.name === from);
    const column = after.columns.find((c) => c.name === to);
    const step: StepDraft = {
      sql: rename(from, to),
      undo: [rename(to, from)],
      ends: [a, ...heirColumns(after, from, context.before)],
      makes: [calledId(after, to), ...(goes(to) ? [] : [b, ...heirColumns(after, to, context.after)])],
      needs: [idOf(after)],
      locks: locks('rename', idOf(after)),
      hazards: [{ kind: 'breaks_readers', object: a, message: `whoever still says ${after.name}.${from} fails` }],
    };
    if (former === undefined || column === undefined) return [step];
    return [step, ...renameIdentitySequence(after, former, after, { ...column, identity: former.identity })];
  });
}
