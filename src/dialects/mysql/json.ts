export type Json = Readonly<Record<string, unknown>>;

/** The value when it is an object, else an empty one. */
export function object(value: unknown): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {};
}

/** The value when it is a number, or the text of one. */
export function number(value: unknown): number | undefined {
  const found = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isFinite(found) ? found : undefined;
}
