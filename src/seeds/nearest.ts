import { closest, distance } from 'fastest-levenshtein';

/** A hint that names the nearest known name, or undefined when none is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(name, [...known]);
  return distance(name.toLowerCase(), near.toLowerCase()) <= Math.max(2, name.length / 3)
    ? `did you mean ${near}?`
    : undefined;
}
