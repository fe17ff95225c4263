import { type DialectName } from '../model/manifest.ts';
import { tokens } from '../model/statements.ts';

/** A piece of an expression; operators are whole, names come without their quotes. */
export interface Lexeme {
  readonly type: 'word' | 'name' | 'string' | 'number' | 'operator' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const OPERATOR = /^[+\-*/<>=~!@#%^&|?]$/;

/** The pieces of what a plan prints, without MySQL's own marks (`<cache>`). */
export function lexemes(text: string, dialect: DialectName): Lexeme[] {
  const found: Lexeme[] = [];
  for (const { type, start, end } of tokens(text, dialect)) {
    if (type === 'comment') continue;
    const raw = text.slice(start, end);
    const last = found.at(-1);
    const touches = last?.end === start;
    if (type === 'word') found.push({ type, text: raw, start, end });
    else if (type === 'name') found.push({ type, text: unquoted(raw), start, end });
    else if (type === 'string' || type === 'dollar') found.push({ type: 'string', text: raw, start, end });
    else if (/^\d/.test(raw)) {
      if (touches && last?.text === '$')
        found.splice(-1, 1, { type: 'number', text: `$${raw}`, start: last.start, end });
      else found.push({ type: 'number', text: raw, start, end });
    } else if (dialect === 'mysql' && raw === '?') found.push({ type: 'number', text: '?', start, end });
    else if (OPERATOR.test(raw) || (raw === ':' && touches && last?.text === ':')) {
      const joins = touches && (last?.type === 'operator' || last?.text === ':');
      if (joins && last !== undefined)
        found.splice(-1, 1, { type: 'operator', text: last.text + raw, start: last.start, end });
      else found.push({ type: 'operator', text: raw, start, end });
    } else found.push({ type: 'sign', text: raw, start, end });
  }
  return dialect === 'mysql' ? withoutMarks(found) : found;
}

function unquoted(name: string): string {
  const quote = name[0] ?? '"';
  return name.slice(1, -1).replaceAll(quote + quote, quote);
}

/** `<cache>(now())` is `(now())`: MySQL tells there how it will evaluate it. */
function withoutMarks(found: readonly Lexeme[]): Lexeme[] {
  const isMark = (i: number): boolean =>
    found[i]?.text === '<' && found[i + 1]?.type === 'word' && found[i + 2]?.text === '>' && found[i + 3]?.text === '(';
  return found.filter((_, i) => !isMark(i) && !isMark(i - 1) && !isMark(i - 2));
}
