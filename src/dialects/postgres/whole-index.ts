import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject, type Table, type Unique } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { partitionsOf } from './heirs.ts';
import { primaryKeyId, primaryKeyName } from './names.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** An index or a unique constraint: a partition has its part of one that its table has. */
export type Part = Index | Unique;

export function isPart(object: SchemaObject | undefined): object is Part {
  return object?.kind === 'index' || object?.kind === 'unique';
}

const byOwner = once((objects: Objects): ReadonlyMap<ObjectId, readonly Part[]> => {
  const parts = [...objects.values()].filter(isPart);
  return Map.groupBy(parts, ({ schema, table }) => tableId(schema, table));
});

/** The indexes and unique constraints of a table. */
export function partsOf(table: ObjectId, objects: Objects): readonly Part[] {
  return byOwner(objects).get(table) ?? [];
}

/** The index of the partitioned table that an index of its partition is one part of: a constraint perhaps of one of another kind. */
export function wholeIndexId({ kind, schema, table, partitionOf }: Part, objects: Objects): ObjectId | null {
  const owner = objects.get(tableId(schema, table));
  const of = owner?.kind === 'table' ? owner.partitionOf : undefined;
  if (partitionOf === undefined || of === undefined) return null;
  return wholeCalled(partitionOf, of, objects) ?? memberId(kind, of.schema, of.table, partitionOf);
}

/** An index, a unique constraint or the primary key of a table by its name. */
function wholeCalled(
  name: string,
  of: { readonly schema: string; readonly table: string },
  objects: Objects,
): ObjectId | null {
  const members = (['index', 'unique'] as const).map((kind) => memberId(kind, of.schema, of.table, name));
  const found = members.find((id) => objects.has(id));
  if (found !== undefined) return found;
  const table = objects.get(tableId(of.schema, of.table));
  const key = table?.kind === 'table' ? primaryKeyName(table.name, table.primaryKey?.name) : undefined;
  return key === name ? primaryKeyId(of.schema, of.table) : null;
}

/** Whether a constraint is part of a mere index or of a primary key: then it is there first, and goes with that. */
export function isMixed(part: Part, objects: Objects): boolean {
  const id = wholeIndexId(part, objects);
  const whole = id === null ? undefined : objects.get(id);
  return id !== null && (whole === undefined ? id.startsWith('primary_key:') : whole.kind !== part.kind);
}

/** The tables whose primary key is a part of an index or unique constraint. */
export function declaredKeys(whole: ObjectId, objects: Objects): readonly Table[] {
  return keyed(objects).get(whole) ?? [];
}

/** What a table's primary key is a part of, where that is no primary key. */
export function wholeOfKey({ primaryKey, partitionOf: of }: Table, objects: Objects): ObjectId | null {
  const name = primaryKey?.partitionOf;
  return name === undefined || of === undefined ? null : wholeCalled(name, of, objects);
}

const keyed = once((objects: Objects): ReadonlyMap<ObjectId, readonly Table[]> => {
  const all = [...objects.values()].flatMap((table) => {
    const id = table.kind === 'table' ? wholeOfKey(table, objects) : null;
    return id === null || table.kind !== 'table' ? [] : [{ id, table }];
  });
  return new Map([...Map.groupBy(all, (k) => k.id)].map(([id, list]) => [id, list.map((k) => k.table)]));
});

/** The indexes that an index of a partition is part of, at every level: those between may have nothing to say themselves. */
export function wholeIndexIds(part: Part, objects: Objects): ObjectId[] {
  const id = wholeIndexId(part, objects);
  const whole = id === null ? undefined : objects.get(id);
  return id === null ? [] : [id, ...(isPart(whole) ? wholeIndexIds(whole, objects) : [])];
}

const partsByWhole = once((objects: Objects): ReadonlyMap<ObjectId, readonly Part[]> => {
  const all = [...objects.values()].flatMap((part) => {
    const id = isPart(part) ? wholeIndexId(part, objects) : null;
    return id === null || !isPart(part) ? [] : [{ id, part }];
  });
  return new Map([...Map.groupBy(all, (p) => p.id)].map(([id, list]) => [id, list.map((p) => p.part)]));
});

/** The declared parts of an index of a partitioned table. */
export function declaredParts(whole: ObjectId, objects: Objects): readonly Part[] {
  return partsByWhole(objects).get(whole) ?? [];
}

/** Whether an index over partitions is made anew where it stands on both sides, and with it all that is part of it or it of. */
export function isMadeAnew(
  object: SchemaObject | undefined,
  context: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  if (!isPart(object)) return false;
  const { before, after } = context;
  const top = wholeIndexIds(object, after.has(idOf(object)) ? after : before).at(-1) ?? idOf(object);
  const [a, b] = [before.get(top), after.get(top)];
  const owner = isPart(b) ? after.get(tableId(b.schema, b.table)) : undefined;
  return owner?.kind === 'table' && owner.partitionBy !== undefined && isPart(a) && isPart(b) && differ(a, b, context);
}

/** That an index that is made anew is gone: only then what is part of it can come again. */
export function goneId({ kind, schema, table, name }: Part): ObjectId {
  return memberId('gone', schema, table, `${kind} ${name}`);
}

/** The same of a primary key. */
export function goneKeyId({ schema, name }: Table): ObjectId {
  return memberId('gone', schema, name, 'primary_key');
}

/** What has to be gone before a part comes. */
export function roomFor(part: Part, context: Pick<DriverContext, 'before' | 'after'>): ObjectId[] {
  return goneFirst(wholeIndexIds(part, context.after), context);
}

/** The same of a primary key. */
export function roomForKey(table: Table, context: Pick<DriverContext, 'before' | 'after'>): ObjectId[] {
  const ids = [wholeOfKey(table, context.after), wholeOfKey(table, context.before)];
  return goneFirst(
    ids.flatMap((id) => id ?? []),
    context,
  );
}

function goneFirst(ids: readonly ObjectId[], context: Pick<DriverContext, 'before' | 'after'>): ObjectId[] {
  const above = ids.flatMap((id) => context.before.get(id) ?? []);
  return above.flatMap((whole) => {
    const goes = isPart(whole) && (!context.after.has(idOf(whole)) || isMadeAnew(whole, context));
    return goes ? [goneId(whole)] : [];
  });
}

/** That a part that a partition has had of the same index is as the server would make it. */
export function formerPart(part: Part, before: Objects): ObjectId[] {
  const whole = wholeIndexId(part, before);
  const all = whole === null ? [] : declaredParts(whole, before);
  return all.filter((p) => p.schema === part.schema && p.table === part.table).map(goneId);
}

/** No statement changes what an index over partitions holds, its parameters, or takes one of its parts away. */
function differ(a: Part, b: Part, context: Pick<DriverContext, 'before' | 'after'>): boolean {
  if (!sameData(shapeOf(a), shapeOf(b))) return true;
  if (!sameData(constraintsOf(a, context.before, context.after), constraintsOf(b, context.after, context.before)))
    return true;
  const [had, has] = [byTable(a, context.before), byTable(b, context.after)];
  const [were, are] = [partitionIds(a, context.before), partitionIds(b, context.after)];
  // The server gives a part to whoever becomes a partition.
  const lacks = (id: ObjectId): boolean => (were.has(id) && !had.has(id)) || (are.has(id) && !has.has(id));
  const kept = (id: ObjectId): boolean => {
    const [was, is] = [context.before.get(id), context.after.get(id)];
    return was?.kind === 'table' && is?.kind === 'table' && was.partitionBy === is.partitionBy;
  };
  const keeps = (id: ObjectId): boolean => were.has(id) && are.has(id) && kept(id) && had.has(id) === has.has(id);
  const isOnly = a.kind === 'index' && a.only === true;
  if (isOnly && [...were, ...are].some((id) => lacks(id) && !keeps(id))) return true;
  return [...has].some(([id, part]) => {
    const former = had.get(id);
    const table = context.after.get(id);
    return (
      former !== undefined &&
      table?.kind === 'table' &&
      table.partitionBy !== undefined &&
      differ(former, part, context)
    );
  });
}

/** The constraints below an index that is of another kind, on partitions that stay where they are, come or go. */
function constraintsOf(whole: Part, objects: Objects, others: Objects): unknown[] {
  const id = idOf(whole);
  const mixed = declaredParts(id, objects).filter((p) => isMixed(p, objects));
  const told = [
    ...mixed.map((p) => ({
      owner: tableId(p.schema, p.table),
      says: [p.name, p.kind === 'unique' ? p.deferrable : null],
    })),
    ...declaredKeys(id, objects).map((t) => ({ owner: idOf(t), says: ['primary key', t.primaryKey?.deferrable] })),
  ].filter(({ owner }) => {
    const [own, other] = [objects.get(owner), others.get(owner)];
    return own?.kind !== 'table' || other?.kind !== 'table' || sameData(placeOf(own), placeOf(other));
  });
  const below = declaredParts(id, objects).flatMap((p) => constraintsOf(p, objects, others));
  return [...told.sort((x, y) => (x.owner < y.owner ? -1 : 1)), ...below];
}

function placeOf({ partitionOf }: Table): unknown {
  return partitionOf && [partitionOf.schema, partitionOf.table];
}

function byTable(whole: Part, objects: Objects): ReadonlyMap<ObjectId, Part> {
  return new Map(declaredParts(idOf(whole), objects).map((p) => [tableId(p.schema, p.table), p]));
}

function partitionIds({ schema, table }: Part, objects: Objects): ReadonlySet<ObjectId> {
  return new Set(partitionsOf(tableId(schema, table), objects).map(idOf));
}

function shapeOf(part: Part): unknown {
  if (part.kind === 'unique') {
    const { columns, include, nullsNotDistinct, withoutOverlaps, deferrable, options, tablespace } = part;
    return [columns, include, nullsNotDistinct, withoutOverlaps, deferrable, options, tablespace];
  }
  const { parts, unique, method, include, where, nullsNotDistinct, options, tablespace, only } = part;
  return [parts, unique, method, include, where, nullsNotDistinct, options, tablespace, only];
}
