import { crc32 } from 'node:zlib';
import { raw, sql } from '../../model/query.ts';
import { type MigrationDraft } from '../draft.ts';
import { type MigrationFile, type RenderedMigration } from '../file.ts';
import { type Layout, type MigrationSource } from './format.ts';
import { readPairs } from './pair-files.ts';
import { insertOnce, lockBy, peerTable } from './peer-table.ts';
import { decode, headLines, sectionLines } from './sql-text.ts';

const FILE = /^V([0-9][0-9._]*)__([^/]*)\.sql$/i;

/** Flyway: `V<version>__<description>.sql`, `U…` for the way back (which its free edition leaves alone), settings in `<file>.conf`. */
export const flyway: Layout = {
  name: 'flyway',
  owns: (path) => /^[VU][0-9][0-9._]*__[^/]*\.sql(?:\.conf)?$/i.test(path),
  read: (sources, dialect) =>
    readPairs(
      sources.flatMap((up) => {
        const [, version, title] = FILE.exec(up.name) ?? [];
        if (version === undefined) return [];
        const named = (name: string): MigrationSource | undefined =>
          sources.find((s) => s.name.toLowerCase() === name.toLowerCase());
        const settings = decode(named(`${up.name}.conf`)?.bytes ?? new Uint8Array()) ?? '';
        return [
          {
            version: dotted(version),
            name: up.name,
            up,
            down: named(`U${version}__${title}.sql`) ?? null,
            transaction: dialect === 'postgres' && !/^\s*executeInTransaction\s*=\s*false\s*$/im.test(settings),
            seal: String(flywayChecksum(up.bytes)),
          },
        ];
      }),
      dialect,
      (a, b) => compareVersions(a.version, b.version),
    ),
  write: (drafts, { dialect }) => drafts.flatMap((draft) => render(draft, dialect)),
  peer: peerTable({
    table: 'flyway_schema_history',
    repeatables: true,
    columns: ['installed_rank', 'version', 'script', 'checksum', 'success'],
    create: (name, dialect) =>
      dialect === 'postgres'
        ? [
            `CREATE TABLE IF NOT EXISTS ${name} ("installed_rank" INT NOT NULL, "version" VARCHAR(50), "description" VARCHAR(200) NOT NULL, "type" VARCHAR(20) NOT NULL, "script" VARCHAR(1000) NOT NULL, "checksum" INTEGER, "installed_by" VARCHAR(100) NOT NULL, "installed_on" TIMESTAMP NOT NULL DEFAULT now(), "execution_time" INTEGER NOT NULL, "success" BOOLEAN NOT NULL, CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY ("installed_rank"))`,
            `CREATE INDEX IF NOT EXISTS "flyway_schema_history_s_idx" ON ${name} ("success")`,
          ]
        : [
            `CREATE TABLE IF NOT EXISTS ${name} (\`installed_rank\` INT NOT NULL, \`version\` VARCHAR(50), \`description\` VARCHAR(200) NOT NULL, \`type\` VARCHAR(20) NOT NULL, \`script\` VARCHAR(1000) NOT NULL, \`checksum\` INT, \`installed_by\` VARCHAR(100) NOT NULL, \`installed_on\` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, \`execution_time\` INT NOT NULL, \`success\` BOOL NOT NULL, CONSTRAINT \`flyway_schema_history_pk\` PRIMARY KEY (\`installed_rank\`), INDEX \`flyway_schema_history_s_idx\` (\`success\`)) ENGINE=InnoDB`,
          ],
    rows: 'SELECT version, type, success FROM {table} ORDER BY installed_rank',
    applied: appliedOf,
    add: (file, name, { session, dialect }) => {
      const checksum = Number(file.seal ?? 0);
      const rank = { sql: `(SELECT coalesce(max(ranks.installed_rank), 0) + 1 FROM ${name} ranks)` };
      const row = {
        installed_rank: rank,
        version: file.repeatable ? null : file.version,
        description: described(file),
        type: 'SQL',
      };
      const rest = { script: file.name, checksum, installed_by: session.server.user, execution_time: 0, success: true };
      const unless = `present.script = ${dialect.quote.literal(file.name)} AND present.success = true AND present.checksum = ${checksum}`;
      return [insertOnce(dialect, name, { ...row, ...rest }, unless)];
    },
    remove: (file, name) => [sql`DELETE FROM ${raw(name)} WHERE script = ${file.name}`],
    lock: (dialect, { database, schema }) =>
      lockBy(
        dialect,
        dialect === 'postgres'
          ? (77431708279161n + BigInt(javaHash(`"${schema}"."flyway_schema_history"`))).toString()
          : `Flyway-${javaHash(`\`${database}\`.\`flyway_schema_history\``)}`,
      ),
  }),
};

function render(draft: MigrationDraft, dialect: 'postgres' | 'mysql'): RenderedMigration[] {
  const stem = `${draft.version}__${draft.slug}.sql`;
  const up = `${[...headLines(draft), ...sectionLines(draft.up, dialect)].join('\n')}\n`;
  const settings = [
    ...(draft.up.transaction || dialect === 'mysql' ? [] : ['executeInTransaction=false']),
    ...(up.includes('${') ? ['placeholderReplacement=false'] : []),
  ];
  const down = draft.down === null ? null : `${sectionLines(draft.down, dialect).join('\n').trimStart()}\n`;
  return [
    { path: `V${stem}`, text: up },
    ...(settings.length === 0 ? [] : [{ path: `V${stem}.conf`, text: `${settings.join('\n')}\n` }]),
    ...(down === null ? [] : [{ path: `U${stem}`, text: down }]),
  ];
}

/** Rows in the order they were written; an undone version is not applied, and a baseline stands for all up to its own. */
function appliedOf(rows: readonly Record<string, unknown>[], files: readonly MigrationFile[]): Set<string> {
  const done = new Set<string>();
  for (const { version, type, success } of rows) {
    if (version === null || !(success === true || Number(success) === 1)) continue;
    const same = files
      .filter((f) => !f.repeatable && compareVersions(f.version, String(version)) === 0)
      .map((f) => f.version);
    const upTo = files
      .filter((f) => !f.repeatable && compareVersions(f.version, String(version)) <= 0)
      .map((f) => f.version);
    if (/^UNDO|^DELETE/.test(String(type))) for (const v of same) done.delete(v);
    else for (const v of /BASELINE/.test(String(type)) ? upTo : same) done.add(v);
  }
  return done;
}

const dotted = (version: string): string => version.replaceAll('_', '.');

/** Versions are numbers between dots: 1.0 is 1, 1.10 comes after 1.9. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => v.split('.').map((p) => (/^\d+$/.test(p) ? BigInt(p) : 0n)));
  for (let i = 0; i < Math.max(x?.length ?? 0, y?.length ?? 0); i++) {
    const [m, n] = [x?.[i] ?? 0n, y?.[i] ?? 0n];
    if (m !== n) return m < n ? -1 : 1;
  }
  return 0;
}

function described({ name }: MigrationFile): string {
  return name
    .replace(/^(?:V[0-9][0-9._]*|R)__/i, '')
    .replace(/\.sql$/i, '')
    .replaceAll('_', ' ')
    .slice(0, 200);
}

/** CRC32 over the lines without their ends, as a signed number. Flyway's ChecksumCalculator. */
export function flywayChecksum(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n|\r/);
  return crc32(Buffer.from(lines.join(''))) | 0;
}

/** Java's String.hashCode. */
export function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}
