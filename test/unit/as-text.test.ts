import { describe, expect, it } from 'vitest';
import { passageHazards } from '../../src/dialects/postgres/as-text.ts';
import { byId, type SchemaObject, type Table } from '../../src/model/object.ts';

const table: Table = { kind: 'table', schema: 'public', name: 't', columns: [{ name: 'v', type: 'o' }] };

/** A type within a type, the attributes of the first in one order or the other. */
function objects(first: string, second: string): SchemaObject[] {
  const types: Readonly<Record<string, string>> = { x: 'integer', j: 'jsonb', l: 'integer[]' };
  const inner = [first, second].map((name) => ({ name, type: types[name] ?? '' }));
  return [
    { ...table, dependsOn: ['composite:public.o'] },
    {
      kind: 'composite',
      schema: 'public',
      name: 'o',
      attributes: [{ name: 'a', type: 'i' }],
      dependsOn: ['composite:public.i'],
    },
    { kind: 'composite', schema: 'public', name: 'i', attributes: inner },
  ];
}

describe('values that go over as JSON', () => {
  const [column] = table.columns;
  const messages = (from: SchemaObject[], to: SchemaObject[]): string[] =>
    column === undefined
      ? []
      : passageHazards(table, column, column, { before: byId(from), after: byId(to) }).map((h) => h.message);

  it('say what of them it does not give back', () => {
    expect(messages(objects('x', 'j'), objects('j', 'x'))).toEqual([
      expect.stringContaining('in j its null becomes NULL'),
    ]);
    expect(messages(objects('x', 'l'), objects('l', 'x'))).toEqual([expect.stringContaining('in l its null')]);
  });

  it('say nothing where nothing moves', () => {
    expect(messages(objects('x', 'j'), objects('x', 'j'))).toEqual([]);
  });
});
