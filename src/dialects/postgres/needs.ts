import { idKind, idName, type ObjectId, objectId, parseDotted } from '../../model/id.ts';
import { type Column, columnId, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { multirangeOf } from './kinds/range.ts';
import { once } from './once.ts';
import { parseType, typePlace } from './types.ts';

/** Extensions that this plan makes: types, operators and functions of theirs may be used anywhere. */
export function freshExtensions(context: DriverContext): ObjectId[] {
  return extensionsIn(context.after).filter((id) => context.isNew(id));
}

/** Extensions that go: the way back brings them before whatever may use them, which no catalog tells of a text. */
export function goneExtensions({ before, after }: DriverContext): ObjectId[] {
  return extensionsIn(before).filter((id) => !after.has(id));
}

type Objects = DriverContext['after'];

const extensionsIn = once((objects: Objects): readonly ObjectId[] =>
  [...objects.keys()].filter((id) => idKind(id) === 'extension'),
);

export const TYPES = ['enum', 'domain', 'composite', 'range'] as const;

/** The type of the database's own that a column's type names, when there is one. */
export function ownType(type: string, context: Pick<DriverContext, 'before' | 'after'>): ObjectId | null {
  const place = typePlace(type, 'public');
  if (place === null) return null;
  const ids = TYPES.map((kind) => objectId(kind, place.schema, place.name));
  const named = ids.find((id) => context.after.has(id)) ?? ids.find((id) => context.before.has(id));
  const key = `${place.schema}\n${place.name}`;
  return named ?? multiranges(context.after).get(key) ?? multiranges(context.before).get(key) ?? null;
}

/** A type of the database's own, and those that it stands on. */
export function typesBelow(id: ObjectId | null, objects: Objects): ObjectId[] {
  const found = new Set<ObjectId>();
  const add = (one: ObjectId): void => {
    if (found.has(one) || !(TYPES as readonly string[]).includes(idKind(one))) return;
    found.add(one);
    for (const other of objects.get(one)?.dependsOn ?? []) add(other);
  };
  if (id !== null) add(id);
  return [...found];
}

export const RELATIONS = ['table', 'view', 'materialized_view'] as const;

/** Whether an id is that of a relation, whose rows have a type, too. */
export function isRelation(id: ObjectId): boolean {
  return (RELATIONS as readonly string[]).includes(idKind(id));
}

/** The type of the database's own that a table's column has, be it that of a relation's rows. */
export function columnTypeOf({ dependsOn = [] }: Table, { type }: Column, objects: Objects): ObjectId | null {
  const own = ownType(type, { before: objects, after: objects });
  const place = own === null ? typePlace(type, 'public') : null;
  if (place === null) return own;
  const ids = RELATIONS.map((kind) => objectId(kind, place.schema, place.name));
  return ids.find((id) => dependsOn.includes(id)) ?? null;
}

/** Ranges by their multiranges. */
const multiranges = once((objects: Objects): ReadonlyMap<string, ObjectId> => {
  const ranges = [...objects.values()].filter((o) => o.kind === 'range');
  return new Map(
    ranges.map((o) => {
      const { schema, name } = multirangeOf(o);
      return [`${schema}\n${name}`, idOf(o)];
    }),
  );
});

/** The type below a domain, and below the domains that it is over: what decides about casts. */
export function baseType(type: string, objects: ReadonlyMap<ObjectId, SchemaObject>): string {
  const place = typePlace(type, 'public');
  const domain = place === null ? undefined : objects.get(objectId('domain', place.schema, place.name));
  if (domain?.kind !== 'domain') return type;
  const array = parseType(type).array;
  if (array && parseType(domain.type).array) return type;
  return baseType(`${domain.type}${array ? '[]' : ''}`, objects);
}

/** The sequences that `nextval` and such name in a default. */
export function sequencesOfDefault(expression = ''): ObjectId[] {
  return Array.from(expression.matchAll(/\b(?:next|curr|set)val\('((?:[^']|'')+)'/gi)).flatMap(([, text = '']) => {
    const place = typePlace(text.replaceAll("''", "'"), 'public');
    return place === null ? [] : [objectId('sequence', place.schema, place.name)];
  });
}

/** Those whose names types have on the other side: both can only stand one after the other. */
export function sequencesBesideTypes(expression: string | undefined, others: Objects): ObjectId[] {
  return sequencesOfDefault(expression).filter((id) => {
    const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
    return TYPES.some((kind) => others.has(objectId(kind, schema, name)));
  });
}

/** Whether an expression, as the server prints it, says a name, not just letters of a longer one. */
export function says(expression: string | undefined, plain: string): boolean {
  const name = plain.replaceAll('"', '""');
  if (expression?.includes(name) !== true) return false;
  const word = String.raw`[\p{L}\p{N}_$]`;
  const [first, last] = [/^[\p{L}\p{N}_$]/u.test(name), /[\p{L}\p{N}_$]$/u.test(name)];
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(`${first ? `(?<!${word})` : ''}${escaped}${last ? `(?!${word})` : ''}`, 'u').test(expression);
}

/** Whether an expression may call a function (or search by a configuration): it has its name in it; or that of what a cast is to. */
export function calls(expression: string | undefined, id: ObjectId): boolean {
  const name = parseDotted(idName(id))?.at(-1) ?? '';
  if (idKind(id) === 'cast') return expression?.includes(`::${name.slice(name.lastIndexOf(' as ') + 4)}`) === true;
  return says(expression, name.replace(/\([^(]*$/, ''));
}

/** The functions of the database's own that an expression of a table's calls, and the casts that it does. */
export function functionsIn(expression: string | undefined, { dependsOn = [] }: Table): ObjectId[] {
  return dependsOn.filter((id) => /^(function|cast):/.test(id) && calls(expression, id));
}

/** The types of the database's own that a column's default says, or whose values it may have inside one of the column's type. */
export function typesIn({ type, default: value }: Column, { dependsOn = [] }: Table, objects: Objects): ObjectId[] {
  if (value === undefined) return [];
  const below = typesBelow(ownType(type, { before: objects, after: objects }), objects);
  const isType = (id: ObjectId): boolean => (TYPES as readonly string[]).includes(idKind(id));
  return dependsOn.filter((id) => isType(id) && (calls(value, id) || below.includes(id)));
}

/** The schema that holds an object. */
export function schemaId(schema: string): ObjectId[] {
  return schema === '' ? [] : [objectId('schema', '', schema)];
}

export function tableId(schema: string, table: string): ObjectId {
  return objectId('table', schema, table);
}

export function columnIds(schema: string, table: string, columns: Iterable<string>): ObjectId[] {
  return Array.from(columns, (c) => columnId(schema, table, c));
}
