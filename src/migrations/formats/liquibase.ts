import { raw, sql } from '../../model/query.ts';
import { type DraftSection, type MigrationDraft, statementText } from '../draft.ts';
import { type MigrationFile, type RenderedMigration } from '../file.ts';
import { withoutDirectives } from './directives.ts';
import { type Layout, type MigrationSource, type ParsedMigration, type PeerLock } from './format.ts';
import { insertOnce, type LockPlace, peerTable } from './peer-table.ts';
import { decode, filewise, headerOf, headLines, notText, sectionOf, sha256 } from './sql-text.ts';

const FILE = /^(\d+)_[^/]*\.sql$/;
const MARK =
  /^\s*--\s*(?:changeset|rollback|liquibase|comment|preconditions?|precondition-sql-check|validchecksum|ignorelines|property)\b/im;
const CHANGESET = /^--\s*changeset\s+(\S+?):(\S+)(.*)$/gim;
const END = '--;;';

/** Liquibase's formatted SQL: a file is one changeset, its way back in \`--rollback\` lines; \`changelog.xml\` takes in all files. */
export const liquibase: Layout = {
  name: 'liquibase',
  owns: (path) => FILE.test(path) || path === 'changelog.xml',
  read: (sources, dialect) =>
    filewise(parse)(
      sources.filter((s) => FILE.test(s.name)),
      dialect,
    ),
  write: (drafts, { dialect, sources }) => {
    const files: RenderedMigration[] = drafts.map((draft) => ({
      path: `${draft.version}_${draft.slug}.sql`,
      text: render(draft, dialect),
    }));
    if (sources.some((s) => s.name === 'changelog.xml')) return files;
    return [...files, { path: 'changelog.xml', text: CHANGELOG, replaces: true }];
  },
  peer: {
    ...peerTable({
      table: 'databasechangelog',
      mysqlTable: 'DATABASECHANGELOG',
      columns: ['id', 'author', 'filename', 'orderexecuted', 'exectype', 'md5sum'],
      create: (name, dialect) => create(name, dialect),
      rows: 'SELECT id, author, exectype FROM {table}',
      applied: (rows, files) => {
        const done = new Set(
          rows.filter((r) => r.exectype !== 'FAILED').map((r) => `${String(r.author)}:${String(r.id)}`),
        );
        return new Set(files.filter((f) => done.has(f.seal ?? '')).map((f) => f.version));
      },
      add: (file, name, { dialect }) => {
        const [author = '', id = ''] = identityOf(file);
        const next = { sql: `(SELECT coalesce(max(o.orderexecuted), 0) + 1 FROM ${name} o)` };
        const row = {
          id,
          author,
          filename: file.name,
          dateexecuted: { sql: 'CURRENT_TIMESTAMP' },
          orderexecuted: next,
        };
        const rest = { exectype: 'EXECUTED', md5sum: null, description: 'sql', comments: '', liquibase: '4.28.0' };
        const unless = `present.id = ${dialect.quote.literal(id)} AND present.author = ${dialect.quote.literal(author)}`;
        return [insertOnce(dialect, name, { ...row, ...rest }, unless)];
      },
      remove: (file, name) => {
        const [author = '', id = ''] = identityOf(file);
        return [sql`DELETE FROM ${raw(name)} WHERE id = ${id} AND author = ${author}`];
      },
      lock: rowLock,
    }),
  },
};

function identityOf(file: MigrationFile): string[] {
  const [author = 'dbops', ...id] = (file.seal ?? `dbops:${file.version}`).split(':');
  return [author, id.join(':')];
}

const CHANGELOG = `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
  <includeAll path="." endsWithFilter=".sql" relativeToChangelogFile="true"/>
</databaseChangeLog>
`;

function render(draft: MigrationDraft, dialect: 'postgres' | 'mysql'): string {
  const { up, down } = draft;
  const name = `${draft.version}_${draft.slug}.sql`;
  const transaction = up.transaction ? '' : ' runInTransaction:false';
  const guard = (text: string): string => withoutDirectives(text, dialect, firstMark);
  const lines = (section: DraftSection): string[] => [
    ...section.irreversible.map((r) => `-- irreversible: ${r}`),
    ...section.statements.flatMap((s) => [...s.notes.map((n) => `-- ${n}`), guard(statementText(s.sql, dialect)), END]),
  ];
  return [
    `--liquibase formatted sql logicalFilePath:${name}`,
    '',
    ...headLines(draft),
    `--changeset dbops:${draft.version} splitStatements:true stripComments:false endDelimiter:${END} rollbackEndDelimiter:${END}${transaction}`,
    ...lines(up),
    ...(down === null ? [] : ['/* liquibase rollback', ...lines(down).map((l) => l.replaceAll('*/', '* /')), '*/']),
    '',
  ].join('\n');
}

function firstMark(text: string): number | null {
  return MARK.exec(text)?.index ?? null;
}

/** dbops writes one changeset a file, and runs files of that kind alone: several in a file are Liquibase's to run. */
function parse({ name, path, bytes }: MigrationSource, dialect: 'postgres' | 'mysql'): ParsedMigration {
  const text = decode(bytes);
  const version = FILE.exec(name)?.[1];
  if (text === null || version === undefined) return { file: null, diagnostics: [notText(path)] };
  const sets = [...text.matchAll(CHANGESET)];
  const [set] = sets;
  const [line = '', author = '', id = '', attributes = ''] = set ?? [];
  const alone = /runInTransaction:\s*"?false/i.test(attributes);
  const start = (set?.index ?? 0) + line.length;
  const block = /^\/\*\s*liquibase\s+rollback[^\n]*\n([\s\S]*?)^\*\/\s*$/im.exec(text);
  const plain = text.replaceAll(/^--;;[ \t]*$/gm, ';   ');
  const lined = Array.from(text.matchAll(/^--\s*rollback[ \t]+(.+)$/gim), (m) => m[1] ?? '');
  const end = block?.index ?? text.length;
  const mode = dialect === 'postgres' && !alone;
  const up = sectionOf(plain, { start, end }, mode, dialect);
  const inside = block === null ? 0 : block.index + block[0].indexOf('\n') + 1;
  const down =
    block === null
      ? lined.length === 0
        ? null
        : sectionOf(lined.join('\n'), { start: 0, end: lined.join('\n').length }, mode, dialect)
      : sectionOf(plain, { start: inside, end: inside + (block[1]?.length ?? 0) }, mode, dialect);
  const foreign =
    sets.length === 1 ? /runAlways|runOnChange:\s*true|preconditions/i.exec(text)?.[0] : `${sets.length} changesets`;
  const base = {
    version,
    name,
    path,
    checksum: sha256(bytes),
    up,
    down,
    header: headerOf(text),
    seal: `${author}:${id}`,
  };
  return { file: foreign === undefined ? base : { ...base, foreign: `it has ${foreign}` }, diagnostics: [] };
}

const OURS = 'dbops';

/**
 * The row by which Liquibase keeps others away. Whoever asks has the lock of dbops already, so that a row of dbops itself is what a
 * killed run left. https://docs.liquibase.com/concepts/tracking-tables/databasechangeloglock-table.html
 */
function rowLock(dialect: 'postgres' | 'mysql', { schema }: LockPlace): PeerLock {
  const name = dialect === 'postgres' ? `"${schema}".databasechangeloglock` : 'DATABASECHANGELOGLOCK';
  const [flag, time] = dialect === 'postgres' ? ['BOOLEAN', 'TIMESTAMP WITHOUT TIME ZONE'] : ['TINYINT', 'datetime'];
  const [yes, no] = dialect === 'postgres' ? ['TRUE', 'FALSE'] : ['1', '0'];
  const ours = `LOCKED = ${yes} AND LOCKEDBY = '${OURS}'`;
  return {
    make: [
      `CREATE TABLE IF NOT EXISTS ${name} (ID INTEGER NOT NULL, LOCKED ${flag} NOT NULL, LOCKGRANTED ${time} NULL, LOCKEDBY VARCHAR(255) NULL, PRIMARY KEY (ID))`,
      `INSERT INTO ${name} (ID, LOCKED) SELECT 1, ${no} FROM (SELECT 1 AS one) once WHERE NOT EXISTS (SELECT 1 FROM ${name} present)`,
    ],
    grasp: `UPDATE ${name} SET LOCKED = ${yes}, LOCKGRANTED = CURRENT_TIMESTAMP, LOCKEDBY = '${OURS}' WHERE ID = 1 AND (LOCKED = ${no} OR LOCKEDBY = '${OURS}')`,
    take: `SELECT count(*) AS got FROM ${name} WHERE ID = 1 AND ${ours}`,
    free: `UPDATE ${name} SET LOCKED = ${no}, LOCKGRANTED = NULL, LOCKEDBY = NULL WHERE ID = 1 AND ${ours}`,
    holder: `SELECT concat(LOCKEDBY, ' since ', LOCKGRANTED) AS holder FROM ${name} WHERE ID = 1`,
  };
}

function create(name: string, dialect: 'postgres' | 'mysql'): string[] {
  const time = dialect === 'postgres' ? 'TIMESTAMP WITHOUT TIME ZONE' : 'datetime';
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED ${time} NOT NULL, ORDEREXECUTED INT NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35) NULL, DESCRIPTION VARCHAR(255) NULL, COMMENTS VARCHAR(255) NULL, TAG VARCHAR(255) NULL, LIQUIBASE VARCHAR(20) NULL, CONTEXTS VARCHAR(255) NULL, LABELS VARCHAR(255) NULL, DEPLOYMENT_ID VARCHAR(10) NULL)`,
  ];
}
