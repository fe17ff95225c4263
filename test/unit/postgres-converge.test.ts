import { describe, expect, it } from 'vitest';
import { type Session } from '../../src/dialects/dialect.ts';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { type Plan } from '../../src/model/step.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';
import { ACCESS_PAIRS } from './postgres-access-pairs.ts';
import { BODY_PAIRS } from './postgres-body-pairs.ts';
import { CLAUSE_PAIRS } from './postgres-clause-pairs.ts';
import { FIRST_PAIRS } from './postgres-first-pairs.ts';
import { GROWTH_PAIRS } from './postgres-growth-pairs.ts';
import { PAIRS, type Pair } from './postgres-pairs.ts';
import { PARTITION_PAIRS } from './postgres-partition-pairs.ts';
import { ROUTINE_PAIRS } from './postgres-routine-pairs.ts';
import { TEXT_PAIRS } from './postgres-text-pairs.ts';
import { TYPE_PAIRS } from './postgres-type-pairs.ts';
import { VALIDITY_PAIRS } from './postgres-validity-pairs.ts';

const SCOPE = { schemas: ['*'], ignore: [] };

async function readAll(session: Session): Promise<readonly SchemaObject[]> {
  return (await postgres.read(session, SCOPE)).objects;
}

async function readAt(url: string): Promise<readonly SchemaObject[]> {
  await using session = await postgres.connect(url);
  return await readAll(session);
}

async function execute(session: Session, { batches }: Plan, meanwhile: Pair['meanwhile']): Promise<void> {
  for (const { transaction, steps } of batches) {
    const all = async (): Promise<void> => {
      for (const step of steps) await session.run(step.sql);
    };
    await (transaction ? session.transaction(all) : all());
    const written = meanwhile !== undefined && steps.some((s) => s.sql.includes(meanwhile.after));
    if (written) await session.run(meanwhile.write);
  }
}

async function undo(url: string, { steps }: Plan): Promise<void> {
  await using session = await postgres.connect(url);
  for (const statement of steps.toReversed().flatMap((s) => s.undo ?? [])) await session.run(statement);
}

/** Converges `source` to `target`, compares what an outside observer says, takes it back, and compares again. */
async function converge(
  server: TestServer,
  { base = '', rows = '', mark, meanwhile, counts, countsBack }: Pair,
  source: string,
  target: string,
): Promise<void> {
  await withDatabase(server, async (wantedUrl) => {
    await load(server, wantedUrl, `${base}${target}`);
    await withDatabase(server, async (url) => {
      await load(server, url, `${base}${source};${rows}`);
      const seen = async (): Promise<[string, readonly SchemaObject[]]> => {
        return [await observe(server, wantedUrl), await readAt(wantedUrl)];
      };
      const [[wanted, declared], start] = await Promise.all([seen(), observe(server, url)]);
      const after = declared.map((o) => mark?.(o) ?? o);
      const session = await postgres.connect(url);
      let plan: Plan;
      try {
        const before = await readAll(session);
        plan = makePlan({ dialect: postgres, server: session.server, before, after, changes: diff(before, after) });
        await execute(session, plan, meanwhile);
        expect(diff(await readAll(session), after)).toEqual([]);
        if (counts !== undefined) expect(await session.rows(counts.of)).toEqual([counts.are]);
      } finally {
        await session[Symbol.asyncDispose]();
      }
      expect(await observe(server, url)).toBe(wanted);
      await undo(url, plan);
      expect(await observe(server, url)).toBe(start);
      if (counts === undefined || countsBack === undefined) return;
      await using again = await postgres.connect(url);
      expect(await again.rows(counts.of)).toEqual([countsBack]);
    });
  });
}

const versions = { pglite: 180000, pg15: 150000, pg18: 180000, mariadb: 0, mysql: 0 } as const;

describe.each(SERVERS.filter((s) => s.dialect === 'postgres'))('two schemas on $name', (server) => {
  const pairs = [
    ...PAIRS,
    ...PARTITION_PAIRS,
    ...TYPE_PAIRS,
    ...ACCESS_PAIRS,
    ...FIRST_PAIRS,
    ...GROWTH_PAIRS,
    ...CLAUSE_PAIRS,
    ...TEXT_PAIRS,
    ...ROUTINE_PAIRS,
    ...VALIDITY_PAIRS,
    ...BODY_PAIRS,
  ].filter(({ embedded, since = 0, until = Number.POSITIVE_INFINITY }) => {
    if (server.name === 'pglite' && !embedded) return false;
    return since <= versions[server.name] && versions[server.name] < until;
  });
  // Each way on one of the two servers is enough, unless only one of them knows the words.
  const forth = pairs.filter((p) => server.name !== 'pg18' || (p.since ?? 0) >= 180000);
  const back = pairs.filter((p) => server.name === 'pg18' && !p.oneWay);
  it.runIf(forth.length > 0).each(forth)('forth: $name', async (pair) => {
    await converge(server, pair, pair.before, pair.after);
  });
  it.runIf(back.length > 0).each(back)('back: $name', async (pair) => {
    await converge(server, { ...pair, rows: '', counts: undefined }, pair.after, pair.before);
  });
});
