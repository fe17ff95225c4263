import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { type TestServer } from '../servers/servers.ts';
import { manifest, ROWS, START, schema } from './world.ts';

/** ms after which a run hangs. */
const LONG = 240_000;
/** How each server is told that a recursion may go deep. */
const DEEP: Readonly<Record<string, string>> = {
  mysql: 'set cte_max_recursion_depth = 1000000;',
  mariadb: 'set max_recursive_iterations = 1000000;',
};
const CHILD = join(import.meta.dirname, 'child.ts');

/** What happens to a run: who ends it, when, and at which of its calls to the target; `none` lets it be. */
export interface Blow {
  readonly how: 'kill' | 'cut' | 'none';
  readonly when: 'before' | 'during' | 'after';
  readonly at: number;
}

const CALM: Blow = { how: 'none', when: 'before', at: 0 };

interface World {
  readonly server: TestServer;
  readonly folder: string;
  readonly url: string;
}

export interface Ended {
  readonly status: number | null;
  readonly said: string;
  /** The calls it made, when it came to its end. */
  readonly calls: number;
}

/** A database of its own with rows, and a manifest beside it. */
export function inWorld<T>(server: TestServer, rows: number, work: (world: World) => Promise<T>): Promise<T> {
  return withFolder((folder) =>
    withDatabase(server, (dev) =>
      withDatabase(server, async (url) => {
        writeFileSync(join(folder, 'dbops.yaml'), manifest(server.dialect, url, dev));
        writeFileSync(join(folder, 'schema.yaml'), schema(server.dialect));
        await load(server, url, `${DEEP[server.name] ?? ''}${START[server.dialect](rows)}`);
        return work({ server, folder, url });
      }),
    ),
  );
}

/** One run of `dbops apply`. */
export async function apply({ server, folder }: World, blow: Blow = CALM): Promise<Ended> {
  const counted = join(folder, 'calls');
  const args = [server.name, blow.how, blow.when, String(blow.at), counted];
  const child: ChildProcess = spawn(process.execPath, [CHILD, ...args, 'apply', '--target', 'chaos', '--yes'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONG,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, said, calls: existsSync(counted) ? Number(readFileSync(counted, 'utf8')) : 0 };
}

/** The structure, as something says that is not dbops, and a digest of all rows. */
export async function contents({ server, url }: World): Promise<string> {
  const hash = createHash('sha256');
  const counts: number[] = [];
  for (const query of ROWS) {
    const rows = await rowsOf(server, url, query);
    counts.push(rows.length);
    for (const row of rows) hash.update(JSON.stringify(row));
  }
  return `${await observe(server, url)}\nrows: ${counts.join(', ')}; ${hash.digest('hex')}`;
}

/** What is there at the end when nobody disturbs it, and in how many calls. */
export function undisturbed(
  server: TestServer,
  rows: number,
): Promise<{ readonly end: string; readonly calls: number }> {
  return inWorld(server, rows, async (world) => {
    const { status, said, calls } = await apply(world);
    if (status !== 0) throw new Error(`${server.name}: the undisturbed run ended with ${status}\n${said}`);
    return { end: await contents(world), calls };
  });
}

/** What became of a database that was dealt blows: how many of them struck, and what is wrong at the end, null when nothing is. */
export interface Survival {
  readonly struck: number;
  readonly wrong: string | null;
}

/** Deals a blow to each run until one comes to its end all the same, then looks at what is there. */
export function survive(server: TestServer, rows: number, blows: readonly Blow[], end: string): Promise<Survival> {
  return inWorld(server, rows, async (world) => {
    let struck = 0;
    let last: Ended | null = null;
    for (const blow of [...blows, CALM]) {
      last = await apply(world, blow);
      if (last.status === 0) break;
      struck += 1;
    }
    if (last?.status !== 0) return { struck, wrong: `the last run ended with ${last?.status}: ${last?.said}` };
    const found = await contents(world);
    if (found !== end)
      return { struck, wrong: `another end: ${found.slice(0, 4000)}\ninstead of: ${end.slice(0, 4000)}` };
    const idle = await apply(world);
    return { struck, wrong: idle.said.includes('nothing to do') ? null : `still something to do: ${idle.said}` };
  });
}
