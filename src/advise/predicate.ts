import { type ColumnStatistics } from '../dialects/dialect.ts';
import { columnsOf, type Expression, isOpaque } from './expression.ts';

/**
 * How an index can serve a condition on one table. `equal`: one value (of another table's column when `join` is set);
 * `many`: a list of values; `range`; `prefix`: `like 'x%'`; `search`: what an inverted index finds; `filter`: only as the
 * condition of a partial index.
 */
export type PredicateUse = 'equal' | 'many' | 'range' | 'prefix' | 'search' | 'filter';

export interface Predicate {
  readonly use: PredicateUse;
  /** The column that is compared, or that the expression is about. */
  readonly column: string;
  /** The compared expression without its table's name; absent for a plain column. */
  readonly expression?: string;
  readonly operator: string;
  /** The alias whose column is on the other side. */
  readonly join?: string;
  /** The whole condition without the table's name, when nothing in it changes from call to call. */
  readonly condition?: string;
  /** The literal on the other side as the server prints it. */
  readonly literal?: string;
  /** The number of the parameter on the other side. */
  readonly parameter?: number;
}

const MIRROR: Readonly<Record<string, string>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=', '<=>': '<=>' };
const RANGES = new Set(['<', '<=', '>', '>=']);
const SEARCHES = new Set(['@>', '<@', '?', '?|', '?&', '@@', '&&', '@?', '~~*', '~', '~*']);
/** Casts that change nothing that an index would notice. */
const SAME = new Set(['text', 'varchar', 'character varying', 'bpchar', 'name']);

/** One condition, as far as an index on the table called `alias` can serve it; null when none can. */
export function classify(condition: Expression, alias: string, text: string): Predicate | null {
  const mine = (e: Expression): boolean =>
    columnsOf(e).length > 0 && columnsOf(e).every((c) => c.table === alias || c.table === null);
  const foreign = (e: Expression): boolean =>
    columnsOf(e).every((c) => c.table !== alias && c.table !== null) && !isOpaque(e);
  const whole = mine(condition) && !isOpaque(condition) && !hasParameter(condition) ? bare(condition, text) : undefined;
  const filter = (column: string, operator: string): Predicate | null =>
    whole === undefined ? null : { use: 'filter', column, operator, condition: whole };
  switch (condition.type) {
    case 'column':
      return mine(condition)
        ? {
            use: 'equal',
            column: condition.column,
            operator: 'true',
            condition: bare(condition, text),
            literal: 'true',
          }
        : null;
    case 'not': {
      if (condition.of.type === 'column' && mine(condition.of)) {
        return {
          use: 'equal',
          column: condition.of.column,
          operator: 'false',
          condition: `NOT ${bare(condition.of, text)}`,
          literal: 'false',
        };
      }
      const [column] = columnsOf(condition);
      return column === undefined ? null : filter(column.column, 'not');
    }
    case 'is': {
      const key = operand(condition.of, text);
      if (key === null || !mine(condition.of)) return null;
      if (condition.test === 'null')
        return { use: 'equal', ...key, operator: 'is null', ...(whole === undefined ? {} : { condition: whole }) };
      return filter(key.column, `is ${condition.test}`);
    }
    case 'any': {
      const key = operand(condition.left, text);
      if (key === null || !mine(condition.left) || !foreign(condition.right) || condition.operator !== '=') return null;
      return {
        use: 'many',
        ...key,
        operator: '=',
        ...(whole === undefined ? {} : { condition: whole }),
        ...other(condition.right, text),
      };
    }
    case 'operator': {
      const { left, right, operator } = condition;
      const flip = !mine(left) && mine(right);
      const [subject, value] = flip ? [right, left] : [left, right];
      const sign = flip ? (MIRROR[operator] ?? operator) : operator;
      if (!mine(subject) || !foreign(value)) return null;
      if (subject.type === 'list' && RANGES.has(sign)) return rowRange(subject, sign, text);
      const key = operand(subject, text);
      if (key === null) return null;
      const join = columnsOf(value)[0]?.table ?? undefined;
      const common = {
        ...key,
        operator: sign,
        ...(whole === undefined ? {} : { condition: whole }),
        ...(join === undefined ? {} : { join }),
        ...other(value, text),
      };
      const use = useOf(sign, common.literal);
      return use === null ? null : { use, ...common };
    }
    default:
      return null;
  }
}

function useOf(operator: string, literal: string | undefined): PredicateUse | null {
  if (operator === '=' || operator === '<=>') return 'equal';
  if (RANGES.has(operator)) return 'range';
  if (operator === '~~' || operator === 'like') {
    if (literal === undefined) return 'prefix';
    return /^'[^%_]/.test(literal) ? 'prefix' : 'search';
  }
  if (SEARCHES.has(operator)) return 'search';
  return operator === '<>' ? 'filter' : null;
}

/** `(a, b) < (1, 2)`: its first column decides most. */
function rowRange(
  list: Expression & { readonly terms: readonly Expression[] },
  operator: string,
  text: string,
): Predicate | null {
  const [first] = list.terms;
  const key = first === undefined ? null : operand(first, text);
  return key === null ? null : { use: 'range', ...key, operator };
}

/** What an index key would hold for this side of a comparison. */
function operand(e: Expression, text: string): Pick<Predicate, 'column' | 'expression'> | null {
  if (e.type === 'column') return { column: e.column };
  if (isOpaque(e)) return null;
  const [column] = columnsOf(e);
  if (column === undefined) return null;
  if (e.type === 'cast' && e.of.type === 'column' && SAME.has(e.to)) return { column: e.of.column };
  if (e.type === 'cast' && e.of.type === 'column' && e.to !== 'date') return null;
  if (isArithmetic(e)) return null;
  if (e.type === 'call' || e.type === 'cast' || e.type === 'operator')
    return { column: column.column, expression: bare(e, text) };
  return null;
}

/** `column + 1`: the comparison can be turned round, so that it needs no index of its own. */
export function isArithmetic(e: Expression): boolean {
  return (
    e.type === 'operator' &&
    ['+', '-', '*', '/', '%'].includes(e.operator) &&
    (e.right.type === 'constant' || e.left.type === 'constant')
  );
}

function other(value: Expression, text: string): Pick<Predicate, 'literal' | 'parameter'> {
  if (value.type !== 'constant') return {};
  if (value.parameter !== null && value.parameter > 0) return { parameter: value.parameter };
  return value.parameter === null ? { literal: text.slice(value.start, value.end) } : {};
}

function hasParameter(e: Expression): boolean {
  if (e.type === 'constant') return e.parameter !== null;
  if ('of' in e) return hasParameter(e.of);
  if ('left' in e) return hasParameter(e.left) || hasParameter(e.right);
  if ('terms' in e) return e.terms.some(hasParameter);
  return 'args' in e && e.args.some(hasParameter);
}

/** The text of an expression without the names of tables before its columns. */
export function bare(e: Expression, text: string): string {
  const columns = placesOf(e);
  let result = text.slice(e.start, e.end);
  for (const { start, end } of [...columns].sort((a, b) => b.start - a.start)) {
    const name = text.slice(start, end).replace(/^(?:(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[^."`]+)\s*\.\s*)+/, '');
    result = result.slice(0, start - e.start) + name + result.slice(end - e.start);
  }
  return result;
}

function placesOf(e: Expression): Expression[] {
  if (e.type === 'column') return [e];
  if ('of' in e) return placesOf(e.of);
  if ('left' in e) return [...placesOf(e.left), ...placesOf(e.right)];
  if ('terms' in e) return e.terms.flatMap(placesOf);
  return 'args' in e ? e.args.flatMap(placesOf) : [];
}

/** The share of a table's rows that a condition keeps, by the column's statistics; a guess where they say nothing. */
export function shareOf(predicate: Predicate, column: ColumnStatistics | undefined, rows: number): number {
  const nulls = column?.nulls ?? 0;
  if (predicate.operator === 'is null') return column?.nulls ?? 0.01;
  if (predicate.operator === 'is not null') return 1 - nulls;
  if (predicate.use === 'search') return 0.01;
  if (predicate.use === 'prefix') return 0.02;
  if (predicate.use === 'range') return 0.2;
  if (predicate.expression !== undefined || column === undefined)
    return Math.min(1, Math.max(1 / Math.max(rows, 1), 0.005));
  const wanted = predicate.literal === undefined ? undefined : unquoted(predicate.literal);
  const known = column.common.find(
    (c) => c.value === wanted || (wanted === 'true' && c.value === 't') || (wanted === 'false' && c.value === 'f'),
  );
  const rest = Math.max(0, 1 - nulls - column.common.reduce((sum, c) => sum + c.share, 0));
  const others = Math.max(1, (column.distinct ?? rows) - column.common.length);
  const each =
    known?.share ??
    (predicate.literal === undefined ? (1 - nulls) / Math.max(1, column.distinct ?? rows) : rest / others);
  if (predicate.use === 'filter') return predicate.operator === '<>' ? 1 - nulls - each : 0.5;
  return Math.min(1, predicate.use === 'many' ? each * 3 : each);
}

function unquoted(literal: string): string {
  const quoted = /^'((?:[^']|'')*)'/.exec(literal);
  return quoted === null ? literal : (quoted[1] ?? '').replaceAll("''", "'");
}
