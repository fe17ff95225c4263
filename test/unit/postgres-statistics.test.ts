import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const SCOPE = { schemas: ['public'], ignore: [] };

describe.each(SERVERS.filter((s) => s.dialect === 'postgres'))('what lists columns on $name', (server) => {
  const read = (kind: SchemaObject['kind'], text: string): Promise<readonly SchemaObject[]> =>
    withDatabase(server, async (url) => {
      await load(server, url, text);
      await using session = await postgres.connect(url);
      return (await postgres.read(session, SCOPE)).objects.filter((o) => o.kind === kind);
    });

  it('is the same in extended statistics, whichever of their columns came first to the table', async () => {
    const made = 'CREATE STATISTICS s (mcv) ON b, "A b", (lower(c)), (d + 1), d FROM t';
    const definition = '(mcv) ON "A b", b, d, lower(c), (d + 1) FROM t';
    const one = await read('statistics', `CREATE TABLE t ("A b" integer, b integer, c text, d integer); ${made}`);
    const other = await read(
      'statistics',
      `CREATE TABLE t (d integer, x integer, c text, b integer, "A b" integer); ${made}`,
    );
    expect(one).toEqual([expect.objectContaining({ name: 's', definition })]);
    expect(other).toEqual(one);
  });

  it('is the same in a publication, whichever of its columns came first to the table', async () => {
    const made = 'CREATE PUBLICATION pb FOR TABLE t (b, "A b", d)';
    const one = await read('publication', `CREATE TABLE t ("A b" integer, b integer, d integer); ${made}`);
    const other = await read('publication', `CREATE TABLE t (d integer, x integer, b integer, "A b" integer); ${made}`);
    expect(one).toEqual([expect.objectContaining({ tables: { t: '("A b", b, d)' } })]);
    expect(other).toEqual(one);
  });
});
