import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { heirsOf } from './heirs.ts';
import { tablesAbove, twinsBelow } from './index-twins.ts';
import { makeObjectName, primaryKeyId } from './names.ts';
import { tableId } from './needs.ts';
import { isRemadeTable } from './remake.ts';
import {
  declaredKeys,
  declaredParts,
  goneId,
  goneKeyId,
  isMadeAnew,
  isMixed,
  isPart,
  type Part,
  partsOf,
  wholeIndexId,
} from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/**
 * What the server calls the index that it makes on a partition by itself (`ChooseIndexName` in
 * src/backend/commands/indexcmds.c): `columns` are the index's own names of what it holds.
 */
export function impliedName(kind: Part['kind'], table: string, columns: readonly string[], number = ''): string {
  return makeObjectName(table, columns.join('_'), `${kind === 'index' ? 'idx' : 'key'}${number}`);
}

/**
 * The same from the declaration alone: expressions are called as the function they call. Names that are taken get a number, each in
 * its turn (`ChooseRelationName`).
 */
export function impliedNameOf(part: Part, number = ''): string {
  const names: string[] = [];
  const called = part.kind === 'unique' ? part.columns : part.parts.map(calledBy);
  for (const name of [...called, ...(part.include ?? [])]) {
    let free = name;
    for (let i = 1; names.includes(free); i++) free = `${name}${i}`;
    names.push(free);
  }
  return impliedName(part.kind, part.table, names, number);
}

function calledBy({ column, expression = '' }: Index['parts'][number]): string {
  return column ?? /^(?:\w+\.)?(\w+)\(/.exec(expression)?.[1] ?? 'expr';
}

/** Whether the server makes an index by itself, under a name of its own, so that a part is only renamed. */
export function isGivenByServer(part: SchemaObject | undefined, context: DriverContext): boolean {
  if (!isPart(part) || part.partitionOf === undefined) return false;
  const { before, after, isNew } = context;
  if (!after.has(tableId(part.schema, part.table))) {
    // A partition that comes back in an undo finds there what had stayed, or had gone with the table itself.
    const whole = before.get(wholeIndexId(part, before) ?? '');
    if (!isPart(whole) || isMixed(part, before)) return false;
    // One ON ONLY its table is back after all partitions.
    const gone = !after.has(tableId(whole.schema, whole.table)) && !(whole.kind === 'index' && whole.only);
    return gone || stays(idOf(whole), context) || staysAsPart(whole, context);
  }
  const whole = wholeIndexId(part, after);
  if (whole === null || !isNew(idOf(part)) || isMixed(part, after) || isMadeAnew(after.get(whole), context))
    return false;
  return !isNew(whole) || isGivenByServer(after.get(whole), context);
}

/** What an index over partitions finds when it is made: former parts are gone, and those that are not of its own making are there. */
export function partsFirst(whole: Part, context: DriverContext): ObjectId[] {
  const { before, after } = context;
  const id = idOf(whole);
  const gone = isMadeAnew(whole, context)
    ? [...declaredParts(id, before).map(goneId), ...declaredKeys(id, before).map(goneKeyId)]
    : [];
  return [
    ...gone,
    ...twinsBelow(whole, context),
    ...namesakesBelow(whole, context),
    ...namesakesAbove(whole, context),
    ...declaredParts(id, after)
      .filter((p) => !isGivenByServer(p, context))
      .map(idOf),
    ...declaredKeys(id, after).map((t) => primaryKeyId(t.schema, t.name)),
  ];
}

/** What goes and has the names that the server is to give to the parts of an index over partitions. */
function namesakesBelow(whole: Part, context: DriverContext): ObjectId[] {
  const { before, after } = context;
  const heirs = heirsOf({ schema: whole.schema, name: whole.table }, after);
  if (heirs.length === 0 || (whole.kind === 'index' && whole.only)) return [];
  const callsAlike = (o: Part): boolean =>
    o.kind === whole.kind && impliedNameOf({ ...o, table: whole.table }) === impliedNameOf(whole);
  const own = tableId(whole.schema, whole.table);
  const around = [own, ...tablesAbove(own, before), ...heirs.map(idOf)].flatMap((id) => partsOf(id, before));
  const isNamesake = (o: Part): boolean =>
    callsAlike(o) || (o.table !== whole.table && o.name === impliedNameOf({ ...whole, table: o.table }));
  return around.filter((o) => idOf(o) !== idOf(whole) && isNamesake(o) && goes(o, context)).map(goneId);
}

function goes(part: Part, context: DriverContext): boolean {
  return !context.after.has(idOf(part)) || isMadeAnew(part, context);
}

/** What goes and has given a part of its own the name that an index of a partition is to have. */
function namesakesAbove(part: Part, context: DriverContext): ObjectId[] {
  const { before } = context;
  const above = tablesAbove(tableId(part.schema, part.table), before).flatMap((id) => partsOf(id, before));
  return above.filter((o) => impliedNameOf({ ...o, table: part.table }) === part.name && goes(o, context)).map(goneId);
}

/** Whether an index of the whole table stays and so keeps its part, under whatever name. */
export function staysAsPart(part: SchemaObject | undefined, context: DriverContext): boolean {
  if (!isPart(part)) return false;
  const { before, after } = context;
  const whole = wholeIndexId(part, before);
  if (whole === null || isMixed(part, before) || !after.has(tableId(part.schema, part.table))) return false;
  return stays(whole, context) || staysAsPart(before.get(whole), context);
}

function stays(id: ObjectId, context: DriverContext): boolean {
  const { after, isNew } = context;
  const whole = after.get(id);
  if (!isPart(whole) || isNew(id) || isMadeAnew(whole, context)) return false;
  return !isRemadeTable(tableId(whole.schema, whole.table), context);
}

/** An index as the catalog has it: `whole` is the oid of the one that it is a part of, `held` its own names of what it holds. */
interface PartRow {
  readonly oid: number;
  readonly schema: string;
  readonly whole: number | null;
  /** Whether the whole is of another kind, and so never makes such a part by itself. */
  readonly mixed?: boolean;
  /** Whether all partitions have their parts. */
  readonly complete: boolean;
  /** Whether all its parts are of its own kind. */
  readonly pure: boolean;
  readonly held: readonly string[] | null;
  readonly table: string;
  readonly name: string;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly statistics: Readonly<Record<string, string>> | null;
  readonly comment: string | null;
}

/**
 * The parts that the server would make alike by itself, as long as no part of theirs differs. Of those that are cut to one name, who
 * has it and who has which number is a matter of turns, and so their own.
 */
export function impliedParts(kind: Part['kind'], rows: readonly PartRow[]): ReadonlySet<number> {
  const known = new Map(rows.map((r) => [r.oid, r]));
  const implied = new Set<number>();
  const lost = (r: PartRow | undefined): boolean =>
    r === undefined || (r.whole !== null && !r.mixed && lost(known.get(r.whole)));
  const nameOf = (r: PartRow): string => impliedName(kind, r.table, r.held ?? []);
  const alike = Map.groupBy(
    rows.filter((r) => r.whole !== null),
    (r) => `${r.schema}\n${nameOf(r)}`,
  );
  for (const r of rows) {
    const whole = known.get(r.whole ?? 0);
    const same = whole !== undefined && r.tablespace === whole.tablespace && sameData(r.options, whole.options);
    const plain = same && whole.complete && r.complete && r.pure && r.comment === null && r.statistics === null;
    if (plain && r.name === nameOf(r) && alike.get(`${r.schema}\n${r.name}`)?.length === 1) implied.add(r.oid);
  }
  for (const r of rows) {
    if (implied.has(r.oid) || lost(r)) continue;
    for (let whole = r.whole; whole !== null; whole = known.get(whole)?.whole ?? null) implied.delete(whole);
  }
  // Of a whole that is out of scope nothing can be a part.
  return new Set([...implied, ...rows.filter(lost).map((r) => r.oid)]);
}

/** A part as the server makes it by itself. */
export function impliedPart<P extends Part>(part: P, objects: Objects): P {
  const whole = objects.get(wholeIndexId(part, objects) ?? '');
  const { options: _, tablespace: __, statistics: ___, comment: ____, ...bare } = part;
  const given = isPart(whole) ? { options: whole.options, tablespace: whole.tablespace } : {};
  return { ...bare, ...given, name: impliedNameOf(part) } as P;
}
