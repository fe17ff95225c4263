import { idOf } from '../../model/object.ts';
import { keysOf } from '../key.ts';
import { type Rule } from '../rule.ts';

const DEFAULT = 8;

/** Every index is written on every insert: more than so many on one table want a second thought. */
export const maxIndexesPerTable: Rule = {
  name: 'max-indexes-per-table',
  check: (tables, { max = DEFAULT }) =>
    tables.flatMap((facts) => {
      const count = keysOf(facts).length;
      if (count <= max) return [];
      return [
        {
          object: idOf(facts.table),
          message: `${facts.table.name} has ${count} indexes (the primary key and unique constraints counted), more than ${max}`,
          hint: 'drop what no query needs, or raise max',
        },
      ];
    }),
};
