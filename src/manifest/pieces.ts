/** Some lines of a file that say the same alone: one entry of a section under the section's line, or a whole section. */
export interface Piece {
  /** Key of the section, as written. */
  readonly section: string;
  readonly text: string;
  /** Lines of the file, from 1: of the section's line, and of the first line after it in this piece. */
  readonly head: number;
  readonly body: number;
}

/** Below this many characters a file is parsed in one go. */
const SMALL = 32_768;

const SECTION = /^([A-Za-z_][\w-]*):(?=\s|$)/;
const NOTHING_AFTER = /^[\w-]+:\s*(#.*)?$/;
const ENTRY = /^ +(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#&*!|>%@`?:,[\]{}<-][^:#]*):(?=\s|$)/;

/**
 * A large file in block style cut at its sections and their entries; null when it is not sure to mean the same in
 * pieces. More-indented lines stay with the entry above them: in YAML nothing else can own them (YAML 1.2.2, 6.1, 8.2.2).
 */
export function piecesOf(text: string): readonly Piece[] | null {
  if (text.length < SMALL || !text.endsWith('\n') || /[\r\t\uFEFF]/.test(text)) return null;
  const lines = text.slice(0, -1).split('\n');
  const pieces: Piece[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] as string;
    const section = SECTION.exec(line)?.[1];
    if (section === undefined) {
      if (!isIdle(line)) return null;
      i += 1;
      continue;
    }
    let end = i + 1;
    while (end < lines.length && (isIdle(lines[end] as string) || (lines[end] as string).startsWith(' '))) end += 1;
    const starts = NOTHING_AFTER.test(line) ? entryLines(lines, i + 1, end) : [];
    const cuts = starts.length === 0 ? [i + 1] : starts;
    for (const [k, cut] of cuts.entries()) {
      const rows = lines.slice(cut, cuts[k + 1] ?? end);
      pieces.push({ section, text: `${line}\n${rows.join('\n')}\n`, head: i + 1, body: cut + 1 });
    }
    i = end;
  }
  return pieces.length === 0 ? null : pieces;
}

/** Where the entries of a block map start, from its first line on; none if the section is something else. */
function entryLines(lines: readonly string[], from: number, end: number): readonly number[] {
  const starts: number[] = [];
  let indent = 0;
  for (let i = from; i < end; i++) {
    const line = lines[i] as string;
    if (isIdle(line)) continue;
    const own = line.length - line.trimStart().length;
    if (indent === 0) indent = own;
    if (own < indent || (starts.length === 0 && !ENTRY.test(line))) return [];
    if (own === indent && ENTRY.test(line)) starts.push(i);
  }
  return starts;
}

/** Nothing, or a comment. */
function isIdle(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}
