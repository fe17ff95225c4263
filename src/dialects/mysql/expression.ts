import { type Token, tokens } from '../../model/statements.ts';

/** Takes off the parentheses that the server puts around a whole expression. */
export function unwrap(expression: string): string {
  let text = expression.trim();
  while (isWrapped(text)) text = text.slice(1, -1).trim();
  return text;
}

function isWrapped(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')')) return false;
  let depth = 0;
  for (const { type, start, end } of tokens(text, 'mysql')) {
    if (type !== 'symbol') continue;
    if (text[start] === '(') depth += 1;
    if (text[start] === ')') depth -= 1;
    if (depth === 0) return end === text.length;
  }
  return false;
}

/** The columns, among those given, that an expression mentions: names compare without case. */
export function columnsIn(expression: string, columns: Iterable<string>): string[] {
  const words = new Set(Array.from(tokens(expression, 'mysql'), (t) => wordOf(expression, t)?.toLowerCase()));
  return [...columns].filter((c) => words.has(c.toLowerCase()));
}

/** An expression with columns under other names: `renamed` is former → present. */
export function renameColumns(expression: string, renamed: ReadonlyMap<string, string>): string {
  const present = new Map(Array.from(renamed, ([a, b]) => [a.toLowerCase(), b]));
  let [text, from] = ['', 0];
  for (const token of tokens(expression, 'mysql')) {
    const name = present.get(wordOf(expression, token)?.toLowerCase() ?? '');
    if (name === undefined) continue;
    text += `${expression.slice(from, token.start)}\`${name.replaceAll('`', '``')}\``;
    from = token.end;
  }
  return text + expression.slice(from);
}

function wordOf(text: string, { type, start, end }: Token): string | undefined {
  if (type === 'word') return text.slice(start, end);
  return type === 'name' ? text.slice(start + 1, end - 1).replaceAll('``', '`') : undefined;
}

/**
 * A query without the names of the session's own database. The server leaves them out, but for a view that it could not open,
 * as when its definer is no user.
 */
export function withoutDatabase(query: string, database: string): string {
  const own = `\`${database.replaceAll('`', '``')}\`.\``;
  const at = query.indexOf(own);
  // An alias of that name stands before a column, never before the name of a table with a column of its own.
  const list = Array.from(tokens(query, 'mysql'));
  const is = (i: number, text: string): boolean => query.slice(list[i]?.start ?? 0, list[i]?.end ?? 0) === text;
  const starts = list.flatMap((_, i) => (is(i, own.slice(0, -2)) && is(i + 1, '.') && !is(i - 1, '.') ? [i] : []));
  const ofSequence = (i: number): boolean =>
    is(i - 1, '(') && ['nextval', 'lastval', 'setval'].some((f) => is(i - 2, f));
  const speaksOfIt = (i: number): boolean => is(i + 3, '.') || is(i - 1, 'from') || is(i - 1, 'join') || ofSequence(i);
  if (at === -1 || !starts.some(speaksOfIt)) return query;
  let [text, from] = ['', 0];
  for (const i of starts) {
    text += query.slice(from, list[i]?.start);
    from = list[i + 1]?.end ?? from;
  }
  return text + query.slice(from);
}

/** A default without the name of the session's own database, which stands before its sequences there. */
export function withoutOwnDatabase(expression: string, database: string): string {
  const own = `\`${database.replaceAll('`', '``')}\``;
  let [text, from] = ['', 0];
  const list = Array.from(tokens(expression, 'mysql'));
  for (const [i, { type, start, end }] of list.entries()) {
    const next = list[i + 1];
    if (type !== 'name' || expression.slice(start, end) !== own || expression[next?.start ?? 0] !== '.') continue;
    text += expression.slice(from, start);
    from = next?.end ?? end;
  }
  return text + expression.slice(from);
}

/** But for what stands for a character that the server could not show. */
const ASCII = /^[\x20-\x3e\x40-\x7e]*$/;

/**
 * The introducer of the connection's own character set says nothing: the server puts it before every string. So may others
 * before plain ASCII, or whatever else `plain` matches.
 */
export function withoutIntroducer(expression: string, others?: RegExp, plain = ASCII): string {
  const isSilent = (word: string, string: string): boolean =>
    word === '_utf8mb4' || (others?.test(word) === true && plain.test(string));
  let [text, from] = ['', 0];
  let introducer: Token | null = null;
  for (const token of tokens(expression, 'mysql')) {
    const string = expression.slice(token.start, token.end);
    const word = introducer === null ? '' : expression.slice(introducer.start, introducer.end);
    if (token.type === 'string' && introducer?.end === token.start && isSilent(word, string)) {
      text += expression.slice(from, introducer.start);
      from = token.start;
    }
    introducer = token.type === 'word' ? token : null;
  }
  return text + expression.slice(from);
}
