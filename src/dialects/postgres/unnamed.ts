const PIECE = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[(),;]/gsu;

/** Where the columns of a SELECT end. */
const END = /^(?:from|where|group|having|window|union|intersect|except|order|limit|offset|fetch|for)$/;
const SET = /^(?:union|intersect|except)$/;

/** What the columns of a query in parentheses are known by, when it stands after one of these. */
const TABLE = /^(?:|from|join|lateral|as|materialized)$/;

/** A cast: read again, it gives its type's name to what has none. */
const CAST = /^\s*(?:E?'.*'|null|\(.*\)|array\[.*\])(?:::[^:]+)+$/is;

/** What is between two parentheses: whether it is a table, or tables, and the column that is being read. */
interface Level {
  readonly table: boolean;
  tables: boolean;
  column: { readonly from: number; named: boolean } | null;
}

/**
 * A printed query in words that the server prints in the same way again: columns without a name stay without one where only
 * their values are read, in the arms of a union and in subqueries of expressions.
 * https://www.postgresql.org/docs/current/typeconv-union-case.html
 */
export function unnamedAgain(query: string): string {
  if (!/select/i.test(query)) return query;
  const places: number[] = [];
  const levels: Level[] = [];
  let level: Level = { table: true, tables: false, column: null };
  let [last, arm] = ['', ''];
  const close = (at: number): void => {
    if (level.column === null) return;
    const column = query.slice(level.column.from, at).trimEnd();
    if (!level.column.named && CAST.test(column)) places.push(level.column.from + column.length);
    level.column = null;
  };
  for (const { 0: piece, index } of query.matchAll(PIECE)) {
    const word = piece.toLowerCase();
    const columns = level.column !== null;
    if (level.column !== null && word === 'as') level.column.named = true;
    if (piece === '(') {
      const table = TABLE.test(last) || (level.tables && (last === ',' || last === '('));
      levels.push(level);
      level = { table, tables: table, column: null };
    } else if (piece === ')') {
      close(index);
      level = levels.pop() ?? level;
    } else if (piece === ',' || piece === ';' || END.test(word)) {
      close(index);
      if (columns && piece === ',') level.column = { from: index + 1, named: false };
      if (piece !== ',') level.tables = word === 'from';
    } else if (word === 'select') {
      const read = SET.test(arm) || (!level.table && last === '(');
      level.column = read ? { from: index + piece.length, named: false } : null;
      level.tables = false;
    }
    last = word;
    if (word !== 'all' && piece !== '(') arm = word;
  }
  close(query.length);
  return places
    .toSorted((a, b) => b - a)
    .reduce((text, at) => `${text.slice(0, at)} AS "?column?"${text.slice(at)}`, query);
}
