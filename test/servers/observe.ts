import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { rowsOf } from './databases.ts';
import { sidFolder, sidProgram } from './debian-sid.ts';
import { findProgram } from './install.ts';
import { type TestServer } from './servers.ts';

const execute = promisify(execFile);

/** How to ask a database for rows, when it is not by its URL. */
export type Ask = (query: string) => Promise<Record<string, unknown>[]>;

/** A database's structure as something says that is not dbops: `pg_dump -s`, SHOW CREATE, or the catalog's own functions. */
export async function observe(server: TestServer, url: string): Promise<string> {
  if (server.dialect === 'mysql') return observeMysql((query) => rowsOf(server, url, query));
  const dump = pgDump(server);
  return dump === null ? observePostgres((query) => rowsOf(server, url, query)) : dumped(dump, url);
}

/** A pg_dump that is not older than the server, as a command line; null when there is none. */
export function pgDump({ name }: TestServer): readonly string[] | null {
  if (name === 'pglite') return null;
  const major = name === 'pg15' ? 15 : 18;
  const installed = findProgram(
    ...[15, 16, 17, 18, 19].filter((v) => v >= major).map((v) => `/usr/lib/postgresql/${v}/bin/pg_dump`),
  );
  if (installed !== null) return [installed];
  const sid = sidFolder();
  if (sid === null) return null;
  return sidProgram(sid, 'usr/lib/postgresql/18/bin/pg_dump').command;
}

async function dumped([program = '', ...leading]: readonly string[], url: string): Promise<string> {
  const args = ['--schema-only', '--exclude-schema=dbops', '--exclude-table=*.schema_migrations'];
  const { stdout } = await execute(program, [...leading, ...args, url], {
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return `${privilegesLast(stdout.split('\n')).join('\n')}\n`;
}

const NOISE = /^(--|\\(un)?restrict|SET |RESET SESSION|SELECT pg_catalog\.set_config|\s*$)/;

/** Privileges stand in the order in which they were granted, which means nothing: here they are sorted, each with its grantor. */
function privilegesLast(lines: readonly string[]): string[] {
  const [said, granted]: [string[], string[]] = [[], []];
  let grantor = '';
  for (const line of lines) {
    grantor = /^SET SESSION AUTHORIZATION (.*);$/.exec(line)?.[1] ?? (/^RESET SESSION/.test(line) ? '' : grantor);
    if (/^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) /.test(line))
      granted.push(`${line}${grantor && ` -- by ${grantor}`}`);
    else if (!NOISE.test(line)) said.push(line);
  }
  return [...said, ...granted.sort()];
}

/** What the catalog functions of a PostgreSQL server say, a line each. */
export async function observePostgres(ask: Ask): Promise<string> {
  const rows = await ask(readFileSync(new URL('observe-postgres.sql', import.meta.url), 'utf8'));
  return `${rows.map((r) => r.line).join('\n')}\n`;
}

const OWN_TABLES = /^(schema_migrations|dbops_(history|spelling|seeds|seed_rows|identity))$/;

/** SHOW CREATE of every table and view, without the counters that rows leave behind. */
export async function observeMysql(ask: Ask): Promise<string> {
  const tables = await ask('show full tables');
  const texts: string[] = [];
  for (const row of tables) {
    const [name = '', type] = Object.values(row).map(String);
    if (OWN_TABLES.test(name)) continue;
    const word = type === 'VIEW' ? 'view' : type === 'SEQUENCE' ? 'sequence' : 'table';
    const [shown] = await ask(`show create ${word} \`${name.replaceAll('`', '``')}\``);
    const text = String(shown?.[word === 'view' ? 'Create View' : 'Create Table']);
    texts.push(text.replace(/ AUTO_INCREMENT=\d+/, ''));
  }
  return `${[...texts, ...(await storedCode(ask)), ...(await defaultsAndPrivileges(ask))].join(';\n')};\n`;
}

/** What the database gives to its tables, and what the tables of privileges hold about it. */
async function defaultsAndPrivileges(ask: Ask): Promise<string[]> {
  const lists = [
    `select default_character_set_name as charset, default_collation_name as collation from information_schema.schemata where schema_name = database()`,
    `select User, Host, Table_name, Table_priv, Column_priv from mysql.tables_priv where Db = database() order by 3, 1, 2`,
    `select User, Host, Table_name, Column_name, Column_priv from mysql.columns_priv where Db = database() order by 3, 4, 1, 2`,
    `select User, Host, Routine_type, Routine_name, Proc_priv from mysql.procs_priv where Db = database() order by 3, 4, 1, 2`,
    `select * from mysql.db where Db = database() order by User, Host`,
  ];
  const texts: string[] = [];
  for (const list of lists) {
    for (const { Db: _, ...row } of await ask(list)) texts.push(Object.values(row).join(' '));
  }
  return texts;
}

/** SHOW CREATE of routines, triggers and events, with the settings that go with them. */
async function storedCode(ask: Ask): Promise<string[]> {
  const names = await ask(
    `select routine_type as kind, routine_name as name, '' as place from information_schema.routines where routine_schema = database()
     union all select 'TRIGGER', trigger_name, concat_ws(' ', event_object_table, action_timing, event_manipulation, lpad(action_order, 3, '0'), definer)
       from information_schema.triggers where trigger_schema = database()
     union all select 'EVENT', event_name, '' from information_schema.events where event_schema = database() order by 1, 3, 2`,
  );
  const texts: string[] = [];
  for (const { kind, name, place } of names) {
    const [shown = {}] = await ask(`show create ${String(kind)} \`${String(name).replaceAll('`', '``')}\``);
    const { Created: _, ...said } = shown;
    // MariaDB gives the head of a trigger as somebody has typed it; the information schema has told all that it says.
    if (kind === 'TRIGGER')
      said['SQL Original Statement'] = String(said['SQL Original Statement']).replace(
        /^.*?for\s+each\s+row\s+((follows|precedes)\s+\S+\s+)?/is,
        '',
      );
    // The semicolon of a statement that came with others is kept, and cannot be given to one that comes alone.
    texts.push(`${String(place)}${JSON.stringify(said, null, 1)}`.replace(/;(?=\{|",?$)/gm, ''));
  }
  return texts;
}

/** A key that is dropped and added again comes last on MySQL, and nothing can move it: the order of keys does not count there. */
export function keysSorted(seen: string): string {
  const rank = (line: string): string => (/^ {2}(?!`)/.test(line) ? line.replace(/,$/, '') : '');
  const tables = seen.split(';\n').map((table) => {
    const lines = table.split('\n');
    const first = lines.findIndex((line) => rank(line) !== '');
    if (first === -1) return table;
    const end = lines.findLastIndex((line) => rank(line) !== '') + 1;
    return [...lines.slice(0, first), ...lines.slice(first, end).map(rank).sort(), ...lines.slice(end)].join('\n');
  });
  return tables.join(';\n');
}
