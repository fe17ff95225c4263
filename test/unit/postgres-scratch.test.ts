import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { scratch } from '../../src/dialects/postgres/scratch.ts';
import { type SchemaObject, type Table } from '../../src/model/object.ts';
import { spell } from '../../src/plan/spell.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

describe.each(SERVERS.filter((s) => s.name === 'pg15' || s.name === 'pg18'))('a dev database on $name', (server) => {
  it('is emptied of an extension whose operators an index has with settings', async () => {
    await withDatabase(server, async (dev) => {
      const index = 'CREATE INDEX i ON t USING gist (a gist_trgm_ops (siglen = 32))';
      await load(server, dev, `CREATE EXTENSION pg_trgm; CREATE TABLE t (a text); ${index}`);
      const place = await scratch({ target: null, dev, extensions: ['pg_trgm'] });
      if ('unavailable' in place) throw new Error(place.unavailable);
      await using _ = place;
      await place.reset();
      expect(await place.session.rows('SELECT extname FROM pg_extension')).toEqual([{ extname: 'plpgsql' }]);
    });
  });
});

describe('an embedded scratch place without an extension that is asked for', () => {
  const table: Table = {
    kind: 'table',
    schema: 'public',
    name: 't',
    columns: [{ name: 'a', type: 'integer' }],
  };
  const extension: SchemaObject = { kind: 'extension', schema: '', name: 'file_fdw' };
  const check = (expression: string): SchemaObject => ({
    kind: 'check',
    schema: 'public',
    table: 't',
    name: 'c',
    expression,
  });
  const spelled = async (...rest: SchemaObject[]): ReturnType<typeof spell> => {
    const place = await scratch({ target: null, dev: undefined, extensions: ['file_fdw'] });
    if ('unavailable' in place) throw new Error(place.unavailable);
    await using _ = place;
    return await spell({
      dialect: postgres,
      before: [table, check('(a = ANY (ARRAY[1, 2]))')],
      desired: {
        objects: [extension, table, check('a IN (1, 2)'), ...rest],
        places: { get: () => undefined },
      },
      records: new Map(),
      scope: { schemas: ['public'], ignore: [] },
      scratch: () => Promise.resolve(place),
      checkAll: true,
    });
  };

  it('spells what does without it', async () => {
    const { changes, diagnostics } = await spelled();
    expect(diagnostics).toEqual([]);
    expect(changes.map((c) => c.type)).toEqual(['create']);
  });

  it('names it when something else cannot be built', async () => {
    const { diagnostics } = await spelled({ ...table, name: 'u', foreign: { server: 'nowhere' } });
    expect(diagnostics.map((d) => d.message)).toEqual([
      'expressions were compared as text only: embedded PostgreSQL does not have the extension file_fdw',
    ]);
  });
});

describe('an embedded scratch place of another version than the target', () => {
  it('leaves an index as written when what its function says fails there alone', async () => {
    const place = await scratch({ target: null, dev: undefined, extensions: [] });
    if ('unavailable' in place) throw new Error(place.unavailable);
    await using _ = place;
    const body = "SELECT CASE v WHEN 'a'::e THEN 1 END";
    const objects: SchemaObject[] = [
      { kind: 'enum', schema: 'public', name: 'e', values: ['a'] },
      { kind: 'table', schema: 'public', name: 't', columns: [{ name: 'x', type: 'e' }] },
      {
        kind: 'function',
        schema: 'public',
        name: 'f',
        signature: 'e',
        arguments: 'v e',
        returns: 'integer',
        language: 'sql',
        volatility: 'immutable',
        body,
      },
      { kind: 'index', schema: 'public', table: 't', name: 'i', parts: [{ expression: 'f(x)' }] },
    ];
    const said = async (number: number): Promise<string[]> => {
      const { diagnostics } = await spell({
        dialect: postgres,
        server: { ...place.session.server, number },
        before: [],
        desired: { objects, places: { get: () => undefined } },
        records: new Map(),
        scope: { schemas: ['public'], ignore: [] },
        scratch: () => Promise.resolve(place),
        checkAll: true,
      });
      return diagnostics.map((d) => d.message);
    };
    expect(await said(150_000)).toEqual([]);
    expect(await said(180_000)).toEqual(['the server refuses index public.t.i: type "e" does not exist']);
  });
});

describe('bodies of routines', () => {
  const routine = (name: string, body: string): SchemaObject => ({
    kind: 'function',
    schema: 'public',
    name,
    signature: '',
    returns: 'bigint',
    language: 'sql',
    body,
  });
  const view = (query: string): SchemaObject => ({ kind: 'view', schema: 'public', name: 'v', query });
  const stays: SchemaObject[] = [
    { kind: 'schema', schema: '', name: 'app' },
    { kind: 'table', schema: 'app', name: 'users', columns: [{ name: 'id', type: 'bigint' }] },
    routine('broken', 'SELECT count(*) FROM gone'),
  ];

  it('are looked into where they come or change, with all schemas in sight', async () => {
    const place = await scratch({ target: null, dev: undefined, extensions: [] });
    if ('unavailable' in place) throw new Error(place.unavailable);
    await using _ = place;
    const said = async (body: string): Promise<string[]> => {
      const { diagnostics } = await spell({
        dialect: postgres,
        before: [...stays, routine('f', 'SELECT 1::bigint'), view(' SELECT broken() + f() AS n;')],
        desired: {
          objects: [...stays, routine('f', body), view('select broken() + f() + 1 as n')],
          places: { get: () => undefined },
        },
        records: new Map(),
        scope: { schemas: ['public', 'app'], ignore: [] },
        scratch: () => Promise.resolve(place),
      });
      return diagnostics.map((d) => d.message);
    };
    expect(await said('SELECT count(*) FROM users')).toEqual([]);
    expect(await said('SELECT count(*) FROM usres')).toEqual([
      'the server refuses function public.f(): relation "usres" does not exist',
    ]);
  });
});

describe('an embedded scratch place without lz4', () => {
  it('spells the rest of a table, and sees which columns are compressed by it', async () => {
    const place = await scratch({ target: null, dev: undefined, extensions: [] });
    if ('unavailable' in place) throw new Error(place.unavailable);
    await using _ = place;
    const table = (packed: string, value: string): Table => ({
      kind: 'table',
      schema: 'public',
      name: 't',
      columns: ['a', 'b'].map((name) => ({
        name,
        type: 'text',
        default: value,
        ...(name === packed ? { compression: 'lz4' } : {}),
      })),
    });
    const { changes, diagnostics } = await spell({
      dialect: postgres,
      before: [table('a', "'x'::text")],
      desired: { objects: [table('b', "'x'")], places: { get: () => undefined } },
      records: new Map(),
      scope: { schemas: ['public'], ignore: [] },
      scratch: () => Promise.resolve(place),
    });
    expect(diagnostics).toEqual([]);
    expect(changes.map((c) => c.type === 'alter' && c.after)).toEqual([
      expect.objectContaining({ columns: table('b', "'x'::text").columns }),
    ]);
  });
});
