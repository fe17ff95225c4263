import { describe, expect, it } from 'vitest';
import { asWritten } from '../../src/dialects/postgres/as-written.ts';
import { differingFields } from '../../src/diff/diff.ts';
import { type Column, columnId, type SchemaObject, type Table } from '../../src/model/object.ts';

const table = (...columns: Column[]): Table => ({ kind: 'table', schema: 'public', name: 't', columns });
const id: Column = { name: 'id', type: 'bigint', notNull: true };

function keeps(before: SchemaObject, after: SchemaObject, mentioned: readonly string[] = []): boolean {
  const fields = differingFields(before, after, { columnOrder: false });
  return asWritten({ type: 'alter', before, after, fields }, (other) => mentioned.includes(other));
}

describe('what a server keeps as it is written', () => {
  const note: Column = { name: 'note', type: 'text' };
  const plain: readonly (readonly [string, SchemaObject, SchemaObject])[] = [
    ['a column comes', table(id), table(id, note)],
    ['a column with a literal comes', table(id), table(id, { ...note, notNull: true, default: "'it''s'::text" })],
    ['a column goes', table(id, note), table(id)],
    ['a comment', table(id), { ...table({ ...id, comment: 'the key' }), comment: 'a table' }],
    ['nullability', table(id, note), table(id, { ...note, notNull: true })],
    ['another literal', table({ ...note, default: "'a'::text" }), table({ ...note, default: "'b'" })],
    ['a default goes', table({ ...note, default: 'now()' }), table(note)],
  ];
  it.each(plain)('%s', (_, before, after) => expect(keeps(before, after)).toBe(true));

  const doubtful: readonly (readonly [string, SchemaObject, SchemaObject])[] = [
    ['a literal in other words', table({ ...note, default: "'a'::text" }), table({ ...note, default: "'a'" })],
    ['null, which is no default', table(note), table({ ...note, default: 'null' })],
    [
      'a document',
      table({ ...id, type: 'jsonb', default: `'{"a": 1}'` }),
      table({ ...id, type: 'jsonb', default: `'{"a":1}'` }),
    ],
    [
      'a number of its own type',
      table({ ...id, type: 'numeric', default: '0' }),
      table({ ...id, type: 'numeric', default: '0.0' }),
    ],
    ['a type of somebody', table(id), table(id, { ...note, type: 'state' })],
    ['another type', table(id), table({ ...id, type: 'integer' })],
    ['a generated column', table(id), table(id, { ...note, generated: { expression: "'a' || 'b'", stored: true } })],
    ['a column that had another name', table(id, note), table(id, { ...note, name: 'remark', renamedFrom: 'note' })],
    [
      'a partition',
      { ...table(id), inherits: [{ schema: 'public', table: 'p' }] },
      { ...table(id, note), inherits: [{ schema: 'public', table: 'p' }] },
    ],
  ];
  it.each(doubtful)('but not %s', (_, before, after) => expect(keeps(before, after)).toBe(false));

  it('nor a column that something speaks of which stays', () => {
    expect(keeps(table(id, note), table(id), [columnId('public', 't', 'note')])).toBe(false);
  });
});
