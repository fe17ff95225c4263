import { closest, distance } from 'fastest-levenshtein';

/** The known name that a wrong one was probably meant to be. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, [...known]);
  const far = distance(name, best);
  // Of a short name that shares no letter with the other, nothing would be meant.
  if (far >= Math.max(name.length, best.length)) return undefined;
  return far <= Math.max(2, Math.floor(name.length / 3)) ? best : undefined;
}
