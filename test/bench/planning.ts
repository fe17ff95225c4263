import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, withDatabase } from '../servers/databases.ts';
import { pgDump } from '../servers/observe.ts';
import { type TestServer } from '../servers/servers.ts';
import { type Measured, measure, sideBySide } from './measure.ts';
import { tablesSql } from './tables.ts';

const ROUNDS = 5;

/** A figure beside what it is measured against; `memory` is the peak of our process in megabytes. */
export interface Line {
  readonly what: string;
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  readonly memory?: number;
}

/** What a plan is measured against: its name, and a run of it. */
type Reference = readonly [name: string, run: () => Promise<Measured>];

/** What a plan takes beside the engine's own dump of the same structure: without a change, and with one in every hundredth table. */
export async function planning(bin: string, server: TestServer, count: number): Promise<Line[]> {
  return withDatabase(server, async (url) => {
    const folder = mkdtempSync(join(tmpdir(), 'dbops-bench-'));
    const usage = join(folder, 'usage');
    const env = {
      ...process.env,
      BENCH_USAGE: usage,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'usage.mjs')}`,
    };
    const dbops = (...args: string[]): Promise<Measured> =>
      measure(process.execPath, [bin, ...args, '--target', url], { cwd: folder, env, allowed: [0, 2, 3] });
    const beside = async (what: string, [name, reference]: Reference): Promise<Line> => {
      const figures = await sideBySide(ROUNDS, () => dbops('plan', '--exit-code'), reference);
      const memory = Number(readFileSync(usage, 'utf8')) / 1024;
      return { what: `${server.name}: ${what} of ${count} tables / ${name}`, ...figures, memory };
    };
    const dumped: Reference = [dumper(server), () => dump(server, url)];
    try {
      for (const script of tablesSql(count, server.dialect)) await load(server, url, script);
      if (server.dialect === 'postgres') await load(server, url, 'vacuum analyze');
      await dbops('pull', '--out', '.');
      const unchanged = await beside('plan', dumped);
      const bare =
        server.dialect === 'postgres' ? [] : [await beside('plan', ['bare catalog reads', () => catalogReads(url)])];
      const changed = Array.from(
        { length: Math.ceil(count / 100) },
        (_, i) => `alter table t${i * 100} drop column note;`,
      );
      await load(server, url, changed.join('\n'));
      return [unchanged, ...bare, await beside('plan with 1 % changed', dumped)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

const dumper = (server: TestServer): string =>
  server.dialect === 'postgres' ? 'pg_dump -s' : 'mariadb-dump --no-data';

function dump(server: TestServer, url: string): Promise<Measured> {
  if (server.dialect === 'postgres') {
    const [program, ...leading] = pgDump(server) ?? [];
    if (program === undefined) throw new Error(`no pg_dump for ${server.title}: run scripts/debian-sid`);
    return measure(program, [...leading, '-s', '-d', url]);
  }
  return measure('mariadb-dump', ['--no-data', '--skip-lock-tables', ...login(url)]);
}

/** Where the command-line programs of MySQL and MariaDB find the database of a URL. */
function login(url: string): string[] {
  const { hostname, port, username, password, pathname } = new URL(url);
  const secret = password === '' ? [] : [`--password=${decodeURIComponent(password)}`];
  return [`--host=${hostname}`, `--port=${port}`, `--user=${username}`, ...secret, pathname.slice(1)];
}

/** The columns that name the database in the views of the information schema that tell of tables and what belongs to them. */
const VIEWS = {
  TABLES: 'TABLE_SCHEMA',
  COLUMNS: 'TABLE_SCHEMA',
  STATISTICS: 'TABLE_SCHEMA',
  KEY_COLUMN_USAGE: 'TABLE_SCHEMA',
  TABLE_CONSTRAINTS: 'CONSTRAINT_SCHEMA',
  REFERENTIAL_CONSTRAINTS: 'CONSTRAINT_SCHEMA',
  CHECK_CONSTRAINTS: 'CONSTRAINT_SCHEMA',
  PARTITIONS: 'TABLE_SCHEMA',
  VIEWS: 'TABLE_SCHEMA',
  TRIGGERS: 'TRIGGER_SCHEMA',
  ROUTINES: 'ROUTINE_SCHEMA',
  EVENTS: 'EVENT_SCHEMA',
};

/** All that the information schema tells of the database, and SHOW CREATE of each table, by the command-line client in one session. */
async function catalogReads(url: string): Promise<Measured> {
  const client = (input: string): Promise<Measured> =>
    measure('mariadb', ['--skip-column-names', ...login(url)], { input });
  const start = performance.now();
  const tables = (await client('show tables')).stdout.split('\n').filter((name) => name !== '');
  const reads = [
    ...Object.entries(VIEWS).map(
      ([view, column]) => `select * from information_schema.${view} where ${column} = database();`,
    ),
    ...tables.map((name) => `show create table \`${name}\`;`),
  ];
  const read = await client(reads.join('\n'));
  return { ...read, seconds: (performance.now() - start) / 1000 };
}
