import { type DriverContext } from '../dialect.ts';

type Objects = DriverContext['after'];

const known = new WeakMap<Objects, WeakMap<Objects, Objects>>();

/** All objects that are there before or after, as they are to be where they stay; made once for each pair. */
export function bothSides({ before, after }: Pick<DriverContext, 'before' | 'after'>): Objects {
  const pairs = known.get(before) ?? new WeakMap<Objects, Objects>();
  known.set(before, pairs);
  const all = pairs.get(after) ?? new Map([...before, ...after]);
  pairs.set(after, all);
  return all;
}
