import { styleText } from 'node:util';
import { type Diagnostic, type Severity, type Span } from '../model/diagnostic.ts';
import { terminalWidth } from './width.ts';

const COLOURS = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<Severity, string>;

/** Findings as people read them: the message, the line with a caret, the fix. Ends with a line break unless there are none. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: { readonly colour: boolean }): string {
  return diagnostics.map((d) => `${formatDiagnostic(d, options)}\n`).join('\n');
}

function formatDiagnostic({ code, severity, message, hint, at }: Diagnostic, { colour }: { colour: boolean }): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const lines = [`${paint([COLOURS[severity], 'bold'], `${severity}[${code}]`)}: ${paint('bold', message)}`];
  if (at !== undefined) {
    const number = String(at.line);
    const gutter = ' '.repeat(number.length);
    const { text, from } = excerpt(at);
    const start = text.slice(0, from);
    const before = start.replaceAll(/[^\t]+/g, (part) => ' '.repeat(terminalWidth(part)));
    const marked = text.slice(from, from + at.length);
    const caret = '^'.repeat(Math.max(1, terminalWidth(marked)));
    lines.push(
      `${gutter}${paint('blue', '-->')} ${at.file}:${at.line}:${at.column}`,
      `${gutter} ${paint('blue', '|')}`,
      `${paint('blue', `${number} |`)} ${text}`,
      `${gutter} ${paint('blue', '|')} ${before}${paint(COLOURS[severity], caret)}`,
    );
  }
  if (hint !== undefined)
    lines.push(`${at === undefined ? '' : ' '.repeat(String(at.line).length + 1)}${paint('cyan', 'fix')}: ${hint}`);
  return lines.join('\n');
}

const LONGEST_LINE = 200;
const CONTEXT = 60;

/** The part of a long line that a person has to see, and where in it the marked part begins (from 0). */
function excerpt({ text, column }: Span): { readonly text: string; readonly from: number } {
  if (text.length <= LONGEST_LINE) return { text, from: column - 1 };
  const first = Math.max(0, column - 1 - CONTEXT);
  const head = first === 0 ? '' : '…';
  const tail = first + LONGEST_LINE < text.length ? '…' : '';
  return { text: `${head}${text.slice(first, first + LONGEST_LINE)}${tail}`, from: column - 1 - first + head.length };
}
