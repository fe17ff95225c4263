import { idKind, idName, tableOfColumn } from '../model/id.ts';
import { idOf, type Kind, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type Work } from './rebuild.ts';

const VANISH_WITH_TABLE = new Set<Kind>(['index', 'unique', 'exclusion', 'check', 'trigger', 'policy', 'rule']);

const RELATIONS = new Set<Kind>(['table', 'view', 'materialized_view']);

/**
 * Takes out the drops that a table's own drop brings along, and gives them by table, so that its undo can make them
 * again. What leads to another relation that goes keeps its own drop, as two that lead to each other can only go once that is gone.
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
  const members = new Map<string, SchemaObject[]>();
  const kept = works.filter(({ change }) => {
    if (change.type !== 'drop' || !VANISH_WITH_TABLE.has(change.before.kind)) return true;
    const table = tableIdOf(change.before);
    if (table === null || !gone.has(table) || reachesOther(change.before, idName(table), names)) return true;
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
