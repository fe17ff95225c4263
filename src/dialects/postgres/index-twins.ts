import { stableJson } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject, type Table, type Unique } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { heirsOf } from './heirs.ts';
import { primaryKeyId } from './names.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';
import { goneId, goneKeyId, isPart, type Part, wholeIndexIds, wholeOfKey } from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** An index as the server compares it with those of partitions (`CompareIndexInfo` in src/backend/catalog/index.c). */
interface Twin {
  readonly id: ObjectId;
  readonly gone: ObjectId;
  readonly shape: string;
  readonly only: boolean;
}

function twinOf(part: Part): Twin {
  return {
    id: idOf(part),
    gone: goneId(part),
    shape: shapeOf(part),
    only: part.kind === 'index' && part.only === true,
  };
}

function shapeOf(part: Part): string {
  const { include = [], nullsNotDistinct = false } = part;
  if (part.kind === 'unique')
    return stableJson([part.columns.map(plain), include, nullsNotDistinct, true, 'btree', '']);
  const { parts, unique = false, method = 'btree', where = '' } = part;
  const keys = parts.map(({ column, expression, collation, opclass }) => ({ column, expression, collation, opclass }));
  return stableJson([keys, include, nullsNotDistinct, unique, method, where]);
}

function plain(column: string): Index['parts'][number] {
  return { column };
}

function keyTwin(table: Table): Twin[] {
  const { schema, name, primaryKey: key } = table;
  if (key === undefined) return [];
  const columns = key.columns.map((c) => c.column);
  const unique: Unique = { kind: 'unique', schema, table: name, name, columns, include: key.include };
  return [{ id: primaryKeyId(schema, name), gone: goneKeyId(table), shape: shapeOf(unique), only: false }];
}

const twinsByTable = once((objects: Objects): ReadonlyMap<ObjectId, readonly Twin[]> => {
  const all = [...objects.values()].flatMap((o) => {
    if (isPart(o)) return [{ owner: tableId(o.schema, o.table), twin: twinOf(o) }];
    return o.kind === 'table' ? keyTwin(o).map((twin) => ({ owner: idOf(o), twin })) : [];
  });
  return new Map([...Map.groupBy(all, (t) => t.owner)].map(([id, list]) => [id, list.map((t) => t.twin)]));
});

/** The indexes of a table, those of its constraints too. */
function indexesOf(table: ObjectId, objects: Objects): readonly Twin[] {
  return twinsByTable(objects).get(table) ?? [];
}

/** The tables that a table is a partition of, at every height. */
export function tablesAbove(table: ObjectId, objects: Objects): ObjectId[] {
  const own = objects.get(table);
  const of = own?.kind === 'table' ? own.partitionOf : undefined;
  if (of === undefined) return [];
  const id = tableId(of.schema, of.table);
  return [id, ...tablesAbove(id, objects)];
}

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** What an index over partitions would take for its parts, though it goes: that it is gone. */
export function twinsBelow(whole: Part, sides: Sides): ObjectId[] {
  return below(whole, twinOf(whole), sides);
}

/** The same of a primary key. */
export function keyTwinsBelow(table: Table, sides: Sides): ObjectId[] {
  const place = { schema: table.schema, table: table.name };
  return keyTwin(table).flatMap((twin) => below(place, twin, sides));
}

function below(
  place: { readonly schema: string; readonly table: string },
  twin: Twin,
  { before, after }: Sides,
): ObjectId[] {
  if (twin.only) return [];
  const heirs = heirsOf({ schema: place.schema, name: place.table }, after);
  return heirs.flatMap((t) => indexesOf(idOf(t), before).flatMap((o) => (o.shape === twin.shape ? [o.gone] : [])));
}

/** What would take an index for its part: that it is gone where it goes, and there where the index is to be none of it. */
export function twinsAbove(part: Part, sides: Sides): ObjectId[] {
  const own = [...wholeIndexIds(part, sides.after), ...wholeIndexIds(part, sides.before)];
  return around(tableId(part.schema, part.table), twinOf(part), own, sides);
}

/** What would take an index for its part once both are back: that comes back before it. */
export function formerTwinsAbove(part: Part, { before }: Sides): ObjectId[] {
  const own = wholeIndexIds(part, before);
  const above = tablesAbove(tableId(part.schema, part.table), before).flatMap((id) => indexesOf(id, before));
  const { shape } = twinOf(part);
  return above.flatMap((o) => (o.shape === shape && !o.only && !own.includes(o.id) ? [o.id] : []));
}

/** The same of a primary key. */
export function keyTwinsAbove(table: Table, sides: Sides): ObjectId[] {
  const own = [wholeOfKey(table, sides.after)].flatMap((id) => id ?? []);
  return keyTwin(table).flatMap((twin) => around(idOf(table), twin, own, sides));
}

function around(table: ObjectId, { shape }: Twin, own: readonly ObjectId[], { before, after }: Sides): ObjectId[] {
  const former = [...tablesAbove(table, before), ...tablesAbove(table, after)].flatMap((id) => indexesOf(id, before));
  const next = tablesAbove(table, after).flatMap((id) => indexesOf(id, after));
  return [
    ...former.flatMap((o) => (o.shape === shape ? [o.gone] : [])),
    ...next.flatMap((o) => (o.shape === shape && !o.only && !own.includes(o.id) ? [o.id] : [])),
  ];
}
