import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scratch } from '../../src/dialects/dialect.ts';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { type SchemaObject, type Table } from '../../src/model/object.ts';
import { type Plan, type Step } from '../../src/model/step.ts';
import { measurePlan } from '../../src/plan/measure.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { type Rehearsal, rehearse } from '../../src/plan/rehearse.ts';
import { rowsLost } from '../../src/plan/rehearse-rows.ts';

const scope = { schemas: ['public'], ignore: [] };
const table = (...columns: readonly string[]): Table => ({
  kind: 'table',
  schema: 'public',
  name: 'notes',
  columns: columns.map((name) => ({ name, type: 'text' })),
});

describe('a rehearsal', () => {
  let scratch: Scratch;

  beforeAll(async () => {
    const given = await postgres.scratch({ target: null, dev: undefined, extensions: [] });
    if ('unavailable' in given) throw new Error(given.unavailable);
    scratch = given;
  });

  afterAll(() => scratch[Symbol.asyncDispose]());

  async function rehearsed(
    before: readonly SchemaObject[],
    after: readonly SchemaObject[],
    change: (step: Step) => Step | null,
  ): Promise<Rehearsal> {
    const { server } = scratch.session;
    const plan = makePlan({ dialect: postgres, server, before, after, changes: diff(before, after) });
    const steps = plan.steps.flatMap((step) => change(step) ?? []);
    const spoiled: Plan = { ...plan, steps };
    return rehearse({ dialect: postgres, server, scratch, scope, before, after, plan: spoiled });
  }

  it('proves a sound plan both ways', async () => {
    const [before, after] = [[table('id')], [table('id', 'text')]];
    expect(await rehearsed(before, after, (s) => s)).toEqual({ how: 'ran', missed: [], left: [] });
  });

  it('sees what a plan misses', async () => {
    const found = await rehearsed([table('id')], [table('id', 'text')], () => null);
    expect(found).toMatchObject({ how: 'ran', missed: [{ type: 'alter', fields: ['columns'] }] });
  });

  it('sees what an undo leaves behind', async () => {
    const found = await rehearsed([table('id')], [table('id', 'text')], (s) => ({ ...s, undo: [] }));
    expect(found).toMatchObject({ how: 'ran', missed: [], left: [{ type: 'alter', fields: ['columns'] }] });
  });

  it('says what kept the rest of a plan from being measured', async () => {
    const [before, after] = [[table('id')], [table('id', 'text', 'more')]];
    const { server } = scratch.session;
    const plan = makePlan({ dialect: postgres, server, before, after, changes: diff(before, after) });
    const steps = plan.steps.map((s, i) => (i === 1 ? { ...s, sql: 'ALTER TABLE nowhere ADD COLUMN\n x text' } : s));
    const { measured, stopped } = await measurePlan({ dialect: postgres, scratch, before, plan: { ...plan, steps } });
    expect([...measured.keys()]).toEqual([steps[0]?.id]);
    expect(stopped).toMatch(
      /a statement fails in .*: relation "nowhere" does not exist \(ALTER TABLE nowhere ADD COLUMN x text\)/,
    );
    const sound = await measurePlan({ dialect: postgres, scratch, before, plan });
    expect(sound).toMatchObject({ stopped: null });
    expect(sound.measured.size).toBe(2);
  });

  it('has nothing to say of an undo that is not whole', async () => {
    const found = await rehearsed([table('id')], [table('id', 'text')], (s) => ({ ...s, undo: null }));
    expect(found).toEqual({ how: 'ran', missed: [], left: null });
  });

  it.each([
    ['do', (s: Step): Step => ({ ...s, sql: `${s.sql} nonsense` })],
    ['undo', (s: Step): Step => ({ ...s, undo: ['ALTER TABLE public.nothing DROP COLUMN text'] })],
  ] as const)('tells which statement is refused: %s', async (way, spoil) => {
    const found = await rehearsed([table('id')], [table('id', 'text')], spoil);
    expect(found).toMatchObject({ how: 'refused', refused: { way } });
  });

  it('says why it could not be held', async () => {
    const strange: Table = { ...table('id'), columns: [{ name: 'id', type: 'no_such_type' }] };
    expect(await rehearsed([strange], [], (s) => s)).toMatchObject({
      how: 'unavailable',
      reason: expect.stringContaining('no_such_type'),
    });
  });

  it('tells whether the undo brings rows back', async () => {
    const { server } = scratch.session;
    const before = [table('a', 'b')];
    const planOf = (after: readonly SchemaObject[], hazards: boolean): Plan => {
      const plan = makePlan({ dialect: postgres, server, before, after, changes: diff(before, after) });
      return { ...plan, steps: plan.steps.map((s) => (hazards ? s : { ...s, hazards: [] })) };
    };
    const lost = (plan: Plan): Promise<readonly string[] | null> =>
      rowsLost({ dialect: postgres, scratch, before, plan });
    expect(await lost(planOf([table('a', 'b', 'c')], true))).toEqual([]);
    expect(await lost(planOf([table('a')], false))).toEqual(['public.notes']);
    expect(await lost(planOf([table('a')], true))).toBeNull();
  });
});
