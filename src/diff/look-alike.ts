import { distance } from 'fastest-levenshtein';
import { type Change } from '../model/change.ts';
import { idName, type ObjectId } from '../model/id.ts';
import { type Column, columnId, idOf, type SchemaObject, type Table } from '../model/object.ts';
import { sameTypeName } from '../model/type-aliases.ts';

/** Something that goes beside something of its kind that comes, so much alike that it may be one thing with another name. */
export interface LookAlike {
  readonly kind: 'table' | 'column';
  readonly before: ObjectId;
  readonly after: ObjectId;
  /** What `--rename` takes: `table:public.clients=customers`. */
  readonly rename: string;
  /** What speaks for it, for a reader who decides. */
  readonly because: string;
}

/** Share of the columns of both tables that must have one name and one type. */
const ALIKE_COLUMNS = 0.6;
/** Share of the letters of two names that must agree. */
const ALIKE_NAMES = 0.4;

/** Tables and columns that a plan drops with their rows, each beside what it may have become. */
export function lookAlikes(changes: readonly Change[]): LookAlike[] {
  return [...tablesAlike(changes), ...changes.flatMap(columnsAlike)];
}

function tablesAlike(changes: readonly Change[]): LookAlike[] {
  const dropped = changes.flatMap((c) => (c.type === 'drop' && isPlainTable(c.before) ? [c.before] : []));
  const created = changes.flatMap((c) => (c.type === 'create' && isPlainTable(c.after) ? [c.after] : []));
  return bestPairs(dropped, created, (a, b) => (a.schema === b.schema ? sharedColumns(a, b) : 0), ALIKE_COLUMNS).map(
    ([a, b]) => {
      const same = b.columns.filter((c) => isAmong(c, a.columns)).length;
      const because = `${same} of its ${b.columns.length} columns are those of ${idName(idOf(a))}`;
      return alike('table', idOf(a), idOf(b), b.name, because);
    },
  );
}

function isPlainTable(object: SchemaObject): object is Table {
  return object.kind === 'table' && object.partitionOf === undefined;
}

function sharedColumns(a: Table, b: Table): number {
  const same = b.columns.filter((c) => isAmong(c, a.columns)).length;
  const all = a.columns.length + b.columns.length - same;
  return all === 0 ? 0 : same / all;
}

function isAmong({ name, type }: Column, columns: readonly Column[]): boolean {
  return columns.some((c) => c.name === name && sameTypeName(c.type, type));
}

function columnsAlike(change: Change): LookAlike[] {
  if (change.type !== 'alter' || change.before.kind !== 'table' || change.after.kind !== 'table') return [];
  const { before, after } = change;
  const gone = before.columns.filter((c) => !after.columns.some((o) => o.name === c.name || o.renamedFrom === c.name));
  const come = after.columns.filter((c) => !before.columns.some((o) => o.name === c.name));
  const place = (of: Table, c: Column): number => of.columns.indexOf(c);
  const score = (a: Column, b: Column): number => {
    if (!sameTypeName(a.type, b.type) || a.generated !== undefined || b.generated !== undefined) return 0;
    const names = 1 - distance(a.name, b.name) / Math.max(a.name.length, b.name.length);
    return place(before, a) === place(after, b) ? Math.max(names, ALIKE_NAMES) : names;
  };
  return bestPairs(gone, come, score, ALIKE_NAMES).map(([a, b]) => {
    const ids = [a, b].map((c) => columnId(after.schema, after.name, c.name));
    return alike('column', ids[0] ?? '', ids[1] ?? '', b.name, `both are ${b.type}`);
  });
}

function alike(kind: LookAlike['kind'], before: ObjectId, after: ObjectId, name: string, because: string): LookAlike {
  return { kind, before, after, rename: `${before}=${name}`, because };
}

/** Pairs with the highest scores, each thing in one pair at most. */
function bestPairs<T>(
  before: readonly T[],
  after: readonly T[],
  score: (a: T, b: T) => number,
  least: number,
): (readonly [T, T])[] {
  const scored = before.flatMap((a) => after.map((b) => ({ a, b, score: score(a, b) })));
  const taken = new Set<T>();
  return scored
    .filter((p) => p.score >= least)
    .sort((x, y) => y.score - x.score)
    .flatMap(({ a, b }) => {
      if (taken.has(a) || taken.has(b)) return [];
      taken.add(a);
      taken.add(b);
      return [[a, b] as const];
    });
}
