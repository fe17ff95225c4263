import { type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject } from '../../model/object.ts';
import { sqlNames } from '../../model/sql-text.ts';

/**
 * The sequences that the strings of functions name: the catalog does not know of them, and a default that calls such a function is
 * computed when its column comes, be there rows or none.
 */
export function bodySequences(objects: readonly SchemaObject[]): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const sequences = Map.groupBy(
    objects.filter((o) => o.kind === 'sequence'),
    (o) => o.name,
  );
  if (sequences.size === 0) return new Map();
  return new Map(
    objects.flatMap((o): [ObjectId, ObjectId[]][] => {
      if (o.kind !== 'function' || o.body === undefined) return [];
      const named = sqlNames(o.body).flatMap(({ parts }) => {
        const [name = '', schema] = parts.toReversed();
        return (sequences.get(name) ?? []).filter((s) => schema === undefined || s.schema === schema);
      });
      return named.length === 0 ? [] : [[idOf(o), [...new Set(named.map(idOf))].sort()]];
    }),
  );
}
