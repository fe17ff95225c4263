import { type Cell } from '../column-shape.ts';
import { jump, permute, unit } from '../hash.ts';
import { type Generator } from './generator.ts';

/**
 * `{ pick: [a, b, c] }`, each as likely, or `{ pick: { a: 70, b: 30 } }` with weights. A list that grows at its end moves
 * only the share of the new item.
 */
export const pick: Generator = {
  options: [],
  check(spec, { unique }) {
    const choices = spec.pick;
    if (Array.isArray(choices)) return choices.length === 0 ? ['pick needs at least one value'] : [];
    if (choices === null || typeof choices !== 'object') return ['pick takes a list of values or a map of weights'];
    const weights = Object.values(choices);
    if (unique) return ['pick with weights cannot be unique: give a list'];
    return weights.every((w) => typeof w === 'number' && w >= 0) && weights.some((w) => w > 0)
      ? []
      : ['weights of pick must be numbers from 0 up, and not all 0'];
  },
  make(spec, { key, unique }) {
    if (Array.isArray(spec.pick)) {
      const list: readonly Cell[] = spec.pick;
      if (!unique) return { at: (_ordinal, row) => list[jump(key, row, list.length)] ?? null };
      return { at: (ordinal) => list[permute(key, ordinal, list.length)] ?? null, capacity: list.length };
    }
    const choices = spec.pick as Readonly<Record<string, number>>;
    const names = Object.keys(choices);
    const ends: number[] = [];
    for (const weight of Object.values(choices)) ends.push((ends.at(-1) ?? 0) + weight);
    const total = ends.at(-1) ?? 0;
    return {
      at(_ordinal, row) {
        const point = unit(key, row) * total;
        return names[ends.findIndex((end) => point < end)] ?? null;
      },
    };
  },
};
