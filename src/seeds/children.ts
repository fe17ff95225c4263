import { type CountSpec } from '../model/seed.ts';
import { below, type CellKey, unit } from './hash.ts';

/** The rows of a set: how many, and for each ordinal (from 0) the number that its cells hang on. */
export interface RowNumbers {
  readonly count: number;
  row(ordinal: number): number;
  /** The ordinal of the row's parent, and all rows in order; of sets without parents the parent is -1. */
  parent(ordinal: number): number;
  all(): Iterable<RowNumber>;
}

/** Written anew for each row: read it before asking for the next. */
export interface RowNumber {
  ordinal: number;
  row: number;
  parent: number;
}

/** A plain count of rows. */
export function plainRows(count: number): RowNumbers {
  return {
    count,
    row: (ordinal) => ordinal,
    parent: () => -1,
    *all() {
      const at: RowNumber = { ordinal: 0, row: 0, parent: -1 };
      for (; at.ordinal < count; at.ordinal += 1, at.row += 1) yield at;
    },
  };
}

/** Children of one parent have numbers of their own, so that other parents' counts do not move them. */
const SPACE = 2 ** 20;

/** The most children that one parent may have. */
export const MOST_CHILDREN = SPACE;

/**
 * So many rows for each of `parents` rows. The number of children is a function of the parent alone, so that adding parents
 * at the end changes no earlier child. Random access takes four bytes a parent, made when first asked for.
 */
export function childRows(parents: number, spec: CountSpec, key: CellKey): RowNumbers {
  const size = sizes(spec, key);
  let count = 0;
  for (let p = 0; p < parents; p += 1) count += size(p);
  let starts: Uint32Array | null = null;
  const parentOf = (ordinal: number): number => {
    starts ??= prefixSums(parents, size);
    let low = 0;
    let high = parents - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= ordinal) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    count,
    parent: parentOf,
    row(ordinal) {
      const p = parentOf(ordinal);
      return p * SPACE + ordinal - (starts?.[p] ?? 0);
    },
    *all() {
      const at: RowNumber = { ordinal: 0, row: 0, parent: 0 };
      for (; at.parent < parents; at.parent += 1) {
        const n = size(at.parent);
        at.row = at.parent * SPACE;
        for (let j = 0; j < n; j += 1, at.ordinal += 1, at.row += 1) yield at;
      }
    },
  };
}

function prefixSums(parents: number, size: (parent: number) => number): Uint32Array {
  const starts = new Uint32Array(parents);
  let sum = 0;
  for (let p = 0; p < parents; p += 1) {
    starts[p] = sum;
    sum += size(p);
  }
  return starts;
}

/** Number of children of a parent: fixed, evenly between two, or by Zipf's law from the smaller end (the k-th number as 1/k). */
function sizes(spec: CountSpec, key: CellKey): (parent: number) => number {
  if (typeof spec === 'number') return () => spec;
  if ('between' in spec) {
    const [low, high] = spec.between;
    return (parent) => low + below(key, parent, high - low + 1);
  }
  const [low, high] = spec.zipf;
  const ends = new Float64Array(high - low + 1);
  let sum = 0;
  for (let i = 0; i < ends.length; i += 1) {
    sum += 1 / (i + 1);
    ends[i] = sum;
  }
  return (parent) => {
    const point = unit(key, parent) * sum;
    let from = 0;
    let to = ends.length - 1;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (point < (ends[middle] ?? 0)) to = middle;
      else from = middle + 1;
    }
    return low + from;
  };
}

/** What is wrong with a count of children, in words. */
export function checkCount(spec: CountSpec): string | null {
  const ends = typeof spec === 'number' ? [spec, spec] : 'between' in spec ? spec.between : spec.zipf;
  if (!ends.every((n) => Number.isInteger(n) && n >= 0)) return 'per.count must be made of whole numbers from 0 up';
  if ((ends[0] ?? 0) > (ends[1] ?? 0)) return 'per.count must give the smaller number first';
  return (ends[1] ?? 0) >= MOST_CHILDREN ? `per.count may be at most ${MOST_CHILDREN - 1}` : null;
}
