import { expect, it } from 'vitest';
import { type Step, type StepDraft } from '../../src/model/step.ts';
import { orderSteps } from '../../src/plan/order.ts';
import { toStep, withId } from '../../src/plan/plan.ts';
import { withRowsAtRisk } from '../../src/plan/rows-at-risk.ts';

const step = (sql: string, draft: Partial<StepDraft> = {}): Step =>
  withId(
    toStep({ sql, undo: [], ...draft, why: { type: 'create', after: { kind: 'schema', schema: '', name: 'public' } } }),
  );

const COPY = step('copy p25', { makes: ['aside:public.t.rows'] });
const DROP = step('drop p25', { needs: ['aside:public.t.rows'], makes: ['left:public.p25.place'] });
const BACK = step('return', { needs: ['aside:public.t.rows', 'left:public.p25.place'] });

it('rows that come back while their partition is still there are lost: the step is refused', () => {
  const early = step('drop p25', { ...DROP, needs: [...DROP.needs, 'index:public.i'] });
  const late = step('return', { ...BACK, makes: ['index:public.i'] });
  const ordered = withRowsAtRisk(orderSteps([COPY, late, early]));
  expect(ordered.map((s) => [s.sql, s.hazards.map((h) => h.kind)])).toEqual([
    ['copy p25', []],
    ['return', ['loses_data']],
    ['drop p25', []],
  ]);
  expect(ordered[1]?.hazards[0]?.object).toBe('table:public.t');
});

it('rows that leave and come back in their order are at no risk', () => {
  const ordered = orderSteps([BACK, DROP, COPY]);
  expect(ordered.map((s) => s.sql)).toEqual(['copy p25', 'drop p25', 'return']);
  expect(withRowsAtRisk(ordered)).toEqual(ordered);
});
