import { idOf, type SchemaObject } from '../model/object.ts';

/**
 * Objects as they came to be, by what they were: a routine is told by the types that it takes, and a cast by those that it is
 * between, which may be called otherwise.
 */
export function sameOverloads(
  start: ReadonlyMap<string, SchemaObject>,
  end: ReadonlyMap<string, SchemaObject>,
): ReadonlyMap<string, SchemaObject> {
  const key = ({ kind, schema, name }: SchemaObject): string =>
    JSON.stringify([kind, schema, ...(kind === 'cast' ? [] : [name])]);
  const others = Map.groupBy(
    [...end.values()].filter((o) => !start.has(idOf(o))),
    key,
  );
  const gone = Map.groupBy(
    [...start.values()].filter((o) => !end.has(idOf(o))),
    key,
  );
  const again = [...gone].flatMap(([name, [was, ...more]]) => {
    const [is, ...rest] = others.get(name) ?? [];
    return was === undefined || is === undefined || more.length + rest.length > 0 ? [] : [[idOf(was), is] as const];
  });
  return new Map([...end, ...again]);
}
