import { expect, it } from 'vitest';
import { type Table } from '../../src/model/object.ts';
import { reconcile } from '../../src/plan/reconcile.ts';

it('takes a column that the live table says nothing of as it is declared, though a scratch server says it on both sides', () => {
  const heir = { kind: 'table', schema: 'public', name: 'h', inherits: [{ schema: 'public', table: 'p' }] } as const;
  const before: Table = { ...heir, columns: [] };
  const after: Table = { ...heir, columns: [{ name: 'b', type: 'text', default: "'x'" }] };
  const beforeSpelled: Table = { ...heir, columns: [{ name: 'b', type: 'varchar', inherited: true }] };
  const afterSpelled: Table = { ...heir, columns: [{ name: 'b', type: 'text', default: "'x'::text" }] };
  const settled = reconcile({ before, after, beforeSpelled, afterSpelled });
  expect(settled).toMatchObject({ columns: [{ name: 'b', type: 'text', default: "'x'" }] });
});
