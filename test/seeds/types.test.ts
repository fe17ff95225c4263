import { describe, expect, it } from 'vitest';
import { applySeeds } from '../../src/seeds/apply.ts';
import { SERVERS } from '../servers/servers.ts';
import { counts, fileSet, inWorld, rowsSet } from './world.ts';

/** Columns whose values are easily lost on their way, what is written for them, and how the server then shows the row. */
const COLUMNS = {
  mysql: {
    script: `create table held (id bigint unsigned primary key, b bit(8), e enum('a','b''c','é'), s set('x','y','z'),
      j json, d decimal(65,30), dt datetime(6), t time(3), y year, bi binary(4), big bigint unsigned,
      g varchar(40) generated always as (concat(id, '-', e)) stored, l1 varchar(20) character set latin1,
      u8 varchar(40) character set utf8mb4, def int not null default 7, n varchar(10)) character set utf8mb4`,
    row: {
      id: '18446744073709551615',
      b: 5,
      e: "b'c",
      s: 'x,z',
      j: { a: [1, null, 'é'] },
      d: '12345678901234567890123456789012345.123456789012345678901234567890',
      dt: '2026-02-03 04:05:06.123456',
      t: '-120:30:15.5',
      y: 2026,
      bi: 'abcd',
      big: '18446744073709551614',
      l1: 'café',
      u8: '😀 𝒳',
      n: '',
    },
    id: 'id',
    see: `select hex(b), e, s, json_extract(j, '$.a[2]'), d, dt, t, y, hex(bi), big, g, hex(l1), hex(u8), def, n = '' from held
      where id = 18446744073709551615`,
    shows: `5|b'c|x,z|é|12345678901234567890123456789012345.123456789012345678901234567890|2026-02-03 04:05:06.123456|-120:30:15.500|2026|61626364|18446744073709551614|18446744073709551615-b'c|636166E9|F09F988020F09D92B3|7|1`,
    edit: "update held set l1 = 'cafe' where id = 18446744073709551615",
  },
  postgres: {
    script: `create type mood as enum ('a', 'b''c', 'é');
      create domain positive as int check (value > 0);
      create type pair as (x int, y text);
      create table held (id bigint primary key, b bytea, r int4range, a text[], ea mood[], j jsonb, nan numeric,
        d numeric(65,30), inf timestamptz, big bigint, g text generated always as (id || '-x') stored, p positive, c pair,
        u text, def int not null default 7, n varchar(10), iv interval, u1 uuid)`,
    row: {
      id: '9223372036854775807',
      b: '\\x00ff41',
      r: '[1,5)',
      a: ['x', null, 'a,"b'],
      ea: ["b'c", 'é'],
      j: { a: [1, null, 'é'] },
      nan: 'NaN',
      d: '12345678901234567890123456789012345.123456789012345678901234567890',
      inf: 'infinity',
      big: '-9223372036854775808',
      p: 3,
      c: '(1,"a b")',
      u: '😀 𝒳',
      n: '',
      iv: '1 mon 2 days',
      u1: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
    },
    id: 'id',
    see: `select concat_ws('|', encode(b, 'hex'), r, a, ea, j, nan, d, inf, big, g, p, c, u, def, n = '', iv, u1) from held
      where id = 9223372036854775807`,
    shows: `00ff41|[1,5)|{x,NULL,"a,\\"b"}|{b'c,é}|{"a": [1, null, "é"]}|NaN|12345678901234567890123456789012345.123456789012345678901234567890|infinity|-9223372036854775808|9223372036854775807-x|3|(1,"a b")|😀 𝒳|7|t|1 mon 2 days|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`,
    edit: "update held set u = 'x' where id = 9223372036854775807",
  },
} as const;

describe.each(SERVERS)('values of seeds on $name', (server) => {
  const { script, row, see, shows, edit } = COLUMNS[server.dialect];

  it('arrive as they are written, are left alone by the next run, and are set back when edited', () =>
    inWorld(server, script, async (w) => {
      const set = rowsSet('held', [row, { ...row, id: '9007199254740993' }], { mode: 'sync' });
      expect(counts(await applySeeds(w.run([set])))).toEqual(['held_rows +2 ~0 -0 =0']);
      expect(await w.see(see)).toEqual([shows]);
      expect(await w.see('select count(*) from held where id = 9007199254740993')).toEqual(['1']);
      const [second] = await applySeeds(w.run([set]));
      expect(second).toMatchObject({ inserted: 0, updated: 0, approach: 'fingerprint equal: nothing to do' });
      await w.exec(edit);
      expect(counts(await applySeeds(w.run([set])))).toEqual(['held_rows +0 ~1 -0 =1']);
      expect(await w.see(see)).toEqual([shows]);
    }));

  it('keep NULL, an empty text and a text like NULL apart in CSV', () =>
    inWorld(server, 'create table held (id int primary key, n varchar(10))', async (w) => {
      w.file('held.csv', 'id,n\n1,\n2,""\n3,NULL\n4,"\\N"\n');
      await applySeeds(w.run([fileSet('held', 'held.csv')]));
      expect(await w.see('select id, n from held order by id')).toEqual(['1|NULL', '2|', '3|NULL', '4|\\N']);
      expect(await w.see('select id from held where n is null')).toEqual(['1']);
    }));
});
