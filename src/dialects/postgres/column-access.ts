import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { holderOf, ownedId, rightsOf, withPresentColumns } from './access-kinds.ts';
import { type AclStep, aclSteps } from './acl-change.ts';
import { formerTable } from './column-uses.ts';
import { NO_LOCKS } from './locks.ts';

/** The statements that give a column that an undo has made again its privileges. */
export function columnAccessAgain(table: Table, column: string, context: DriverContext): string[] {
  const former = withPresentColumns(formerTable(table, context), table);
  return granted(table, former, 'before', column, context).map((s) => s.sql);
}

/** What gives a column that was made anew, `ids`, its privileges. */
export function columnAccess(
  table: Table,
  column: string,
  ids: StepDraft['needs'],
  context: DriverContext,
): StepDraft[] {
  return granted(table, table, 'after', column, context).map(({ sql }) => {
    return { sql, undo: [], needs: [idOf(table), ownedId(table), ...(ids ?? [])], locks: NO_LOCKS };
  });
}

function granted(
  table: Table,
  of: ReturnType<typeof withPresentColumns>,
  objects: 'before' | 'after',
  column: string,
  { [objects]: side, server }: DriverContext,
): AclStep[] {
  const holder = holderOf(table, server);
  if (holder === null) return [];
  const rights = rightsOf(of, side, server);
  return aclSteps(holder, rights, rights, (name) => name === column);
}
