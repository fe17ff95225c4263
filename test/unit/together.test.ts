import { expect, it } from 'vitest';
import { type Step, type StepDraft } from '../../src/model/step.ts';
import { toStep, withId } from '../../src/plan/plan.ts';
import { orderTogether } from '../../src/plan/together.ts';

const step = (sql: string, draft: Partial<StepDraft> = {}): Step =>
  withId(
    toStep({
      sql,
      undo: [],
      ...draft,
      why: { type: 'create', after: { kind: 'schema', schema: '', name: sql.split(' ')[1] ?? '' } },
    }),
  );

const LOCK = step('lock t', { makes: ['kept out:t'] });
const COPY = step('copy t', { makes: ['aside:t'], needs: ['kept out:t'] });
const BACK = step('return t', { ends: ['aside:t'], needs: ['aside:t', 'index:i'] });

it('what commits comes before or after rows are on their way', () => {
  const before = step('index before', { makes: ['index:i'], transaction: 'alone' });
  const after = step('index after', { needs: ['kept out:t'], transaction: 'alone' });
  const ordered = orderTogether(() => [LOCK, after, COPY, before, BACK]);
  expect(ordered.map((s) => s.sql)).toEqual(['index before', 'lock t', 'copy t', 'return t', 'index after']);
});

it('what has to come on the way is done plainly', () => {
  const draft = { makes: ['index:i'], needs: ['aside:t'] };
  const ordered = orderTogether((plainly) => [
    LOCK,
    COPY,
    plainly.size > 0 ? step('index i', draft) : step('index i concurrently', { ...draft, transaction: 'alone' }),
    BACK,
  ]);
  expect(ordered.map((s) => s.sql)).toEqual(['lock t', 'copy t', 'index i', 'return t']);
});

it('steps keep their order where none commits on the way', () => {
  const steps = [
    LOCK,
    COPY,
    step('index i', { makes: ['index:i'] }),
    BACK,
    step('index last', { transaction: 'alone' }),
  ];
  expect(orderTogether(() => steps)).toEqual(steps);
});
