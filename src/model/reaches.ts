import { idKind, type ObjectId, tableOfColumn } from './id.ts';
import { type SchemaObject } from './object.ts';

/** Whether what an object stands on leads to another one. */
export function reaches(from: ObjectId, to: ObjectId, objects: ReadonlyMap<ObjectId, SchemaObject>): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    for (const other of objects.get(id)?.dependsOn ?? []) {
      seen.add(idKind(other) === 'column' ? tableOfColumn(other) : other);
    }
  }
  return seen.has(to);
}
