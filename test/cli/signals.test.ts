import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectDecent, type How, run } from '../errors/screen.ts';
import { rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { server } from '../servers/servers.ts';
import { write, writeProject } from './project.ts';

/** ms in which the program is not up yet, on one machine or another; then each line that it says, whatever the machine. */
const MOMENTS: readonly How[] = [
  ...[50, 150, 300].map((signalAfter) => ({ signalAfter })),
  ...Array.from({ length: 10 }, (_, line) => ({
    signalWhen: (stderr: string): NodeJS.Signals | null => (stderr.split('\n').length > line + 1 ? 'SIGINT' : null),
  })),
];
const LATER = 'tables: { later: { columns: { id: int }, checks: { later_check: id > 0 } } }\n';
const SERVERS = [server('pg18'), server('mysql'), server('mariadb')].filter((s) => s !== undefined);

describe.each(SERVERS)('a signal on $title', { timeout: 240_000 }, (on) => {
  const nap = on.dialect === 'mysql' ? 'do sleep(3)' : 'select pg_sleep(3)';
  const LONG = `-- migrate:up transaction:false\ncreate table one (id int primary key);\n${nap};\ncreate table two (id int primary key);\n-- migrate:down transaction:false\ndrop table two;\ndrop table one;\n`;

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s stops a statement, tells what is done, and the next run goes on',
    async (signal) => {
      await withFolder((folder) =>
        withDatabase(on, async (url) => {
          writeProject(folder, on.dialect, { staging: url, production: url });
          write(folder, { 'migrations/20260101000000_long.sql': LONG });
          const stopped = await run(folder, ['migrate', 'up', '--task', 'stopped'], {
            signalWhen: (stderr) => (stderr.includes('sleep(3)') ? signal : null),
          });
          expectDecent(stopped);
          expect(stopped.exit).toBe(5);
          expect(stopped.stderr).toContain('stopping; once more to stop at once');
          expect(stopped.stderr).toContain('error[interrupted]: stopped on request');
          expect(stopped.stderr).toContain('done: ');
          expect(stopped.stderr).toContain('fix: go on: dbops migrate up --task stopped');
          const log = readFileSync(join(folder, '.tasks/stopped.md'), 'utf8');
          expect(log).toContain('- status: stopped: stopped on request (exit 5)');
          expect(log).toMatch(/\| `create table one \(id int primary key\)` \| done \|/);
          const again = await run(folder, ['migrate', 'up', '--task', 'stopped']);
          expect(again).toMatchObject({ exit: 0 });
          expect(await rowsOf(on, url, 'select count(*) as n from two')).toHaveLength(1);
          expect(readFileSync(join(folder, '.tasks/stopped.md'), 'utf8').match(/^- status: /gm)).toHaveLength(2);
        }),
      );
    },
  );

  it('at any moment leaves something that the next run completes, and nothing behind', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        writeProject(folder, on.dialect, { staging: url, production: url });
        const exits: (number | null)[] = [];
        const scratches = new Set<string>();
        const collect = (text: string): void => {
          for (const [name] of text.matchAll(/dbops_scratch_\w+/g)) scratches.add(name);
        };
        for (const moment of MOMENTS) {
          const screen = await run(folder, ['apply', '--verbose'], moment);
          expectDecent(screen);
          exits.push(screen.exit);
          collect(screen.stderr);
          if (screen.exit === 5) expect(screen.stderr).toContain('error[interrupted]: stopped on request');
          else if (screen.exit === null) expect(screen).toMatchObject({ stdout: '', stderr: '' });
          else expect(screen.exit).toBe(0);
        }
        expect(exits).toContain(5);
        expect(await run(folder, ['apply'])).toMatchObject({ exit: 0 });
        expect((await run(folder, ['plan'])).stdout).toContain('nothing to do');
        // A fast machine is done before the first signal reaches it in scratch.
        write(folder, { 'schema/later.yaml': LATER });
        const later = await run(folder, ['apply', '--verbose']);
        expect(later).toMatchObject({ exit: 0 });
        collect(later.stderr);
        if (on.dialect === 'mysql') {
          const there = await rowsOf(on, url, 'select schema_name as n from information_schema.schemata');
          expect(scratches.size).toBeGreaterThan(0);
          expect(there.filter(({ n }) => scratches.has(String(n)))).toEqual([]);
        }
        const tasks = join(folder, '.tasks');
        expect(
          existsSync(tasks) &&
            readdirSync(tasks).some((f) => readFileSync(join(tasks, f), 'utf8').includes('(exit 5)')),
        ).toBe(true);
      }),
    );
  });
});
