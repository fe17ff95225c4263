import { type Diagnostic, type Span } from '../../model/diagnostic.ts';
import { type DialectName } from '../../model/manifest.ts';
import { splitStatements } from '../../model/statements.ts';
import { type MigrationDraft } from '../draft.ts';
import { type RenderedMigration } from '../file.ts';
import { dbmateHistory } from './dbmate-history.ts';
import { type Directive, findDirectives, withoutDirectives } from './directives.ts';
import { type Layout, type MigrationSource, type ParsedMigration, type WriteContext } from './format.ts';
import { decode, filewise, headerOf, headLines, notText, sectionLines, sectionOf, sha256, spanAt } from './sql-text.ts';

/** dbmate's layout: `<digits>_<name>.sql` with a `-- migrate:up` and a `-- migrate:down` section (github.com/amacneil/dbmate). */
export const dbmate: Layout = {
  name: 'dbmate',
  owns: (path) => FILE_NAME.test(path),
  read: filewise(parseMigration),
  write: (drafts, context) => drafts.map((draft) => render(draft, context)),
  peer: dbmateHistory,
};

const FILE_NAME = /^(\d+)[^/]*\.sql$/s;

function render(draft: MigrationDraft, { dialect }: WriteContext): RenderedMigration {
  const guard = (sql: string): string => withoutDirectives(sql, dialect);
  const { up, down } = draft;
  const text = [
    ...headLines(draft),
    '',
    directive('up', up.transaction),
    ...sectionLines(up, dialect, guard),
    '',
    directive('down', down?.transaction ?? true),
    ...(down === null ? [] : sectionLines(down, dialect, guard)),
  ].join('\n');
  return { path: `${draft.version}_${draft.slug}.sql`, text: `${text}\n` };
}

function directive(direction: 'up' | 'down', transaction: boolean): string {
  return `-- migrate:${direction}${transaction ? '' : ' transaction:false'}`;
}

/** Reads a file as dbmate reads it: the first line that looks like a directive is one, even within a literal. */
export function parseMigration(source: MigrationSource, dialect: DialectName): ParsedMigration {
  const { name, path, bytes } = source;
  const text = decode(bytes);
  if (text === null) return refused(notText(path));
  const directives = findDirectives(text);
  const findings = problems(source, text, directives, dialect);
  const [up, down] = directives;
  const version = FILE_NAME.exec(name)?.[1];
  if (findings.length > 0 || up === undefined || down === undefined || version === undefined)
    return refused(...findings);
  const head = text.slice(0, up.start);
  return {
    file: {
      version,
      name,
      path,
      checksum: sha256(bytes),
      up: sectionOf(text, { start: up.end, end: down.start }, up.transaction, dialect),
      down: sectionOf(text, { start: down.end, end: text.length }, down.transaction, dialect),
      header: headerOf(head),
    },
    diagnostics: [],
  };
}

function refused(...diagnostics: readonly Diagnostic[]): ParsedMigration {
  return { file: null, diagnostics };
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
