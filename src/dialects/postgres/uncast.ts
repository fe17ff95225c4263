const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\],]/gs;
const HEAD = '(ARRAY';
const CAST = /\)::[\w. "]+(?:\[\])+/y;

/** Texts and NULL that nothing gives a type: only the cast of the whole says what they are. */
const UNTYPED = /^\s*(?:E?'.*'|NULL|)\s*$/is;
/** What has no length or precision for sure. */
const UNBOUND = /(?:^\s*(?:-?[\d.]+|true|false)|::[\w. "]+(?:\[\])*)\s*$/;

/** What stands between parentheses or brackets: where they open, and where its items begin. */
interface Group {
  readonly from: number;
  readonly items: number[];
}

/**
 * A printed expression in words that the server prints in the same way again: it would push the cast of an array down to its
 * elements, so that `a IN ('x', 'y')` over varchar, or integers where an array of bigint is asked for, is never printed twice
 * alike. A cast to `anyarray` between the two keeps it off and leaves no trace (`transformTypeCast`, `coerce_type`), but not
 * where all elements have one length: there the cast is left to the server, from which it came.
 */
export function uncastAgain(expression: string): string {
  if (!expression.includes(`${HEAD}[`)) return expression;
  const open: Group[] = [];
  const changes: Array<readonly [from: number, to: number, text: string]> = [];
  for (const { 0: piece, index } of expression.matchAll(PIECE)) {
    if (piece === '(' || piece === '[') open.push({ from: index, items: [index + 1] });
    if (piece === ',') open.at(-1)?.items.push(index + 1);
    if (piece !== ')' && piece !== ']') continue;
    const group = open.pop();
    const head = (group?.from ?? 0) - HEAD.length;
    CAST.lastIndex = index + 1;
    const cast = piece === ']' && expression.startsWith(HEAD, head) ? CAST.exec(expression)?.[0] : undefined;
    if (group === undefined || cast === undefined) continue;
    const ends = [...group.items.slice(1).map((from) => from - 1), index];
    const items = ends.map((end, i) => expression.slice(group.items[i], end));
    if (items.some((item) => UNTYPED.test(item))) continue;
    if (items.some((item) => UNBOUND.test(item)))
      changes.push([head, head, '('], [index + 2, index + 2, '::anyarray)']);
    else changes.push([index + 2, index + 1 + cast.length, '']);
  }
  changes.sort(([a], [b]) => a - b);
  const stops = [...changes.map(([from]) => from), expression.length];
  return stops.map((stop, i) => expression.slice(changes[i - 1]?.[1] ?? 0, stop) + (changes[i]?.[2] ?? '')).join('');
}
