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

type Data = Readonly<Record<string, unknown>>;

/** Deep equality of plain data; key order and undefined values do not count. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameData(a[i], b[i])) return false;
    return true;
  }
  for (const key in a) if (has(a, key) && !(has(b, key) && sameData((a as Data)[key], (b as Data)[key]))) return false;
  for (const key in b) if (has(b, key) && !has(a, key)) return false;
  return true;
}

const has = (o: object, key: string): boolean => (o as Data)[key] !== undefined && Object.hasOwn(o, key);
