import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { type Check, type ForeignKey, type Index, idOf, type Unique } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { tableId } from './needs.ts';
import { isRemadeTable } from './remake.ts';

type Condition = Check | ForeignKey | Unique | Index;

/** The rows of a table that is made anew come back before its conditions: those that it had just so they fit, others they may not. */
export function metAnew(object: Condition, context: DriverContext, message: string): Hazard[] {
  const [id, table] = [idOf(object), tableId(object.schema, object.table)];
  if (!context.isNew(table) || !isRemadeTable(table, context)) return [];
  const former = context.before.get(id);
  if (former !== undefined && sameData(bare(former), bare(object))) return [];
  return [{ kind: 'may_fail_on_data', object: id, message }];
}

const bare = ({ comment: _, dependsOn: __, ...rest }: { comment?: string; dependsOn?: readonly string[] }): object =>
  rest;
