import { createHash } from 'node:crypto';
import { raw, sql } from '../../model/query.ts';
import { type RenderedMigration } from '../file.ts';
import { type Layout, type MigrationSource, type ParsedMigration } from './format.ts';
import { byColumn, insertOnce, peerTable, sessionLock } from './peer-table.ts';
import { decode, filewise, headerOf, headLines, notText, sectionLines, sha256, wholeOf } from './sql-text.ts';

const FILE = /^(\d+)(?:_([^/]*))?\.sql$/;
const SUM = 'atlas.sum';
const LOCK = 'atlas_migrate_execute';

/** Atlas: `<version>_<name>.sql` and `atlas.sum`, whose hashes cover all files before; it reckons the way back itself. */
export const atlas: Layout = {
  name: 'atlas',
  owns: (path) => FILE.test(path) || path === SUM,
  read: (sources, dialect) => {
    const seals = sealsOf(sources.filter((s) => s.name !== SUM));
    const read = filewise(parse)(
      sources.filter((s) => s.name !== SUM),
      dialect,
    );
    return { ...read, files: read.files.map((f) => ({ ...f, seal: seals.get(f.name) ?? '' })) };
  },
  write: (drafts, { dialect, sources }) => {
    const files: RenderedMigration[] = drafts.map((draft) => {
      const marks = draft.up.transaction || dialect === 'mysql' ? [] : ['-- atlas:txmode none', ''];
      const text = `${[...marks, ...headLines(draft), ...sectionLines(draft.up, dialect)].join('\n')}\n`;
      return { path: `${draft.version}_${draft.slug}.sql`, text };
    });
    const made = files.map(({ path, text }) => ({ name: path, path, bytes: Buffer.from(text) }));
    return [
      ...files,
      { path: SUM, text: atlasSum([...sources.filter((s) => s.name !== SUM), ...made]), replaces: true },
    ];
  },
  peer: peerTable({
    schema: 'atlas_schema_revisions',
    table: 'atlas_schema_revisions',
    columns: ['version', 'description', 'applied', 'hash', 'operator_version'],
    create: (name, dialect) => [
      dialect === 'postgres'
        ? `CREATE TABLE IF NOT EXISTS ${name} (version character varying NOT NULL PRIMARY KEY, description character varying NOT NULL, type bigint NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, executed_at timestamptz NOT NULL, execution_time bigint NOT NULL, error text NULL, error_stmt text NULL, hash character varying NOT NULL, partial_hashes jsonb NULL, operator_version character varying NOT NULL)`
        : `CREATE TABLE IF NOT EXISTS ${name} (version varchar(255) NOT NULL PRIMARY KEY, description varchar(255) NOT NULL, type bigint unsigned NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, executed_at timestamp NOT NULL, execution_time bigint NOT NULL, error longtext NULL, error_stmt longtext NULL, hash varchar(255) NOT NULL, partial_hashes json NULL, operator_version varchar(255) NOT NULL) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    ],
    rows: 'SELECT version FROM {table} WHERE applied = total AND error IS NULL',
    applied: byColumn('version', (f) => f.version),
    add: (file, name, { dialect }) => {
      const count = file.up.statements.length;
      const row = {
        version: file.version,
        description: (FILE.exec(file.name)?.[2] ?? '').replace(/\.sql$/, ''),
        type: 2,
      };
      const ran = { applied: count, total: count, executed_at: { sql: 'CURRENT_TIMESTAMP' }, execution_time: 0 };
      const rest = { hash: file.seal ?? '', operator_version: 'dbops' };
      return [
        insertOnce(
          dialect,
          name,
          { ...row, ...ran, ...rest },
          `present.version = ${dialect.quote.literal(file.version)}`,
        ),
      ];
    },
    remove: (file, name) => [sql`DELETE FROM ${raw(name)} WHERE version = ${file.version}`],
    lock: sessionLock(String(fnv1(LOCK)), LOCK),
  }),
};

function parse({ name, path, bytes }: MigrationSource, dialect: 'postgres' | 'mysql'): ParsedMigration {
  const text = decode(bytes);
  const version = FILE.exec(name)?.[1];
  if (text === null || version === undefined) return { file: null, diagnostics: [notText(path)] };
  const alone = /^-- atlas:txmode none\s*$/m.test(text);
  const up = wholeOf(text, dialect === 'postgres' && !alone, dialect);
  const foreign = /^-- atlas:(?:delimiter|txtar)\b/m.exec(text)?.[0];
  const file = { version, name, path, checksum: sha256(bytes), up, down: null, header: headerOf(text) };
  return { file: foreign === undefined ? file : { ...file, foreign: `it says ${foreign}` }, diagnostics: [] };
}

/** The hash of each file, in the order of their names, over it and all before it. Atlas, sql/migrate/dir.go. */
function sealsOf(sources: readonly MigrationSource[]): Map<string, string> {
  const running = createHash('sha256');
  const seals = new Map<string, string>();
  const sorted = [...sources].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const { name, bytes } of sorted.filter((s) => FILE.test(s.name))) {
    if (/^-- atlas:sum ignore\s*$/m.test(decode(bytes) ?? '')) continue;
    running.update(name).update(bytes);
    seals.set(name, running.copy().digest('base64'));
  }
  return seals;
}

/** The 32 bits of FNV-1, by which Atlas turns the name of its lock into PostgreSQL's number (sql/postgres/driver.go). */
export function fnv1(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => (Math.imul(hash, 0x01000193) ^ byte) >>> 0, 0x811c9dc5);
}

/** The text of `atlas.sum`. */
export function atlasSum(sources: readonly MigrationSource[]): string {
  const seals = [...sealsOf(sources)];
  const whole = createHash('sha256');
  for (const [name, hash] of seals) whole.update(name).update(hash);
  return [`h1:${whole.digest('base64')}`, ...seals.map(([name, hash]) => `${name} h1:${hash}`), ''].join('\n');
}
