import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { splitStatements } from '../../src/model/statements.ts';
import { withDatabase } from '../servers/databases.ts';
import { listening } from '../servers/servers.ts';
import { TRICKY } from './tricky.ts';

const TABLES = 'create table t (a int, b int, c int); create table u (a int); create table v (a int)';

/** A script that the server itself has to take apart. */
const script = (statements: readonly string[]): string =>
  statements.map((sql, i) => `-- number ${i}; it's\n/* ; */ ${sql} -- after\n;\n`).join('\n');

describe.each(listening('postgres'))('$title', (server) => {
  test('finds the same statements in a script', async () => {
    await withDatabase(server, async (url) => {
      const client = new pg.Client(url);
      await client.connect();
      try {
        await client.query(TABLES);
        const text = script(TRICKY.postgres);
        const results: unknown = await client.query(text);
        expect(Array.isArray(results) && results.length).toBe(splitStatements(text, 'postgres').length);
      } finally {
        await client.end();
      }
    });
  });
});

describe.each(listening('mysql'))('$title', (server) => {
  test('finds the same statements in a script', async () => {
    await withDatabase(server, async (url) => {
      const client = await createConnection({ uri: url, multipleStatements: true });
      try {
        await client.query(TABLES);
        const own = TRICKY.mysql.filter((sql) => server.product === 'mariadb' || !sql.startsWith('begin not'));
        // Routines return nothing and are not called: each statement gives one result.
        const [results] = await client.query(script(own));
        expect(Array.isArray(results) && results.length).toBe(splitStatements(script(own), 'mysql').length);
      } finally {
        await client.end();
      }
    });
  });
});
