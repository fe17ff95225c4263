import { randomUUID } from 'node:crypto';
import { raw, sql } from '../../model/query.ts';
import { type DraftSection } from '../draft.ts';
import { type Layout } from './format.ts';
import { ALONE_MARK, readPairs } from './pair-files.ts';
import { byColumn, insertOnce, peerTable, sessionLock } from './peer-table.ts';
import { headLines, sectionLines, sha256 } from './sql-text.ts';

const FILE = /^([^/]+)\/migration\.sql$/;

/** Prisma Migrate: `<version>_<name>/migration.sql`, applied by the names of the folders; a `down.sql` beside it is dbops's own. */
export const prisma: Layout = {
  name: 'prisma',
  owns: (path) => /^[^/]+\/(?:migration|down)\.sql$/.test(path) || path === 'migration_lock.toml',
  read: (sources, dialect) =>
    readPairs(
      sources.flatMap((up) => {
        const name = FILE.exec(up.name)?.[1];
        if (name === undefined) return [];
        const down = sources.find((s) => s.name === `${name}/down.sql`) ?? null;
        return [
          { version: /^\d+(?=_|$)/.exec(name)?.[0] ?? name, name, up, down, transaction: null, seal: sha256(up.bytes) },
        ];
      }),
      dialect,
    ),
  write: (drafts, { dialect, sources }) => {
    const lock = 'migration_lock.toml';
    const provider = dialect === 'postgres' ? 'postgresql' : 'mysql';
    const text = (head: readonly string[], section: DraftSection): string => {
      const alone = dialect === 'postgres' && !section.transaction ? [ALONE_MARK] : [];
      return `${[...head, ...alone, ...sectionLines(section, dialect)].join('\n')}\n`;
    };
    return [
      ...drafts.flatMap((draft) => {
        const folder = `${draft.version}_${draft.slug}`;
        const up = { path: `${folder}/migration.sql`, text: text(headLines(draft), draft.up) };
        return draft.down === null
          ? [up]
          : [up, { path: `${folder}/down.sql`, text: text([], draft.down), replaces: true as const }];
      }),
      ...(sources.some((s) => s.name === lock)
        ? []
        : [
            {
              path: lock,
              text: `# Prisma reads this file: keep it.\nprovider = "${provider}"\n`,
              replaces: true as const,
            },
          ]),
    ];
  },
  peer: peerTable({
    table: '_prisma_migrations',
    columns: ['checksum', 'finished_at', 'migration_name', 'rolled_back_at', 'applied_steps_count'],
    create: (name, dialect) =>
      dialect === 'postgres'
        ? [
            `CREATE TABLE IF NOT EXISTS ${name} (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
          ]
        : [
            `CREATE TABLE IF NOT EXISTS ${name} (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
          ],
    rows: 'SELECT migration_name FROM {table} WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    applied: byColumn('migration_name', (f) => f.name),
    add: (file, name, { dialect }) => {
      const at = { sql: 'CURRENT_TIMESTAMP' };
      const unless = `present.migration_name = ${dialect.quote.literal(file.name)} AND present.finished_at IS NOT NULL AND present.rolled_back_at IS NULL`;
      const row = {
        id: randomUUID(),
        checksum: file.seal ?? file.checksum,
        finished_at: at,
        migration_name: file.name,
      };
      return [insertOnce(dialect, name, { ...row, started_at: at, applied_steps_count: 1 }, unless)];
    },
    remove: (file, name) => [sql`DELETE FROM ${raw(name)} WHERE migration_name = ${file.name}`],
    lock: sessionLock('72707369', 'prisma_migrate'),
  }),
};
