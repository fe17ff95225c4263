import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';

const REAL = SERVERS.filter((s) => s.dialect === 'postgres' && s.variable !== null);

const KEYS = 'CREATE TABLE k (id integer PRIMARY KEY);';
const PARTITIONED = `${KEYS} CREATE TABLE t (id integer NOT NULL, k integer, r text) PARTITION BY LIST (r); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');`;

/** A table that is made anew, with conditions that its rows have not met so far: each with the rows that it refuses. */
const CONDITIONS = [
  { name: 'a primary key', columns: 'id integer PRIMARY KEY, k integer, r text', rows: `(1, 1, 'a'), (1, 2, 'a')` },
  { name: 'a value', columns: 'id integer NOT NULL, k integer NOT NULL, r text', rows: `(1, NULL, 'a')` },
  { name: 'a check', columns: 'id integer NOT NULL, k integer, r text, CHECK (k > 1)', rows: `(1, 1, 'a')` },
  { name: 'a reference', columns: 'id integer NOT NULL, k integer REFERENCES k, r text', rows: `(1, 1, 'a')` },
  { name: 'a unique key', columns: 'id integer NOT NULL, k integer UNIQUE, r text', rows: `(1, 1, 'a'), (2, 1, 'a')` },
];

async function planned(server: TestServer, before: string, after: string, rows: string) {
  return withDatabase(server, (there) =>
    withDatabase(server, async (here) => {
      await load(server, there, after);
      await load(server, here, `${before} ${rows}`);
      const read = async (url: string): Promise<readonly SchemaObject[]> => {
        await using session = await postgres.connect(url);
        return (await postgres.read(session, { schemas: ['*'], ignore: [] })).objects;
      };
      const [from, to] = [await read(here), await read(there)];
      await using session = await postgres.connect(here);
      const plan = makePlan({
        dialect: postgres,
        server: session.server,
        before: from,
        after: to,
        changes: diff(from, to),
      });
      const risky = plan.steps.some((s) => s.hazards.some((h) => h.kind === 'may_fail_on_data'));
      const run = session.transaction(async () => {
        for (const step of plan.steps) await session.run(step.sql);
      });
      return {
        risky,
        failed: await run.then(
          () => false,
          () => true,
        ),
      };
    }),
  );
}

describe.each(REAL)('on $name, a table that is made anew', (server) => {
  it.each(CONDITIONS)('tells that rows may not fit $name', async ({ columns, rows }) => {
    const found = await planned(
      server,
      PARTITIONED,
      `${KEYS} CREATE TABLE t (${columns});`,
      `INSERT INTO t VALUES ${rows};`,
    );
    expect(found).toEqual({ risky: true, failed: true });
  });

  it('tells nothing of what they have met', async () => {
    const met = 'id integer NOT NULL, k integer REFERENCES k, r text, CONSTRAINT c CHECK (k > 0)';
    const before = `${KEYS} CREATE TABLE t (${met}) PARTITION BY LIST (r); CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');`;
    const found = await planned(
      server,
      before,
      `${KEYS} CREATE TABLE t (${met});`,
      `INSERT INTO k VALUES (1); INSERT INTO t VALUES (1, 1, 'a');`,
    );
    expect(found).toEqual({ risky: false, failed: false });
  });
});
