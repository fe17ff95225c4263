import { type DialectName } from './manifest.ts';

/** One statement of a script: its exact text, without comments around it and without the closing semicolon. `line` is 1-based. */
export interface Statement {
  readonly sql: string;
  readonly line: number;
}

/** A piece of a script; white space lies between. `name` is a quoted identifier, `dollar` a dollar-quoted string. */
export interface Token {
  readonly type: 'word' | 'name' | 'string' | 'dollar' | 'comment' | 'symbol';
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of a script, in the server's own reading of quotes and comments. Whatever is left open reaches to the end.
 * PostgreSQL manual 4.1 (standard_conforming_strings on); MySQL manual 9.1 and 9.7 (ANSI_QUOTES and NO_BACKSLASH_ESCAPES off).
 */
export function* tokens(text: string, dialect: DialectName): Generator<Token, void, undefined> {
  const lex = dialect === 'postgres' ? postgresToken : mysqlToken;
  for (let at = skip(SPACE, text, 0); at < text.length; ) {
    const token = lex(text, at) ?? plainToken(text, at);
    yield token;
    at = skip(SPACE, text, token.end);
  }
}

/** Cuts a script into its statements, never inside a literal, a comment or the body of a routine. Needs no DELIMITER lines. */
export function splitStatements(text: string, dialect: DialectName): Statement[] {
  const statements: Statement[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  let nesting = nestingOf(dialect);
  let line = 1;
  let counted = 0;
  const close = (): void => {
    if (first !== undefined && last !== undefined) {
      for (; counted < first.start; counted++) if (text[counted] === '\n') line++;
      statements.push({ sql: text.slice(first.start, last.end), line });
    }
    first = last = undefined;
    nesting = nestingOf(dialect);
  };
  for (const token of tokens(text, dialect)) {
    if (token.type === 'comment') continue;
    const piece = token.type === 'word' || token.type === 'symbol' ? text.slice(token.start, token.end) : token.type;
    if (piece === ';' && nesting.depth() === 0) {
      close();
      continue;
    }
    nesting.see(piece.toUpperCase());
    first ??= token;
    last = token;
  }
  close();
  return statements;
}

const SPACE = /[\s\p{Z}]*/uy;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /[0-9][A-Za-z0-9_.]*/y;
const LINE = /[^\n\r]*/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
/** What may stand between the pieces of one PostgreSQL string: white space with a line end in it. */
const CONTINUED = /[ \t\f\v]*(?:--[^\n\r]*)?[\n\r](?:\s|--[^\n\r]*[\n\r])*'/y;
const EXECUTABLE = /\/\*M?!\d*/y;

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function plainToken(text: string, at: number): Token {
  const word = skip(WORD, text, at);
  if (word > at) return { type: 'word', start: at, end: word };
  const number = skip(NUMBER, text, at);
  return { type: 'symbol', start: at, end: number > at ? number : at + 1 };
}

/** The end of a quoted text whose opening quote ends at `at`; the end of everything when it is left open. */
function quoted(text: string, at: number, quote: string, backslash: boolean): number {
  for (let i = at; i < text.length; i++) {
    if (backslash && text[i] === '\\') i++;
    else if (text[i] !== quote) continue;
    else if (text[i + 1] === quote) i++;
    else return i + 1;
  }
  return text.length;
}

function endOf(text: string, closing: string, from: number): number {
  const found = text.indexOf(closing, from);
  return found < 0 ? text.length : found + closing.length;
}

function postgresToken(text: string, start: number): Token | null {
  const at = text.slice(start, start + 3);
  if (at.startsWith('--')) return { type: 'comment', start, end: skip(LINE, text, start) };
  if (at.startsWith('/*')) return { type: 'comment', start, end: nestedComment(text, start) };
  if (at[0] === "'") return { type: 'string', start, end: quoted(text, start + 1, "'", false) };
  if (at[0] === '"') return { type: 'name', start, end: quoted(text, start + 1, '"', false) };
  if (/^[uU]&'/.test(at)) return { type: 'string', start, end: quoted(text, start + 3, "'", false) };
  if (/^[uU]&"/.test(at)) return { type: 'name', start, end: quoted(text, start + 3, '"', false) };
  if (/^[eE]'/.test(at)) return { type: 'string', start, end: escapeString(text, start + 2) };
  if (at[0] !== '$') return null;
  const open = skip(DOLLAR, text, start);
  return open === start ? null : { type: 'dollar', start, end: endOf(text, text.slice(start, open), open) };
}

/** Later pieces of an E'' string have no E of their own, yet backslashes escape there too. */
function escapeString(text: string, at: number): number {
  const end = quoted(text, at, "'", true);
  const next = skip(CONTINUED, text, end);
  return next === end ? end : escapeString(text, next);
}

function nestedComment(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text.startsWith('/*', i)) depth++;
    else if (text.startsWith('*/', i)) depth--;
    else continue;
    i++;
    if (depth === 0) return i + 1;
  }
  return text.length;
}

/** With what a token of MySQL begins that is neither a word nor a lone symbol. */
const OPENS = /[#/*'"`-]/;

function mysqlToken(text: string, start: number): Token | null {
  if (!OPENS.test(text[start] ?? '')) return null;
  const at = text.slice(start, start + 3);
  if (at[0] === '#' || /^--(?:[\s\p{Cc}]|$)/u.test(at))
    return { type: 'comment', start, end: endOf(text, '\n', start) };
  if (at.startsWith('/*')) {
    const code = skip(EXECUTABLE, text, start);
    if (code > start) return { type: 'symbol', start, end: code };
    return { type: 'comment', start, end: endOf(text, '*/', start + 2) };
  }
  if (at.startsWith('*/')) return { type: 'symbol', start, end: start + 2 };
  if (at[0] === "'" || at[0] === '"') return { type: 'string', start, end: quoted(text, start + 1, at[0], true) };
  if (at[0] === '`') return { type: 'name', start, end: quoted(text, start + 1, '`', false) };
  return null;
}

/** Sees the upper-cased words and symbols of one statement; within a depth above 0 a semicolon ends nothing. */
interface Nesting {
  see(piece: string): void;
  depth(): number;
}

function nestingOf(dialect: DialectName): Nesting {
  return dialect === 'postgres' ? postgresNesting() : mysqlNesting();
}

/** Parentheses (rules hold statements in them) and the `BEGIN ATOMIC … END` body of a routine; `begin` alone is a name as any. */
function postgresNesting(): Nesting {
  const head: string[] = [];
  let previous = '';
  let routine = false;
  let parens = 0;
  let blocks = 0;
  return {
    depth: () => parens + blocks,
    see(piece) {
      if (piece === '(') parens++;
      else if (piece === ')') parens = Math.max(0, parens - 1);
      if (head.length < 4) {
        head.push(piece);
        routine = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/.test(head.join(' '));
      }
      if (!routine) return;
      if ((piece === 'ATOMIC' && previous === 'BEGIN') || (piece === 'CASE' && blocks > 0)) blocks++;
      else if (piece === 'END' && blocks > 0) blocks--;
      previous = piece;
    },
  };
}

const ROUTINES = new Set(['FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT', 'PACKAGE']);
const OTHERS = new Set(['TABLE', 'VIEW', 'INDEX', 'DATABASE', 'SCHEMA', 'USER', 'ROLE', 'SEQUENCE', 'SERVER']);
const ENDED_BY_NAME = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);
/** What stands before a statement in the body of a routine; elsewhere IF and REPEAT are functions and FOR is a part of a clause. */
const BEFORE_STATEMENT = new Set(
  '; : ) ROW DO THEN ELSE BEGIN LOOP REPEAT DETERMINISTIC DATA SQL INVOKER DEFINER NAME STRING'.split(' '),
);

/** The compound statements of a stored routine: `BEGIN … END`, `CASE … END [CASE]`, `IF … END IF`, loops. */
function mysqlNesting(): Nesting {
  let routine: boolean | undefined;
  let previous = ';';
  let before = '';
  const open: string[] = [];
  return {
    depth: () => open.length,
    see(piece) {
      if (before === '' && piece !== 'CREATE' && piece !== 'ALTER' && !piece.startsWith('/*')) {
        routine = piece === 'BEGIN' ? undefined : false;
      }
      if (routine === undefined && ROUTINES.has(piece)) routine = true;
      else if (routine === undefined && OTHERS.has(piece)) routine = false;
      else if (routine === undefined && previous === 'BEGIN' && piece === 'NOT') {
        routine = true;
        open.push('BEGIN');
      } else if (routine) nest(piece);
      before = previous;
      previous = piece;
    },
  };

  function nest(piece: string): void {
    if (previous === 'END' && (ENDED_BY_NAME.has(piece) || piece === 'CASE')) return;
    if (piece === 'END' || (previous === 'FOR' && piece === 'EACH' && open.at(-1) === 'FOR')) open.pop();
    else if (piece === 'BEGIN' || piece === 'CASE') open.push(piece);
    else if (ENDED_BY_NAME.has(piece) && BEFORE_STATEMENT.has(previous)) open.push(piece);
  }
}
