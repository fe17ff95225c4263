import { describe, expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { type Column, type ForeignKey, type Index, type Table } from '../../src/model/object.ts';
import { reconcile } from '../../src/plan/reconcile.ts';

const table = (name: string, columns: readonly Column[], rest: Partial<Table> = {}): Table => ({
  kind: 'table',
  schema: 'public',
  name,
  columns,
  ...rest,
});
const id: Column = { name: 'id', type: 'bigint', notNull: true };
const index: Index = { kind: 'index', schema: 'public', table: 'users', name: 'i', parts: [{ column: 'mail' }] };
const key: ForeignKey = {
  kind: 'foreign_key',
  schema: 'public',
  table: 'orders',
  name: 'f',
  columns: ['user_id'],
  references: { schema: 'public', table: 'users', columns: ['id'] },
};

describe('diff', () => {
  it('finds nothing between equal schemas, whatever their notes', () => {
    const a = table('users', [id], { dependsOn: ['enum:public.x'] });
    const b = table('users', [{ ...id, renamedFrom: 'uid' }], { renamedFrom: 'people' });
    expect(diff([a], [b])).toEqual([]);
  });

  it('minds the order of columns only where it can be changed', () => {
    const a = table('users', [id, { name: 'a', type: 'text' }]);
    const b = table('users', [{ name: 'a', type: 'text' }, id]);
    expect(diff([a], [b])).toEqual([]);
    expect(diff([a], [b], { columnOrder: true })).toMatchObject([{ type: 'alter', fields: ['columns'] }]);
  });

  it('renames a table once, and what belongs or refers to it follows without a change', () => {
    const before = [
      table('people', [id]),
      { ...index, table: 'people' },
      { ...key, references: { ...key.references, table: 'people' } },
    ];
    const after = [table('users', [id], { renamedFrom: 'people' }), index, key];
    expect(diff(before, after)).toMatchObject([
      { type: 'rename', before: { name: 'people' }, after: { name: 'users' } },
    ]);
    expect(diff(after, after)).toEqual([]);
  });

  it('renames a column within its table, and the indexes on it follow', () => {
    const before = [table('users', [id, { name: 'email', type: 'text' }]), { ...index, parts: [{ column: 'email' }] }];
    const after = [table('users', [id, { name: 'mail', type: 'text', renamedFrom: 'email' }]), index];
    expect(diff(before, after)).toMatchObject([{ type: 'alter', fields: ['columns'] }]);
  });

  it('does not rename when both names are there', () => {
    const before = [table('people', [id]), table('users', [id])];
    const after = [table('users', [id], { renamedFrom: 'people' })];
    expect(diff(before, after)).toMatchObject([{ type: 'drop', before: { name: 'people' } }]);
  });
});

describe('reconcile', () => {
  it('takes the live text where both are spelled alike, and the author’s where they differ', () => {
    const before = table('t', [
      { name: 'a', type: 'character varying(20)', default: "'x'::character varying" },
      { name: 'b', type: 'integer' },
    ]);
    const after = table('t', [
      { name: 'a', type: 'varchar(20)', default: "'x'" },
      { name: 'b', type: 'int8' },
      { name: 'c', type: 'int', default: '1+1' },
    ]);
    const afterSpelled = table('t', [
      { name: 'a', type: 'character varying(20)', default: "'x'::character varying" },
      { name: 'b', type: 'bigint' },
      { name: 'c', type: 'integer', default: '(1 + 1)' },
    ]);
    expect(reconcile({ before, after, beforeSpelled: before, afterSpelled })).toMatchObject({
      columns: [before.columns[0], { name: 'b', type: 'int8' }, { name: 'c', type: 'int', default: '1+1' }],
    });
  });

  it('keeps a column’s live text across its rename', () => {
    const before = table('t', [{ name: 'a', type: 'character varying(20)' }]);
    const after = table('t', [{ name: 'b', type: 'varchar(20)', renamedFrom: 'a' }]);
    const spelled = table('t', [{ name: 'b', type: 'character varying(20)' }]);
    expect(reconcile({ before, after, beforeSpelled: spelled, afterSpelled: spelled })).toMatchObject({
      columns: [{ name: 'b', type: 'character varying(20)', renamedFrom: 'a' }],
    });
  });
});
