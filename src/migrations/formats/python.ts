/** A statement of a Python function's body, as far as migrations need it: a call with one literal text, or anything else. */
export interface PythonStatement {
  readonly line: number;
  readonly text: string;
}

const OPENING = /([rRuUbB]{0,2})("""|'''|"|')/y;

/** The text of a Python string literal at a place, and where it ends; null when there is none, or one that is computed. */
export function literalAt(text: string, at: number): { readonly value: string; readonly end: number } | null {
  OPENING.lastIndex = at;
  const [whole, prefix = '', quote = ''] = OPENING.exec(text) ?? [];
  if (whole === undefined || /b/i.test(prefix)) return null;
  const raw = /r/i.test(prefix);
  let value = '';
  for (let i = at + whole.length; i < text.length; i++) {
    if (text.startsWith(quote, i)) return { value, end: i + quote.length };
    if (text[i] !== '\\') value += text[i];
    else if (raw) {
      value += text.slice(i, i + 2);
      i++;
    } else {
      const [length, piece] = escaped(text, i);
      value += piece;
      i += length - 1;
    }
  }
  return null;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

function escaped(text: string, at: number): [length: number, piece: string] {
  const code = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
  code.lastIndex = at;
  const found = code.exec(text);
  if (found !== null)
    return [found[0].length, String.fromCodePoint(Number.parseInt(found[1] ?? found[2] ?? found[3] ?? '0', 16))];
  const next = text[at + 1] ?? '';
  return [2, ESCAPES[next] ?? `\\${next}`];
}

/** A text as a raw literal of three quotes, or as a plain one where that cannot hold it. */
export function pythonLiteral(text: string): string {
  const raw = !text.includes('"""') && !text.endsWith('"') && !text.endsWith('\\') && !text.includes('\r');
  return raw ? `r"""${text}"""` : JSON.stringify(text);
}

/** The body of a function of the module, with the offset at which it starts; null when there is none. */
export function bodyOf(text: string, name: string): { readonly body: string; readonly start: number } | null {
  const found = [...text.matchAll(new RegExp(`^def ${name}\\(\\)[^\\n]*:[^\\n]*\\n`, 'gm'))].find((m) =>
    isCode(text, m.index),
  );
  if (found === undefined) return null;
  const start = found.index + found[0].length;
  const end = outside(text, start);
  return { body: text.slice(start, end), start };
}

/** Whether a place is neither within a literal nor in a comment. */
function isCode(text: string, at: number): boolean {
  let i = 0;
  while (i < at) i = text[i] === '#' ? lineEnd(text, i) : (literalAt(text, i)?.end ?? i + 1);
  return i === at;
}

/** Where the next line begins that is not indented and not within a literal. */
function outside(text: string, start: number): number {
  for (let i = start; i < text.length; ) {
    const lineStart = i === 0 || text[i - 1] === '\n';
    if (lineStart && !/[\s#]/.test(text[i] ?? '')) return i;
    if (text[i] === '#') i = lineEnd(text, i);
    else i = literalAt(text, i)?.end ?? i + 1;
  }
  return text.length;
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
