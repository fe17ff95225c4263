import { createHash } from 'node:crypto';

/** JSON with sorted keys and without undefined values: equal data gives equal text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : v,
  );
}

/** Lower-case hex SHA-256 of a text, or of the stable JSON of any other data. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(typeof value === 'string' ? value : stableJson(value))
    .digest('hex');
}

/** Deep equality of plain data; key order and undefined values do not count. */
export function sameData(a: unknown, b: unknown): boolean {
  return a === b || stableJson(a) === stableJson(b);
}
