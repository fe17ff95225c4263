import { createHash } from 'node:crypto';
import { type Diagnostic, type Span } from '../../model/diagnostic.ts';
import { type DialectName } from '../../model/manifest.ts';
import { splitStatements } from '../../model/statements.ts';
import { type MigrationSection } from '../file.ts';
import { dbmateHistory } from './dbmate-history.ts';
import { renderMigrations } from './dbmate-render.ts';
import { type Directive, findDirectives } from './directives.ts';
import { type Layout, type MigrationSource, type ParsedMigration } from './format.ts';

/** dbmate's layout: `<digits>_<name>.sql` with a `-- migrate:up` and a `-- migrate:down` section (github.com/amacneil/dbmate). */
export const dbmate: Layout = {
  name: 'dbmate',
  owns: (name) => FILE_NAME.test(name),
  render: renderMigrations,
  parse: parseMigration,
  peer: dbmateHistory,
};

const FILE_NAME = /^(\d+).*\.sql$/s;

/** Reads a file as dbmate reads it: the first line that looks like a directive is one, even within a literal. */
export function parseMigration(source: MigrationSource, dialect: DialectName): ParsedMigration {
  const { name, path, bytes } = source;
  const text = decode(bytes);
  if (text === null) {
    return refused({
      code: 'invalid-value',
      severity: 'error',
      message: `${path} is not UTF-8 text`,
      hint: 'save the file as UTF-8',
    });
  }
  const directives = findDirectives(text);
  const findings = problems(source, text, directives, dialect);
  const [up, down] = directives;
  const version = FILE_NAME.exec(name)?.[1];
  if (findings.length > 0 || up === undefined || down === undefined || version === undefined)
    return refused(...findings);
  const head = text.slice(0, up.start);
  const plan = /^-- plan: ([0-9a-f]+)\s*$/m.exec(head)?.[1];
  const part = /^-- part: (\d+\/\d+)\s*$/m.exec(head)?.[1];
  return {
    file: {
      version,
      name,
      path,
      checksum: createHash('sha256').update(bytes).digest('hex'),
      up: sectionOf(text, up, down.start, dialect),
      down: sectionOf(text, down, text.length, dialect),
      header: { ...(plan === undefined ? {} : { plan }), ...(part === undefined ? {} : { part }) },
    },
    diagnostics: [],
  };
}

function refused(...diagnostics: readonly Diagnostic[]): ParsedMigration {
  return { file: null, diagnostics };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function sectionOf(text: string, directive: Directive, end: number, dialect: DialectName): MigrationSection {
  const body = text.slice(directive.end, end);
  const base = lineOf(text, directive.end) - 1;
  const lines = body.split('\n');
  const statements = splitStatements(body, dialect).map(({ sql, line }) => {
    const limit = /^-- timeout: (?:none|(\d+)ms)(?: ·|\s*$)/.exec(lines[line - 2] ?? '');
    return { sql, line: base + line, ...(limit === null ? {} : { timeout: Number(limit[1] ?? 0) }) };
  });
  const first = statements[0] === undefined ? lines.length : statements[0].line - base - 1;
  const reasons = lines.slice(0, first).flatMap((l) => /^-- irreversible: (.+?)\s*$/.exec(l)?.[1] ?? []);
  const section = { transaction: directive.transaction, statements };
  return reasons.length === 0 ? section : { ...section, irreversible: reasons.join('; ') };
}

function problems(
  source: MigrationSource,
  text: string,
  directives: readonly Directive[],
  dialect: DialectName,
): Diagnostic[] {
  const [first, second, third] = directives;
  const at = (offset: number): Span => spanAt(source.path, text, offset);
  if (!directives.some((d) => d.direction === 'up')) {
    const hint = 'begin the statements to run with a line of its own: -- migrate:up';
    return [{ code: 'missing-key', severity: 'error', message: 'no `-- migrate:up` section', hint, at: at(0) }];
  }
  if (!directives.some((d) => d.direction === 'down')) {
    const hint = 'add a line -- migrate:down, and under it the statements that take the migration back';
    return [
      { code: 'missing-key', severity: 'error', message: 'no `-- migrate:down` section', hint, at: at(text.length) },
    ];
  }
  const found: Diagnostic[] = [];
  if (first?.direction === 'down') {
    const message = '`-- migrate:down` stands before `-- migrate:up`';
    found.push({
      code: 'invalid-value',
      severity: 'error',
      message,
      hint: 'put the up section first',
      at: at(first.start),
    });
  } else if (third !== undefined || second?.direction === 'up') {
    const extra = second?.direction === 'up' ? second : third;
    const message = 'a second section of the same file: dbmate cannot record it';
    found.push({
      code: 'invalid-value',
      severity: 'error',
      message,
      hint: 'give it a file of its own',
      at: at(extra?.start ?? 0),
    });
  }
  const before = splitStatements(text.slice(0, first?.start ?? 0), dialect)[0];
  if (before !== undefined) {
    const message = 'a statement before `-- migrate:up` would never run';
    const offset = text.indexOf(before.sql);
    found.push({
      code: 'invalid-value',
      severity: 'error',
      message,
      hint: 'move it under -- migrate:up',
      at: at(offset),
    });
  }
  return found;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function spanAt(file: string, text: string, offset: number): Span {
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
