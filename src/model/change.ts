import { type ObjectId } from './id.ts';
import { idOf, type SchemaObject } from './object.ts';

/** What differs between two schemas: no SQL, no order. */
export type Change =
  | { readonly type: 'create'; readonly after: SchemaObject }
  | { readonly type: 'drop'; readonly before: SchemaObject }
  | { readonly type: 'rename'; readonly before: SchemaObject; readonly after: SchemaObject }
  | Alter;

/** `fields` are the top-level keys of the object whose values differ. Both sides carry the same id. */
export interface Alter {
  readonly type: 'alter';
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  readonly fields: readonly string[];
}

/** The id of the object that a change is about (a rename: its new id). */
export function changeId(change: Change): ObjectId {
  return idOf(change.type === 'drop' ? change.before : change.after);
}
