import { idKind, idName, type ObjectId, tableOfColumn } from '../model/id.ts';
import { byId, idOf, type Kind, type SchemaObject, tableIdOf } from '../model/object.ts';
import { reaches } from './closure.ts';
import { type Work } from './rebuild.ts';

const VANISH_WITH_TABLE = new Set<Kind>(['index', 'unique', 'exclusion', 'check', 'trigger', 'policy', 'rule']);

const RELATIONS = new Set<Kind>(['table', 'view', 'materialized_view']);

/**
 * Takes out the drops that a table's own drop brings along, and gives them by table, so that its undo can make them
 * again. What leads to another relation that goes keeps its own drop, as two that lead to each other can only go once that is gone;
 * so does what calls a routine that goes and reads the table.
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
  const members = new Map<string, SchemaObject[]>();
  const kept = works.filter(({ change }) => {
    if (change.type !== 'drop' || !VANISH_WITH_TABLE.has(change.before.kind)) return true;
    const table = tableIdOf(change.before);
    if (table === null || !gone.has(table)) return true;
    if (reachesOther(change.before, idName(table), names) || readers(change.before, table)) return true;
    members.set(table, [...(members.get(table) ?? []), change.before]);
    return false;
  });
  return { works: kept, members };
}

function reachesOther({ dependsOn = [] }: SchemaObject, table: string, gone: ReadonlySet<string>): boolean {
  return dependsOn.some((id) => {
    const relation = idName(idKind(id) === 'column' ? tableOfColumn(id) : id);
    return relation !== table && gone.has(relation);
  });
}
