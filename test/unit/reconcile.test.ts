import { expect, it } from 'vitest';
import { type SchemaObject, type Table } from '../../src/model/object.ts';
import { inWordsOf, reconcile } from '../../src/plan/reconcile.ts';

it('takes a column that the live table says nothing of as it is declared, though a scratch server says it on both sides', () => {
  const heir = { kind: 'table', schema: 'public', name: 'h', inherits: [{ schema: 'public', table: 'p' }] } as const;
  const before: Table = { ...heir, columns: [] };
  const after: Table = { ...heir, columns: [{ name: 'b', type: 'text', default: "'x'" }] };
  const beforeSpelled: Table = { ...heir, columns: [{ name: 'b', type: 'varchar', inherited: true }] };
  const afterSpelled: Table = { ...heir, columns: [{ name: 'b', type: 'text', default: "'x'::text" }] };
  const settled = reconcile({ before, after, beforeSpelled, afterSpelled });
  expect(settled).toMatchObject({ columns: [{ name: 'b', type: 'text', default: "'x'" }] });
});

it('takes texts as they are spelled by the present names, and leaves what a scratch place does not know', () => {
  const domain = { kind: 'domain', schema: 'public', name: 'd', type: 'integer' } as const;
  const object: SchemaObject = {
    ...domain,
    owner: 'alice',
    default: 'former()',
    checks: [
      { name: 'b', expression: 'former(VALUE)' },
      { name: 'a', expression: 'VALUE > 0', comment: 'kept' },
    ],
  };
  const spelled: SchemaObject = {
    ...domain,
    owner: 'postgres',
    default: 'present()',
    comment: 'not there',
    checks: [
      { name: 'a', expression: '(VALUE > 0)' },
      { name: 'b', expression: 'present(VALUE)' },
    ],
  };
  const checks = [
    { name: 'b', expression: 'present(VALUE)' },
    { name: 'a', expression: '(VALUE > 0)', comment: 'kept' },
  ];
  expect(inWordsOf(spelled, object, [])).toEqual({ ...domain, owner: 'alice', default: 'present()', checks });
  expect(inWordsOf(spelled, object, ['default', 'checks'])).toEqual(object);
});

it('leaves secrets, which a scratch place never has', () => {
  const mapping = { kind: 'user_mapping', schema: '', name: 'u', server: 's', user: 'u' } as const;
  const object = { ...mapping, options: { user: 'x' }, secrets: { password: 'y' } } as SchemaObject;
  expect(inWordsOf({ ...mapping, options: { user: 'x' } } as SchemaObject, object, [])).toEqual(object);
});
