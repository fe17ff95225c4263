import { crc32 } from 'node:zlib';
import { raw, sql } from '../../model/query.ts';
import { type DraftSection } from '../draft.ts';
import { type MigrationFile } from '../file.ts';
import { type Layout } from './format.ts';
import { ALONE_MARK, readPairs } from './pair-files.ts';
import { insertOnce, lockBy, peerTable } from './peer-table.ts';
import { headLines, sectionLines } from './sql-text.ts';

const FILE = /^([0-9]+)_([^/]*)\.up\.sql$/;

/** golang-migrate: `<version>_<name>.up.sql` and `.down.sql`; a file is sent as it is, so one statement stands alone by itself. */
export const golangMigrate: Layout = {
  name: 'golang-migrate',
  owns: (path) => /^[0-9]+_[^/]*\.(?:up|down)\.sql$/.test(path),
  read: (sources, dialect) =>
    readPairs(
      sources.flatMap((up) => {
        const [, version, title] = FILE.exec(up.name) ?? [];
        if (version === undefined) return [];
        const down = sources.find((s) => s.name === `${version}_${title}.down.sql`) ?? null;
        return [{ version, name: up.name, up, down, transaction: null }];
      }),
      dialect,
      (a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1),
    ),
  write: (drafts, { dialect }) =>
    drafts.flatMap((draft) => {
      const stem = `${draft.version}_${draft.slug}`;
      const text = (head: readonly string[], section: DraftSection): string => {
        const alone = dialect === 'postgres' && !section.transaction ? [ALONE_MARK] : [];
        return `${[...head, ...alone, ...sectionLines(section, dialect)].join('\n')}\n`;
      };
      const up = { path: `${stem}.up.sql`, text: text(headLines(draft), draft.up) };
      return draft.down === null ? [up] : [up, { path: `${stem}.down.sql`, text: text([], draft.down) }];
    }),
  peer: peerTable({
    table: 'schema_migrations',
    columns: ['version', 'dirty'],
    create: (name) => [
      `CREATE TABLE IF NOT EXISTS ${name} (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)`,
    ],
    rows: 'SELECT version, dirty FROM {table}',
    applied: ([row], files) => {
      if (row === undefined) return new Set();
      const last = BigInt(String(row.version));
      const dirty = row.dirty === true || Number(row.dirty) === 1;
      const ran = (f: MigrationFile): boolean => BigInt(f.version) < last || (BigInt(f.version) === last && !dirty);
      return new Set(files.filter((f) => /^\d+$/.test(f.version) && ran(f)).map((f) => f.version));
    },
    add: (file, name, { dialect }) => [
      sql`DELETE FROM ${raw(name)} WHERE version <= ${file.version}`,
      insertOnce(dialect, name, { version: { sql: file.version }, dirty: false }, `present.version > ${file.version}`),
    ],
    remove: (file, name, { dialect, files }) => {
      const before = files[files.findIndex((f) => f.version === file.version) - 1];
      const gone = sql`DELETE FROM ${raw(name)} WHERE version = ${file.version}`;
      if (before === undefined) return [gone];
      return [gone, insertOnce(dialect, name, { version: { sql: before.version }, dirty: false }, '1 = 1')];
    },
    lock: (dialect, { database, schema }) =>
      lockBy(
        dialect,
        dialect === 'postgres'
          ? lockId([schema, 'schema_migrations', database].join('\0'))
          : lockId(`${database}:schema_migrations`),
      ),
  }),
};

/** Its GenerateAdvisoryLockId (database/util.go). */
export function lockId(text: string): string {
  return ((BigInt(crc32(text)) * 1486364155n) % 4294967296n).toString();
}
