import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject, type Subscription } from '../../src/model/object.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { rowsOf, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const REAL = SERVERS.filter((s) => s.dialect === 'postgres' && s.name !== 'pglite');

const FIRST: Subscription = {
  kind: 'subscription',
  schema: '',
  name: 'feed',
  connection: 'host=nowhere.invalid',
  secrets: { connection: "host=nowhere.invalid password='${DBOPS_TEST_SECRET}'" },
  publications: ['p', 'Q q'],
  disabled: true,
};
const SECOND: Subscription = {
  ...FIRST,
  publications: ['p'],
  slot: 'none',
  options: { synchronous_commit: 'remote_apply', streaming: 'on' },
  comment: "it's",
};

describe.each(REAL)('a subscription on $name', (server) => {
  it('comes, changes and goes both ways without a connection, and its secret is nowhere but on the server', async () => {
    process.env.DBOPS_TEST_SECRET = 'hush-1';
    await withDatabase(server, async (url) => {
      await using session = await postgres.connect(url);
      const all = { schemas: ['*'], ignore: [] };
      const read = async (): Promise<readonly SchemaObject[]> => (await postgres.read(session, all)).objects;
      const plan = (before: readonly SchemaObject[], after: readonly SchemaObject[]) =>
        makePlan({ dialect: postgres, server: session.server, before, after, changes: diff(before, after) });
      const there = () =>
        rowsOf(
          server,
          url,
          `SELECT subpublications::text AS p, subslotname AS slot, subconninfo AS c FROM pg_subscription
          WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
      const stages: (readonly SchemaObject[])[] = [[], [FIRST], [SECOND]];
      const undo: string[][] = [];
      for (const [i, after] of stages.slice(1).entries()) {
        const { steps } = plan(stages[i] ?? [], after);
        expect(JSON.stringify(steps)).not.toContain('hush');
        for (const step of steps) await session.run(step.sql);
        undo.push(steps.toReversed().flatMap((s) => s.undo ?? []));
        expect(diff(await read(), after)).toEqual([]);
        expect((await there())[0]?.c).toBe("host=nowhere.invalid password='hush-1'");
      }
      expect((await there())[0]).toMatchObject({ p: '{p}', slot: null });
      expect(JSON.stringify(await read())).not.toContain('password');
      expect((await postgres.read(session, all)).unmanaged).toEqual([
        { kind: 'subscription attribute', name: 'feed: the secret in its connection' },
      ]);
      const goes = plan(await read(), []).steps;
      expect(goes.flatMap((s) => s.hazards.map((h) => h.kind))).toContain('loses_data');
      for (const statement of undo.pop() ?? []) await session.run(statement);
      expect((await there())[0]).toMatchObject({ p: '{p,"Q q"}', slot: 'feed' });
      for (const statement of undo.pop() ?? []) await session.run(statement);
      expect(await there()).toEqual([]);
      delete process.env.DBOPS_TEST_SECRET;
      await expect(session.run(plan([], [FIRST]).steps[0]?.sql ?? '')).rejects.toThrow('DBOPS_TEST_SECRET is not set');
    });
  });

  it('is like a user mapping: what is secret among its options is nowhere but on the server', async () => {
    process.env.DBOPS_TEST_SECRET = "hush '1";
    await withDatabase(server, async (url) => {
      await using session = await postgres.connect(url);
      const after: readonly SchemaObject[] = [
        { kind: 'foreign_data_wrapper', schema: '', name: 'w' },
        { kind: 'foreign_server', schema: '', name: 's', wrapper: 'w' },
        {
          kind: 'user_mapping',
          schema: '',
          name: 'public for s',
          user: 'public',
          server: 's',
          options: { user: 'u' },
          secrets: { password: '${DBOPS_TEST_SECRET}' },
        },
      ];
      const { steps } = makePlan({
        dialect: postgres,
        server: session.server,
        before: [],
        after,
        changes: diff([], after),
      });
      expect(JSON.stringify(steps)).not.toContain('hush');
      for (const step of steps) await session.run(step.sql);
      expect(await rowsOf(server, url, 'SELECT umoptions::text AS o FROM pg_user_mapping')).toEqual([
        { o: `{user=u,"password=hush '1"}` },
      ]);
      const { objects } = await postgres.read(session, { schemas: ['*'], ignore: [] });
      expect(JSON.stringify(objects)).not.toContain('password');
      expect(
        diff(
          objects.filter((o) => o.schema === '' && o.kind !== 'schema'),
          after,
        ).filter((c) => c.type !== 'drop'),
      ).toEqual([]);
    });
  });
});
