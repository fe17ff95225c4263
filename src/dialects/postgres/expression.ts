import { nestedAgain } from './nested.ts';
import { uncastAgain } from './uncast.ts';
import { unnamedAgain } from './unnamed.ts';

const QUERY = /^\(\s*(?:SELECT|WITH|VALUES)\b/i;

/**
 * Takes off the parentheses that the server puts around a whole expression, but not those that a subquery itself has.
 * Its texts hold no dollar quotes or comments.
 */
export function unwrap(expression: string): string {
  let text = expression.trim();
  while (isWrapped(text) && !QUERY.test(text)) text = text.slice(1, -1).trim();
  return text;
}

const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/gs;

function isWrapped(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')')) return false;
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

/** A printed expression in words that the server, which reads some otherwise than it prints them, prints in the same way again. */
export function replay(expression: string): string {
  return uncastAgain(nestedAgain(unnamedAgain(expression)));
}

/** Operators that are words, which an expression after DEFAULT may only have within parentheses. */
const WORDS = /\b(?:and|any|all|at|between|collate|i?like|in|is|isnull|not|notnull|or|overlaps|similar|some)\b/i;

/**
 * What follows DEFAULT in the definition of a column or domain, where the grammar takes less than elsewhere (`b_expr`):
 * `(now() AT TIME ZONE 'utc')`.
 */
export function defaultValue(expression: string): string {
  const text = replay(expression);
  return WORDS.test(outermost(text)) ? `(${text})` : text;
}

/** An expression without its strings, quoted names and all that is in parentheses. */
function outermost(text: string): string {
  const kept: string[] = [];
  let [depth, from] = [0, 0];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (depth === 0) kept.push(text.slice(from, index));
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    from = index + piece.length;
  }
  return [...kept, text.slice(from)].join(' ');
}
