const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\]]/gs;
const TEXTS = /'(?:[^']|'')*'/g;
/** Texts and NULL that nothing gives a type, and arrays of nothing: only the cast says what they are. */
const UNTYPED = /(?:''|\bNULL)(?=[,\]])|\bARRAY\[\]/i;
const HEAD = '(ARRAY';

/**
 * A printed expression in words that the server prints in the same way again: it would push the cast of an array down to its
 * elements, so that `a IN ('x', 'y')` over varchar, or integers where an array of bigint is asked for, is never printed twice
 * alike. A cast to `anyarray` between the two keeps it off and leaves no trace (`transformTypeCast`, `coerce_type`).
 */
export function uncastAgain(expression: string): string {
  if (!expression.includes(`${HEAD}[`)) return expression;
  const open: number[] = [];
  const added: Array<readonly [at: number, text: string]> = [];
  for (const { 0: piece, index } of expression.matchAll(PIECE)) {
    if (piece === '(' || piece === '[') open.push(index);
    if (piece !== ')' && piece !== ']') continue;
    const from = open.pop() ?? 0;
    if (piece === ')' || !expression.startsWith(')::', index + 1)) continue;
    const head = from - HEAD.length;
    if (!expression.startsWith(HEAD, head)) continue;
    if (UNTYPED.test(expression.slice(head + 1, index + 1).replaceAll(TEXTS, "''"))) continue;
    added.push([head, '('], [index + 2, '::anyarray)']);
  }
  added.sort(([a], [b]) => a - b);
  const ends = [...added.map(([at]) => at), expression.length];
  return ends.map((end, i) => expression.slice(ends[i - 1] ?? 0, end) + (added[i]?.[1] ?? '')).join('');
}
