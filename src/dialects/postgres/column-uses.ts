import { type ObjectId, objectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { allColumns } from './heirs.ts';
import { movesAround } from './moved-types.ts';
import { rowTypeId } from './names.ts';
import { columnTypeOf, functionsIn, isRelation, ownType, says, sequencesOfDefault, typesIn } from './needs.ts';
import { dottedIdent } from './quote.ts';
import { typePlace } from './types.ts';

/** The collation of the database's own that a column has. */
export function collationsOf({ collation }: Column, objects: DriverContext['after']): ObjectId[] {
  const place = collation === undefined ? null : typePlace(dottedIdent(collation), 'public');
  const id = place === null ? '' : objectId('collation', place.schema, place.name);
  return objects.has(id) ? [id] : [];
}

/** What a column's type and default must find. */
function typeUses({ type, default: value }: Column, objects: DriverContext['after']): ObjectId[] {
  // A relation may take the name of a type that goes.
  const own = ownType(type, { before: objects, after: objects });
  return [...(own === null ? [] : [own]), ...sequencesOfDefault(value)];
}

/** What a column's type, collation and default must find. */
export function columnUses(column: Column, { after }: Pick<DriverContext, 'after'>): ObjectId[] {
  return [...typeUses(column, after), ...collationsOf(column, after)];
}

/** What a column's type, collation and default found before. */
export function formerUses(column: Column, context: DriverContext): ObjectId[] {
  return columnUses(column, { after: context.before });
}

/** The relation whose rows a column holds. */
function relationOf(table: Table, column: Column, objects: DriverContext['after']): ObjectId[] {
  const id = columnTypeOf(table, column, objects);
  return id !== null && isRelation(id) ? [id] : [];
}

/** The relation whose rows a column holds, and their type: columns of a table get no other type under those. */
export function rowsHeld(table: Table, column: Column, objects: DriverContext['after']): ObjectId[] {
  return relationOf(table, column, objects).flatMap((id) => {
    const held = objects.get(id);
    return held?.kind === 'table' ? [id, rowTypeId(held)] : [id];
  });
}

/** What a column finds before and after it gets another type or collation. */
export function usesAround(
  table: Table,
  former: Column,
  column: Column,
  context: DriverContext,
): { readonly frees: ObjectId[]; readonly needs: ObjectId[] } {
  const moves = movesAround(former.type, column.type, context);
  const apart = former.collation !== column.collation;
  const [left, taken] = apart ? [collationsOf(former, context.before), collationsOf(column, context.after)] : [[], []];
  return {
    frees: [
      ...typeUses(former, context.before),
      ...relationOf(formerTable(table, context), former, context.before),
      ...typesIn(former, formerTable(table, context), context.before),
      ...moves.frees,
      ...left,
    ],
    needs: [
      ...typeUses(column, context.after),
      ...relationOf(table, column, context.after),
      ...typesIn(column, table, context.after),
      ...moves.needs,
      ...taken,
    ],
  };
}

/** What the expression of a column may mention: other columns of its table, those too that it has from its parents, and functions. */
export function mentions(
  table: Table,
  { name: own, default: value, generated }: Column,
  objects: DriverContext['after'],
): ObjectId[] {
  const used = allColumns(table, objects, false).filter((c) => c.name !== own && says(generated?.expression, c.name));
  return [
    ...used.map((c) => columnId(table.schema, table.name, c.name)),
    ...functionsIn(generated?.expression ?? value, table),
  ];
}

/** A table as it was, with the columns that parents gave it, for what its columns mentioned then. */
export function formerTable(table: Table, { before, capabilities }: DriverContext): Table {
  const former = before.get(idOf(table));
  if (former?.kind !== 'table') return table;
  return { ...former, columns: allColumns(former, before, capabilities.namedNotNull === true) };
}
