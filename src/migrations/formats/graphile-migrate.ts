import { createHash } from 'node:crypto';
import { raw, sql } from '../../model/query.ts';
import { type MigrationFile, type RenderedMigration } from '../file.ts';
import { type Layout, type MigrationSource, type ParsedMigration } from './format.ts';
import { byColumn, insertOnce, peerTable } from './peer-table.ts';
import { decode, filewise, headerOf, headLines, notText, sectionLines, sectionOf, sha256 } from './sql-text.ts';

const FILE = /^committed\/(\d{6})(?:-([^/]*))?\.sql$/;

/** graphile-migrate: `committed/000001-name.sql`, each with the hash of the one before; there is no way back in it. */
export const graphileMigrate: Layout = {
  name: 'graphile-migrate',
  only: 'postgres',
  owns: (path) => FILE.test(path),
  read: filewise((source) => parse(source)),
  write: (drafts, { existing }) => {
    const written: RenderedMigration[] = [];
    const last = existing.filter((f) => !f.repeatable).at(-1);
    let number = Number(last?.version ?? 0);
    let previous = last?.seal ?? '';
    for (const draft of drafts) {
      number += 1;
      const marks = draft.up.transaction ? [] : ['--! no-transaction'];
      const body = [...marks, ...headLines(draft), ...sectionLines(draft.up, 'postgres')].join('\n').trim();
      const hash = graphileHash(previous, body);
      const head = [
        `--! Previous: ${previous === '' ? '-' : previous}`,
        `--! Hash: ${hash}`,
        `--! Message: ${draft.title}`,
      ];
      const path = `committed/${String(number).padStart(6, '0')}-${draft.slug.replaceAll('_', '-')}.sql`;
      written.push({ path, text: `${head.join('\n')}\n\n${body}\n` });
      previous = hash;
    }
    return written;
  },
  peer: peerTable({
    schema: 'graphile_migrate',
    table: 'migrations',
    columns: ['hash', 'previous_hash', 'filename', 'date'],
    create: (name) => [
      `CREATE TABLE IF NOT EXISTS ${name} (hash text PRIMARY KEY, previous_hash text REFERENCES ${name}, filename text NOT NULL, date timestamptz NOT NULL DEFAULT now())`,
      `CREATE TABLE IF NOT EXISTS graphile_migrate.current (filename text PRIMARY KEY DEFAULT 'current.sql', content text NOT NULL, date timestamptz NOT NULL DEFAULT now())`,
    ],
    rows: 'SELECT hash FROM {table}',
    applied: byColumn('hash', (f) => f.seal ?? ''),
    add: (file, name, { dialect, files }) => {
      const before = files[files.findIndex((f) => f.version === file.version) - 1];
      const row = { hash: file.seal ?? '', previous_hash: before?.seal ?? null, filename: `${file.version}.sql` };
      return [insertOnce(dialect, name, row, `present.hash = ${dialect.quote.literal(file.seal ?? '')}`)];
    },
    remove: (file: MigrationFile, name) => [sql`DELETE FROM ${raw(name)} WHERE hash = ${file.seal ?? ''}`],
  }),
};

/** `sha1:` of the previous hash and the body. graphile-migrate's hash.ts. */
export function graphileHash(previous: string, body: string): string {
  return `sha1:${createHash('sha1')
    .update(`${`${previous}\n${body.trim()}`.trim()}\n`)
    .digest('hex')}`;
}

function parse({ name, path, bytes }: MigrationSource): ParsedMigration {
  const text = decode(bytes);
  const version = FILE.exec(name)?.[1];
  if (text === null || version === undefined) return { file: null, diagnostics: [notText(path)] };
  const seal = /^--! Hash: (sha1:[0-9a-f]{40})\s*$/m.exec(text)?.[1];
  const alone = /^--! no-transaction\b/m.test(text);
  const foreign = /^--! ?include\b/m.test(text)
    ? 'it includes other files'
    : /:[A-Z][A-Z0-9_]+\b/.test(text)
      ? 'it has placeholders'
      : undefined;
  const up = sectionOf(text, { start: 0, end: text.length }, !alone, 'postgres');
  const file = { version, name, path, checksum: sha256(bytes), up, down: null, header: headerOf(text) };
  return {
    file: { ...file, ...(seal === undefined ? {} : { seal }), ...(foreign === undefined ? {} : { foreign }) },
    diagnostics: [],
  };
}
