import { type Dialect, type Session } from '../dialects/dialect.ts';
import { idOf, type SchemaObject } from '../model/object.ts';

/** What was read, with a word to the routines whose bodies the server itself would not take today, so that plans take them as they are. */
export async function withUnchecked(
  dialect: Dialect,
  session: Session,
  objects: readonly SchemaObject[],
): Promise<readonly SchemaObject[]> {
  if (!objects.some((o) => o.kind === 'function')) return objects;
  const refused = await dialect.refusedTexts?.(session);
  if (refused === undefined || refused.size === 0) return objects;
  return objects.map((o) => (o.kind === 'function' && refused.has(idOf(o)) ? { ...o, unchecked: true } : o));
}
