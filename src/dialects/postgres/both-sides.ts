import { type DriverContext } from '../dialect.ts';
import { once } from './once.ts';

type Objects = DriverContext['after'];

const joined = once((before: Objects) => once((after: Objects): Objects => new Map([...before, ...after])));

/** All objects that are there before or after, as they are to be where they stay; made once for each pair. */
export function bothSides({ before, after }: Pick<DriverContext, 'before' | 'after'>): Objects {
  return joined(before)(after);
}
