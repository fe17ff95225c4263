import { type SchemaObject } from './object.ts';

/** How the names of dropped things begin that are kept for a while: nothing that is managed, only put aside. */
export const KEPT = 'dbops_dropped_';

/** The object without columns that are only put aside. */
export function withoutKept(object: SchemaObject): SchemaObject {
  if (object.kind !== 'table' || !object.columns.some((c) => c.name.startsWith(KEPT))) return object;
  return { ...object, columns: object.columns.filter((c) => !c.name.startsWith(KEPT)) };
}
