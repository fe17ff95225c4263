import { idKind, idName, type ObjectId, objectId, tableOfColumn } from '../model/id.ts';
import { byId, idOf, type Kind, type SchemaObject, tableIdOf } from '../model/object.ts';
import { reaches } from '../model/reaches.ts';
import { RELATIONS, type Work } from './rebuild.ts';

const VANISH_WITH_TABLE = new Set<Kind>(['index', 'unique', 'exclusion', 'check', 'trigger', 'policy', 'rule']);

/**
 * Takes out the drops that a table's own drop brings along, and gives them by table, so that its undo can make them
 * again. What leads to another relation that goes keeps its own drop, as two that lead to each other can only go once that is gone;
 * so do what calls a routine that goes and reads the table, a check that calls any where other tables go, an index whose parts
 * on partitions are not of its own making, or that not all are to have, and a check that is not valid where heirs go, too: those
 * that come back after it had a valid one.
 */
export function foldTableDrops(works: readonly Work[]): {
  readonly works: readonly Work[];
  readonly members: ReadonlyMap<string, readonly SchemaObject[]>;
} {
  const gone = new Set(
    works.flatMap((w) =>
      w.change.type === 'drop' && RELATIONS.has(w.change.before.kind) ? [idOf(w.change.before)] : [],
    ),
  );
  const names = new Set([...gone].map(idName));
  const going = byId(works.flatMap(({ change }) => (change.type === 'drop' ? [change.before] : [])));
  const readers = (o: SchemaObject, table: ObjectId): boolean =>
    (o.dependsOn ?? []).some((id) => idKind(id) === 'function' && going.has(id) && reaches(id, table, going));
  // What a routine's text reads is not always known: the check comes back once all is there.
  const calls = (o: SchemaObject): boolean =>
    o.kind === 'check' && gone.size > 1 && (o.dependsOn ?? []).some((id) => idKind(id) === 'function' && going.has(id));
  const parents = new Set([...going.values()].flatMap(parentsOf));
  const mixed = new Set([...going.values()].flatMap((o) => foreignPart(o, going)));
  const members = new Map<string, SchemaObject[]>();
  const kept = works.filter(({ change }) => {
    if (change.type !== 'drop' || !VANISH_WITH_TABLE.has(change.before.kind)) return true;
    const table = tableIdOf(change.before);
    if (table === null || !gone.has(table)) return true;
    if (change.before.kind === 'index' && change.before.only) return true;
    if (change.before.kind === 'check' && change.before.notValid && parents.has(table)) return true;
    if (reachesOther(change.before, idName(table), names) || readers(change.before, table)) return true;
    if (calls(change.before)) return true;
    if (mixed.has(wholeKey(change.before))) return true;
    members.set(table, [...(members.get(table) ?? []), change.before]);
    return false;
  });
  return { works: kept, members };
}

function parentsOf(object: SchemaObject): ObjectId[] {
  if (object.kind !== 'table') return [];
  const { partitionOf, inherits = [] } = object;
  return [...inherits, ...(partitionOf === undefined ? [] : [partitionOf])].map((p) =>
    objectId('table', p.schema, p.table),
  );
}

function reachesOther({ dependsOn = [] }: SchemaObject, table: string, gone: ReadonlySet<string>): boolean {
  return dependsOn.some((id) => {
    const relation = idName(idKind(id) === 'column' ? tableOfColumn(id) : id);
    return relation !== table && gone.has(relation);
  });
}

/** An index or unique constraint of a table, as parts of another kind name it. */
function wholeKey(object: SchemaObject): string {
  return JSON.stringify([object.kind, tableIdOf(object), object.name]);
}

/** What a key of a partition that goes is a part of, where it is of another kind than that. */
function foreignPart(part: SchemaObject, going: ReadonlyMap<ObjectId, SchemaObject>): string[] {
  const table = part.kind === 'unique' ? going.get(tableIdOf(part) ?? '') : part;
  if (table?.kind !== 'table' || table.partitionOf === undefined) return [];
  const name = part.kind === 'unique' ? part.partitionOf : table.primaryKey?.partitionOf;
  const owner = objectId('table', table.partitionOf.schema, table.partitionOf.table);
  const kinds = part.kind === 'unique' ? ['index'] : ['index', 'unique'];
  return name === undefined ? [] : kinds.map((kind) => JSON.stringify([kind, owner, name]));
}
