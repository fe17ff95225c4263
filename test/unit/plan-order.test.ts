import { describe, expect, it } from 'vitest';
import { type Change } from '../../src/model/change.ts';
import { type Step } from '../../src/model/step.ts';
import { topologicalOrder } from '../../src/plan/graph.ts';
import { orderSteps } from '../../src/plan/order.ts';
import { batchSteps } from '../../src/plan/transactions.ts';

const why: Change = { type: 'create', after: { kind: 'schema', schema: '', name: 's' } };

function step(sql: string, verbs: Partial<Pick<Step, 'makes' | 'needs' | 'frees' | 'ends' | 'transaction'>>): Step {
  return {
    id: sql,
    sql,
    undo: [],
    why,
    makes: [],
    needs: [],
    frees: [],
    ends: [],
    locks: [],
    transaction: 'joins',
    hazards: [],
    ...verbs,
  };
}

const sqls = (steps: readonly Step[]): string[] => steps.map((s) => s.sql);

describe('topologicalOrder', () => {
  it('keeps the given order where no edge speaks against it', () => {
    expect(topologicalOrder(4, [])).toEqual([0, 1, 2, 3]);
    expect(topologicalOrder(4, [[3, 0]])).toEqual([1, 2, 3, 0]);
  });

  it('gives every item once even when the edges form a cycle', () => {
    const order = topologicalOrder(4, [
      [0, 1],
      [1, 0],
      [1, 2],
    ]);
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
    expect(order.indexOf(1)).toBeLessThan(order.indexOf(2));
  });

  it('breaks a cycle within it, not at what only waits for it', () => {
    const order = topologicalOrder(4, [
      [3, 0],
      [1, 2],
      [2, 3],
      [3, 1],
    ]);
    expect(order).toEqual([1, 2, 3, 0]);
  });

  it('respects every edge of random acyclic graphs', () => {
    let state = 7;
    const random = (n: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state % n;
    };
    for (let round = 0; round < 50; round++) {
      const count = 2 + random(40);
      const names = Array.from({ length: count }, (_, i) => i).sort(() => random(3) - 1);
      const edges = Array.from({ length: random(120) }, () => [random(count), random(count)] as const)
        .filter(([a, b]) => a < b)
        .map(([a, b]) => [names[a] as number, names[b] as number] as const);
      const order = topologicalOrder(count, edges);
      const position = new Map(order.map((item, i) => [item, i]));
      expect(new Set(order).size).toBe(count);
      for (const [a, b] of edges) expect(position.get(a) as number).toBeLessThan(position.get(b) as number);
    }
  });
});

describe('orderSteps', () => {
  it('puts the maker before who needs it', () => {
    expect(sqls(orderSteps([step('b', { needs: ['x'] }), step('a', { makes: ['x'] })]))).toEqual(['a', 'b']);
  });

  it('puts who frees before who ends, who ends before who makes again, and who needs after the new one', () => {
    const rebuilt = orderSteps([
      step('create view', { makes: ['view:v'], needs: ['column:t.c'] }),
      step('alter type', { ends: ['column:t.c'], makes: ['column:t.c'] }),
      step('drop view', { ends: ['view:v'], frees: ['column:t.c'] }),
    ]);
    expect(sqls(rebuilt)).toEqual(['drop view', 'alter type', 'create view']);
  });

  it('keeps turns, but where something else stands against them', () => {
    const [first, second] = [step('b', { needs: ['turn:a'] }), step('a', { makes: ['turn:a', 'x'] })];
    expect(sqls(orderSteps([first, second]))).toEqual(['a', 'b']);
    const against = [
      { ...first, makes: ['y'] },
      { ...second, needs: ['z'] },
      step('between', { needs: ['y'], makes: ['z'] }),
    ];
    expect(sqls(orderSteps(against))).toEqual(['b', 'between', 'a']);
  });

  it('lets a last use happen before the end', () => {
    expect(sqls(orderSteps([step('drop', { ends: ['x'] }), step('use', { needs: ['x'] })]))).toEqual(['use', 'drop']);
  });
});

describe('batchSteps', () => {
  it('shares a transaction, stands alone, and closes after what must commit first', () => {
    const batches = batchSteps([
      step('a', {}),
      step('enum value', { transaction: 'commits_after' }),
      step('b', {}),
      step('concurrently', { transaction: 'alone' }),
      step('c', {}),
    ]);
    expect(batches.map((b) => [b.transaction, ...sqls(b.steps)])).toEqual([
      [true, 'a', 'enum value'],
      [true, 'b'],
      [false, 'concurrently'],
      [true, 'c'],
    ]);
  });

  it('ends a transaction that holds all that it may, yet not while rows are on their way', () => {
    const many = (n: number): Step[] => Array.from({ length: n }, (_, i) => step(`s${i}`, {}));
    expect(batchSteps(many(5001)).map((b) => b.steps.length)).toEqual([2500, 2500, 1]);
    const moves = [step('lock', { makes: ['kept out:t'] }), ...many(3000), step('return', { ends: ['aside:t'] })];
    expect(batchSteps([...moves, step('next', {})]).map((b) => b.steps.length)).toEqual([3002, 1]);
  });
});
