import { createHash } from 'node:crypto';

/** 64 bits that belong to one column of one set; every cell of it is a function of these and of the row's number. */
export interface CellKey {
  readonly a: number;
  readonly b: number;
}

/** The key of a column, from whatever tells it apart: seed, table, column. */
export function cellKey(...parts: readonly (string | number)[]): CellKey {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest();
  return { a: bytes.readUInt32LE(0), b: bytes.readUInt32LE(4) };
}

// The triple-multiply integer hash of https://github.com/skeeto/hash-prospector (bias 0.0208).
function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 17), 0xed5ad4bb);
  h = Math.imul(h ^ (h >>> 11), 0xac4c1b51);
  h = Math.imul(h ^ (h >>> 15), 0x31848bab);
  return h ^ (h >>> 14);
}

/** 32 bits of the cell; `lane` tells several draws for one cell apart. */
export function bits(key: CellKey, row: number, lane = 0): number {
  const high = Math.floor(row / 0x1_0000_0000);
  return mix(mix(mix(key.a + (row | 0)) ^ (key.b + high)) ^ Math.imul(lane + 1, 0x9e3779b9)) >>> 0;
}

/** 53 bits of a text, for a set of texts that have been seen. */
export function textHash(text: string): number {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995);
  }
  return (mix(a) >>> 5) * 0x400_0000 + (mix(b ^ text.length) >>> 6);
}

/** A number of [0, 1) with 53 bits, from two lanes. */
export function unit(key: CellKey, row: number, lane = 0): number {
  return ((bits(key, row, 2 * lane) >>> 5) * 0x400_0000 + (bits(key, row, 2 * lane + 1) >>> 6)) / 2 ** 53;
}

/** A whole number of [0, n). */
export function below(key: CellKey, row: number, n: number, lane = 0): number {
  return Math.floor(unit(key, row, lane) * n);
}

/**
 * The place of `index` in a fixed shuffle of [0, n): a bijection, so that distinct rows get distinct places, with random
 * access and without memory. Six Feistel rounds over the next even power of two, walking the cycle until inside.
 */
export function permute(key: CellKey, index: number, n: number): number {
  let half = 1;
  while (4 ** half < n) half += 1;
  const side = 2 ** half;
  let value = index;
  do {
    let left = Math.floor(value / side);
    let right = value % side;
    for (let round = 0; round < 6; round += 1)
      [left, right] = [right, (left ^ bits(key, right, 64 + round)) & (side - 1)];
    value = left * side + right;
  } while (value >= n);
  return value;
}

/**
 * A bucket of [0, n) for a cell such that growing n moves only the share that the new buckets take
 * (Lamping and Veach, https://arxiv.org/abs/1406.2294).
 */
export function jump(key: CellKey, row: number, n: number): number {
  let bucket = 0;
  for (let next = 0, lane = 0; next < n; lane += 1) {
    bucket = next;
    next = Math.floor((bucket + 1) / (1 - unit(key, row, lane)));
  }
  return bucket;
}
