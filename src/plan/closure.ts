import { idKind, memberId, type ObjectId, objectId, tableOfColumn } from '../model/id.ts';
import { byId, idOf, type SchemaObject, tableIdOf } from '../model/object.ts';

/**
 * The objects that `roots` need in order to be built, themselves included, in the given order: their tables and the
 * tables above these, the tables that foreign keys refer to, owners of sequences, what indexes are parts of, and whatever their expressions mention. The database, schemas, extensions and enums always stay.
 */
export function closure(objects: readonly SchemaObject[], roots: Iterable<ObjectId>): SchemaObject[] {
  const known = byId(objects);
  const wanted = new Set<ObjectId>();
  const queue = [...roots];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const object = known.get(id);
    if (object === undefined || wanted.has(id)) continue;
    wanted.add(id);
    queue.push(...needsOf(object), ...wholeOf(object, known));
  }
  return objects.filter((o) => ALWAYS.has(o.kind) || wanted.has(idOf(o)));
}

const ALWAYS = new Set<SchemaObject['kind']>(['database', 'schema', 'extension', 'enum']);

function needsOf(object: SchemaObject): ObjectId[] {
  const needs = (object.dependsOn ?? []).map((id) => (idKind(id) === 'column' ? tableOfColumn(id) : id));
  const table = tableIdOf(object);
  if (table !== null) needs.push(table);
  if (object.kind === 'foreign_key') {
    needs.push(objectId('table', object.references.schema, object.references.table));
  }
  if (object.kind === 'sequence' && object.ownedBy !== undefined) {
    needs.push(objectId('table', object.schema, object.ownedBy.table));
  }
  if (object.kind === 'table') {
    const above = [object.partitionOf ?? [], object.inherits ?? []].flat();
    needs.push(...above.map((t) => objectId('table', t.schema, t.table)));
  }
  return needs;
}

/** What the index of a partition is a part of: an index, or the key of a constraint, of its table's table. */
function wholeOf(object: SchemaObject, known: ReadonlyMap<ObjectId, SchemaObject>): ObjectId[] {
  const name = object.kind === 'index' || object.kind === 'unique' ? object.partitionOf : undefined;
  const partition = name === undefined ? undefined : known.get(tableIdOf(object) as ObjectId);
  const of = partition?.kind === 'table' ? partition.partitionOf : undefined;
  if (name === undefined || of === undefined) return [];
  return (['index', 'unique'] as const).map((kind) => memberId(kind, of.schema, of.table, name));
}
