import { covers, type Key, keysOf, sameKey } from '../key.ts';
import { type Rule } from '../rule.ts';

/** An index whose parts another one begins with is written on every change and read for nothing that the other cannot do. */
export const noRedundantIndex: Rule = {
  name: 'no-redundant-index',
  check: (tables) =>
    tables.flatMap((facts) => {
      const keys = keysOf(facts);
      return keys.flatMap((narrow) => {
        const wide = keys.find((k) => k !== narrow && isRedundant(narrow, k));
        if (wide === undefined) return [];
        return [
          {
            object: narrow.id,
            message: `${narrow.what} on ${facts.table.name} does nothing that ${wide.what} cannot do`,
            hint: 'drop it',
          },
        ];
      });
    }),
  mend: (fact) => new Map([[fact.object, null]]),
};

/** A unique index is redundant to none: it is a rule, not only a way. Exact twins are another rule's business. */
function isRedundant(narrow: Key, wide: Key): boolean {
  return !narrow.constraint && !narrow.unique && covers(wide, narrow) && !sameKey(wide, narrow);
}
