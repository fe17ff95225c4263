import { type ObjectId } from '../../model/id.ts';
import { columnId, idOf, type SchemaObject } from '../../model/object.ts';
import { type ServerInfo } from '../dialect.ts';

/** Kinds whose names are files to the server. */
const FILES = new Set<SchemaObject['kind']>(['table', 'view', 'sequence']);

/**
 * The declared objects with the names of tables, views and sequences as the server has them or will have them, where it does not
 * tell `Users` from `users`. https://dev.mysql.com/doc/refman/9.0/en/identifier-case-sensitivity.html
 */
export function withServersNames(
  desired: readonly SchemaObject[],
  live: Iterable<SchemaObject>,
  { tableNames }: Pick<ServerInfo, 'tableNames'>,
): readonly SchemaObject[] {
  if (tableNames === undefined) return desired;
  const there = new Map([...live].filter((o) => FILES.has(o.kind)).map((o) => [o.name.toLowerCase(), o.name]));
  const known = (name: string): string =>
    tableNames === 'lower' ? name.toLowerCase() : (there.get(name.toLowerCase()) ?? name);
  const named = desired.map((o) => withNames(o, known));
  const ids = new Map(desired.flatMap((o, i) => pairs(o, named[i] ?? o)));
  const id = (former: ObjectId): ObjectId => ids.get(former) ?? former;
  return named.map((o) => (o.dependsOn === undefined ? o : { ...o, dependsOn: o.dependsOn.map(id) }));
}

function withNames(object: SchemaObject, known: (name: string) => string): SchemaObject {
  if (FILES.has(object.kind)) {
    const { name, renamedFrom } = object;
    return { ...object, name: known(name), ...(renamedFrom === undefined ? {} : { renamedFrom: known(renamedFrom) }) };
  }
  if (!('table' in object)) return object;
  const member = { ...object, table: known(object.table) };
  if (member.kind !== 'foreign_key') return member;
  return { ...member, references: { ...member.references, table: known(member.references.table) } };
}

function pairs(before: SchemaObject, after: SchemaObject): [ObjectId, ObjectId][] {
  const own: [ObjectId, ObjectId] = [idOf(before), idOf(after)];
  if (before.kind !== 'table') return [own];
  const columns = before.columns.map((c): [ObjectId, ObjectId] => [
    columnId(before.schema, before.name, c.name),
    columnId(after.schema, after.name, c.name),
  ]);
  return [own, ...columns];
}
