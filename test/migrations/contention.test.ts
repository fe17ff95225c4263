import { describe, expect, test } from 'vitest';
import { type MigrationEvent } from '../../src/migrations/event.ts';
import { migrateUp, type RunResult, type UpInput } from '../../src/migrations/execute.ts';
import { migrationStatus } from '../../src/migrations/status.ts';
import { load, rowsOf } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { block } from './blocker.ts';
import { type Place, SAFETY, withPlace } from './sessions.ts';

async function up(place: Place, options: Partial<UpInput> = {}): Promise<RunResult> {
  const files = await place.files();
  const { dialect } = place;
  return place.use((session) => migrateUp({ session, dialect, files, safety: SAFETY, ...options }), options.signal);
}

describe.each(SERVERS.filter((s) => s.variable !== null))('with others at work on $title', (server) => {
  const impatient = { lockTimeout: server.dialect === 'mysql' ? 1_000 : 200, statementTimeout: 60_000, runTimeout: 0 };

  test('a lock that comes free is waited for, and the whole migration is tried again', async () => {
    await withPlace(server, async (place) => {
      await load(server, place.url, 'create table a (id int)');
      await place.put('1_x.sql', 'create table before_it (id int);\nalter table a add column extra int;');
      await using blocker = await block(server, place.url);
      const waits: number[] = [];
      const onEvent = (event: MigrationEvent): void => {
        if (event.type !== 'wait') return;
        waits.push(event.attempt);
        if (event.attempt === 2) void blocker[Symbol.asyncDispose]();
      };
      await up(place, { safety: impatient, onEvent });
      expect(waits).toEqual([1, 2]);
      expect(await rowsOf(server, place.url, 'select extra from a')).toEqual([]);
    });
  });

  test('a lock that stays taken ends the run with nothing half done', async () => {
    await withPlace(server, async (place) => {
      await load(server, place.url, 'create table a (id int)');
      await place.put('1_x.sql', 'alter table a add column extra int;');
      {
        await using _blocker = await block(server, place.url);
        const error = await up(place, { safety: impatient }).catch((e: unknown) => e);
        expect(error).toMatchObject({ code: 'lock-timeout', hint: 'go on: dbops migrate up' });
        const { details } = error as { details: readonly string[] };
        expect(details.join('\n')).toMatch(/^in the way: process \d+ \(.+\), .+ for \d+ s/m);
      }
      await up(place);
      expect(await rowsOf(server, place.url, 'select extra from a')).toEqual([]);
    });
  });

  test('two runs at once run each file once', async () => {
    await withPlace(server, async (place) => {
      for (let i = 1; i <= 5; i++) await place.put(`${i}_t.sql`, `create table t${i} (id int);`);
      const runs = await Promise.all([up(place), up(place)]);
      expect(runs.map((r) => r.files.length).sort()).toEqual([0, 5]);
    });
  });

  test('a run that goes on elsewhere is not waited for longer than said', async () => {
    await withPlace(server, async (place) => {
      await place.put('1_t.sql', 'create table t (id int);');
      await place.use(async (holder) => {
        await using _lock = await holder.lock('dbops migrate', 1_000);
        await expect(up(place, { lockWait: 300 })).rejects.toMatchObject({ code: 'lock-timeout' });
      });
      expect((await up(place)).files).toHaveLength(1);
    });
  });

  test('an interruption stops the running statement, and the next run goes on', async () => {
    await withPlace(server, async (place) => {
      await load(server, place.url, 'create table a (id int)');
      await place.put('1_t.sql', 'create table t (id int);');
      await place.put('2_x.sql', 'create table t2 (id int);\nalter table a add column extra int;');
      const abort = new AbortController();
      {
        await using _blocker = await block(server, place.url);
        const started = performance.now();
        const onEvent = (event: MigrationEvent): void => {
          if (event.type === 'statement' && event.sql.startsWith('alter')) setTimeout(() => abort.abort(), 300);
        };
        const safety = { lockTimeout: 50_000, statementTimeout: 60_000, runTimeout: 0 };
        const error = await up(place, { safety, onEvent, signal: abort.signal }).catch((e: unknown) => e);
        expect(performance.now() - started).toBeLessThan(20_000);
        expect(error).toMatchObject({ code: 'interrupted' });
        expect((error as { details: string[] }).details[0]).toBe('done: 1_t.sql');
      }
      const files = await place.files();
      const status = await place.use((session) => migrationStatus({ session, dialect: place.dialect, files }));
      expect(status.pending.map((f) => f.name)).toEqual(['2_x.sql']);
      await up(place);
      expect(await rowsOf(server, place.url, 'select extra from a')).toEqual([]);
      expect(await rowsOf(server, place.url, 'select id from t2')).toEqual([]);
    });
  });
});
