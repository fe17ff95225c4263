import { type Change } from '../../model/change.ts';
import { idKind, idName, type ObjectId, parseDotted } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject, type Unique } from '../../model/object.ts';
import { baseType, ownType, tableId } from './needs.ts';
import { parseType, typePlace } from './types.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;
type Keyed = Index | Unique;

interface Sides {
  readonly before: Objects;
  readonly after: Objects;
}

/** What the server takes where a type has no default class of its own. https://www.postgresql.org/docs/current/indexes-opclass.html */
const OF_ANY: Readonly<Record<string, string>> = { enum: 'enum_ops', composite: 'record_ops', range: 'range_ops' };

const methodOf = (o: Keyed): string => (o.kind === 'index' ? (o.method ?? 'btree') : 'btree');

const columnsOf = (o: Keyed): readonly string[] =>
  o.kind === 'unique'
    ? o.columns
    : o.parts.flatMap((p) => (p.column !== undefined && p.opclass === undefined ? [p.column] : []));

/** The default classes of the database's own types, by type and method. */
function defaultClasses(objects: Objects): Map<string, ObjectId> {
  return new Map(
    [...objects.values()].flatMap((o): [string, ObjectId][] => {
      const type = o.kind === 'operator_class' && o.default ? plainType(o.type, objects) : null;
      return type === null || o.kind !== 'operator_class' ? [] : [[`${type} ${o.signature}`, idOf(o)]];
    }),
  );
}

/** The type of the database's own that a column's values are of; a multirange has no classes of its range's. */
function plainType(type: string, objects: Objects): ObjectId | null {
  const base = baseType(type, objects);
  const own = parseType(base).array ? null : ownType(base, { before: objects, after: objects });
  const name = typePlace(base, 'public')?.name;
  return own !== null && parseDotted(idName(own))?.at(-1) === name ? own : null;
}

/** The default classes that the columns of an index have without its naming them. */
function takenBy(
  o: Keyed,
  objects: Objects,
  classes: ReadonlyMap<string, ObjectId>,
): Map<string, ObjectId | undefined> {
  const table = objects.get(tableId(o.schema, o.table));
  if (table?.kind !== 'table') return new Map();
  const named = new Set(columnsOf(o));
  return new Map(
    table.columns.flatMap(({ name, type }): [string, ObjectId | undefined][] => {
      const own = named.has(name) ? plainType(type, objects) : null;
      return own === null ? [] : [[name, classes.get(`${own} ${methodOf(o)}`)]];
    }),
  );
}

/** An index as the server would print it had its columns' types the default classes of neither side, and all that it stands on. */
function asPrinted(o: Keyed, objects: Objects, taken: ReadonlyMap<string, ObjectId | undefined>): Keyed {
  const dependsOn = [...(o.dependsOn ?? []), ...[...taken.values()].filter((id) => id !== undefined)];
  if (o.kind === 'unique') return { ...o, dependsOn };
  const table = objects.get(tableId(o.schema, o.table));
  const columns = table?.kind === 'table' ? table.columns : [];
  const parts = o.parts.map((part) => {
    const column = columns.find((c) => c.name === part.column);
    if (column === undefined || !taken.has(column.name) || taken.get(column.name) !== undefined) return part;
    const own = plainType(column.type, objects);
    const opclass = own === null ? undefined : OF_ANY[idKind(own)];
    return opclass === undefined ? part : { ...part, opclass };
  });
  return { ...o, parts, dependsOn };
}

/** What changes with the default operator classes of the database's own types. */
export interface ClassShift {
  /** The indexes of both sides, as they are to be compared. */
  readonly before: readonly SchemaObject[];
  readonly after: readonly SchemaObject[];
  /** The keys that stay, and are to be made anew. */
  readonly altered: readonly Change[];
}

/**
 * An index that names no operator class has the default one that its column's type had when it was made, and keeps it when
 * another one comes: where these differ between the sides, what the server takes for want of any is named.
 */
export function classShift(sides: Sides): ClassShift | null {
  const [had, has] = [defaultClasses(sides.before), defaultClasses(sides.after)];
  const shifts = [...new Set([...had.keys(), ...has.keys()])].some((key) => had.get(key) !== has.get(key));
  if (!shifts) return null;
  const [before, after] = [named(sides.before, had), named(sides.after, has)];
  const altered = [...after].flatMap(([id, b]): Change[] => {
    const a = before.get(id);
    if (a?.kind !== 'unique' || b.kind !== 'unique') return [];
    const [was, is] = [takenBy(a, sides.before, had), takenBy(b, sides.after, has)];
    const differs = [...is].some(([column, one]) => was.has(column) && was.get(column) !== one);
    return differs ? [{ type: 'alter', before: a, after: b, fields: ['columns'] }] : [];
  });
  const indexes = (all: ReadonlyMap<ObjectId, Keyed>): Keyed[] => [...all.values()].filter((o) => o.kind === 'index');
  return { before: indexes(before), after: indexes(after), altered };
}

function named(objects: Objects, classes: ReadonlyMap<string, ObjectId>): Map<ObjectId, Keyed> {
  return new Map(
    [...objects.values()].flatMap((o): [ObjectId, Keyed][] => {
      const taken = o.kind === 'index' || o.kind === 'unique' ? takenBy(o, objects, classes) : new Map();
      return taken.size === 0 ? [] : [[idOf(o), asPrinted(o as Keyed, objects, taken)]];
    }),
  );
}
