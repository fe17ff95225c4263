import { tokens } from '../../model/statements.ts';

const EXECUTABLE = /^(?:\/\*M?!\d*|\*\/)$/;

/** A token, as it stands and in capital letters. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly word: string;
}

/**
 * Walks over what the server prints. The marks of executable comments are not there: what stands in them is read like the rest.
 * Words are compared without case.
 */
export class Cursor {
  readonly text: string;
  /** Plain comments, without their marks: MariaDB puts there what an engine does not understand. */
  readonly comments: readonly string[];
  private readonly list: readonly Piece[];
  private at = 0;
  private readonly end: number;

  constructor(text: string, part?: Pieces & { readonly from: number; readonly to: number }) {
    this.text = text;
    const { list, comments } = part ?? piecesOf(text);
    this.list = list;
    this.comments = comments;
    this.at = part?.from ?? 0;
    this.end = part?.to ?? this.list.length;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The text of the token `ahead` of the present one; empty at the end. */
  peek(ahead = 0): string {
    return this.piece(ahead)?.text ?? '';
  }

  private piece(ahead: number): Piece | undefined {
    return this.at + ahead < this.end ? this.list[this.at + ahead] : undefined;
  }

  /** Whether the next tokens are these words or symbols. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, i) => this.piece(i)?.word === word);
  }

  /** Moves past these words when they come next. */
  take(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.at += words.length;
    return true;
  }

  /** The text of the next token, moving past it. */
  next(): string {
    const text = this.peek();
    this.at += 1;
    return text;
  }

  /** The next name without its quotes. */
  name(): string {
    const text = this.next();
    return text.startsWith('`') ? text.slice(1, -1).replaceAll('``', '`') : text;
  }

  /** The next string as what it stands for. */
  string(): string {
    return unquote(this.next());
  }

  /** The text within the parentheses that open here, moving past them; without the space within, unless it counts. */
  parenthesized(verbatim = false): string {
    const text = this.enclosed();
    return verbatim ? text : text.trim();
  }

  /** What stands within the parentheses that open here, as a cursor of its own, moving past them. */
  within(): Cursor {
    const from = this.at + 1;
    this.enclosed();
    return new Cursor(this.text, { list: this.list, comments: this.comments, from, to: Math.max(from, this.at - 1) });
  }

  private enclosed(): string {
    const start = this.list[this.at]?.end ?? this.text.length;
    for (let depth = 0; !this.done; ) {
      const token = this.list[this.at] as Piece;
      const text = this.next();
      if (text === '(') depth += 1;
      if (text === ')') depth -= 1;
      if (depth === 0) return this.text.slice(start, token.start);
    }
    return this.text.slice(start);
  }

  /** All that stands behind the last token, comments too, without space around it. */
  tail(): string {
    const before = this.list[this.at - 1];
    this.at = this.list.length;
    return this.text.slice(before?.end ?? 0).trim();
  }

  /** All that is left, as it stands. */
  rest(): string {
    const token = this.list[this.at];
    this.at = this.list.length;
    return token === undefined ? '' : this.text.slice(token.start).trim();
  }
}

interface Pieces {
  readonly list: readonly Piece[];
  readonly comments: readonly string[];
}

function piecesOf(whole: string): Pieces {
  const [list, comments]: [Piece[], string[]] = [[], []];
  for (const { type, start, end } of tokens(whole, 'mysql')) {
    const text = whole.slice(start, end);
    if (type === 'comment') comments.push(text.replaceAll(/^\/\*\s*|\s*\*\/$/g, ''));
    if (type === 'comment' || (type === 'symbol' && EXECUTABLE.test(text))) continue;
    list.push({ start, end, text, word: type === 'word' ? text.toUpperCase() : text });
  }
  return { list, comments };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', b: '\b', Z: '\x1a' };

/** The value of a string literal: https://dev.mysql.com/doc/refman/9.0/en/string-literals.html */
export function unquote(text: string): string {
  const quote = text[0];
  if (quote !== "'" && quote !== '"') return text;
  return text
    .slice(1, -1)
    .replace(/\\(.)|''|""/gs, (pair, escaped: string | undefined) =>
      escaped === undefined ? (pair[0] === quote ? quote : pair) : (ESCAPES[escaped] ?? escaped),
    );
}
