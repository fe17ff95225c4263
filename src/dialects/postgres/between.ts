const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/gs;

/** The words that join two comparisons, and what they compare by, where BETWEEN and NOT BETWEEN come from. */
const FORMS = [
  { join: ' AND ', low: ' >= ', high: ' <= ', word: 'BETWEEN' },
  { join: ' OR ', low: ' < ', high: ' > ', word: 'NOT BETWEEN' },
] as const;

/**
 * A printed expression in words that the server prints in the same way again: two comparisons before another AND are
 * BETWEEN, which it keeps together; written out, it would take all three as one list (`makeAndExpr` in gram.y).
 */
export function betweenAgain(expression: string): string {
  let text = expression;
  for (let next = inBetween(text); next !== null; next = inBetween(text)) text = next;
  return text;
}

/** The same with one pair of comparisons as BETWEEN, or null when there is none. */
function inBetween(text: string): string | null {
  const form = FORMS.filter(({ join, low }) => text.includes(`)${join}(`) && text.includes(low));
  if (form.length === 0) return null;
  const ends = partners(text);
  for (const [open, close] of ends) {
    for (const { join, low, high, word } of form) {
      const first = ends.get(open + 1);
      if (first === undefined || !text.startsWith(join, close + 1) || !text.startsWith(`${join}(`, first + 1)) continue;
      const second = first + 1 + join.length;
      if (ends.get(second) !== close - 1) continue;
      const [a, b] = [text.slice(open + 2, first), text.slice(second + 1, close - 1)];
      const value = a.slice(0, Math.max(0, a.indexOf(low)));
      if (value === '' || !b.startsWith(`${value}${high}`)) continue;
      const range = `${a.slice(value.length + low.length)} AND ${b.slice(value.length + high.length)}`;
      return `${text.slice(0, open)}(${value} ${word} ${range})${text.slice(close + 1)}`;
    }
  }
  return null;
}

/** Opening parentheses → those that close them, strings and quoted names aside. */
function partners(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    if (piece === '(') open.push(index);
    if (piece === ')') found.set(open.pop() ?? -1, index);
  }
  return found;
}
