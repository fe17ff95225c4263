import { unit } from '../hash.ts';
import { type Generator, numberOf, pair } from './generator.ts';

/** `{ normal: [mean, deviation], min: 0, max: 100, scale: 2 }`: values beyond `min` or `max` become these. */
export const normal: Generator = {
  options: ['min', 'max', 'scale'],
  check(spec, { unique }) {
    const shape = pair(spec.normal)?.map(numberOf) ?? [null];
    const problems = ['min', 'max', 'scale'].flatMap((key) =>
      spec[key] !== undefined && numberOf(spec[key]) === null ? [`${key} must be a number`] : [],
    );
    if (shape.includes(null)) problems.push('normal takes two numbers: [mean, standard deviation]');
    if (unique) problems.push('normal cannot be unique: use between or sequence');
    return problems;
  },
  make(spec, { key, shape }) {
    const [mean, deviation] = (pair(spec.normal) ?? [0, 1]) as readonly [number, number];
    const min = numberOf(spec.min) ?? Number.NEGATIVE_INFINITY;
    const max = numberOf(spec.max) ?? Number.POSITIVE_INFINITY;
    const scale = numberOf(spec.scale) ?? (shape.kind === 'integer' ? 0 : shape.scale);
    return {
      at(_ordinal, row) {
        // Box and Muller; 1 - u keeps the logarithm away from 0.
        const z = Math.sqrt(-2 * Math.log(1 - unit(key, row, 0))) * Math.cos(2 * Math.PI * unit(key, row, 1));
        const number = Math.min(max, Math.max(min, mean + deviation * z));
        return scale === undefined ? number : number.toFixed(scale);
      },
    };
  },
};
