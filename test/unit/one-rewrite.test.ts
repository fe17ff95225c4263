import { expect, it } from 'vitest';
import { joined } from '../../src/dialects/postgres/one-rewrite.ts';
import { type Step } from '../../src/model/step.ts';
import { toStep, withId } from '../../src/plan/plan.ts';

const step = (clauses: string, { rewrites = true, table = 'public.t' } = {}): Step =>
  withId(
    toStep({
      sql: `ALTER TABLE ${table} ${clauses}`,
      undo: [],
      hazards: rewrites ? [{ kind: 'rewrites_table', object: 'table:public.t', message: 'rewrites t' }] : [],
      why: { type: 'create', after: { kind: 'schema', schema: '', name: 's' } },
    }),
  );

const A = 'ALTER COLUMN a TYPE bigint';
const B = 'ALTER COLUMN b DROP DEFAULT, ALTER COLUMN b TYPE integer USING b::integer, ALTER COLUMN b SET DEFAULT 1';

it('types that change are one rewrite', () => {
  expect(joined(step(A), step(B))).toBe(`ALTER TABLE public.t ${A}, ${B}`);
  expect(joined(step(A, { rewrites: false }), step(B))).toBe(`ALTER TABLE public.t ${A}, ${B}`);
  expect(joined(step(`${A}, ALTER COLUMN "e e" TYPE text`), step(B))).toContain(`"e e" TYPE text, ${B}`);
});

it.each([
  ['neither rewrites', step(A, { rewrites: false }), step(B, { rewrites: false })],
  ['they are of two tables', step(A), step(B, { table: 'public.u' })],
  ['it is the same column', step(A), step('ALTER COLUMN a TYPE text')],
  ['the later reads the earlier', step(A), step('ALTER COLUMN b TYPE bigint USING b + a')],
  [
    'the earlier reads the later',
    step('ALTER COLUMN a TYPE bigint USING "a" + "b b"'),
    step('ALTER COLUMN "b b" TYPE bigint'),
  ],
  ['one does more than change a type', step(A), step('ALTER COLUMN b SET EXPRESSION AS (1)')],
])('two stay apart where %s', (_, a, b) => {
  expect(joined(a, b)).toBeNull();
});
