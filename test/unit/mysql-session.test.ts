import { describe, expect, it, vi } from 'vitest';
import { quote } from '../../src/dialects/mysql/quote.ts';
import { connect } from '../../src/dialects/mysql/session.ts';
import { DbopsError, ServerError } from '../../src/model/error.ts';
import { raw, sql } from '../../src/model/query.ts';
import { databaseUrl, freshName, load, rowsOf, withDatabase } from '../servers/databases.ts';
import { listening, serverUrl } from '../servers/servers.ts';

const tricky = `tab\t new\nline \\ back \\' \r "q" 's' \`b\` \\N ? ?? :a $1 ; -- x /* y */ nul\0 ß 😀 \\`;

const endless =
  'with recursive n(i) as (select 1 union all select i + 1 from n where i < 900) select count(*) as c from n a, n b, n c, n d';

describe.each(listening('mysql'))('a session on $name', (server) => {
  it('gives values as the contract says, and takes them back unchanged', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      const [row] = await session.rows(
        sql`select cast(${9007199254740993n} as signed) as a, cast(1.50 as decimal(6,2)) as b, ${tricky} as c, ${true} as d,
            ${new Uint8Array([0, 92, 39, 255])} as e, json_object('x', 1) as f, date '2020-02-03' as g,
            timestamp '2020-02-03 04:05:06.7' as h, cast('25:00:01' as time) as i, ${new Date('2020-02-03T04:05:06.789Z')} as j,
            ${null} as l, ${-1.5} as m, @@time_zone as n, '?' as o, length(${tricky}) as p`,
      );
      expect(row).toEqual({
        a: '9007199254740993',
        b: '1.50',
        c: tricky,
        d: server.product === 'mysql' ? '1' : 1,
        e: Buffer.from([0, 92, 39, 255]),
        f: '{"x": 1}',
        g: '2020-02-03',
        h: expect.stringMatching(/^2020-02-03 04:05:06\.70*$/),
        i: '25:00:01',
        j: '2020-02-03 04:05:06.789',
        l: null,
        m: '-1.5',
        n: '+00:00',
        o: '?',
        p: expect.anything(),
      });
      expect(Number(row?.p)).toBe(Buffer.byteLength(tricky));
    });
  });

  it('quotes names and literals so that no sql_mode lets anything out of them', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      const name = 'a`b"c\'; drop table x; -- \\';
      await session.run(`create table ${quote.ident(name)} (${quote.ident(name)} text) charset utf8mb4`);
      await session.run(`insert into ${quote.ident(name)} values (${quote.literal(tricky)})`);
      expect(await rowsOf(server, url, `select * from ${quote.ident(name)}`)).toEqual([{ [name]: tricky }]);
      await session.run(`set sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'`);
      const [row] = await session.rows(`select ${quote.literal(tricky)} as a, ${quote.literal('\\')} as b, '1' as c`);
      expect(row).toEqual({ a: tricky.replaceAll('\\', '\\\\'), b: '\\\\', c: '1' });
    });
  });

  it('sends one statement at a time, exactly as it is', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      await session.run('create table t (a varchar(50))');
      await expect(session.run('insert into t values (1); insert into t values (2)')).rejects.toMatchObject({
        errno: 1064,
        position: 27,
      });
      expect(await session.run(`insert into t values ('it\\'s; ?'), ('$tag$;') -- ;`)).toBe(2);
      expect(await session.run('update t set a = a')).toBe(2);
      expect(await session.run('alter table t comment = "x"')).toBeNull();
      expect(await session.rows('select a from t order by a')).toEqual([{ a: '$tag$;' }, { a: "it's; ?" }]);
      await session.run("create procedure p() begin select '1' as one; select 2 as two; end");
      expect(await session.rows('call p()')).toEqual([{ one: '1' }]);
      await expect(session.rows('select\n  1 frm t')).rejects.toMatchObject({
        errno: 1064,
        position: expect.anything(),
      });
    });
  });

  it('loads rows in batches, whole or not at all, and streams them', async () => {
    await withDatabase(server, async (url) => {
      const session = await connect(url);
      const target = { schema: '', table: 'Load me', columns: ['id', 'a b', 'c'] };
      function* rows(count: number): Generator<(number | string | null | Uint8Array)[]> {
        for (let i = 0; i < count; i++) yield [i, i % 3 === 0 ? null : `${tricky}${i}`, new Uint8Array([i % 256])];
      }
      await session.run(
        'create table `Load me` (id int auto_increment primary key, `a b` text, c blob) charset utf8mb4',
      );
      await session.transaction(async (tx) => {
        await tx.run("insert into `Load me` values (-1, 'x', null)");
        expect(await tx.load(target, rows(20_000))).toBe(20_000);
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
        sql`select id, \`a b\` from \`Load me\` where id >= ${0} order by id`,
      )) {
        if (row.id !== count || row['a b'] !== (count % 3 === 0 ? null : `${tricky}${count}`)) wrong += 1;
        count += 1;
      }
      expect([count, wrong]).toEqual([20_000, 0]);
      for await (const row of session.stream('select * from `Load me`')) {
        expect(row).toBeDefined();
        break;
      }
      expect(await session.rows('select "1" as a')).toEqual([{ a: '1' }]);
      await session[Symbol.asyncDispose]();
      const seen = await rowsOf(server, url, 'select cast(count(*) as char) as n, min(id) as low from `Load me`');
      expect(seen).toMatchObject([{ n: '20001', low: -1 }]);
    });
  });

  it('rolls back to where a transaction began, nested ones too', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
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
        ).rejects.toMatchObject({ errno: 1064, sqlstate: '42000', position: 1 });
        await add(4);
      });
      await session.transaction(() => add(5), { rollback: true });
      await expect(
        session.transaction((tx) => tx.run('insert into t values (7)'), { snapshot: true }),
      ).rejects.toMatchObject({ sqlstate: '25006' });
      expect(await session.rows('select a from t order by a')).toEqual([{ a: 1 }, { a: 4 }]);
    });
  });

  it('says when the server has ended a transaction by itself', async () => {
    await withDatabase(server, async (url) => {
      await using one = await connect(url);
      await using two = await one.fork();
      await one.run('create table t (a int primary key, b int)');
      await one.run('insert into t values (1, 0), (2, 0)');
      const committed = one.transaction(
        async (tx) => {
          await tx.run('update t set b = 1 where a = 1');
          await tx.run('create table u (a int)');
        },
        { rollback: true },
      );
      await expect(committed).rejects.toThrow('cannot be rolled back');
      const crossing = async (tx: typeof one, first: number, meet: () => Promise<void>): Promise<void> => {
        await tx.run(`update t set b = 2 where a = ${first}`);
        await meet();
        await tx.run(`update t set b = 2 where a = ${3 - first}`).catch(() => undefined);
        await tx.run('insert into t values (3, 3)');
      };
      let here = 0;
      const both = Promise.withResolvers<void>();
      const meet = (): Promise<void> => {
        here += 1;
        if (here === 2) both.resolve();
        return both.promise;
      };
      const ends = await Promise.allSettled([
        one.transaction((tx) => crossing(tx, 1, meet)),
        two.transaction((tx) => crossing(tx, 2, meet)),
      ]);
      const failed = ends.filter((e) => e.status === 'rejected');
      expect(failed).toHaveLength(1);
      expect(String(failed[0]?.reason)).toContain('rolled back');
      expect(await rowsOf(server, url, 'select a, b from t order by a')).toEqual([
        { a: 1, b: 2 },
        { a: 2, b: 2 },
        { a: 3, b: 3 },
      ]);
    });
  });

  it('sees one moment in a snapshot', async () => {
    await withDatabase(server, async (url) => {
      await using one = await connect(url);
      await using two = await one.fork();
      await one.run('create table t (a int)');
      await one.transaction(
        async (tx) => {
          await two.run('insert into t values (1)');
          expect(await tx.rows('select a from t')).toEqual([]);
        },
        { snapshot: true },
      );
      expect(await one.rows('select a from t')).toEqual([{ a: 1 }]);
    });
  });

  it('lock each other out by name, for as long as is said', async () => {
    await withDatabase(server, async (url) => {
      await using one = await connect(url);
      await using two = await one.fork();
      const held = await one.lock('migrate', 0);
      const error: unknown = await two.lock('migrate', 120).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'lock-timeout' });
      expect((error as DbopsError).details.join()).toMatch(/held by connection \d+ \(root from /);
      await using other = await two.lock('something else '.repeat(20), 0);
      expect(other).toBeDefined();
      await withDatabase(server, async (elsewhere) => {
        await using three = await connect(elsewhere);
        await using same = await three.lock('migrate', 0);
        expect(same).toBeDefined();
      });
      setTimeout(() => void held[Symbol.asyncDispose](), 100);
      await using later = await two.lock('migrate', 5_000);
      expect(later).toBeDefined();
    });
  });

  it('stop on the server what runs when they are interrupted', async () => {
    await withDatabase(server, async (url) => {
      for (const query of ['select sleep(30)', `create table u as ${endless}`, 'stream']) {
        const stop = new AbortController();
        const session = await connect(url, { signal: stop.signal });
        setTimeout(() => stop.abort(), 100);
        const started = performance.now();
        const work = async (): Promise<void> => {
          if (query !== 'stream') await session.run(query);
          else for await (const _ of session.stream('select 1 + sleep(30)'));
        };
        await expect(work()).rejects.toMatchObject({ code: 'interrupted' });
        expect(performance.now() - started).toBeLessThan(10_000);
        await expect(session.rows('select 1')).rejects.toMatchObject({ code: 'interrupted' });
        await session[Symbol.asyncDispose]();
        // A server tells the client first, and then takes the statement off its list.
        const running = `select id from information_schema.processlist where db = database() and (info like '%sleep(30)%' or info like '%with recursive n%') and id <> connection_id()`;
        await vi.waitFor(async () => expect(await rowsOf(server, url, running)).toEqual([]), { timeout: 2_000 });
      }
    });
  });

  it('keep to their limits, in DDL too', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      await using other = await session.fork();
      await session.run('create table t (a int primary key)');
      await session.run('insert into t values (1)');
      const late = { errno: server.product === 'mysql' ? 3024 : 1969 };
      await session.limits({ statementTimeout: 50 });
      await expect(session.run(`create table u as ${endless}`)).rejects.toMatchObject(late);
      await expect(session.rows('select sleep(5)')).rejects.toMatchObject(late);
      await session.limits({ statementTimeout: 0, lockTimeout: 200 });
      expect(await session.rows('select concat(sleep(0.2)) as a')).toEqual([{ a: '0' }]);
      await other.transaction(async (tx) => {
        await tx.run('update t set a = 2');
        await expect(session.run('update t set a = 3')).rejects.toMatchObject({ errno: 1205 });
        await expect(session.run('alter table t add column b int')).rejects.toMatchObject({ errno: 1205 });
      });
      await session.run('alter table t add column b int');
    });
  });

  it('keep temporary tables to themselves', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      await session.run('create temporary table s (a int)');
      await session.load({ schema: '', table: 's', columns: ['a'], temporary: true }, [[1], [2]]);
      expect(await session.rows('select a from s')).toEqual([{ a: 1 }, { a: 2 }]);
      await using other = await session.fork();
      await expect(other.rows('select a from s')).rejects.toMatchObject({ errno: 1146 });
    });
  });

  it('say when the connection is gone, wherever that finds them', async () => {
    await withDatabase(server, async (url) => {
      await using session = await connect(url);
      await using killer = await session.fork();
      const [me] = await session.rows<{ id: string }>('select connection_id() as id');
      const waiting = session.rows('select sleep(20)');
      setTimeout(() => void killer.run(`kill ${me?.id}`), 100);
      await expect(waiting).rejects.toMatchObject({ code: 'connection-failed' });
      await expect(session.rows('select 1')).rejects.toMatchObject({ code: 'connection-failed' });
      await using idle = await killer.fork();
      const [it] = await idle.rows<{ id: string }>('select connection_id() as id');
      await killer.run(`kill ${it?.id}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await expect(idle.rows('select 1')).rejects.toMatchObject({ code: 'connection-failed' });
      await using reading = await killer.fork();
      const [reader] = await reading.rows<{ id: string }>('select connection_id() as id');
      const all = async (): Promise<void> => {
        for await (const _ of reading.stream('select 1 union all select sleep(20)'));
      };
      setTimeout(() => void killer.run(`kill ${reader?.id}`), 100);
      await expect(all()).rejects.toMatchObject({ code: 'connection-failed' });
    });
  });

  it('connect as a user with a password, over TCP without TLS', async () => {
    const admin = await serverUrl(server);
    const [user, password] = [freshName('u').slice(-30), `p@ss:w/rd'?#%`];
    await withDatabase(server, async (url) => {
      await load(server, admin, `create user '${user}'@'%' identified by '${password.replace("'", "''")}'`);
      try {
        await load(server, admin, `grant all on ${quote.ident(new URL(url).pathname.slice(1))}.* to '${user}'@'%'`);
        const theirs = new URL(url);
        theirs.username = user;
        theirs.password = encodeURIComponent(password);
        await using session = await connect(theirs.href);
        expect(session.server.user).toContain(user);
        expect(session.url).not.toContain(encodeURIComponent(password));
        await using root = await connect(url);
        expect(session.server.identity).toBe(root.server.identity);
        theirs.password = 'wr0ng-s3cr3t';
        const error: unknown = await connect(theirs.href).catch((e: unknown) => e);
        expect(error).toMatchObject({ code: 'connection-failed' });
        expect(String(error)).not.toContain('wr0ng');
        const missing = databaseUrl(url, 'no_such_db');
        await expect(connect(missing)).rejects.toMatchObject({ code: 'connection-failed' });
      } finally {
        await load(server, admin, `drop user '${user}'@'%'`);
      }
    });
  });
});

describe('a connection that fails', () => {
  it.each([
    'mysql://someone:s3cr%23t@127.0.0.1:1/x',
    'mariadb://someone:s3cr%23t@127.0.0.1:1/x?password=s3cr%23t',
    'mysql://someone:s3cr%23t@not a host/x',
  ])('says why, without the password: %s', async (url) => {
    const error: unknown = await connect(url, { connectTimeout: 2_000 }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DbopsError);
    expect(error).toMatchObject({ code: 'connection-failed' });
    expect(`${(error as DbopsError).message} ${(error as DbopsError).hint}`).not.toMatch(/s3cr/);
  });
});
