import { describe, expect, it } from 'vitest';
import { scratch } from '../../src/dialects/mysql/scratch.ts';
import { connect } from '../../src/dialects/mysql/session.ts';
import { freshName, load, rowsOf, withDatabase } from '../servers/databases.ts';
import { listening, serverUrl, type TestServer } from '../servers/servers.ts';

const hoursAgo = (hours: number): number => Math.floor(Date.now() / 1000) - hours * 3600;

async function scratchNames(server: TestServer): Promise<string[]> {
  const rows = await rowsOf(server, await serverUrl(server), `show databases like 'dbops\\_scratch\\_%'`);
  return rows.map((row) => String(Object.values(row)[0]));
}

describe.each(listening('mysql'))('a scratch database on $name', (server) => {
  it('is like the target, can be emptied, and is gone afterwards', async () => {
    await withDatabase(server, async (url) => {
      const own = new URL(url).pathname.slice(1);
      await load(server, url, `alter database \`${own}\` character set latin1 collate latin1_german1_ci`);
      await load(
        server,
        url,
        'create function twice(a int) returns int deterministic no sql return a + a; create table t (a int)',
      );
      await using target = await connect(url);
      const place = await scratch({
        target,
        dev: undefined,
        extensions: [],
        scope: { schemas: [], ignore: ['twice'] },
      });
      if ('unavailable' in place) throw new Error(place.unavailable);
      const name = /dbops_scratch_\w+/.exec(place.where)?.[0] ?? '';
      for (let round = 0; round < 2; round++) {
        await place.reset();
        expect(await place.session.rows('show tables')).toEqual([]);
        expect(await place.session.rows('select database() as d, @@collation_database as c')).toEqual([
          { d: name, c: 'latin1_german1_ci' },
        ]);
        await place.session.run('create table t (a int)');
        await place.session.run('create view v as select twice(a) as b from t');
        expect(await scratchNames(server)).toContain(name);
      }
      await place[Symbol.asyncDispose]();
      expect(await scratchNames(server)).not.toContain(name);
      expect(await rowsOf(server, url, 'show tables')).toHaveLength(1);
    });
  });

  it('is removed after an interrupt, and when it is left behind, but never while somebody has it', async () => {
    await withDatabase(server, async (url) => {
      const admin = await serverUrl(server);
      const left = `dbops_scratch_${hoursAgo(3)}_0123abcd`;
      const fresh = `dbops_scratch_${hoursAgo(0)}_0123abcd`;
      const held = `dbops_scratch_${hoursAgo(4)}_0123abcd`;
      const theirs = `dbops_scratch_${freshName('x')}`;
      const all = [left, fresh, held, theirs];
      for (const name of all) await load(server, admin, `create database ${name}`);
      try {
        await using target = await connect(url);
        await target.rows(`select get_lock('${held}', 0)`);
        const stop = new AbortController();
        const place = await scratch({ target, dev: undefined, extensions: [], signal: stop.signal });
        if ('unavailable' in place) throw new Error(place.unavailable);
        stop.abort();
        await expect(place.reset()).resolves.toBeUndefined();
        await expect(place.session.run('create table t (a int)')).rejects.toMatchObject({ code: 'interrupted' });
        await place[Symbol.asyncDispose]();
        // Tests beside this one have scratch databases of their own.
        const names = (await scratchNames(server)).filter((n) => all.includes(n) || place.where.includes(n));
        expect(names.sort()).toEqual([fresh, held, theirs].sort());
      } finally {
        for (const name of all) await load(server, admin, `drop database if exists ${name}`);
      }
    });
  });

  it('says why there is none for a user who may not make one', async () => {
    await withDatabase(server, async (url) => {
      const admin = await serverUrl(server);
      const user = freshName('u').slice(-30);
      await load(server, admin, `create user '${user}'@'%'`);
      try {
        await load(server, admin, `grant all on \`${new URL(url).pathname.slice(1)}\`.* to '${user}'@'%'`);
        const theirs = new URL(url);
        theirs.username = user;
        await using target = await connect(theirs.href);
        const place = await scratch({ target, dev: undefined, extensions: [] });
        expect(place).toMatchObject({ unavailable: expect.stringMatching(/Access denied .*grant ALL ON/) });
        await using elsewhere = (await scratch({ target, dev: url, extensions: [] })) as AsyncDisposable;
        expect(elsewhere).toMatchObject({ where: expect.stringContaining('on the server of the dev database') });
      } finally {
        await load(server, admin, `drop user '${user}'@'%'`);
      }
    });
  });
});
