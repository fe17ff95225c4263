import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { load, rowsOf, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const REAL = SERVERS.filter((s) => s.dialect === 'postgres' && s.variable !== null);

const PARTITIONED = 'CREATE TABLE p (id integer) PARTITION BY RANGE (id);';
const FIRST = 'CREATE TABLE t PARTITION OF p FOR VALUES FROM (0) TO (10);';
const MIXED = { id: 'table:public.t', message: /^rows that t gets from (p|rest) stay in t when this is taken back$/ };

/** What goes back otherwise than it came: where it comes to, what says so, and what the way back does with the rows. */
const WAYS = [
  {
    name: 'a table becomes a partition beside one for the rest',
    before: `${PARTITIONED} CREATE TABLE rest PARTITION OF p DEFAULT; CREATE TABLE t (id integer);`,
    after: `${PARTITIONED} CREATE TABLE rest PARTITION OF p DEFAULT; ${FIRST}`,
    rows: 'INSERT INTO p VALUES (1), (11); INSERT INTO t VALUES (2);',
    said: MIXED,
    back: [2],
  },
  {
    name: 'a table becomes a partition of what is partitioned now',
    before: 'CREATE TABLE p (id integer); CREATE TABLE t (id integer);',
    after: `${PARTITIONED} ${FIRST}`,
    rows: 'INSERT INTO p VALUES (1); INSERT INTO t VALUES (2);',
    said: MIXED,
    back: [2],
  },
  {
    name: 'a key goes with what it refers to',
    before: 'CREATE TABLE k (id integer PRIMARY KEY); CREATE TABLE t (id integer CONSTRAINT f REFERENCES k);',
    after: 'CREATE TABLE t (id integer);',
    rows: 'INSERT INTO k VALUES (1); INSERT INTO t VALUES (1);',
    said: {
      id: 'foreign_key:public.t.f',
      message: /^the foreign key f comes back only while no row of t refers to one of k$/,
    },
    back: /violates foreign key constraint "f"/,
  },
];

describe.each(REAL)('on $name, the way back', (server) => {
  it.each(WAYS)('$name', async ({ before, after, rows, said, back }) => {
    await withDatabase(server, (there) =>
      withDatabase(server, async (here) => {
        await load(server, there, after);
        await load(server, here, `${before} ${rows}`);
        const read = async (url: string) => {
          await using session = await postgres.connect(url);
          return (await postgres.read(session, { schemas: ['*'], ignore: [] })).objects;
        };
        const [from, to] = [await read(here), await read(there)];
        await using session = await postgres.connect(here);
        const { steps } = makePlan({
          dialect: postgres,
          server: session.server,
          before: from,
          after: to,
          changes: diff(from, to),
        });
        const found = steps.flatMap((s) => s.hazards.filter((h) => h.kind === 'irreversible'));
        expect(found).toMatchObject([{ object: said.id, message: expect.stringMatching(said.message) }]);
        for (const { sql } of steps) await session.run(sql);
        const undo = async (): Promise<void> => {
          for (const statement of steps.toReversed().flatMap((s) => s.undo ?? [])) await session.run(statement);
        };
        if (!Array.isArray(back)) return await expect(undo()).rejects.toThrow(back);
        await undo();
        expect(await rowsOf(server, here, 'SELECT count(*)::integer AS n FROM t')).toEqual(back.map((n) => ({ n })));
      }),
    );
  });
});
