import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, type Journal } from './journal.ts';

/** How a task ended. */
export interface Outcome {
  readonly exit: number;
  readonly status: string;
}

/** Appends a run to `.tasks/<TaskID>.md` and gives the path. */
export async function appendTask(dir: string, journal: Journal, outcome: Outcome, ended: Date): Promise<string> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, `${journal.task}.md`);
  await appendFile(path, formatTask(journal, outcome, ended));
  return path;
}

/** One run as markdown: what it was for, what it wrote and ran, what it found and measured, how it ended. */
export function formatTask(journal: Journal, outcome: Outcome, ended: Date): string {
  const { entries } = journal;
  const of = <T extends Entry['type']>(type: T): Extract<Entry, { type: T }>[] =>
    entries.filter((e): e is Extract<Entry, { type: T }> => e.type === type);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines];
  const seconds = ((ended.getTime() - journal.started.getTime()) / 1000).toFixed(1);
  return [
    `## ${journal.task}: dbops ${journal.command}`,
    '',
    `- when: ${journal.started.toISOString()}, ${seconds} s`,
    `- target: ${journal.target ?? 'none'}`,
    `- status: ${outcome.status} (exit ${outcome.exit})`,
    ...section(
      'Stages',
      table(
        ['stage', 'status', 'ms'],
        of('stage').map((s) => [s.title, s.status, String(s.ms)]),
      ),
    ),
    ...section(
      'Files',
      table(
        ['file', 'purpose'],
        of('file').map((f) => [code(f.path), f.purpose]),
      ),
    ),
    ...section(
      'Statements',
      table(
        ['statement', 'status', 'ms', 'from'],
        of('statement').map((s) => [code(oneLine(s.sql)), s.status, String(s.ms), s.where]),
      ),
    ),
    ...section(
      'Analysis',
      of('analysis').map((a) => `- ${oneLine(a.text)}`),
    ),
    ...section(
      'Bottleneck',
      of('bottleneck').map((b) => `- ${oneLine(b.text)}`),
    ),
    ...section(
      'Technique',
      of('technique').map((t) => `- ${oneLine(t.text)}`),
    ),
    ...section(
      'Measured',
      table(
        ['what', 'before', 'after'],
        of('measured').map((m) => [m.what, m.before, m.after]),
      ),
    ),
    ...section(
      'Seeds',
      table(
        ['set', 'table', 'approach', 'inserted', 'updated', 'deleted', 'unchanged', 'ms'],
        of('seed').map((s) => [
          s.set,
          s.table,
          s.approach,
          ...[s.inserted, s.updated, s.deleted, s.unchanged, s.ms].map(String),
        ]),
      ),
    ),
    '',
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((r) => line(r.map(oneLine)))];
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 297)}…` : line;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
