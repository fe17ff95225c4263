import { raw, sql } from '../../model/query.ts';
import { type DraftSection, statementText } from '../draft.ts';
import { type MigrationSection, type MigrationStatement } from '../file.ts';
import { notedIn } from '../notes.ts';
import { withoutDirectives } from './directives.ts';
import { type Layout, type MigrationSource, type ParsedMigration } from './format.ts';
import { byColumn, insertOnce, peerTable, sessionLock } from './peer-table.ts';
import { decode, filewise, headerOf, headLines, lineOf, notText, sectionLines, sectionOf, sha256 } from './sql-text.ts';

const FILE = /^(\d+)[_-][^/]*\.(?:sql|c?js)$/;
const MARK = /^\s*--[\s-]*(up|down)\s+migration/im;

/**
 * node-pg-migrate: `<time>_<name>.sql` with `-- Up Migration` and `-- Down Migration`. What must stand alone is a script, for only
 * that can say `pgm.noTransaction()`; other scripts are its own.
 */
export const nodePgMigrate: Layout = {
  name: 'node-pg-migrate',
  only: 'postgres',
  owns: (path) => FILE.test(path),
  read: filewise((source) => parse(source)),
  write: (drafts) =>
    drafts.map((draft) => {
      const stem = `${draft.version.padEnd(17, '0')}_${draft.slug}`;
      const alone = !draft.up.transaction || draft.down?.transaction === false;
      if (alone) return { path: `${stem}.cjs`, text: script(draft.head, draft.up, draft.down) };
      const guard = (text: string): string => withoutDirectives(text, 'postgres', firstMark);
      const lines = [...headLines(draft), '', '-- Up Migration', ...sectionLines(draft.up, 'postgres', guard), ''];
      const down = ['-- Down Migration', ...(draft.down === null ? [] : sectionLines(draft.down, 'postgres', guard))];
      return { path: `${stem}.sql`, text: `${[...lines, ...down].join('\n')}\n` };
    }),
  peer: peerTable({
    table: 'pgmigrations',
    columns: ['id', 'name', 'run_on'],
    create: (name) => [
      `CREATE TABLE IF NOT EXISTS ${name} (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`,
    ],
    rows: 'SELECT name FROM {table}',
    applied: byColumn('name', (f) => stemOf(f.name)),
    add: (file, name, { dialect }) => [
      insertOnce(
        dialect,
        name,
        { name: stemOf(file.name), run_on: { sql: 'CURRENT_TIMESTAMP' } },
        `present.name = ${dialect.quote.literal(stemOf(file.name))}`,
      ),
    ],
    remove: (file, name) => [sql`DELETE FROM ${raw(name)} WHERE name = ${stemOf(file.name)}`],
    lock: sessionLock('7241865325823964', null),
  }),
};

const stemOf = (name: string): string => name.replace(/\.[^.]+$/, '');

function firstMark(text: string): number | null {
  return MARK.exec(text)?.index ?? null;
}

function parse(source: MigrationSource): ParsedMigration {
  const { name, path, bytes } = source;
  const text = decode(bytes);
  const version = FILE.exec(name)?.[1];
  if (text === null || version === undefined) return { file: null, diagnostics: [notText(path)] };
  const base = { version, name, path, checksum: sha256(bytes), header: headerOf(text.replaceAll(/^\/\/ ?/gm, '-- ')) };
  if (!name.endsWith('.sql')) {
    const up = scriptSection(text, 'up');
    const down = scriptSection(text, 'down');
    const empty: MigrationSection = { transaction: true, statements: [] };
    if (up === null) return { file: { ...base, up: empty, down: null, foreign: 'it is a script' }, diagnostics: [] };
    return { file: { ...base, up, down }, diagnostics: [] };
  }
  const marks = Array.from(text.matchAll(new RegExp(MARK, 'gim')), (m) => ({ way: m[1]?.toLowerCase(), at: m.index }));
  const down = marks.find((m) => m.way === 'down')?.at ?? text.length;
  const after = text.indexOf('\n', down);
  const up = sectionOf(text, { start: 0, end: down }, true, 'postgres');
  const back = after < 0 ? null : sectionOf(text, { start: after, end: text.length }, true, 'postgres');
  return { file: { ...base, up, down: back }, diagnostics: [] };
}

/** One call a statement, each in a string of JSON's kind, so that nothing in it is read as anything else. */
function script(head: readonly string[], up: DraftSection, down: DraftSection | null): string {
  const body = (section: DraftSection): string[] => [
    ...(section.transaction ? [] : ['  pgm.noTransaction();']),
    ...section.irreversible.map((r) => `  // irreversible: ${r}`),
    ...section.statements.flatMap((s) => [
      ...s.notes.map((n) => `  // ${n}`),
      `  pgm.sql(${JSON.stringify(`${statementText(s.sql, 'postgres')};`)});`,
    ]),
  ];
  return [
    ...head.map((h) => `// ${h}`),
    '',
    'exports.up = (pgm) => {',
    ...body(up),
    '};',
    '',
    ...(down === null ? ['exports.down = false;'] : ['exports.down = (pgm) => {', ...body(down), '};']),
    '',
  ].join('\n');
}

/** What `script` wrote; null when anybody else wrote it. */
function scriptSection(text: string, way: 'up' | 'down'): MigrationSection | null {
  const [whole, body = ''] =
    new RegExp(`^exports\\.${way} = \\(pgm\\) => \\{\\n([\\s\\S]*?)^\\};$`, 'm').exec(text) ?? [];
  if (whole === undefined) return null;
  const start = text.indexOf(whole) + whole.indexOf('\n') + 1;
  const statements: MigrationStatement[] = [];
  let transaction = true;
  let note = '';
  for (const [i, line] of body.split('\n').entries()) {
    const call = /^ {2}pgm\.sql\((".*")\);$/.exec(line)?.[1];
    if (call !== undefined) {
      const said = { sql: String(JSON.parse(call)).replace(/;$/, ''), line: lineOf(text, start) + i };
      statements.push({ ...said, ...notedIn(note, '  // ') });
    } else if (line === '  pgm.noTransaction();') transaction = false;
    else if (line.trim() !== '' && !line.startsWith('  //')) return null;
    note = line;
  }
  const reason = /^ {2}\/\/ irreversible: (.+)$/m.exec(body)?.[1];
  return { transaction, statements, ...(reason === undefined ? {} : { irreversible: reason }) };
}
