import { describe, expect, it } from 'vitest';
import { routineArguments, signatureOf } from '../../src/manifest/lower/signature.ts';
import { load, rowsOf, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const DECLARED = [
  '',
  'int',
  'a int, b text',
  'double precision, a Double  Precision',
  'timestamp with time zone, x timestamptz default now()',
  'a numeric(10, 2) = 0, varchar(20)[] default null',
  'out total numeric, inout x text',
  'variadic "Odd, name" text[]',
  'public.mood, m mood, "Mood ""2"""',
  'timestamp(3) without time zone, i interval day to second',
  "a text default 'x, (y', b pg_catalog.int4 default 1",
  'int[3], "char", char(3), bit varying(4), time',
];

describe.each(SERVERS.filter((s) => s.name === 'pg15'))('the key of a routine on $name', (server) => {
  it('gives the signature that the server keeps', async () => {
    await withDatabase(server, async (url) => {
      await load(server, url, `CREATE TYPE mood AS ENUM ('ok'); CREATE TYPE "Mood ""2""" AS ENUM ('ok')`);
      for (const [i, text] of DECLARED.entries()) {
        await load(server, url, `CREATE PROCEDURE p${i}(${text}) LANGUAGE plpgsql AS 'BEGIN END'`);
      }
      const rows = await rowsOf(
        server,
        url,
        `SELECT proname AS name, oidvectortypes(proargtypes) AS types FROM pg_proc WHERE proname ~ '^p\\d+$'`,
      );
      const types = new Map(rows.map((r) => [r.name, r.types]));
      for (const [i, text] of DECLARED.entries()) {
        expect(routineArguments(text).signature, text).toBe(types.get(`p${i}`));
      }
      expect(signatureOf('double precision ORDER BY "T", int')).toBe('double precision ORDER BY "T", integer');
      expect(routineArguments('integer, text')).not.toHaveProperty('arguments');
      expect(routineArguments('a integer,\n  text').arguments).toBe('a integer, text');
    });
  });
});
