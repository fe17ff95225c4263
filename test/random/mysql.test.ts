import { describe, expect, it } from 'vitest';
import { mysql } from '../../src/dialects/mysql/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { keysSorted, observe } from '../servers/observe.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { sqlOf } from './mysql-render.ts';
import { edits } from './mysql-world.ts';
import { tryAll } from './runs.ts';

const SCOPE = { schemas: [], ignore: [] };
const ORDER = { columnOrder: mysql.columnsHaveOrder };

async function readAll(url: string): Promise<readonly SchemaObject[]> {
  await using session = await mysql.connect(url);
  return (await mysql.read(session, SCOPE)).objects;
}

/** The order of keys does not count, nor the character sets of literals in checks: any ALTER TABLE makes MySQL print others. */
async function seen(server: TestServer, url: string): Promise<string> {
  const text = (await observe(server, url)).replaceAll(`\`${new URL(url).pathname.slice(1)}\`.`, '');
  return keysSorted(text.replaceAll(/_(utf8mb4|latin1|binary)(?=\\?')/g, ''));
}

/** Takes a database that is as `source` says to what `target` says, and back. */
async function convergesAndBack(server: TestServer, source: string, target: string): Promise<void> {
  await withDatabase(server, async (wantedUrl) => {
    await load(server, wantedUrl, target || 'do 0');
    const wanted = await seen(server, wantedUrl);
    const after = await readAll(wantedUrl);
    await withDatabase(server, async (url) => {
      await load(server, url, source || 'do 0');
      const start = await seen(server, url);
      await using session = await mysql.connect(url);
      const before = (await mysql.read(session, SCOPE)).objects;
      const changes = diff(before, after, ORDER);
      const plan = makePlan({ dialect: mysql, server: session.server, before, after, changes });
      for (const step of plan.steps) await session.run(step.sql);
      expect(await seen(server, url)).toEqual(wanted);
      expect(diff((await mysql.read(session, SCOPE)).objects, after, ORDER)).toEqual([]);
      for (const sql of plan.steps.toReversed().flatMap((s) => s.undo ?? [])) await session.run(sql);
      expect(await seen(server, url)).toEqual(start);
    });
  });
}

describe.each(listening('mysql'))('random schemas and edits on $name', (server) => {
  const hide = server.product === 'mariadb' ? 'ignored' : 'invisible';
  it(
    'converge and come back',
    () =>
      tryAll(
        edits,
        (world) => sqlOf(world, hide),
        (source, target) => convergesAndBack(server, source, target),
      ),
    3_600_000,
  );
});
