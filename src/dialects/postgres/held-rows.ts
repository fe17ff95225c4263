import { idKind, type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { defaultClause } from './column-default.ts';
import { addNotNull, isPlainNotNull } from './column-settings.ts';
import { alterTable, columnDefinition } from './columns.ts';
import { heirsOf } from './heirs.ts';
import { withAllRows } from './keep-out.ts';
import { columnTypeOf } from './needs.ts';
import { once } from './once.ts';
import { quote } from './quote.ts';

type Objects = DriverContext['after'];

/**
 * The statements that add a column. Where other columns hold rows of the table, the server takes none with a default for the rows
 * that are there: the column comes empty then, and is filled (`find_composite_type_dependencies` in src/backend/commands/tablecmds.c).
 */
export function additions(
  table: Table,
  column: Column,
  context: DriverContext,
): readonly [add: string, ...fill: string[]] {
  const alter = alterTable(table);
  const { notNull, default: value, ...bare } = column;
  if (value === undefined || !isHeld(table, context)) return [`${alter} ADD COLUMN ${columnDefinition(column)}`];
  const name = quote.ident(column.name);
  const strict = isPlainNotNull(column) ? `${alter} ALTER COLUMN ${name} SET NOT NULL` : addNotNull(table, column);
  const filled = [table, ...heirsOf(table, context.after)];
  const at = (objects: Objects): Table[] =>
    filled.flatMap((t) => [objects.get(idOf(t))].filter((o): o is Table => o?.kind === 'table'));
  const fill = `UPDATE ${quote.name(table.schema, table.name)} SET ${name} = DEFAULT`;
  return [
    `${alter} ADD COLUMN ${columnDefinition(bare)}, ALTER COLUMN ${name} ${defaultClause(value)}`,
    withAllRows([...at(context.before), ...at(context.after)], fill, at(context.after)),
    ...(notNull && !column.notNullNotValid ? [strict] : []),
  ];
}

function isHeld(table: Table, { before, after }: DriverContext): boolean {
  return [before, after].some((objects) => {
    const held = heldRows(objects);
    return [table, ...heirsOf(table, objects)].some((t) => held.has(idOf(t)));
  });
}

/** The relations whose rows columns of tables hold, be it within other types. */
const heldRows = once((objects: Objects): ReadonlySet<ObjectId> => {
  const tables = [...objects.values()].filter((o) => o.kind === 'table');
  const held = new Set(tables.flatMap((t) => t.columns.flatMap((c) => columnTypeOf(t, c, objects) ?? [])));
  for (const id of held) {
    if (!WITHIN.has(idKind(id))) continue;
    for (const other of objects.get(id)?.dependsOn ?? []) if (HOLDERS.has(idKind(other))) held.add(other);
  }
  return held;
});

const WITHIN = new Set(['composite', 'domain', 'range']);
const HOLDERS = new Set([...WITHIN, 'table']);
