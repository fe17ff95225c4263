import { describe, expect, it } from 'vitest';
import { type ForeignKey, type Table } from '../../src/model/object.ts';
import { type SeedSet } from '../../src/model/seed.ts';
import { orderSets } from '../../src/seeds/order.ts';
import { type ResolvedSet } from '../../src/seeds/resolve.ts';

/** A set `name` over the table `name`, which refers to others by columns `name_id`; `!` marks NOT NULL ones. */
function set(name: string, refers: readonly string[] = [], mode: SeedSet['mode'] = 'upsert'): ResolvedSet {
  const parents = refers.map((r) => r.replace('!', ''));
  const columns = [
    { name: 'id', type: 'int', notNull: true as const },
    ...refers.map((r) => ({
      name: `${r.replace('!', '')}_id`,
      type: 'int',
      ...(r.endsWith('!') ? { notNull: true as const } : {}),
    })),
  ];
  const table: Table = { kind: 'table', schema: '', name, columns };
  const foreignKeys = parents.map((parent): ForeignKey => {
    const references = { schema: '', table: parent, columns: ['id'] };
    return {
      kind: 'foreign_key',
      schema: '',
      table: name,
      name: `${name}_${parent}`,
      columns: [`${parent}_id`],
      references,
    };
  });
  const source = { from: 'rows', rows: [] } as const;
  const declared: SeedSet = {
    name,
    schema: '',
    table: name,
    key: ['id'],
    mode,
    targets: null,
    source,
    places: new Map(),
  };
  return { set: declared, name, table, columns, key: ['id'], numbered: null, foreignKeys, uniques: [['id']] };
}

const order = (sets: readonly ResolvedSet[], rowByRow = false) => {
  const { units, diagnostics } = orderSets(sets, rowByRow);
  const shown = units.map((unit) => unit.map((o) => [o.resolved.name, ...o.deferred].join(' ')).join(' + '));
  return { units: shown, messages: diagnostics.map((d) => d.message) };
};

describe('order of sets', () => {
  it('puts parents first and otherwise keeps the order of the YAML', () => {
    const sets = [
      set('lines', ['orders!', 'products!']),
      set('b'),
      set('orders', ['customers!']),
      set('customers'),
      set('products'),
      set('a'),
    ];
    expect(order(sets)).toEqual({ units: ['customers', 'orders', 'products', 'lines', 'b', 'a'], messages: [] });
  });

  it('joins sets that refer to each other, and fills the nullable side later', () => {
    expect(order([set('a', ['b']), set('b', ['a!']), set('c', ['a!'])])).toEqual({
      units: ['a b_id + b', 'c'],
      messages: [],
    });
    expect(order([set('a', ['b!']), set('b', ['c']), set('c', ['a!'])]).units).toEqual(['b c_id + a + c']);
  });

  it('refuses a ring of NOT NULL columns', () => {
    expect(order([set('a', ['b!']), set('b', ['a!'])]).messages).toEqual(["set a: a, b need each other's rows first"]);
  });

  it('fills rows that refer to their own set later where rows are checked one by one', () => {
    expect(order([set('tree', ['tree'])]).units).toEqual(['tree']);
    expect(order([set('tree', ['tree'])], true).units).toEqual(['tree tree_id']);
    expect(order([set('tree', ['tree'], 'insert')], true).messages).toEqual([
      'set tree: mode insert cannot fill tree_id in a second pass',
    ]);
  });
});
