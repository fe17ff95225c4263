import { DbopsError } from '../../model/error.ts';
import { type DialectName } from '../../model/manifest.ts';
import { tokens } from '../../model/statements.ts';

/** dbmate's own pattern of a section's first line (its pkg/dbmate/migration.go). It knows no SQL: a literal may match too. */
const DIRECTIVE = /(?:^|(?<=\n))--[ \t\n\f\r]*migrate:(up|down)(?:[ \t\n\f\r]*(?=\n|$)|[ \t\n\f\r]+[^ \t\n\f\r]+)/g;

export interface Directive {
  readonly direction: 'up' | 'down';
  readonly start: number;
  /** The end of its line. */
  readonly end: number;
  readonly transaction: boolean;
}

/** The directives of a file, in order. */
export function findDirectives(text: string): Directive[] {
  return Array.from(text.matchAll(DIRECTIVE), (match) => {
    const lineEnd = text.indexOf('\n', match.index);
    const end = lineEnd < 0 ? text.length : lineEnd;
    return {
      direction: match[1] === 'up' ? 'up' : 'down',
      start: match.index,
      end,
      transaction: !/\stransaction:false(?:\s|$)/.test(text.slice(match.index, end)),
    };
  });
}

/**
 * The same statement, written so that no line of it reads as a directive. The server gets the same value:
 * a literal is cut in two, written with escapes, or turned from dollar quotes into plain ones.
 */
export function withoutDirectives(
  sql: string,
  dialect: DialectName,
  firstMark: (text: string) => number | null = firstDirective,
): string {
  let text = sql;
  for (let at = firstMark(text); at !== null; at = firstMark(text)) {
    const found = at;
    const token = tokens(text, dialect).find((t) => t.start <= found && found < t.end);
    const inside = token === undefined || token.start === found ? 'comment' : token.type;
    const start = token?.start ?? found;
    const end = token?.end ?? found;
    const whole = text.slice(start, end);
    const splice = (from: number, to: number, piece: string): string => text.slice(0, from) + piece + text.slice(to);
    if (inside === 'string') {
      text = dialect === 'postgres' ? splice(found, found, "'\n'") : splice(...escapedLineEnd(text, found));
    } else if (inside === 'dollar') {
      const tag = whole.indexOf('$', 1) + 1;
      text = splice(start, end, ` '${whole.slice(tag, -tag).replaceAll("'", "''")}'`);
    } else if (inside === 'name') {
      text = splice(start, end, escapedName(whole, dialect));
    } else {
      text = splice(found, found, ' ');
    }
  }
  return text;
}

function firstDirective(text: string): number | null {
  return findDirectives(text)[0]?.start ?? null;
}

/** The line end before `at`, with a backslash that escapes it, becomes the escape `\n`. */
function escapedLineEnd(text: string, at: number): [from: number, to: number, piece: string] {
  const backslashes = /\\*$/.exec(text.slice(0, at - 1))?.[0].length ?? 0;
  return [at - 1 - (backslashes % 2), at, '\\n'];
}

function escapedName(name: string, dialect: DialectName): string {
  if (dialect === 'mysql') {
    throw new DbopsError('bad-name', `the name ${name} cannot stand in a migration file`, {
      hint: 'a line of the name reads as a directive of the file: rename the object without line ends in its name',
    });
  }
  if (name.startsWith('"')) return ` U&${name.replaceAll('\\', '\\\\').replaceAll('\n', '\\000a')}`;
  return name.replaceAll('\n', '\\000a');
}
