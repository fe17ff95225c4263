import { type DialectName } from '../model/manifest.ts';
import { splitStatements } from '../model/statements.ts';
import { type MigrationFile, type MigrationSection } from './file.ts';
import { flywayChecksum } from './formats/flyway.ts';
import { type MigrationSource, type ParsedMigration } from './formats/format.ts';
import { decode, headerOf, notText, sha256, wholeOf } from './formats/sql-text.ts';

/** When a hook runs: once around all files of a run, or around each of them. The names are Flyway's. */
export const HOOKS = ['beforeMigrate', 'beforeEachMigrate', 'afterEachMigrate', 'afterMigrate'] as const;

export type HookName = (typeof HOOKS)[number];
export type Hooks = Readonly<Partial<Record<HookName, MigrationFile>>>;

const HOOK_FILE = new RegExp(`^(${HOOKS.join('|')})\\.sql$`);
const REPEATABLE_FILE = /^R__[^/]+\.sql$/;

/** Files that stand beside the migrations in every layout: `R__name.sql`, run again on change, and hooks (`beforeMigrate.sql`). */
export function standsBeside(path: string): boolean {
  return HOOK_FILE.test(path) || REPEATABLE_FILE.test(path);
}

export function hookOf(file: MigrationFile): HookName | null {
  return HOOKS.find((h) => h === file.version) ?? null;
}

/** A repeatable file or a hook: all of it is its up. */
export function parseBeside(source: MigrationSource, dialect: DialectName): ParsedMigration {
  const { name, path, bytes } = source;
  const text = decode(bytes);
  if (text === null) return { file: null, diagnostics: [notText(path)] };
  const up: MigrationSection = wholeOf(text, dialect === 'postgres', dialect);
  const head = text.slice(0, text.indexOf(splitStatements(text, dialect)[0]?.sql ?? '\0'));
  const version = name.replace(/\.sql$/, '');
  const header = headerOf(head);
  const file = { version, name, path, checksum: sha256(bytes), up, down: null, header };
  if (!REPEATABLE_FILE.test(name)) return { file, diagnostics: [] };
  return { file: { ...file, repeatable: true, seal: String(flywayChecksum(bytes)) }, diagnostics: [] };
}
