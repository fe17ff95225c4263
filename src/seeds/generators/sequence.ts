import { type Generator, numberOf } from './generator.ts';

/** `{ sequence: 100, step: 5 }`: 100, 105, 110, … */
export const sequence: Generator = {
  options: ['step'],
  distinct: (spec) => spec.step !== 0,
  check: (spec) =>
    ['sequence', 'step'].flatMap((key) =>
      spec[key] !== undefined && !Number.isSafeInteger(spec[key]) ? [`${key} must be a whole number`] : [],
    ),
  make(spec) {
    const start = numberOf(spec.sequence) ?? 1;
    const step = numberOf(spec.step) ?? 1;
    return { at: (ordinal) => start + step * ordinal };
  },
};
