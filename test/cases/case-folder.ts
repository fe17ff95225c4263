import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type DialectName } from '../../src/model/manifest.ts';
import { SERVERS, type ServerName, type TestServer } from '../servers/servers.ts';

/** A folder of test/cases: what is, what shall be, and what dbops is expected to say. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly before: string;
  readonly rows: string | null;
  readonly settings: Settings;
}

/** case.yaml */
export interface Settings {
  /** Where it applies; everywhere when absent. */
  readonly servers?: readonly ServerName[];
  /** The hazards that the plan has and that must be allowed. */
  readonly allow?: readonly string[];
  /** `before: after` of tables, and of columns as `table.before: after`, for the rows. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Columns (`table.column`) whose values the plan changes on purpose. */
  readonly changed?: readonly string[];
  /** The manifest's `scope.ignore`. */
  readonly ignore?: readonly string[];
  /** `none`: some step cannot be taken back. */
  readonly undo?: 'none';
}

/** The cases of a dialect, by name. */
export function casesOf(dialect: DialectName): Case[] {
  const root = join(import.meta.dirname, dialect);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readCase(name, join(root, name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCase(name: string, folder: string): Case {
  const text = (file: string): string | null => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const settings = (parse(text('case.yaml') ?? '') ?? {}) as Settings;
  return { name, folder, before: text('before.sql') ?? '', rows: text('rows.sql'), settings };
}

/** What a golden file of a case says for a server: its own file, else the common one; null when there is neither. */
export function golden({ folder }: Case, server: TestServer, ending: 'sql' | 'txt'): string | null {
  for (const file of [`expected.${server.name}.${ending}`, `expected.${ending}`]) {
    if (existsSync(join(folder, file))) return readFileSync(join(folder, file), 'utf8');
  }
  return null;
}

/** PostgreSQL's plans are rehearsed on the embedded server, whatever their server's version: one that is the same on 18 is so there, and one that runs there is a rehearsal itself. */
export function isRehearsed({ folder, settings }: Case, { name, variable }: TestServer): boolean {
  if (variable === null) return false;
  const isElsewhere = name === 'pg15' && (settings.servers?.includes('pg18') ?? true);
  return !isElsewhere || existsSync(join(folder, `expected.${name}.sql`));
}

/** Writes a golden file: the common one for the first server it applies to, the server's own where that says something else. */
export function writeGolden(of: Case, server: TestServer, ending: 'sql' | 'txt', text: string): void {
  const common = join(of.folder, `expected.${ending}`);
  const own = join(of.folder, `expected.${server.name}.${ending}`);
  const first = SERVERS.find((s) => s.dialect === server.dialect && (of.settings.servers?.includes(s.name) ?? true));
  rmSync(own, { force: true });
  if (first === server) writeFileSync(common, text);
  else if (!existsSync(common) || readFileSync(common, 'utf8') !== text) writeFileSync(own, text);
}
