import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { DbopsError, ServerError } from '../../src/model/error.ts';
import { raw, sql } from '../../src/model/query.ts';
import { rowsOf, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const tricky = 'tab\t new\nline \\ back \r "q" \'s\' \\N $slonik_1 ß';

describe.each(SERVERS.filter((s) => s.dialect === 'postgres'))('a session on $name', (server) => {
  it('gives values as the contract says, and takes them back unchanged', async () => {
    await withDatabase(server, async (url) => {
      await using session = await postgres.connect(url);
      const [row] = await session.rows(
        sql`select ${9007199254740993n}::int8 as a, 1.50::numeric as b, ${tricky}::text as c, ${true}::boolean as d,
            ${new Uint8Array([0, 92, 255])}::bytea as e, '{"x": [1]}'::jsonb as f, date '2020-02-03' as g,
            timestamptz '2020-02-03 04:05:06.7+02' as h, interval '1 day 2 hours' as i, array['a', null, 'b "c\\'] as j,
            '$slonik_1' as k, ${null}::text as l, array[1.5, 2]::numeric[] as m`,
      );
      expect(row).toEqual({
        a: '9007199254740993',
        b: '1.50',
        c: tricky,
        d: true,
        e: Buffer.from([0, 92, 255]),
        f: { x: [1] },
        g: '2020-02-03',
        h: '2020-02-03 02:05:06.7+00',
        i: '1 day 02:00:00',
        j: ['a', null, 'b "c\\'],
        k: '$slonik_1',
        l: null,
        m: ['1.5', '2'],
      });
    });
  });

  it('loads rows by COPY into what the session sees, whole or not at all, and streams them', async () => {
    await withDatabase(server, async (url) => {
      const session = await postgres.connect(url);
      const target = { schema: 'public', table: 'Load me', columns: ['id', 'a b', 'c'] };
      function* rows(count: number): Generator<(number | string | null | Uint8Array)[]> {
        for (let i = 0; i < count; i++) yield [i, i % 3 === 0 ? null : `${tricky}${i}`, new Uint8Array([i % 256])];
      }
      await session.run('create table "Load me" (id int primary key, "a b" text, c bytea)');
      await session.transaction(async (tx) => {
        await tx.run(`insert into "Load me" values (-1, 'x', null)`);
        expect(await tx.load(target, rows(5000))).toBe(5000);
      });
      await expect(session.load(target, rows(2))).rejects.toBeInstanceOf(ServerError);
      await expect(
        session.load(
          target,
          (function* broken(): Generator<number[]> {
            yield [-7, 0, 0];
            throw new RangeError('the source broke');
          })(),
        ),
      ).rejects.toThrow('the source broke');
      let [count, wrong] = [0, 0];
      for await (const row of session.stream<{ id: number; 'a b': string | null }>(
        sql`select id, "a b" from "Load me" where id >= ${0} order by id`,
      )) {
        if (row.id !== count || row['a b'] !== (count % 3 === 0 ? null : `${tricky}${count}`)) wrong += 1;
        count += 1;
      }
      await session[Symbol.asyncDispose]();
      expect([count, wrong]).toEqual([5000, 0]);
      const seen = await rowsOf(server, url, `select count(*)::int as n, min(id) as low from "Load me"`);
      expect(seen).toEqual([{ n: 5001, low: -1 }]);
    });
  });

  it('rolls back to where a transaction began, nested ones too', async () => {
    await withDatabase(server, async (url) => {
      await using session = await postgres.connect(url);
      await session.run('create table t (a int)');
      const add = (n: number): Promise<number | null> => session.run(sql`insert into t values (${raw(String(n))})`);
      await session.transaction(async (tx) => {
        await add(1);
        await tx.transaction(() => add(2), { rollback: true });
        await expect(
          tx.transaction(async () => {
            await add(3);
            await tx.run('nonsense');
          }),
        ).rejects.toMatchObject({ sqlstate: '42601', position: 1 });
        await add(4);
      });
      await session.transaction(() => add(5), { rollback: true });
      const failed = session.transaction(async (tx) => {
        await add(6);
        await tx.run('select 1/0').catch(() => undefined);
      });
      await expect(failed).rejects.toThrow('rolled back');
      await expect(
        session.transaction((tx) => tx.run('insert into t values (7)'), { snapshot: true }),
      ).rejects.toMatchObject({
        sqlstate: '25006',
      });
      expect(await session.rows('select a from t order by a')).toEqual([{ a: 1 }, { a: 4 }]);
      await expect(session.run('select 1; select 2')).rejects.toBeInstanceOf(ServerError);
    });
  });
});

describe.each(SERVERS.filter((s) => s.dialect === 'postgres' && s.variable !== null))('sessions on $name', (server) => {
  it('lock each other out by name, for as long as is said', async () => {
    await withDatabase(server, async (url) => {
      await using one = await postgres.connect(url);
      await using two = await one.fork();
      const held = await one.lock('migrate', 0);
      await expect(two.lock('migrate', 120)).rejects.toMatchObject({ code: 'lock-timeout' });
      await using other = await two.lock('something else', 0);
      expect(other).toBeDefined();
      setTimeout(() => void held[Symbol.asyncDispose](), 100);
      await using later = await two.lock('migrate', 5_000);
      expect(later).toBeDefined();
    });
  });

  it('stop on the server what runs when they are interrupted', async () => {
    await withDatabase(server, async (url) => {
      const stop = new AbortController();
      const session = await postgres.connect(url, { signal: stop.signal });
      setTimeout(() => stop.abort(), 100);
      const started = performance.now();
      await expect(session.run('select pg_sleep(30)')).rejects.toMatchObject({ code: 'interrupted' });
      expect(performance.now() - started).toBeLessThan(10_000);
      await expect(session.rows('select 1')).rejects.toMatchObject({ code: 'interrupted' });
      await session[Symbol.asyncDispose]();
      const running = await rowsOf(
        server,
        url,
        `select 1 from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active' and pid <> pg_backend_pid()`,
      );
      expect(running).toEqual([]);
    });
  });

  it('keep to their limits', async () => {
    await withDatabase(server, async (url) => {
      await using session = await postgres.connect(url);
      await session.limits({ statementTimeout: 50 });
      await expect(session.run('select pg_sleep(5)')).rejects.toMatchObject({ sqlstate: '57014' });
      await session.limits({ statementTimeout: 0 });
      expect(await session.rows('show statement_timeout')).toEqual([{ statement_timeout: '0' }]);
    });
  });
});

describe('a connection that fails', () => {
  it.each([
    'postgres://someone:s3cr%23t@127.0.0.1:1/x',
    'postgresql://someone:s3cr%23t@127.0.0.1:1/x?password=s3cr%23t',
    'postgres://someone:s3cr%23t@not a host/x',
  ])('says why, without the password: %s', async (url) => {
    const error: unknown = await postgres.connect(url, { connectTimeout: 2_000 }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DbopsError);
    expect(error).toMatchObject({ code: 'connection-failed' });
    expect(`${(error as DbopsError).message} ${(error as DbopsError).hint}`).not.toMatch(/s3cr/);
  });
});
