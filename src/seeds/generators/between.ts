import { type Cell, type ColumnShape } from '../column-shape.ts';
import { below, permute, unit } from '../hash.ts';
import { parseMoment } from '../moment.ts';
import { type Generator, numberOf, pair, type Spec } from './generator.ts';

/**
 * `{ between: [1, 6] }`, `{ between: [0, 1], scale: 3 }`, `{ between: [now - 365d, now] }`: both ends can come. Numbers have
 * the column's own scale unless `scale` is given; moments fall on whole seconds, in date columns on whole days.
 */
export const between: Generator = {
  options: ['scale'],
  check(spec, { shape, unique, asOf }) {
    const range = rangeOf(spec, shape, asOf);
    if (typeof range === 'string') return [range];
    if (range.high < range.low) return ['between must give the smaller value first'];
    return unique && range.steps === null ? ['unique needs a scale: say how many digits follow the point'] : [];
  },
  make(spec, { key, shape, asOf, unique }) {
    const range = rangeOf(spec, shape, asOf);
    if (typeof range === 'string') throw new Error(range);
    const { low, high, steps, form } = range;
    if (steps === null) return { at: (_ordinal, row) => low + unit(key, row) * (high - low) };
    if (unique) return { at: (ordinal) => form(permute(key, ordinal, steps)), capacity: steps };
    return { at: (_ordinal, row) => form(below(key, row, steps)) };
  },
};

interface Range {
  readonly low: number;
  readonly high: number;
  /** How many values there are, or null when they are not counted. */
  readonly steps: number | null;
  form(step: number): Cell;
}

function rangeOf(spec: Spec, shape: ColumnShape, asOf: Date): Range | string {
  const ends = pair(spec.between);
  if (ends === null) return 'between takes a list of two values';
  const [low, high] = [numberOf(ends[0]), numberOf(ends[1])];
  if (low !== null && high !== null) return numbers(low, high, spec.scale, shape);
  if (typeof ends[0] === 'string' && typeof ends[1] === 'string') {
    const [from, to] = [parseMoment(ends[0], asOf), parseMoment(ends[1], asOf)];
    if (from !== null && to !== null) return moments(from.getTime(), to.getTime(), shape);
  }
  return 'between takes two numbers or two moments (now, now - 30d, 2026-01-31, 2026-01-31T12:00:00Z)';
}

function numbers(low: number, high: number, scale: unknown, shape: ColumnShape): Range | string {
  if (scale !== undefined && !(Number.isInteger(scale) && Number(scale) >= 0 && Number(scale) <= 15)) {
    return 'scale must be a whole number from 0 to 15';
  }
  const whole = shape.kind !== 'float' && Number.isInteger(low) && Number.isInteger(high);
  const digits = numberOf(scale) ?? (shape.kind === 'integer' ? 0 : (shape.scale ?? (whole ? 0 : null)));
  if (digits === null) return { low, high, steps: null, form: (step) => step };
  const base = Math.round(low * 10 ** digits);
  const steps = Math.round(high * 10 ** digits) - base + 1;
  const form = (step: number): Cell => (digits === 0 ? base + step : ((base + step) / 10 ** digits).toFixed(digits));
  return { low, high, steps, form };
}

function moments(low: number, high: number, shape: ColumnShape): Range {
  const grain = shape.kind === 'date' ? 86_400_000 : 1000;
  const steps = Math.floor((high - low) / grain) + 1;
  return { low, high, steps, form: (step) => new Date(low + step * grain) };
}
