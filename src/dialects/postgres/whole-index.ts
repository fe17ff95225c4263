import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject, type Unique } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { partitionsOf } from './heirs.ts';
import { tableId } from './needs.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** An index or a unique constraint: a partition has its part of one that its table has. */
export type Part = Index | Unique;

export function isPart(object: SchemaObject | undefined): object is Part {
  return object?.kind === 'index' || object?.kind === 'unique';
}

/** The index of the partitioned table that an index of its partition is one part of. */
export function wholeIndexId({ kind, schema, table, partitionOf }: Part, objects: Objects): ObjectId | null {
  const owner = objects.get(tableId(schema, table));
  if (partitionOf === undefined || owner?.kind !== 'table' || owner.partitionOf === undefined) return null;
  return memberId(kind, owner.partitionOf.schema, owner.partitionOf.table, partitionOf);
}

/** The indexes that an index of a partition is part of, at every level: those between may have nothing to say themselves. */
export function wholeIndexIds(part: Part, objects: Objects): ObjectId[] {
  const id = wholeIndexId(part, objects);
  const whole = id === null ? undefined : objects.get(id);
  return id === null ? [] : [id, ...(isPart(whole) ? wholeIndexIds(whole, objects) : [])];
}

const known = new WeakMap<Objects, ReadonlyMap<ObjectId, readonly Part[]>>();

/** The declared parts of an index of a partitioned table. */
export function declaredParts(whole: ObjectId, objects: Objects): readonly Part[] {
  let parts = known.get(objects);
  if (parts === undefined) {
    const all = [...objects.values()].flatMap((part) => {
      const id = isPart(part) ? wholeIndexId(part, objects) : null;
      return id === null || !isPart(part) ? [] : [{ id, part }];
    });
    parts = new Map([...Map.groupBy(all, (p) => p.id)].map(([id, list]) => [id, list.map((p) => p.part)]));
    known.set(objects, parts);
  }
  return parts.get(whole) ?? [];
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

/** What has to be gone before a part comes. */
export function roomFor(part: Part, context: Pick<DriverContext, 'before' | 'after'>): ObjectId[] {
  const above = wholeIndexIds(part, context.after).flatMap((id) => context.before.get(id) ?? []);
  return above.flatMap((whole) => (isPart(whole) && isMadeAnew(whole, context) ? [goneId(whole)] : []));
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
  const [had, has] = [byTable(a, context.before), byTable(b, context.after)];
  const [were, are] = [partitionIds(a, context.before), partitionIds(b, context.after)];
  // The server gives a part to whoever becomes a partition.
  const lacks = (id: ObjectId): boolean => (were.has(id) && !had.has(id)) || (are.has(id) && !has.has(id));
  const keeps = (id: ObjectId): boolean => were.has(id) && are.has(id) && had.has(id) === has.has(id);
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

function byTable(whole: Part, objects: Objects): ReadonlyMap<ObjectId, Part> {
  return new Map(declaredParts(idOf(whole), objects).map((p) => [tableId(p.schema, p.table), p]));
}

function partitionIds({ schema, table }: Part, objects: Objects): ReadonlySet<ObjectId> {
  return new Set(partitionsOf(tableId(schema, table), objects).map(idOf));
}

function shapeOf(part: Part): unknown {
  if (part.kind === 'unique') {
    const { columns, include, nullsNotDistinct, withoutOverlaps, deferrable, options } = part;
    return [columns, include, nullsNotDistinct, withoutOverlaps, deferrable, options];
  }
  const { parts, unique, method, include, where, nullsNotDistinct, options, only } = part;
  return [parts, unique, method, include, where, nullsNotDistinct, options, only];
}
