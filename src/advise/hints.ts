import { type PlanNode, type TableStatistics } from '../dialects/dialect.ts';
import { idName, type ObjectId } from '../model/id.ts';
import { type QueryHint } from '../model/index-advice.ts';
import { type DialectName } from '../model/manifest.ts';
import { type Table } from '../model/object.ts';
import { columnsOf, type Expression } from './expression.ts';
import { conjuncts } from './need.ts';
import { parseExpression } from './parse-expression.ts';
import { isArithmetic } from './predicate.ts';
import { type PricedQuery } from './price.ts';

/** A hundred times more or fewer rows than expected is no rounding. */
const OFF = 100;

/** What helps beside an index: conditions that none can serve, statistics that are missing or wrong. */
export function hintsFor(
  queries: readonly PricedQuery[],
  statistics: ReadonlyMap<ObjectId, TableStatistics>,
  tables: ReadonlyMap<ObjectId, Table>,
  dialect: DialectName,
): QueryHint[] {
  const hints = new Map<string, QueryHint>();
  const add = ({ query, statement }: PricedQuery, hint: string): void => {
    hints.set(`${query.at} ${hint}`, { query: query.text ?? statement, at: query.at, hint });
  };
  for (const query of queries) {
    for (const node of [query.root, ...(query.query.plan === null ? [] : [query.query.plan])].flatMap(flat)) {
      for (const text of [node.filter]) {
        if (text === undefined || node.type === 'aggregate') continue;
        for (const condition of conjuncts(parseExpression(text, dialect))) {
          const hint = conditionHint(condition, text);
          if (hint !== null) add(query, hint);
        }
        if (/NOT \(hashed SubPlan|NOT \(SubPlan/.test(text)) {
          add(
            query,
            'not in (select …) keeps the whole list and stumbles over null: not exists (select … where …) can be a join',
          );
        }
      }
      const [expected, actual] = [node.estimatedRows, node.actualRows];
      if (
        expected !== undefined &&
        actual !== undefined &&
        node.table !== undefined &&
        Math.max(expected, actual) > 1000
      ) {
        const ratio = Math.max(expected, 1) / Math.max(actual, 1);
        if (ratio > OFF || ratio < 1 / OFF)
          add(
            query,
            `${node.table}: ${Math.round(expected)} rows expected, ${Math.round(actual)} found: analyze the table; when that changes nothing, create statistics on the columns of the condition`,
          );
      }
    }
    for (const need of query.needs) {
      const table = tables.get(need.table);
      for (const { column, literal, expression, condition, use } of dialect === 'mysql' ? need.predicates : []) {
        const type = table?.columns.find((c) => c.name === column)?.type ?? '';
        const number = literal !== undefined && /^-?[\d.]+$/.test(literal);
        if (number && expression === undefined && use !== 'filter' && /^(var)?char|text|^enum/i.test(type))
          add(
            query,
            `${condition ?? column} compares the text ${column} with a number, which casts every row: put the value in quotes`,
          );
      }
      if (statistics.get(need.table)?.analyzed === false && tables.has(need.table))
        add(query, `${idName(need.table)} has no statistics: analyze it, plans rest on guesses until then`);
    }
  }
  return [...hints.values()];
}

const COMPARES = new Set(['=', '<', '<=', '>', '>=', '<=>']);
/** Functions of a date or time for which a range of the column says the same. */
const OF_TIME = new Set([
  'extract',
  'date_part',
  'date_trunc',
  'date',
  'year',
  'to_days',
  'unix_timestamp',
  'to_char',
  'date_format',
]);

function conditionHint(condition: Expression, text: string): string | null {
  if (condition.type !== 'operator') return null;
  const { left, operator, right } = condition;
  const shown = text.slice(condition.start, condition.end);
  if (right.type === 'constant' && left.type === 'cast' && left.of.type === 'column') {
    if (left.to === 'date')
      return `${shown} hides the column behind a cast: compare it with a range (>= the day and < the next day)`;
    if (['numeric', 'double precision', 'real'].includes(left.to))
      return `${shown} casts every row: give the value in the column's own type`;
  }
  if (right.type === 'constant' && isArithmetic(left))
    return `${shown} computes with every row: leave the column alone on its side of the comparison`;
  if (/\bconvert\s*\(.+ using |\bcharset\b/i.test(shown))
    return `${shown} converts between character sets or collations on every row: give both columns the same`;
  if (
    (operator === '~~' || operator === '~~*' || operator === 'like') &&
    /^'%/.test(text.slice(right.start, right.end))
  ) {
    return `${shown} begins with a wildcard: only an index of trigrams finds that (extension pg_trgm), or a text search`;
  }
  if (COMPARES.has(operator) && right.type === 'constant' && left.type === 'call' && OF_TIME.has(left.name)) {
    const [column] = columnsOf(left);
    if (column !== undefined) return `${shown} calls a function on every row: compare ${column.column} with a range`;
  }
  return null;
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flat)];
}
