import { withColumnRenames } from '../diff/rename.ts';
import { accessOf, withoutAccess } from '../model/access.ts';
import { sameData } from '../model/digest.ts';
import { idOf, type SchemaObject } from '../model/object.ts';

/** One object four times: live and declared, each as written and as one scratch server spells it. */
export interface Spellings {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  readonly beforeSpelled: SchemaObject;
  readonly afterSpelled: SchemaObject;
}

/**
 * The declared object in the live object's own words: wherever both are spelled alike the live text is taken, so that
 * only what really differs is left to `diff`. What the server filled in is filled in; the author's text stays otherwise.
 */
export function reconcile({ before, after, beforeSpelled, afterSpelled }: Spellings): SchemaObject {
  const { renamedFrom, dependsOn } = after;
  const live = before.kind === 'table' && after.kind === 'table' ? withColumnRenames(before, after) : before;
  const merged = settle(bare(live), bare(after), bare(beforeSpelled), bare(afterSpelled)) as SchemaObject;
  const result: SchemaObject = { ...merged, ...accessOf(after), dependsOn: afterSpelled.dependsOn ?? dependsOn };
  return renamedFrom === undefined ? result : { ...result, renamedFrom };
}

function bare(object: SchemaObject): Omit<SchemaObject, 'dependsOn' | 'renamedFrom'> {
  const { dependsOn: _, renamedFrom: __, ...rest } = withoutAccess(object);
  return rest;
}

function settle(before: unknown, after: unknown, beforeSpelled: unknown, afterSpelled: unknown): unknown {
  if (sameData(beforeSpelled, afterSpelled)) return before;
  if (isNamedList(after) && isNamedList(afterSpelled)) {
    const find = (list: unknown, name: string): unknown =>
      isNamedList(list) ? list.find((e) => e.name === name) : undefined;
    return after.map((element) => {
      const { renamedFrom, ...rest } = element;
      const { name } = element;
      const live = find(before, name);
      const liveSpelled = live === undefined ? undefined : find(beforeSpelled, name);
      const settled = settle(live, rest, liveSpelled, find(afterSpelled, name));
      return renamedFrom === undefined ? settled : { ...(settled as Named), renamedFrom };
    });
  }
  if (isRecord(after) && isRecord(afterSpelled)) {
    const b = isRecord(before) ? before : {};
    const bs = isRecord(beforeSpelled) ? beforeSpelled : {};
    const keys = new Set([...Object.keys(after), ...Object.keys(afterSpelled), ...Object.keys(b), ...Object.keys(bs)]);
    const entries = [...keys].map((k) => [k, settle(b[k], after[k], bs[k], afterSpelled[k])] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  return after === undefined ? afterSpelled : after;
}

/** An object with its texts as `spelled` has them, but for the fields that are named; what only one of the two has is left as it is. */
export function inWordsOf(spelled: SchemaObject, object: SchemaObject, but: readonly string[]): SchemaObject {
  const said = Object.entries(bare(spelled)).filter(([field]) => !but.includes(field));
  return worded(object, Object.fromEntries(said)) as SchemaObject;
}

function worded(own: unknown, said: unknown): unknown {
  if (typeof own === 'string' && typeof said === 'string') return said;
  if (isNamedList(own) && isNamedList(said)) {
    const named = new Map(said.map((element) => [element.name, element]));
    return own.map((element) => worded(element, named.get(element.name)));
  }
  if (Array.isArray(own) && Array.isArray(said) && own.length === said.length)
    return own.map((e, i) => worded(e, said[i]));
  if (!isRecord(own) || !isRecord(said)) return own;
  return Object.fromEntries(Object.entries(own).map(([key, value]) => [key, worded(value, said[key])]));
}

interface Named {
  readonly name: string;
  readonly renamedFrom?: unknown;
}

function isNamedList(value: unknown): value is readonly Named[] {
  return Array.isArray(value) && value.length > 0 && value.every((e) => isRecord(e) && typeof e.name === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The objects of `after` with `settled` ones in their place. */
export function replaceObjects(
  after: readonly SchemaObject[],
  settled: ReadonlyMap<string, SchemaObject>,
): SchemaObject[] {
  return after.map((o) => settled.get(idOf(o)) ?? o);
}
