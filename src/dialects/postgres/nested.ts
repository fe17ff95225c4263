const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]| AND | OR /gs;
const QUERY = /\s*(?:SELECT|WITH|VALUES)\b/iy;

/** What stands between parentheses: where they open, and the words that join its conditions. */
interface Group {
  readonly from: number;
  readonly joins: Set<string>;
}

/**
 * A printed expression in words that the server prints in the same way again: conditions in parentheses before more of the
 * same join, as `a IN (b, c, d)`, BETWEEN and rows are printed, would be read as one list (`makeAndExpr` in gram.y). A
 * cast to what they are anyway keeps them together and leaves no trace (`coerce_type`).
 */
export function nestedAgain(expression: string): string {
  const places: number[] = [];
  const open: Group[] = [];
  for (const { 0: piece, index } of expression.matchAll(PIECE)) {
    if (piece === '(') open.push({ from: index, joins: new Set() });
    else if (piece === ')') {
      const group = open.pop();
      if (group !== undefined && isLeft(expression, group, index + 1)) places.push(index + 1);
    } else if (piece === ' AND ' || piece === ' OR ') open.at(-1)?.joins.add(piece);
  }
  return [0, ...places].map((from, i) => expression.slice(from, places[i])).join('::boolean');
}

/** Whether a group that ends before `end` is what a join of its own kind begins with. */
function isLeft(text: string, { from, joins }: Group, end: number): boolean {
  if (!/^[\s(]?$/.test(text.slice(Math.max(0, from - 1), from))) return false;
  QUERY.lastIndex = from + 1;
  return !QUERY.test(text) && [...joins].some((j) => text.startsWith(j, end) && !text.startsWith(j, from - j.length));
}
