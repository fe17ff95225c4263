import { idOf } from '../../model/object.ts';
import { DEFAULT_PATTERN, fitsPattern, indexName } from '../index-names.ts';
import { type Rule } from '../rule.ts';

/** Index names follow one pattern; `{table}`, `{columns}` and `{schema}` stand for the names. */
export const indexNameRule: Rule = {
  name: 'index-name',
  check: (tables, { pattern = DEFAULT_PATTERN }) =>
    tables.flatMap(({ table, indexes }) =>
      indexes
        .filter((index) => !fitsPattern(pattern, table, index))
        .map((index) => ({
          object: idOf(index),
          message: `the index ${index.name} on ${table.name} does not follow the pattern ${pattern}`,
          hint: `name it as the pattern says${index.parts.some((p) => p.column === undefined) ? ', or make an exception' : ''}`,
        })),
    ),
  mend: (fact, tables, context) => {
    for (const { table, indexes } of tables) {
      const index = indexes.find((i) => idOf(i) === fact.object);
      if (index === undefined) continue;
      const columns = index.parts.map((p) => p.column ?? 'expr');
      const name = indexName(context.pattern, table, columns, context.dialect, context.taken(table));
      const renamed = { ...index, name, renamedFrom: index.name };
      return new Map([
        [fact.object, null],
        [idOf(renamed), renamed],
      ]);
    }
    return new Map();
  },
};
