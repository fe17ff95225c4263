import { distance } from 'fastest-levenshtein';
import { ACCESS_FIELDS } from '../model/access.ts';
import { type Change } from '../model/change.ts';
import { dotted, namePart, type ObjectId, shownName } from '../model/id.ts';
import { type Column, columnId, idOf, type Kind, type SchemaObject, type Table } from '../model/object.ts';
import { sameTypeName } from '../model/type-aliases.ts';

/** Something that goes beside something of its kind that comes, so much alike that it may be one thing with another name. */
export interface LookAlike {
  readonly kind: Kind | 'column';
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

/** What a plan drops (tables and columns with their values), each beside what it may have become. */
export function lookAlikes(changes: readonly Change[]): LookAlike[] {
  return [...tablesAlike(changes), ...changes.flatMap(columnsAlike), ...othersAlike(changes)];
}

function tablesAlike(changes: readonly Change[]): LookAlike[] {
  const dropped = changes.flatMap((c) => (c.type === 'drop' && isPlainTable(c.before) ? [c.before] : []));
  const created = changes.flatMap((c) => (c.type === 'create' && isPlainTable(c.after) ? [c.after] : []));
  return bestPairs(dropped, created, (a, b) => (a.schema === b.schema ? sharedColumns(a, b) : 0), ALIKE_COLUMNS).map(
    ([a, b]) => {
      const same = b.columns.filter((c) => isAmong(c, a.columns)).length;
      const because = `${same} of its ${b.columns.length} columns are those of ${shownName(idOf(a))}`;
      return alike('table', [idOf(a), idOf(b)], [a.schema, a.name], b.name, because);
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
    if (keepsConstraint(before, a, b)) return 1;
    if (!sameTypeName(a.type, b.type) || a.generated !== undefined || b.generated !== undefined) return 0;
    const names = sharedLetters(a.name, b.name);
    return place(before, a) === place(after, b) ? Math.max(names, ALIKE_NAMES) : names;
  };
  return bestPairs(gone, come, score, ALIKE_NAMES).map(([a, b]) => {
    const id = (c: Column): ObjectId => columnId(after.schema, after.name, c.name);
    const because = keepsConstraint(before, a, b)
      ? `its not-null constraint has the name ${b.notNullName}`
      : `both are ${b.type}`;
    return alike('column', [id(a), id(b)], [after.schema, after.name, a.name], b.name, because);
  });
}

/** A column that got another name keeps its not-null constraint, which is called as it was before. */
function keepsConstraint({ name }: Table, a: Column, b: Column): boolean {
  return b.notNullName !== undefined && b.notNullName === (a.notNullName ?? `${name}_${a.name}_not_null`);
}

/** Kinds whose objects have no name that another one could take the place of. */
const UNNAMED = new Set<Kind>([
  'extension',
  'cast',
  'transform',
  'access_method',
  'user_mapping',
  'default_privileges',
]);
/** What is not an object's structure. */
const BESIDE = new Set<string>([
  'name',
  'renamedFrom',
  'dependsOn',
  'comment',
  'secrets',
  'unchecked',
  ...ACCESS_FIELDS,
]);
const PLACE = new Set<string>(['kind', 'schema', 'table', 'relation']);

/** Objects of the other kinds that differ in nothing but the name; where the name is all they have, it must be alike. */
function othersAlike(changes: readonly Change[]): LookAlike[] {
  const sides = new Map<string, { bare: boolean; gone: SchemaObject[]; come: SchemaObject[] }>();
  for (const change of changes) {
    if (change.type !== 'drop' && change.type !== 'create') continue;
    const object = change.type === 'drop' ? change.before : change.after;
    if (object.kind === 'table' || UNNAMED.has(object.kind)) continue;
    const fields = Object.entries(object).filter(([key, value]) => !BESIDE.has(key) && value !== undefined);
    const key = JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
    const side = sides.get(key) ?? { bare: fields.every(([field]) => PLACE.has(field)), gone: [], come: [] };
    sides.set(key, side);
    (change.type === 'drop' ? side.gone : side.come).push(object);
  }
  return [...sides.values()].flatMap(({ bare, gone, come }) =>
    bestPairs(gone, come, (a, b) => sharedLetters(a.name, b.name), bare ? ALIKE_NAMES : 0).map(([a, b]) =>
      alike(
        a.kind,
        [idOf(a), idOf(b)],
        [a.schema, 'table' in a ? a.table : '', a.name],
        b.name,
        'only the name differs',
        'signature' in a && a.schema !== '' ? `(${a.signature})` : '',
      ),
    ),
  );
}

/** The share of the letters of the longer name that the other one has, too. */
function sharedLetters(a: string, b: string): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length);
}

function alike(
  kind: LookAlike['kind'],
  [before, after]: readonly [ObjectId, ObjectId],
  former: readonly string[],
  name: string,
  because: string,
  overload = '',
): LookAlike {
  return { kind, before, after, rename: `${kind}:${dotted(...former)}${overload}=${namePart(name)}`, because };
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
