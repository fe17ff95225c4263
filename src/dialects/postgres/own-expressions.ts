import { type Column, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { replay } from './expression.ts';
import { allColumns, heirsOf } from './heirs.ts';
import { quote } from './quote.ts';
import { isMadeAnew } from './remake.ts';

/** A generated column that comes back to a table gives its heirs its expression: those that had another one get that again. */
export function ownExpressionsAgain(table: Table, { name, generated }: Column, context: DriverContext): string[] {
  if (generated === undefined) return [];
  return heirsOf(table, context.before).flatMap((heir) => {
    const own = allColumns(heir, context.before, false).find((c) => c.name === name)?.generated;
    if (own === undefined || own.expression === generated.expression || isMadeAnew(heir, context)) return [];
    const place = quote.name(heir.schema, heir.name);
    return [`ALTER TABLE ${place} ALTER COLUMN ${quote.ident(name)} SET EXPRESSION AS (${replay(own.expression)})`];
  });
}
