import { type SeedValue } from '../../model/seed.ts';
import { type Generator } from './generator.ts';

/** `{ value: x }`: the same in every row. */
export const value: Generator = {
  options: [],
  check: () => [],
  make(spec, { unique }) {
    const constant = spec.value as SeedValue;
    return { at: () => constant, ...(unique ? { capacity: 1 } : {}) };
  },
};
