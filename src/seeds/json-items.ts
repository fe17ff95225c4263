/** One element of a JSON array, as text, with the 1-based line on which it starts. */
export interface JsonItem {
  readonly line: number;
  readonly text: string;
}

/**
 * Splits the text of a JSON array of objects into its elements without holding more than one. What stands between them is
 * checked only as far as finding them needs; an element is parsed by its reader. Throws `SyntaxError` with the line.
 */
export async function* jsonItems(chunks: AsyncIterable<string>): AsyncGenerator<JsonItem> {
  let line = 1;
  let start = 1;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let opened = false;
  let closed = false;
  let pending = '';
  for await (const chunk of chunks) {
    let from = depth > 1 ? 0 : -1;
    for (let i = 0; i < chunk.length; i += 1) {
      const c = chunk.charAt(i);
      if (c === '\n') line += 1;
      if (inText) {
        if (escaped) escaped = false;
        else if (c === '\\') escaped = true;
        else if (c === '"') inText = false;
        continue;
      }
      if (c === '{' || c === '[') {
        if (depth === 0 && (c === '{' || opened)) throw new SyntaxError(`line ${line}: expected one array of objects`);
        opened = true;
        depth += 1;
        if (depth === 2) {
          from = i;
          start = line;
        }
      } else if (c === '}' || c === ']') {
        depth -= 1;
        if (depth === 1) {
          yield { line: start, text: pending + chunk.slice(from, i + 1) };
          pending = '';
          from = -1;
        }
        closed = depth === 0;
      } else if (depth > 1) {
        inText = c === '"';
      } else if (!/[\s,]/.test(c) && c !== '\uFEFF') {
        throw new SyntaxError(`line ${line}: expected an object, found ${JSON.stringify(c)}`);
      }
    }
    if (from >= 0) pending += chunk.slice(from);
  }
  if (!closed) throw new SyntaxError(`line ${line}: the array is not closed`);
}

/** Parses one object; numbers that a double cannot hold are kept as their text. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d/.test(context?.source ?? '')
      ? (context?.source ?? value)
      : value;
  const value: unknown = /\d{16}/.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new SyntaxError('expected an object');
  return value as Readonly<Record<string, unknown>>;
}
