import { sameData } from '../../model/digest.ts';
import { type Check, idOf, type Table } from '../../model/object.ts';
import { tokens } from '../../model/statements.ts';
import { type DriverContext } from '../dialect.ts';
import { columnChanges } from './alter-table.ts';
import { columnsIn } from './expression.ts';
import { membersOf } from './keys.ts';
import { retypedColumns } from './keys-along.ts';

/**
 * Checks with strings that are made anew in the statement that copies their table over columns of other types. MySQL would print
 * the strings from then on in the character sets that the columns beside them had before, and what these lack as a question mark.
 */
export function checksAlong(former: Table, after: Table, { server, ...context }: DriverContext): Check[] {
  if (server.product !== 'mysql' || retypedColumns(former, after).size === 0) return [];
  // What stands on a column that is made anew goes before it.
  const anew = columnChanges(former, after).anew.map(([, b]) => b.name);
  const stays = (o: Check): boolean => columnsIn(o.expression, anew).length === 0;
  return membersOf(after, context.after.values()).filter(
    (o): o is Check => o.kind === 'check' && hasStrings(o) && isKept(o, context.before.get(idOf(o))) && stays(o),
  );
}

function isKept({ dependsOn: _, ...check }: Check, former: Check | object = {}): boolean {
  const { dependsOn: __, ...before } = former as Check;
  return sameData(check, before);
}

function hasStrings({ expression }: Check): boolean {
  return Array.from(tokens(expression, 'mysql')).some((t) => t.type === 'string');
}
