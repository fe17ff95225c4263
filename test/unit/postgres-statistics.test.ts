import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const SCOPE = { schemas: ['public'], ignore: [] };

describe.each(SERVERS.filter((s) => s.dialect === 'postgres'))('extended statistics on $name', (server) => {
  const read = (text: string): Promise<readonly SchemaObject[]> =>
    withDatabase(server, async (url) => {
      await load(server, url, text);
      await using session = await postgres.connect(url);
      return (await postgres.read(session, SCOPE)).objects.filter((o) => o.kind === 'statistics');
    });

  it('are the same whichever of their columns came first to the table', async () => {
    const made = 'CREATE STATISTICS s (mcv) ON b, "A b", (lower(c)), (d + 1), d FROM t';
    const definition = '(mcv) ON "A b", b, d, lower(c), (d + 1) FROM t';
    const one = await read(`CREATE TABLE t ("A b" integer, b integer, c text, d integer); ${made}`);
    const other = await read(`CREATE TABLE t (d integer, x integer, c text, b integer, "A b" integer); ${made}`);
    expect(one).toEqual([expect.objectContaining({ name: 's', definition })]);
    expect(other).toEqual(one);
  });
});
