import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

/** What a role, a database or a URL may bring along, and what would spell, read or place things otherwise. */
const BROUGHT: Readonly<Record<string, string>> = {
  array_nulls: 'off',
  backslash_quote: 'off',
  bytea_output: 'escape',
  datestyle: 'German,DMY',
  default_transaction_deferrable: 'on',
  default_transaction_isolation: 'serializable',
  extra_float_digits: '-5',
  idle_in_transaction_session_timeout: '700',
  idle_session_timeout: '700',
  intervalstyle: 'sql_standard',
  quote_all_identifiers: 'on',
  search_path: 'pg_catalog',
  standard_conforming_strings: 'off',
  statement_timeout: '3000',
  timezone: 'Asia/Kathmandu',
  transform_null_equals: 'on',
  xmloption: 'document',
};

const LIVE = `create table public.t (s text default 'a\\b', arr text[] default '{a,NULL}', d date default '2020-02-01', i interval default '1 day 02:00',
  at timestamptz default '2020-02-01 00:00+00', f float8 default 0.1234567890123456789, b bytea default '\\x00ff', check (s is not null));
create view public.v as select s from public.t where s = 'x\\y' and d > '2020-01-02' and arr <> '{NULL}';`;

describe.each(SERVERS.filter((s) => s.name === 'pg15' || s.name === 'pg18'))('settings on $title', (on) => {
  it('are the same whatever a connection brings along', async () => {
    await withDatabase(on, async (url) => {
      await load(on, url, LIVE);
      const other = new URL(url);
      const brought = Object.entries(BROUGHT).map(([name, value]) => `-c ${name}=${value}`);
      other.searchParams.set('options', brought.join(' '));
      await using plain = await postgres.connect(url);
      await using strange = await postgres.connect(other.href);
      const names = Object.keys(BROUGHT).map((name) => `'${name}'`);
      const asked = `select lower(name) as name, setting from pg_catalog.pg_settings where lower(name) in (${names.join(', ')}) order by 1`;
      expect(await strange.rows(asked)).toEqual(await plain.rows(asked));
      const [a, b] = [plain, strange].map((session) => postgres.read(session, { schemas: ['*'], ignore: [] }));
      expect((await b)?.objects).toEqual((await a)?.objects);
    });
  });
});
