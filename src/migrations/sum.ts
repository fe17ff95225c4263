import { createHash } from 'node:crypto';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type MigrationSource } from './formats/format.ts';

/**
 * `dbops.sum`: a line for each file, whose hash covers the hash of the line before, and above them one that covers all. Two branches
 * that each add a file both change the first line, so that git does not merge them unseen.
 */
export interface Sum {
  readonly lines: readonly SumLine[];
  /** Both sides of a merge that git could not settle, when it says so in the file. */
  readonly sides: { readonly ours: readonly SumLine[]; readonly theirs: readonly SumLine[] } | null;
}

export interface SumLine {
  readonly name: string;
  readonly hash: string;
}

const LINE = /^(.+) (h1:[A-Za-z0-9+/=]{44})$/;

/** The text of the sum of these files. */
export function sumOf(sources: readonly MigrationSource[]): string {
  let before = '';
  const lines = inOrder(sources).map((source) => {
    before = hashOf(before, source);
    return `${source.name} ${before}`;
  });
  return `${[seal(lines), ...lines].join('\n')}\n`;
}

export function parseSum(text: string): Sum {
  const ours: SumLine[] = [];
  const theirs: SumLine[] = [];
  let side: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('<<<<<<<')) side = 'ours';
    else if (line.startsWith('|||||||')) side = 'base';
    else if (line.startsWith('=======')) side = 'theirs';
    else if (line.startsWith('>>>>>>>')) side = 'both';
    const [, name, hash] = LINE.exec(line) ?? [];
    if (name === undefined || hash === undefined || side === 'base') continue;
    if (side !== 'theirs') ours.push({ name, hash });
    if (side !== 'ours') theirs.push({ name, hash });
  }
  return { lines: ours, sides: /^<<<<<<</m.test(text) ? { ours, theirs } : null };
}

/** What the folder's files and the sum say against each other. */
export function checkSum(text: string, sources: readonly MigrationSource[], path: string): Diagnostic[] {
  if (text === sumOf(sources)) return [];
  const { lines, sides } = parseSum(text);
  if (sides !== null) return [mismatch(`${path} holds a merge conflict: two branches have added migrations`)];
  const there = new Map(sources.map((s) => [s.name, s]));
  const listed = new Set(lines.map((l) => l.name));
  const said = lines.flatMap(({ name, hash }, i) => {
    const source = there.get(name);
    if (source === undefined) return [`${name} is listed in ${path} and not there`];
    return hashOf(lines[i - 1]?.hash ?? '', source) === hash ? [] : [`${name} is not what ${path} says`];
  });
  const unlisted = sources.filter((s) => !listed.has(s.name)).map((s) => `${s.name} is not listed in ${path}`);
  const found = [...said, ...unlisted];
  return (found.length === 0 ? [`${path} is not what was written`] : found).map(mismatch);
}

function mismatch(message: string): Diagnostic {
  const hint =
    'bring the files back as they were; or, when they are meant, check their order and accept them: dbops migrate rebase';
  return { code: 'sum-mismatch', severity: 'error', message, hint };
}

function hashOf(before: string, { name, bytes }: MigrationSource): string {
  const hash = createHash('sha256').update(`${before}\n${name}\n`).update(bytes).digest('base64');
  return `h1:${hash}`;
}

function seal(lines: readonly string[]): string {
  return `h1:${createHash('sha256').update(lines.join('\n')).digest('base64')}`;
}

function inOrder(sources: readonly MigrationSource[]): MigrationSource[] {
  return [...sources].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}
