import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { makeObjectName } from './names.ts';
import { tableId } from './needs.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** The index of the partitioned table that an index of its partition is one part of. */
export function wholeIndexId({ schema, table, partitionOf }: Index, objects: Objects): ObjectId | null {
  const owner = objects.get(tableId(schema, table));
  if (partitionOf === undefined || owner?.kind !== 'table' || owner.partitionOf === undefined) return null;
  return memberId('index', owner.partitionOf.schema, owner.partitionOf.table, partitionOf);
}

const known = new WeakMap<Objects, ReadonlyMap<ObjectId, readonly ObjectId[]>>();

/** The declared parts of an index of a partitioned table. */
export function partIndexIds(whole: Index, objects: Objects): readonly ObjectId[] {
  let parts = known.get(objects);
  if (parts === undefined) {
    const found = new Map<ObjectId, ObjectId[]>();
    for (const object of objects.values()) {
      const id = object.kind === 'index' ? wholeIndexId(object, objects) : null;
      if (id !== null) found.set(id, [...(found.get(id) ?? []), idOf(object)]);
    }
    known.set(objects, found);
    parts = found;
  }
  return parts.get(idOf(whole)) ?? [];
}

/**
 * What the server calls the index that it makes on a partition by itself (`ChooseIndexName` in
 * src/backend/commands/indexcmds.c): `columns` are the index's own names of what it holds.
 */
export function impliedName(table: string, columns: readonly string[]): string {
  return makeObjectName(table, columns.join('_'), 'idx');
}

/** The same from the declaration alone: expressions are called as the function they call. */
export function impliedNameOf({ table, parts, include = [] }: Index): string {
  const names: string[] = [];
  const called = parts.map((p) => p.column ?? /^(?:\w+\.)?(\w+)\(/.exec(p.expression ?? '')?.[1] ?? 'expr');
  for (const name of [...called, ...include]) {
    let free = name;
    for (let i = 1; names.includes(free); i++) free = `${name}${i}`;
    names.push(free);
  }
  return impliedName(table, names);
}

/** Whether the server makes an index by itself, under a name of its own, so that a part is only renamed. */
export function isGivenByServer(part: SchemaObject | undefined, context: DriverContext): boolean {
  if (part?.kind !== 'index' || part.partitionOf === undefined) return false;
  const { before, after, isNew } = context;
  if (!after.has(tableId(part.schema, part.table))) {
    // A partition that comes back in an undo finds there what had stayed, or had gone with the table itself.
    const whole = before.get(wholeIndexId(part, before) ?? '');
    if (whole?.kind !== 'index') return false;
    const gone = !after.has(tableId(whole.schema, whole.table));
    return gone || stays(idOf(whole), context) || staysAsPart(whole, context);
  }
  const whole = wholeIndexId(part, after);
  return whole !== null && isNew(idOf(part)) && (!isNew(whole) || isGivenByServer(after.get(whole), context));
}

/** Whether an index of the whole table stays and so keeps its part, under whatever name. */
export function staysAsPart(part: SchemaObject | undefined, context: DriverContext): boolean {
  if (part?.kind !== 'index') return false;
  const { before, after } = context;
  const whole = wholeIndexId(part, before);
  if (whole === null || !after.has(tableId(part.schema, part.table))) return false;
  return stays(whole, context) || staysAsPart(before.get(whole), context);
}

/** An index whose columns change is made anew, and its parts with it. */
function stays(id: ObjectId, { before, after, isNew }: DriverContext): boolean {
  const shape = (object: SchemaObject | undefined): unknown =>
    object?.kind === 'index' ? [object.parts, object.unique, object.method, object.include, object.where] : null;
  return after.has(id) && !isNew(id) && sameData(shape(before.get(id)), shape(after.get(id)));
}

/** An index as the catalog has it: `whole` is the oid of the one that it is a part of, `held` its own names of what it holds. */
interface PartRow {
  readonly oid: number;
  readonly whole: number | null;
  readonly held: readonly string[] | null;
  readonly table: string;
  readonly name: string;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly statistics: Readonly<Record<string, string>> | null;
  readonly comment: string | null;
}

/** The parts that the server would make alike by itself, as long as no part of theirs differs. */
export function impliedParts(rows: readonly PartRow[]): ReadonlySet<number> {
  const known = new Map(rows.map((r) => [r.oid, r]));
  const implied = new Set<number>();
  const lost = (r: PartRow | undefined): boolean => r === undefined || (r.whole !== null && lost(known.get(r.whole)));
  for (const r of rows) {
    const whole = known.get(r.whole ?? 0);
    const same = whole !== undefined && r.tablespace === whole.tablespace && sameData(r.options, whole.options);
    const plain = same && r.comment === null && r.statistics === null;
    if (plain && r.name === impliedName(r.table, r.held ?? [])) implied.add(r.oid);
  }
  for (const r of rows) {
    if (implied.has(r.oid) || lost(r)) continue;
    for (let whole = r.whole; whole !== null; whole = known.get(whole)?.whole ?? null) implied.delete(whole);
  }
  // Of a whole that is not there (not valid yet, or out of scope) nothing can be a part.
  return new Set([...implied, ...rows.filter(lost).map((r) => r.oid)]);
}

/** A part as the server makes it by itself. */
export function impliedPart(part: Index, objects: Objects): Index {
  const whole = objects.get(wholeIndexId(part, objects) ?? '');
  const { options: _, tablespace: __, statistics: ___, comment: ____, ...bare } = part;
  const given = whole?.kind === 'index' ? { options: whole.options, tablespace: whole.tablespace } : {};
  return { ...bare, ...given, name: impliedNameOf(part) };
}
