import { columnId, idOf } from '../../model/object.ts';
import { type Rewrite } from '../dialect.ts';
import { defaultClause } from './column-default.ts';
import { isPlainNotNull } from './column-settings.ts';
import { alterTable, columnDefinition } from './columns.ts';
import { quote } from './quote.ts';

/**
 * A default that gives every row a value of its own would have the whole table written under the lock: the column comes empty, gets the
 * default for rows to come, those that are there are filled in batches, and `notNull` proves the rest. A column that may be NULL is only
 * there for others once it is filled.
 */
export function defaultInBatches(notNull: Rewrite): Rewrite {
  return (step, context) => {
    const { why } = step;
    if (why.type !== 'alter' || why.after.kind !== 'table' || why.before.kind !== 'table') return null;
    const [table, owner, alter] = [why.after, idOf(why.after), alterTable(why.after)];
    const column = table.columns.find((c) => step.sql === `${alter} ADD COLUMN ${columnDefinition(c)}`);
    if (column?.default === undefined || column.identity !== undefined || !isPlainNotNull(column)) return null;
    const key = why.before.primaryKey?.columns.map((k) => k.column) ?? [];
    const stays = key.every((name) => table.columns.some((c) => c.name === name));
    const rewrites = step.hazards.some((h) => h.kind === 'rewrites_table');
    if (!rewrites || key.length === 0 || !stays || context.server.embedded) return null;
    const id = columnId(table.schema, table.name, column.name);
    const [name, filled] = [quote.ident(column.name), `${id}#filled` as const];
    const { notNull: _, default: value, ...bare } = column;
    const empty = column.notNull ? id : (`${id}#empty` as const);
    const fill = [
      {
        ...step,
        sql: `${alter} ADD COLUMN ${columnDefinition(bare)}, ALTER COLUMN ${name} ${defaultClause(value)}`,
        makes: [empty],
        hazards: [],
        transaction: 'commits_after' as const,
      },
      {
        sql: `UPDATE ${quote.name(table.schema, table.name)} SET ${name} = DEFAULT WHERE ${name} IS NULL`,
        undo: [],
        makes: column.notNull ? [filled] : step.makes,
        needs: [empty],
        locks: [{ object: owner, mode: 'row exclusive' as const }],
        transaction: 'alone' as const,
        backfill: { schema: table.schema, table: table.name, key },
        fills: [id],
      },
    ];
    if (!column.notNull) return fill;
    const last = {
      ...step,
      sql: `${alter} ALTER COLUMN ${name} SET NOT NULL`,
      undo: [],
      makes: step.makes.filter((made) => made !== id),
      needs: [id, filled],
      hazards: [],
    };
    const proved = notNull(last, context);
    return proved === null ? null : [...fill, ...proved];
  };
}
