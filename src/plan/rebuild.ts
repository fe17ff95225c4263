import { type Alteration, type DriverContext } from '../dialects/dialect.ts';
import { findColumnRenames } from '../diff/rename.ts';
import { type Change } from '../model/change.ts';
import { idKind, idName, memberId, type ObjectId, objectId, parseDotted, tableOfColumn } from '../model/id.ts';
import { columnId, idOf, type Kind, type SchemaObject, type Table, tableIdOf } from '../model/object.ts';
import { type StepDraft } from '../model/step.ts';

export type Alter = (change: Extract<Change, { type: 'alter' }>) => Alteration;

/** How an object that stays lets go of another one while that is made anew. */
export type LetGo = (before: SchemaObject, after: SchemaObject, id: ObjectId) => readonly StepDraft[];

/** A change with what it takes: `replace` is a drop and a create of one id. */
export interface Work {
  readonly change: Change;
  readonly alteration?: Alteration;
}

/**
 * Adds what must be torn down and built again around the changes: whatever depends (directly or through others) on
 * something that is replaced, dropped with its dependents kept, or altered in a way that its dependents forbid.
 */
export function withRebuilds(
  changes: readonly Change[],
  context: DriverContext,
  alter: Alter,
  letGo: LetGo = () => [],
  unsettles: (created: SchemaObject) => readonly ObjectId[] = () => [],
): Work[] {
  const works = new Map<ObjectId, Work[]>();
  const add = (work: Work): void => {
    const id = idOf(work.change.type === 'drop' ? work.change.before : work.change.after);
    works.set(id, [...(works.get(id) ?? []), work]);
  };
  const dependents = dependentsOf(context.before.values());
  // An heir does not list what it has from its parents, but others may depend on it.
  const mentioned = Map.groupBy(
    [...dependents.keys()].filter((id) => idKind(id) === 'column'),
    tableOfColumn,
  );
  const within = (object: SchemaObject | null): ObjectId[] =>
    object === null ? [] : [...new Set([...idsWithin(object), ...(mentioned.get(idOf(object)) ?? [])])];
  const formerOf = formerIds(changes);
  const replaced = new Set<ObjectId>();
  const gone = new Set(changes.flatMap((c) => (c.type === 'drop' ? [idOf(c.before)] : [])));
  const queue: ObjectId[] = [];
  const spared = new Map<ObjectId, readonly Kind[]>();
  for (const change of changes) {
    const alteration = change.type === 'alter' ? alter(change) : undefined;
    add(alteration === undefined ? { change } : { change, alteration });
    // Whoever outlives what it stands on is made anew over what takes its place.
    if (change.type === 'drop') queue.push(...within(change.before));
    if (change.type === 'create') queue.push(...unsettles(change.after));
    if (alteration?.how === 'replace') {
      replaced.add(idOf(change.type === 'drop' ? change.before : change.after));
      queue.push(...within(change.type === 'alter' ? change.before : null), ...(alteration.rebuilds ?? []));
    } else if (alteration !== undefined) {
      queue.push(...(alteration.rebuilds ?? []));
      for (const id of alteration.rebuilds ?? []) spared.set(id, alteration.spares ?? []);
    }
  }
  const lettingGo = (before: SchemaObject, after: SchemaObject, id: ObjectId): boolean => {
    const steps = letGo(before, after, id);
    queue.push(...steps.flatMap((step) => step.ends ?? []));
    if (steps.length > 0)
      add({ change: { type: 'alter', before, after, fields: [] }, alteration: { how: 'steps', steps } });
    return steps.length > 0;
  };
  // A change in place that no longer mentions what goes runs before that goes; what belongs to it goes with it.
  const altered = (dependent: ObjectId, before: SchemaObject, after: SchemaObject, id: ObjectId): boolean =>
    gone.has(id) &&
    tableIdOf(before) !== id &&
    !after.dependsOn?.some((other) => idName(other) === idName(id)) &&
    works.get(dependent)?.some((w) => w.change.type === 'alter' && w.alteration?.how === 'steps') === true;
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const dependent of [...new Set([id, formerOf(id)])].flatMap((known) => dependents.get(known) ?? [])) {
      const object = context.before.get(dependent);
      const after = context.after.get(dependent);
      if (object === undefined || after === undefined || replaced.has(dependent)) continue;
      if (!replaced.has(id) && spared.get(id)?.includes(object.kind)) continue;
      if (altered(dependent, object, after, id)) {
        // Of a table only what differs is changed, and the same text may mean another one than what goes.
        if (object.kind === 'table') lettingGo(object, after, id);
        continue;
      }
      const child = object.kind === 'table' && isChildOf(object, id) && after.kind === 'table' && isChildOf(after, id);
      const made =
        object.kind === 'table' && (object.partitionBy ?? object.inherits ?? object.of) !== undefined
          ? alter({ type: 'alter', before: object, after, fields: ['partitionBy'] })
          : null;
      const stays = object.kind === 'table' && !child && made?.how !== 'replace';
      // What is exchanged under its name takes its users along; what is made anew has to be let go of.
      const lets = (!context.before.has(id) || replaced.has(id) || gone.has(id)) && (stays || object.kind !== 'table');
      if ((lets && lettingGo(object, after, id)) || stays) continue;
      replaced.add(dependent);
      const kept = (works.get(dependent) ?? []).filter((w) => w.change.type === 'rename');
      const change: Change = { type: 'alter', before: object, after, fields: [] };
      works.set(dependent, [...kept, { change, alteration: made?.how === 'replace' ? made : { how: 'replace' } }]);
      queue.push(...within(object));
    }
  }
  return [...works.values()].flat();
}

/** What an object, a column, or something else that is told by a table and a column of it, was called before the renames. */
function formerIds(changes: readonly Change[]): (id: ObjectId) => ObjectId {
  const objects = new Map<ObjectId, ObjectId>();
  const tables = new Map<string, string>();
  const columns = new Map<string, string>();
  const key = (...parts: readonly string[]): string => JSON.stringify(parts);
  for (const change of changes) {
    if (change.type === 'rename') objects.set(idOf(change.after), idOf(change.before));
    if (change.type === 'create' || change.type === 'drop') continue;
    const { before, after } = change;
    if (change.type === 'rename' && RELATIONS.has(after.kind)) tables.set(key(after.schema, after.name), before.name);
    if (before.kind !== 'table' || after.kind !== 'table') continue;
    for (const [former, name] of findColumnRenames(before, after))
      columns.set(key(after.schema, after.name, name), former);
  }
  if (objects.size + columns.size === 0) return (id) => id;
  return (id) => {
    const known = objects.get(id);
    const [schema = '', table = '', column, ...more] = known === undefined ? (parseDotted(idName(id)) ?? []) : [];
    if (known !== undefined || table === '' || more.length > 0) return known ?? id;
    const former = tables.get(key(schema, table)) ?? table;
    if (column === undefined) return former === table ? id : objectId(idKind(id), schema, former);
    return memberId(idKind(id), schema, former, columns.get(key(schema, table, column)) ?? column);
  };
}

/** What shares one list of names and has columns. */
export const RELATIONS: ReadonlySet<string> = new Set(['table', 'view', 'materialized_view']);

/** A partition or heir goes with the table that it is one of, and a foreign table, which holds no rows, with its server. */
function isChildOf({ partitionOf, inherits = [], foreign }: Table, id: ObjectId): boolean {
  if (foreign !== undefined && objectId('foreign_server', '', foreign.server) === id) return true;
  return [...(partitionOf === undefined ? [] : [partitionOf]), ...inherits].some(
    (p) => objectId('table', p.schema, p.table) === id,
  );
}

/** The ids that others may depend on: the object's own, and its columns'. */
function idsWithin(object: SchemaObject): ObjectId[] {
  if (object.kind !== 'table') return [idOf(object)];
  return [idOf(object), ...object.columns.map((c) => columnId(object.schema, object.name, c.name))];
}

function dependentsOf(objects: Iterable<SchemaObject>): ReadonlyMap<ObjectId, ObjectId[]> {
  const dependents = new Map<ObjectId, ObjectId[]>();
  for (const object of objects) {
    for (const id of object.dependsOn ?? []) {
      const list = dependents.get(id);
      if (list === undefined) dependents.set(id, [idOf(object)]);
      else list.push(idOf(object));
    }
  }
  return dependents;
}
