import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrateUpCommand } from '../../src/workflows/migrate.ts';
import { openRun } from '../../src/workflows/run.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { NO_OPTIONS, write } from './project.ts';

describe.each(SERVERS.filter((s) => s.name === 'pg18'))('the lock timeout on $title', (on) => {
  /** Runs a file on a database whose server looks for deadlocks after so long; gives what was said. */
  async function withFile(
    options: { readonly deadlock: string; readonly safety?: string; readonly sql: string },
    work: (url: string, up: () => Promise<string>) => Promise<void>,
  ): Promise<void> {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        const name = new URL(url).pathname.slice(1);
        await load(on, url, `alter database ${name} set deadlock_timeout = '${options.deadlock}'`);
        write(folder, {
          'dbops.yaml': `version: 1\nname: wait\ndialect: postgres\ntargets: { live: { url: "${url}" } }\n${options.safety ?? ''}`,
          'migrations/20260101000000_wait.sql': `-- migrate:up\n${options.sql}\n-- migrate:down\nselect 1;\n`,
        });
        await work(url, async () => {
          const said: string[] = [];
          const run = openRun('migrate up', { cwd: folder, target: 'live', yes: true });
          await migrateUpCommand({ ...run, say: (text) => said.push(text) }, NO_OPTIONS);
          return said.join('\n');
        });
      }),
    );
  }

  it('ends before the server would end the transaction of an application that waits, too', async () => {
    const sql = 'alter table a add column extra int;\nselect pg_sleep(0.5);\nalter table b add column extra int;';
    await withFile({ deadlock: '2s', sql }, async (url, up) => {
      await load(on, url, 'create table a (id int); create table b (id int)');
      const application = new pg.Client({ connectionString: url });
      await application.connect();
      await application.query('begin');
      await application.query('insert into b (id) values (1)');
      const run = up();
      const taken = `select 1 from pg_locks where relation = 'a'::regclass and mode = 'AccessExclusiveLock' and granted`;
      while ((await rowsOf(on, url, taken)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await application.query('insert into a (id) values (1)');
      await application.query('commit');
      await application.end();
      await run;
      expect(await rowsOf(on, url, 'select a.extra from a join b using (id)')).toEqual([{ extra: null }]);
    });
  });

  const seen = "create table seen as select current_setting('lock_timeout') as limit_set;";
  it('is half of what the server takes to look for deadlocks, at most half a second', async () => {
    for (const [deadlock, limit_set] of [
      ['400ms', '200ms'],
      ['5s', '500ms'],
    ] as const) {
      await withFile({ deadlock, sql: seen }, async (url, up) => {
        await up();
        expect(await rowsOf(on, url, 'select limit_set from seen')).toEqual([{ limit_set }]);
      });
    }
  });

  it('is what the manifest says, which is told what that may lead to', async () => {
    const safety = 'safety: { lock_timeout: 3s }\n';
    await withFile({ deadlock: '1s', safety, sql: seen }, async (url, up) => {
      expect(await up()).toContain('lock_timeout (3000 ms) is not below the deadlock_timeout of the target (1000 ms)');
      expect(await rowsOf(on, url, 'select limit_set from seen')).toEqual([{ limit_set: '3s' }]);
    });
  });
});
