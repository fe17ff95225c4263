const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[(),;]/gsu;

/** Where the columns of a SELECT end. */
const END = /^(?:from|where|group|having|window|union|intersect|except|order|limit|offset|fetch|for)$/i;

/** The server reads arms of a union only for their values, but remembers what each column is called. */
const ARMS = /\b(?:union|intersect|except)\b/i;

/** A cast: read again, it gives its type's name to what has none. */
const CAST = /^\s*(?:E?'.*'|null|\(.*\)|array\[.*\])(?:::[^:]+)+$/is;

/**
 * A printed query in words that the server prints in the same way again: columns without a name, after UNION and its like, stay
 * without one. https://www.postgresql.org/docs/current/typeconv-union-case.html
 */
export function unnamedAgain(query: string): string {
  if (!ARMS.test(query)) return query;
  const places: number[] = [];
  let depth = 0;
  let open: { readonly depth: number; from: number; named: boolean } | null = null;
  let last = '';
  const close = (at: number): void => {
    const item = query.slice(open?.from ?? at, at).trimEnd();
    if (open !== null && !open.named && CAST.test(item)) places.push(open.from + item.length);
  };
  for (const { 0: piece, index } of query.matchAll(PIECE)) {
    const word = piece.toLowerCase();
    const inside: boolean = open !== null && depth === open.depth;
    if (inside && (END.test(word) || piece === ')' || piece === ';')) {
      close(index);
      open = null;
    } else if (inside && open !== null && piece === ',') {
      close(index);
      open = { depth, from: index + 1, named: false };
    } else if (inside && open !== null && word === 'as') open.named = true;
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (word === 'select' && /^(?:union|intersect|except)$/.test(last)) {
      open = { depth, from: index + piece.length, named: false };
    }
    if (word !== 'all' && piece !== '(') last = word;
  }
  close(query.length);
  return places.toReversed().reduce((text, at) => `${text.slice(0, at)} AS "?column?"${text.slice(at)}`, query);
}
