import { describe, expect, it } from 'vitest';
import { type Session } from '../../src/dialects/dialect.ts';
import { mysql } from '../../src/dialects/mysql/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { keysSorted, observe } from '../servers/observe.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { CODE_PAIRS } from './mysql-code-pairs.ts';
import { KEY_PAIRS } from './mysql-key-pairs.ts';
import { PAIRS, type Pair } from './mysql-pairs.ts';
import { RENAME_PAIRS } from './mysql-rename-pairs.ts';

const SCOPE = { schemas: [], ignore: [] };
const COLUMN_ORDER = { columnOrder: mysql.columnsHaveOrder };

async function readAll(session: Session): Promise<readonly SchemaObject[]> {
  return (await mysql.read(session, SCOPE)).objects;
}

/** SHOW CREATE of all there is; a key that is made again comes last, so the order of keys does not count. */
async function seen(server: TestServer, url: string): Promise<string> {
  const database = new URL(url).pathname.slice(1);
  return keysSorted((await observe(server, url)).replaceAll(`\`${database}\`.`, ''));
}

/** Converges `before` to `after`, compares what an outside observer says, takes it back, and compares again. */
async function converge(server: TestServer, { rows, mark, ...pair }: Pair): Promise<void> {
  await withDatabase(server, async (wantedUrl) => {
    await load(server, wantedUrl, pair.after || 'do 0');
    const wanted = await seen(server, wantedUrl);
    await using model = await mysql.connect(wantedUrl);
    const after = (await readAll(model)).map((o) => mark?.(o) ?? o);
    await withDatabase(server, async (url) => {
      await load(server, url, pair.before || 'do 0');
      if (rows !== undefined) await load(server, url, rows);
      const start = await seen(server, url);
      await using session = await mysql.connect(url);
      const before = await readAll(session);
      const changes = diff(before, after, COLUMN_ORDER);
      const plan = makePlan({ dialect: mysql, server: session.server, before, after, changes });
      for (const step of plan.steps) await session.run(step.sql);
      expect(diff(await readAll(session), after, COLUMN_ORDER)).toEqual([]);
      expect(await seen(server, url)).toBe(wanted);
      for (const statement of plan.steps.toReversed().flatMap((s) => s.undo ?? [])) await session.run(statement);
      expect(await seen(server, url)).toBe(start);
    });
  });
}

describe.each(listening('mysql'))('two schemas on $name', (server) => {
  const pairs = [...PAIRS, ...KEY_PAIRS, ...CODE_PAIRS, ...RENAME_PAIRS].filter(
    ({ servers }) => servers?.includes(server.name) ?? true,
  );

  it.each(pairs)('forth: $name', (pair) => converge(server, pair));

  it.each(pairs.filter((p) => p.mark === undefined))('back: $name', ({ name, before, after }) =>
    converge(server, { name, before: after, after: before }),
  );
});

describe.each(listening('mysql'))('a check on $name', (server) => {
  const table = `create table t (c varchar(10), b binary(3), constraint k check (c in ('x', 'y') and b <> 'z')) charset=latin1`;

  it('is what was written, whatever is printed before its strings once the table has been altered', () =>
    withDatabase(server, async (url) => {
      await load(server, url, table);
      await using session = await mysql.connect(url);
      const written = await readAll(session);
      await load(server, url, 'alter table t add d int; alter table t drop d');
      expect(diff(written, await readAll(session), COLUMN_ORDER)).toEqual([]);
    }));
});
