import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { dbops } from './dbops.ts';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/dbops.js');
const PROJECT = { postgres: ROOT, mysql: join(ROOT, 'examples/shop-mysql') } as const;

/** Every row by what it says, without the numbers that the server gives out. */
const ROWS = [
  'select * from countries order by code',
  'select * from categories order by id',
  'select p.sku, p.category_id, p.name, p.price, p.in_stock from products p order by p.sku',
  'select email, full_name, country_code, created_at from customers order by email',
  'select o.number, c.email, o.status, o.total, o.placed_at from orders o join customers c on c.id = o.customer_id order by o.number',
  `select o.number, p.sku, l.quantity, l.unit_price from order_lines l join orders o on o.id = l.order_id
   join products p on p.id = l.product_id order by o.number, p.sku, l.quantity, l.unit_price`,
  'select y.reference, o.number, y.amount, y.method, y.paid_at from payments y join orders o on o.id = y.order_id order by y.reference',
];

interface Shop {
  readonly folder: string;
  readonly url: string;
  readonly apply: readonly string[];
}

/** The shop with fewer rows, in a folder and a database of its own. */
async function inShop<T>(server: TestServer, work: (shop: Shop) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    for (const part of ['dbops.yaml', 'schema', 'policies', 'seeds']) {
      cpSync(join(PROJECT[server.dialect], part), join(folder, part), { recursive: true });
    }
    const demo = join(folder, 'seeds/demo.yaml');
    writeFileSync(demo, readFileSync(demo, 'utf8').replace('count: 4_000', 'count: 200'));
    return withDatabase(server, (url) => work({ folder, url, apply: ['apply', '--target', url, '--yes'] }));
  });
}

async function contents(server: TestServer, { url }: Shop): Promise<string> {
  const tables: unknown[] = [];
  for (const query of ROWS) tables.push(await rowsOf(server, url, query));
  return `${await observe(server, url)}\n${JSON.stringify(tables)}`;
}

/** A run that is disturbed: `at` the first mention of a text, `disturb` is called. */
async function disturbed(
  { folder, apply }: Shop,
  at: string,
  disturb: (child: ChildProcess) => unknown,
): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, [BIN, ...apply], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let begun = false;
  const hear = (chunk: string): void => {
    said += chunk;
    if (begun || !said.includes(at)) return;
    begun = true;
    disturb(child);
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => hear(chunk.toString()));
  hear('');
  const [status] = await once(child, 'close');
  return { status: status as number | null, said };
}

/** What `apply` leaves behind when nobody disturbs it, and how many ms it takes. */
async function undisturbed(server: TestServer): Promise<{ end: string; ms: number }> {
  return inShop(server, async (shop) => {
    const begun = performance.now();
    expect(await dbops(shop.folder, ...shop.apply)).toMatchObject({ status: 0 });
    return { end: await contents(server, shop), ms: performance.now() - begun };
  });
}

/** Ends every connection to the database of the shop, as an administrator would. */
async function cutOff(server: TestServer, { url }: Shop): Promise<void> {
  const database = new URL(url).pathname.slice(1);
  if (server.dialect === 'postgres') {
    const others = `datname = '${database}' and pid <> pg_backend_pid()`;
    await rowsOf(server, url, `select pg_terminate_backend(pid) from pg_stat_activity where ${others}`);
    return;
  }
  const others = `db = '${database}' and id <> connection_id()`;
  for (const { id } of await rowsOf(
    server,
    url,
    `select id as id from information_schema.processlist where ${others}`,
  )) {
    await load(server, url, `kill ${String(id)}`).catch(() => undefined);
  }
}

/** One server of each product. */
const SERVERS = [...listening('postgres').slice(-1), ...listening('mysql')];

describe.each(SERVERS)('an apply on $title', { timeout: 240_000 }, (server) => {
  it('that is stopped, cut off and killed goes on to the same end', async () => {
    const { end, ms } = await undisturbed(server);
    await inShop(server, async (shop) => {
      const stopped = await disturbed(shop, 'Read the live schema', (child) => child.kill('SIGINT'));
      expect(stopped.status, stopped.said).toBe(5);
      expect(stopped.said).toContain('error[interrupted]: stopped on request');
      expect(stopped.said).toContain('fix: go on: dbops apply');

      const cut = await disturbed(shop, 'Plan: ', () => cutOff(server, shop));
      expect([1, 5], cut.said).toContain(cut.status);
      expect(cut.said).toContain('lost the connection');
      expect(cut.said).toMatch(/^fix: .*(again|go on)/m);

      for (const _ of [1, 2]) {
        const moment = ms * (0.2 + 0.6 * Math.random());
        await disturbed(shop, '', (child) => setTimeout(() => child.kill('SIGKILL'), moment));
      }
      expect(await dbops(shop.folder, ...shop.apply)).toMatchObject({ status: 0 });
      expect(await contents(server, shop)).toBe(end);
      expect(await dbops(shop.folder, ...shop.apply)).toMatchObject({ status: 0, stdout: 'nothing to do\n' });
    });
  });

  it('that is started several times at once is done once', async () => {
    await inShop(server, async (shop) => {
      const runs = await Promise.all([1, 2, 3].map(() => dbops(shop.folder, ...shop.apply)));
      expect(
        runs.map((r) => r.status),
        runs.map((r) => r.stderr).join('\n'),
      ).toEqual([0, 0, 0]);
      expect(runs.filter((r) => r.stdout === 'nothing to do\n')).toHaveLength(2);
    });
  });
});
