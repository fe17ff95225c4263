import { type ForeignKey, type Index, idOf } from '../../model/object.ts';
import { indexName } from '../index-names.ts';
import { type Key, keysOf } from '../key.ts';
import { type Rule } from '../rule.ts';

/**
 * Every foreign key has an index whose leading columns are the key's, in any order: without one each delete or update of a
 * referenced row reads the whole referring table (PostgreSQL manual, 5.5.5 Foreign Keys; InnoDB makes one by itself).
 */
export const foreignKeyIndexed: Rule = {
  name: 'foreign-key-indexed',
  check: (tables) =>
    tables.flatMap((facts) => {
      const keys = keysOf(facts);
      return facts.foreignKeys
        .filter((key) => !keys.some((k) => serves(k, key)))
        .map((key) => ({
          object: idOf(key),
          message: `the foreign key ${key.name} on ${key.table} (${key.columns.join(', ')}) has no index`,
          hint: `add an index on ${key.columns.join(', ')}`,
        }));
    }),
  mend: (fact, tables, context) => {
    for (const { table, foreignKeys } of tables) {
      const key = foreignKeys.find((k) => idOf(k) === fact.object);
      if (key === undefined) continue;
      const name = indexName(context.pattern, table, key.columns, context.dialect, context.taken(table));
      const parts = key.columns.map((column) => ({ column }));
      const index: Index = { kind: 'index', schema: table.schema, table: table.name, name, parts };
      return new Map([[idOf(index), index]]);
    }
    return new Map();
  },
};

function serves(key: Key, foreign: ForeignKey): boolean {
  if (key.method !== 'btree' && !(key.method === 'hash' && foreign.columns.length === 1)) return false;
  if (key.index?.invisible || !(key.where === undefined || isNotNullOnly(key.where, foreign.columns))) return false;
  const leading = key.parts.slice(0, foreign.columns.length);
  const columns = leading.flatMap((p) => (p.column !== undefined && p.length === undefined ? [p.column] : []));
  return columns.length === foreign.columns.length && foreign.columns.every((c) => columns.includes(c));
}

/** A partial index that leaves out only rows without a reference serves as well as a whole one. */
function isNotNullOnly(where: string, columns: readonly string[]): boolean {
  const bare = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[\s()"`]+/g, ' ')
      .trim();
  const wanted = columns.map((c) => `${bare(c)} is not null`);
  return bare(where)
    .split(' and ')
    .every((condition) => wanted.includes(condition.trim()));
}
