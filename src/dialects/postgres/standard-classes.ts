import { type Change } from '../../model/change.ts';
import { sameData } from '../../model/digest.ts';
import { idKind, idName, type ObjectId, objectId, parseDotted } from '../../model/id.ts';
import {
  type Column,
  type Index,
  idOf,
  type OperatorClass,
  type PrimaryKey,
  type SchemaObject,
  type Table,
  type Unique,
} from '../../model/object.ts';
import { allColumns } from './heirs.ts';
import { baseType, ownType, tableId } from './needs.ts';
import { once } from './once.ts';
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
const defaultClasses = once((objects: Objects): ReadonlyMap<string, ObjectId> => {
  return new Map(
    [...objects.values()].flatMap((o): [string, ObjectId][] => {
      const type = o.kind === 'operator_class' && o.default ? plainType(o.type, objects) : null;
      return type === null || o.kind !== 'operator_class' ? [] : [[`${type} ${o.signature}`, idOf(o)]];
    }),
  );
});

/** The type of the database's own that a column's values are of; a multirange has no classes of its range's. */
function plainType(type: string, objects: Objects): ObjectId | null {
  const base = baseType(type, objects);
  const own = parseType(base).array ? null : ownType(base, { before: objects, after: objects });
  const name = typePlace(base, 'public')?.name;
  return own !== null && parseDotted(idName(own))?.at(-1) === name ? own : null;
}

/** Where the default class of a type stands: keys over it go before that changes, and come after it. */
function placeOf(type: ObjectId | null, method: string): ObjectId[] {
  return type === null ? [] : [objectId('default_class', method, idName(type))];
}

/** The default classes that an index, or a key, finds, and their places. */
export function classesFound(o: Keyed, objects: Objects): ObjectId[] {
  const named = new Set(columnsOf(o));
  const columns = columnsOfTable(o, objects).filter((c) => named.has(c.name));
  const places = columns.flatMap((c) => placeOf(plainType(c.type, objects), methodOf(o)));
  const classes = places.length === 0 ? [] : takenBy(o, objects, defaultClasses(objects)).values();
  return [...places, ...[...classes].filter((id) => id !== undefined)];
}

/** The same of a primary key. */
export function keyClassesFound({ schema, name: table }: Table, { columns }: PrimaryKey, objects: Objects): ObjectId[] {
  return classesFound(asUnique(schema, table, columns), objects);
}

function asUnique(schema: string, table: string, columns: PrimaryKey['columns']): Unique {
  return { kind: 'unique', schema, table, name: '', columns: columns.map((c) => c.column) };
}

/** Whether the primary key of a table is to have other default classes than before, or such as are made anew. */
export function isKeyReclassed(
  { schema, name, primaryKey: a }: Table,
  { primaryKey: b }: Table,
  sides: Sides,
): boolean {
  if (a === undefined || b === undefined) return false;
  return isReclassed(asUnique(schema, name, a.columns), asUnique(schema, name, b.columns), sides);
}

function isReclassed(a: Unique, b: Unique, sides: Sides): boolean {
  const [had, has] = [defaultClasses(sides.before), defaultClasses(sides.after)];
  if (had.size + has.size === 0) return false;
  const [was, is] = [takenBy(a, sides.before, had), takenBy(b, sides.after, has)];
  return [...is].some(([column, one]) => was.has(column) && isOther(was.get(column), one, sides));
}

/** Whether the one class is not the other, or no longer what it was. */
function isOther(a: ObjectId | undefined, b: ObjectId | undefined, { before, after }: Sides): boolean {
  if (a === undefined || b === undefined || a !== b) return a !== b;
  const said = (objects: Objects): unknown => ({ ...objects.get(a), comment: undefined, dependsOn: undefined });
  return !sameData(said(before), said(after));
}

/** The place that a class takes. */
export function placeOfClass(o: OperatorClass, objects: Objects): ObjectId[] {
  return o.default ? placeOf(plainType(o.type, objects), o.signature) : [];
}

function columnsOfTable({ schema, table: name }: Keyed, objects: Objects): readonly Column[] {
  const table = objects.get(tableId(schema, name));
  return table?.kind === 'table' ? allColumns(table, objects, false) : [];
}

/** The default classes that the columns of an index have without its naming them. */
function takenBy(
  o: Keyed,
  objects: Objects,
  classes: ReadonlyMap<string, ObjectId>,
): Map<string, ObjectId | undefined> {
  const named = new Set(columnsOf(o));
  return new Map(
    columnsOfTable(o, objects).flatMap(({ name, type }): [string, ObjectId | undefined][] => {
      const own = named.has(name) ? plainType(type, objects) : null;
      return own === null ? [] : [[name, classes.get(`${own} ${methodOf(o)}`)]];
    }),
  );
}

/** An index as the server would print it had its columns' types the default classes of neither side, and all that it stands on. */
function asPrinted(o: Keyed, objects: Objects, taken: ReadonlyMap<string, ObjectId | undefined>): Keyed {
  const dependsOn = [...(o.dependsOn ?? []), ...[...taken.values()].filter((id) => id !== undefined)];
  if (o.kind === 'unique') return { ...o, dependsOn };
  const columns = columnsOfTable(o, objects);
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
  const shifts = [...new Set([...had.keys(), ...has.keys()])].some((key) => isOther(had.get(key), has.get(key), sides));
  if (!shifts) return null;
  const [before, after] = [named(sides.before, had), named(sides.after, has)];
  const altered = [...after].flatMap(([id, b]): Change[] => {
    const a = before.get(id);
    if (a?.kind !== 'unique' || b.kind !== 'unique' || !isReclassed(a, b, sides)) return [];
    return [{ type: 'alter', before: a, after: b, fields: ['columns'] }];
  });
  const tables = [...sides.after].flatMap(([id, b]): Change[] => {
    const a = sides.before.get(id);
    if (a?.kind !== 'table' || b.kind !== 'table' || !isKeyReclassed(a, b, sides)) return [];
    return [{ type: 'alter', before: a, after: b, fields: ['primaryKey'] }];
  });
  const indexes = (all: ReadonlyMap<ObjectId, Keyed>): Keyed[] => [...all.values()].filter((o) => o.kind === 'index');
  return { before: indexes(before), after: indexes(after), altered: [...altered, ...tables] };
}

function named(objects: Objects, classes: ReadonlyMap<string, ObjectId>): Map<ObjectId, Keyed> {
  return new Map(
    [...objects.values()].flatMap((o): [ObjectId, Keyed][] => {
      const taken = o.kind === 'index' || o.kind === 'unique' ? takenBy(o, objects, classes) : new Map();
      return taken.size === 0 ? [] : [[idOf(o), asPrinted(o as Keyed, objects, taken)]];
    }),
  );
}
