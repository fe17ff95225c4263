import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { SERVERS } from '../servers/servers.ts';
import { dbops, type Ended } from './dbops.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROJECT = { postgres: ROOT, mysql: join(ROOT, 'examples/shop-mysql') } as const;
const PARTS = ['dbops.yaml', 'schema', 'policies', 'seeds', 'workload', 'migrations'];

/** A copy of the example project, without what its runs leave behind. */
function copyProject(dialect: 'postgres' | 'mysql', folder: string): void {
  for (const part of PARTS) {
    const from = join(PROJECT[dialect], part);
    if (existsSync(from)) cpSync(from, join(folder, part), { recursive: true });
  }
}

async function succeed(folder: string, ...args: readonly string[]): Promise<Ended> {
  const ended = await dbops(folder, ...args);
  expect(ended, `dbops ${args.join(' ')}`).toMatchObject({ status: 0 });
  return ended;
}

describe.each(SERVERS)('the shop on $title', (server) => {
  it('is made in one command, is left alone by the next, and follows an edit there and back', {
    timeout: 240_000,
  }, async () => {
    await withFolder(async (folder) => {
      copyProject(server.dialect, folder);
      await withDatabase(server, async (url) => {
        await succeed(folder, 'apply', '--target', url, '--yes');
        const [count] = await rowsOf(server, url, 'select count(*) as n from order_lines');
        expect(Number(count?.n)).toBeGreaterThan(10_000);
        const [task] = readdirSync(join(folder, '.tasks'));
        expect(readFileSync(join(folder, '.tasks', task ?? ''), 'utf8')).toContain('order_lines');

        const made = await observe(server, url);
        const again = await succeed(folder, 'apply', '--target', url, '--yes');
        expect(`${again.stdout}${again.stderr}`).toMatch(/nothing to do/i);
        expect(await observe(server, url)).toBe(made);
        expect(await rowsOf(server, url, 'select count(*) as n from order_lines')).toEqual([count]);

        const file = join(folder, 'schema/customers.yaml');
        const text = readFileSync(file, 'utf8');
        writeFileSync(
          file,
          text.replace(
            '      note: text\n',
            '      remark: { type: text, renamed_from: note }\n      phone: varchar(30)\n',
          ),
        );
        await succeed(folder, 'apply', '--target', url, '--yes');
        expect(await observe(server, url)).toMatch(/\bphone\b/);
        await succeed(folder, 'migrate', 'down', '--target', url, '--allow', 'loses_data', '--yes');
        expect(await observe(server, url)).toBe(made);
      });
    });
  });
});
