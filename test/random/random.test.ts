import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { execute } from '../cases/planning.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { sqlOf } from './render.ts';
import { tryAll } from './runs.ts';
import { edits } from './world.ts';

const SCOPE = { schemas: ['*'], ignore: [] };

async function readAll(url: string): Promise<readonly SchemaObject[]> {
  await using session = await postgres.connect(url);
  return (await postgres.read(session, SCOPE)).objects;
}

/** Where a statement or a column of a table stands does not count. */
function unordered(dump: string): string[] {
  return dump
    .split(/(?<=;)\n/)
    .map((statement) => {
      const [head = '', ...rest] = statement.split('\n');
      if (!/^CREATE (UNLOGGED )?TABLE /.test(head)) return statement;
      const sorted = rest.slice(0, -1).map((line) => line.replace(/,$/, ''));
      return [head, ...sorted.sort(), rest.at(-1)].join('\n');
    })
    .sort();
}

/** Takes a database that is as `source` says to what `target` says, and back. */
async function convergesAndBack(server: TestServer, source: string, target: string): Promise<void> {
  await withDatabase(server, async (wantedUrl) => {
    await load(server, wantedUrl, target);
    const wanted = unordered(await observe(server, wantedUrl));
    const after = await readAll(wantedUrl);
    await withDatabase(server, async (url) => {
      await load(server, url, source);
      const start = unordered(await observe(server, url));
      const before = await readAll(url);
      await using session = await postgres.connect(url);
      const plan = makePlan({ dialect: postgres, server: session.server, before, after, changes: diff(before, after) });
      await execute(plan, session);
      expect(unordered(await observe(server, url))).toEqual(wanted);
      expect(diff((await postgres.read(session, SCOPE)).objects, after)).toEqual([]);
      for (const sql of plan.steps.toReversed().flatMap((s) => s.undo ?? [])) await session.run(sql);
      expect(unordered(await observe(server, url))).toEqual(start);
    });
  });
}

describe.each(listening('postgres'))('random schemas and edits on $name', (server) => {
  it(
    'converge and come back',
    () => tryAll(edits, sqlOf, (source, target) => convergesAndBack(server, source, target)),
    3_600_000,
  );
});
