import { expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { onLanes } from '../../src/dialects/postgres/lanes.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const servers = SERVERS.filter((s) => s.name === 'pg18');
const MANY = `DO $$ BEGIN FOR i IN 1..1700 LOOP EXECUTE format('CREATE TABLE t%s (id integer CHECK (id > 0))', i); END LOOP; END $$;`;

it.each(servers)(
  'a large catalog is read over two connections to $name that see the same',
  { timeout: 60_000 },
  async (server) => {
    await withDatabase(server, async (url) => {
      const pids = 'SELECT pg_backend_pid() AS pid, (SELECT count(*)::int FROM late) AS rows';
      await load(server, url, 'CREATE TABLE late (id integer)');
      await using session = await postgres.connect(url);
      const few = await onLanes(session, async (main, beside) => [
        await main.rows(pids),
        await (await beside).rows(pids),
      ]);
      expect(few[0]).toEqual(few[1]);
      await load(server, url, MANY);
      const many = await onLanes(session, async (main, beside) => {
        const first = await main.rows<{ pid: number; rows: number }>(pids);
        await load(server, url, 'INSERT INTO late VALUES (1)');
        return [...first, ...(await (await beside).rows<{ pid: number; rows: number }>(pids))];
      });
      expect(many.map((m) => m.rows)).toEqual([0, 0]);
      expect(new Set(many.map((m) => m.pid)).size).toBe(2);
      const { objects } = await postgres.read(session, { schemas: ['*'], ignore: [] });
      expect(Map.groupBy(objects, (o) => o.kind).get('check')).toHaveLength(1700);
    });
  },
);
