import { createHash } from 'node:crypto';
import { raw, sql } from '../../model/query.ts';
import { type DraftSection, type MigrationDraft, statementText } from '../draft.ts';
import { type MigrationFile, type MigrationSection, type MigrationStatement } from '../file.ts';
import { notedIn } from '../notes.ts';
import { alembicBeside } from './alembic-beside.ts';
import { type Layout, type MigrationSource, type ParsedMigration } from './format.ts';
import { insertOnce, peerTable } from './peer-table.ts';
import { bodyOf, lineEnd, literalAt, pythonLiteral } from './python.ts';
import { decode, headerOf, inOrder, lineOf, notText, sha256 } from './sql-text.ts';

const FILE = /^versions\/[^/]+\.py$/;

/** Alembic: `versions/<revision>_<name>.py`, each naming the one before. dbops runs those that only execute texts; the others are Alembic's own. */
export const alembic: Layout = {
  name: 'alembic',
  owns: (path) => FILE.test(path) || path === 'alembic.ini' || path === 'env.py' || path === 'script.py.mako',
  read: (sources, dialect) => {
    const parsed = sources.filter((s) => FILE.test(s.name)).map((s) => parse(s, dialect));
    const files = parsed.flatMap((p) => (p.file === null ? [] : [{ ...p.file, before: p.before }]));
    const order = chain(files);
    return inOrder(
      files.map(({ before: _, ...file }) => file),
      parsed.flatMap((p) => p.diagnostics),
      (a, b) => (order.get(a.version) ?? 0) - (order.get(b.version) ?? 0),
    );
  },
  write: (drafts, { dialect, sources, existing }) => {
    let before = existing.filter((f) => !f.repeatable).at(-1)?.version ?? null;
    const files = drafts.map((draft) => {
      const revision = createHash('sha256').update(`${draft.version}_${draft.slug}`).digest('hex').slice(0, 12);
      const text = render(draft, revision, before, dialect);
      before = revision;
      return { path: `versions/${revision}_${draft.slug}.py`, text };
    });
    return [...files, ...alembicBeside(sources)];
  },
  peer: peerTable({
    table: 'alembic_version',
    columns: ['version_num'],
    create: (name) => [
      `CREATE TABLE IF NOT EXISTS ${name} (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))`,
    ],
    rows: 'SELECT version_num FROM {table}',
    applied: (rows, files) => {
      const last = Math.max(-1, ...rows.map((r) => files.findIndex((f) => f.version === r.version_num)));
      return new Set(
        files
          .slice(0, last + 1)
          .filter((f) => !f.repeatable)
          .map((f) => f.version),
      );
    },
    add: (file, name, { dialect, files }) => {
      const earlier = files
        .slice(0, files.findIndex((f) => f.version === file.version) + 1)
        .map((f) => dialect.quote.literal(f.version));
      return [
        `DELETE FROM ${name} WHERE version_num IN (${earlier.join(', ') || "''"})`,
        insertOnce(dialect, name, { version_num: file.version }, '1 = 1'),
      ];
    },
    remove: (file, name, { dialect, files }) => {
      const gone = sql`DELETE FROM ${raw(name)} WHERE version_num = ${file.version}`;
      const before = files[files.findIndex((f) => f.version === file.version) - 1];
      return before === undefined
        ? [gone]
        : [gone, insertOnce(dialect, name, { version_num: before.version }, '1 = 1')];
    },
  }),
};

function render(draft: MigrationDraft, revision: string, before: string | null, dialect: 'postgres' | 'mysql'): string {
  const created = draft.version.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6');
  return [
    pythonLiteral(
      [draft.title, '', `Revision ID: ${revision}`, `Revises: ${before ?? ''}`, `Create Date: ${created}`, ''].join(
        '\n',
      ),
    ),
    ...draft.head.map((h) => `# ${h}`),
    'from alembic import op',
    '',
    `revision = '${revision}'`,
    `down_revision = ${before === null ? 'None' : `'${before}'`}`,
    'branch_labels = None',
    'depends_on = None',
    '',
    '',
    'def upgrade():',
    ...body(draft.up, dialect),
    '',
    '',
    'def downgrade():',
    ...(draft.down === null ? ["    raise NotImplementedError('nothing takes this back')"] : body(draft.down, dialect)),
    '',
  ].join('\n');
}

/** One call a statement: SQLAlchemy takes a word behind a colon for a parameter, so such colons are escaped. */
function body(section: DraftSection, dialect: 'postgres' | 'mysql'): string[] {
  const apart = !section.transaction && dialect === 'postgres';
  const indent = apart ? '        ' : '    ';
  const lines = [
    ...section.irreversible.map((r) => `${indent}# irreversible: ${r}`),
    ...section.statements.flatMap(({ sql: text, notes }) => [
      ...notes.map((n) => `${indent}# ${n}`),
      `${indent}op.execute(${pythonLiteral(statementText(text, dialect).replace(BARE_COLON, '\\:'))})`,
    ]),
    ...(section.statements.length === 0 ? [`${indent}pass`] : []),
  ];
  return apart ? ['    with op.get_context().autocommit_block():', ...lines] : lines;
}

const BARE_COLON = /(?<![:\w\\]):(?=\w)/g;

function parse(
  { name, path, bytes }: MigrationSource,
  dialect: 'postgres' | 'mysql',
): ParsedMigration & { readonly before: readonly string[] } {
  const text = decode(bytes);
  if (text === null) return { file: null, before: [], diagnostics: [notText(path)] };
  const version = /^revision(?:\s*:[^=\n]+)?\s*=\s*['"]([^'"]+)['"]/m.exec(text)?.[1];
  const said = /^down_revision(?:\s*:[^=\n]+)?\s*=\s*(None|\([^)]*\)|['"][^'"]*['"])/m.exec(text)?.[1];
  if (version === undefined || said === undefined) {
    const message = `${path} is no revision: it has no \`revision\` or no \`down_revision\``;
    return { file: null, before: [], diagnostics: [{ code: 'missing-key', severity: 'error', message }] };
  }
  const up = sectionOf(text, 'upgrade', dialect);
  const down = sectionOf(text, 'downgrade', dialect);
  const empty: MigrationSection = { transaction: true, statements: [] };
  const file: MigrationFile = {
    version,
    name: name.replace('versions/', ''),
    path,
    checksum: sha256(bytes),
    up: up ?? empty,
    down,
    header: headerOf(text),
    ...(up === null ? { foreign: 'its upgrade() does more than execute texts' } : {}),
  };
  return { file, before: Array.from(said.matchAll(/['"]([^'"]+)['"]/g), (m) => m[1] ?? ''), diagnostics: [] };
}

/** A function that does nothing but execute texts; null when it does anything else. */
function sectionOf(text: string, name: string, dialect: 'postgres' | 'mysql'): MigrationSection | null {
  const found = bodyOf(text, name);
  if (found === null) return null;
  const { body: code, start } = found;
  const statements: MigrationStatement[] = [];
  let transaction = dialect === 'postgres';
  let note = '';
  let reason: string | undefined;
  for (let i = 0; i < code.length; ) {
    const rest = code.slice(i);
    const blank = /^\s+/.exec(rest)?.[0].length ?? 0;
    if (blank > 0) {
      i += blank;
      continue;
    }
    if (rest.startsWith('#')) {
      note = rest.slice(0, lineEnd(rest, 0));
      reason ??= /^# irreversible: (.+)/.exec(note)?.[1];
      i += note.length;
      continue;
    }
    const call = /^op\.execute\(\s*(?:(?:sa\.|sqlalchemy\.)?text\(\s*)?/.exec(rest)?.[0];
    const literal = call === undefined ? null : literalAt(code, i + call.length);
    const closed = literal === null ? undefined : /^\s*,?\s*\)+/.exec(code.slice(literal.end))?.[0];
    if (literal !== null && closed !== undefined) {
      const whole = literal.value
        .replaceAll(/(?<!\\)\\:/g, ':')
        .trim()
        .replace(/;$/, '');
      const line = lineOf(text, start + i);
      statements.push({ sql: whole, line, ...notedIn(note, '# ') });
      note = '';
      i = literal.end + closed.length;
      continue;
    }
    const other = /^(?:pass\b|with op\.get_context\(\)\.autocommit_block\(\):)/.exec(rest)?.[0];
    const doc = other === undefined && statements.length === 0 ? literalAt(code, i) : null;
    if (other === undefined && doc === null) return null;
    if (other?.startsWith('with')) transaction = false;
    i = doc?.end ?? i + (other?.length ?? 0);
  }
  return { transaction, statements, ...(reason === undefined ? {} : { irreversible: reason }) };
}

/** The place of each revision: after those that it names. Where two name the same, by their own names. */
function chain(
  files: readonly { readonly version: string; readonly before: readonly string[] }[],
): Map<string, number> {
  const places = new Map<string, number>();
  let open = [...files].sort((a, b) => (a.version < b.version ? -1 : 1));
  const known = new Set(files.map((f) => f.version));
  while (open.length > 0) {
    const ready = open.filter((f) => f.before.every((b) => places.has(b) || !known.has(b)));
    for (const file of ready.length > 0 ? ready : open) places.set(file.version, places.size);
    open = ready.length > 0 ? open.filter((f) => !ready.includes(f)) : [];
  }
  return places;
}
