import { createHash } from 'node:crypto';
import { type Diagnostic, type Span } from '../../model/diagnostic.ts';
import { type DialectName } from '../../model/manifest.ts';
import { splitStatements } from '../../model/statements.ts';
import { type DraftSection, type MigrationDraft, statementText } from '../draft.ts';
import { byName, type MigrationFile, type MigrationSection } from '../file.ts';
import { notedIn } from '../notes.ts';
import { type MigrationSource, type ParsedMigration, type ReadMigrations } from './format.ts';

/** A text file, or null when it is not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function notText(path: string): Diagnostic {
  return {
    code: 'invalid-value',
    severity: 'error',
    message: `${path} is not UTF-8 text`,
    hint: 'save the file as UTF-8',
  };
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What dbops says of a migration in comments at its top. */
export function headerOf(head: string): MigrationFile['header'] {
  const plan = /^(?:--|#)? ?plan: ([0-9a-f]+)\s*$/m.exec(head)?.[1];
  const part = /^(?:--|#)? ?part: (\d+\/\d+)\s*$/m.exec(head)?.[1];
  const contracts = /^(?:--|#)? ?phase: contract\s*$/m.test(head);
  const squashes = /^(?:--|#)? ?squashes: (.+?)\s*$/m.exec(head)?.[1]?.split(' ');
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(part === undefined ? {} : { part }),
    ...(squashes === undefined ? {} : { squashes }),
    ...(contracts ? { phase: 'contract' } : {}),
  };
}

/** The statements of a piece of a file, with their lines, the timeouts noted above them, and the reasons at its head. */
export function sectionOf(
  text: string,
  range: { readonly start: number; readonly end: number },
  transaction: boolean,
  dialect: DialectName,
): MigrationSection {
  const body = text.slice(range.start, range.end);
  const base = lineOf(text, range.start) - 1;
  const lines = body.split('\n');
  const statements = splitStatements(body, dialect).map(({ sql, line }) => {
    return { sql, line: base + line, ...notedIn(lines[line - 2] ?? '', '-- ') };
  });
  const first = statements[0] === undefined ? lines.length : statements[0].line - base - 1;
  const reasons = lines.slice(0, first).flatMap((l) => /^-- irreversible: (.+?)\s*$/.exec(l)?.[1] ?? []);
  const section = { transaction, statements };
  return reasons.length === 0 ? section : { ...section, irreversible: reasons.join('; ') };
}

/** A whole file as one section. */
export function wholeOf(text: string, transaction: boolean, dialect: DialectName): MigrationSection {
  return sectionOf(text, { start: 0, end: text.length }, transaction, dialect);
}

export function headLines(draft: MigrationDraft): string[] {
  return draft.head.map((line) => `-- ${line}`);
}

/** The lines of a section, each statement under its notes. `guard` keeps it from being read as a mark of the layout. */
export function sectionLines(
  section: DraftSection,
  dialect: DialectName,
  guard: (sql: string) => string = (sql) => sql,
): string[] {
  const lines: string[] = [];
  if (section.irreversible.length > 0) lines.push('', ...section.irreversible.map((r) => `-- irreversible: ${r}`));
  if (section.statements.length === 0 && section.remark !== undefined) lines.push('', `-- ${section.remark}`);
  for (const [i, { sql, notes }] of section.statements.entries()) {
    if (i > 0 || section.irreversible.length === 0) lines.push('');
    lines.push(...notes.map((n) => `-- ${n}`), `${guard(statementText(sql, dialect))};`);
  }
  return lines;
}

/** The readings of files that are a migration each, in the order of their names; a version must not stand twice. */
export function filewise(
  parse: (source: MigrationSource, dialect: DialectName) => ParsedMigration,
): (sources: readonly MigrationSource[], dialect: DialectName) => ReadMigrations {
  return (sources, dialect) => {
    const parsed = sources.map((source) => parse(source, dialect));
    return inOrder(
      parsed.flatMap((p) => (p.file === null ? [] : [p.file])),
      parsed.flatMap((p) => p.diagnostics),
    );
  };
}

export function inOrder(
  files: readonly MigrationFile[],
  diagnostics: readonly Diagnostic[],
  order: (a: MigrationFile, b: MigrationFile) => number = byName,
): ReadMigrations {
  const sorted = [...files].sort(order);
  const twins = [...Map.groupBy(sorted, (f) => f.version)].filter(([, same]) => same.length > 1);
  return { files: sorted, diagnostics: [...diagnostics, ...twins.map(([version, same]) => duplicate(version, same))] };
}

function duplicate(version: string, twins: readonly MigrationFile[]): Diagnostic {
  return {
    code: 'duplicate-name',
    severity: 'error',
    message: `version ${version} belongs to ${twins.length} files: ${twins.map((t) => t.name).join(', ')}`,
    hint: 'give each file a version of its own',
  };
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

export function spanAt(file: string, text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  return {
    file,
    line: lineOf(text, offset),
    column: offset - start + 1,
    length: Math.max(1, line.length - (offset - start)),
    text: line,
  };
}
