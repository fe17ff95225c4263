import { type Token, tokens } from '../../model/statements.ts';
import { quote } from './quote.ts';

/** A `$n` of a statement: where it stands, and its number. */
interface Parameter {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

const TYPED = new Set(['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval']);
const UNITS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second']);

/**
 * A normalised statement as the server may read it again: pg_stat_statements turns `date '2026-01-01'` into `date $1` and
 * `extract(year from x)` into `extract($1 from x)`, which are no SQL.
 */
export function mended(statement: string): string {
  const all = [...tokens(statement, 'postgres')].filter((t) => t.type !== 'comment');
  const edits: { start: number; end: number; text: string }[] = [];
  for (const parameter of parametersIn(statement, all)) {
    const at = all.findIndex((t) => t.start === parameter.start);
    const word = (i: number): string =>
      all[i]?.type === 'word' ? statement.slice(all[i].start, all[i].end).toLowerCase() : '';
    const sign = (i: number): string => (all[i] === undefined ? '' : statement.slice(all[i].start, all[i].end));
    const before = all[at - 1];
    if (before !== undefined && TYPED.has(word(at - 1))) {
      const unit = all[at + 2];
      const end =
        unit !== undefined && UNITS.has(word(at + 2)) && word(at - 1) === 'interval' ? unit.end : parameter.end;
      edits.push({ start: before.start, end, text: `$${parameter.number}::${word(at - 1)}` });
    } else if (sign(at - 1) === '(' && word(at - 2) === 'extract') {
      edits.push({ start: parameter.start, end: parameter.end, text: 'year' });
    }
  }
  return spliced(statement, edits);
}

/** The statement with typed literals for its parameters. */
export function fill(statement: string, types: readonly string[], values: readonly string[]): string {
  const edits = parametersIn(statement, [...tokens(statement, 'postgres')]).flatMap(({ start, end, number }) => {
    const [type, value] = [types[number - 1], values[number - 1]];
    if (type === undefined || value === undefined) return [];
    return [{ start, end, text: `(${quote.literal(value)}::${type})` }];
  });
  return spliced(statement, edits);
}

function parametersIn(statement: string, all: readonly Token[]): Parameter[] {
  return all.flatMap((token, i) => {
    const next = all[i + 1];
    if (statement.slice(token.start, token.end) !== '$' || next?.start !== token.end) return [];
    const digits = statement.slice(next.start, next.end);
    return /^\d+$/.test(digits) ? [{ start: token.start, end: next.end, number: Number(digits) }] : [];
  });
}

function spliced(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
}

/** Names that the statement calls as functions, in lower case. */
export function functionsIn(statement: string): string[] {
  const all = [...tokens(statement, 'postgres')].filter((t) => t.type !== 'comment');
  return all.flatMap((token, i) => {
    const next = all[i + 1];
    if ((token.type !== 'word' && token.type !== 'name') || next === undefined || statement[next.start] !== '(')
      return [];
    const text = statement.slice(token.start, token.end);
    return [token.type === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()];
  });
}
