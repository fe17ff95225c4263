import { type Key, keysOf, sameKey } from '../key.ts';
import { type Rule } from '../rule.ts';

/** Two indexes on the same parts, rows and method: the second one is written and kept for nothing. */
export const noDuplicateIndex: Rule = {
  name: 'no-duplicate-index',
  check: (tables) =>
    tables.flatMap((facts) => {
      const keys = keysOf(facts);
      return keys.flatMap((key, i) => {
        if (key.constraint) return [];
        const twin = keys.find((k, j) => k !== key && sameKey(k, key) && goesFirst(k, j, key, i));
        if (twin === undefined) return [];
        return [
          {
            object: key.id,
            message: `${key.what} on ${facts.table.name} is the same as ${twin.what}`,
            hint: 'drop one of them',
          },
        ];
      });
    }),
  mend: (fact) => new Map([[fact.object, null]]),
};

/**
 * Which of two twins stays: a constraint, then the unique one, then the one that queries may use, then the first. What
 * queries may use never goes for the sake of an invisible one.
 */
function goesFirst(a: Key, i: number, b: Key, j: number): boolean {
  const [hidden, hiddenToo] = [a.index?.invisible ?? false, b.index?.invisible ?? false];
  if (hidden && !hiddenToo) return false;
  if (a.constraint !== b.constraint) return a.constraint;
  if (a.unique !== b.unique) return a.unique;
  return hidden !== hiddenToo || i < j;
}
