import { describe, expect, it } from 'vitest';
import { type Column, type Table } from '../../src/model/object.ts';
import { type GeneratorSpec, type SeedSet } from '../../src/model/seed.ts';
import { childRows } from '../../src/seeds/children.ts';
import { type Cell, shapeOf } from '../../src/seeds/column-shape.ts';
import { type GeneratedSet, generateSet } from '../../src/seeds/generate.ts';
import { type ParentColumn } from '../../src/seeds/generators/generator.ts';
import { checkSpec } from '../../src/seeds/generators/registry.ts';
import { cellKey, jump, permute } from '../../src/seeds/hash.ts';
import { parseMoment } from '../../src/seeds/moment.ts';

const asOf = new Date('2026-03-04T00:00:00Z');

interface Spec {
  readonly columns: Readonly<Record<string, readonly [string, GeneratorSpec]>>;
  readonly count?: number;
  readonly seed?: number;
  readonly parents?: readonly Cell[];
}

/** A set over a table that has just these columns, each `[type, spec]`. */
function made({ columns, count = 200, seed = 1, parents = [] }: Spec): GeneratedSet {
  const typed: Column[] = Object.entries(columns).map(([name, [type]]) => ({ name, type }));
  const table: Table = { kind: 'table', schema: 'public', name: 't', columns: typed };
  const specs = Object.fromEntries(Object.entries(columns).map(([name, [, spec]]) => [name, spec]));
  const source = { from: 'generate', count, per: undefined, seed, columns: specs } as const;
  const set: SeedSet = {
    name: 's',
    schema: 'public',
    table: 't',
    key: [],
    mode: 'upsert',
    targets: null,
    source,
    places: new Map(),
  };
  const parent: ParentColumn = { count: parents.length, at: (i) => parents[i] ?? null };
  const resolved = { set, name: 's', table, columns: typed, key: [], numbered: null, foreignKeys: [], uniques: [] };
  return generateSet(resolved, { asOf, base: 0, parentCount: null, parent: () => parent });
}

const rows = (spec: Spec): Cell[][] => Array.from(made(spec).cells(), (cells) => [...cells]);
const column = (type: string, spec: GeneratorSpec, rest: Partial<Spec> = {}): (Cell | undefined)[] =>
  rows({ columns: { c: [type, spec] }, ...rest }).map((cells) => cells[0]);

const everyKind = {
  email: ['text', { faker: 'internet.email', unique: true }],
  name: ['text', { faker: 'person.fullName' }],
  kind: ['text', { pick: { a: 70, b: 30 } }],
  size: ['text', { pick: ['s', 'm', 'l'] }],
  n: ['integer', { between: [1, 6] }],
  price: ['numeric(10,2)', { normal: [80, 35], min: 0, scale: 2 }],
  at: ['timestamptz', { between: ['now - 365d', 'now'] }],
  id: ['uuid', { uuid: true }],
  parent: ['bigint', { ref: 'p' }],
  note: ['text', { template: '{kind}-{ordinal:4}', null_rate: 0.3 }],
} as const satisfies Spec['columns'];
const parents = Array.from({ length: 50 }, (_, i) => i);

describe('generated cells', () => {
  it('are the same in every run', () => {
    expect(rows({ columns: everyKind, parents })).toEqual(rows({ columns: everyKind, parents }));
  });

  it('do not change when rows are added, whatever the generator', () => {
    const few = rows({ columns: everyKind, parents, count: 100 });
    expect(rows({ columns: everyKind, parents, count: 300 }).slice(0, 100)).toEqual(few);
  });

  it('do not change when another column is added, left out or moved', () => {
    const { email: _, ...rest } = everyKind;
    const all = rows({ columns: everyKind, parents }).map((cells) => cells.slice(1));
    expect(rows({ columns: rest, parents })).toEqual(all);
  });

  it('can be asked for in any order', () => {
    const set = made({ columns: everyKind, parents });
    const emails = Array.from(made({ columns: everyKind, parents }).cells(), (cells) => cells[0]);
    for (const i of [199, 3, 77, 0]) expect(set.column('email').at(i)).toBe(emails[i]);
  });

  it('are others for another seed', () => {
    const [a, b] = [1, 2].map((seed) => column('text', { faker: 'person.fullName' }, { seed }));
    expect(a?.filter((name, i) => name === b?.[i]).length).toBeLessThan(10);
  });
});

describe('unique', () => {
  it.each([
    ['text', { faker: 'person.firstName', unique: true }],
    ['varchar(12)', { faker: 'internet.email', unique: true }],
    ['integer', { between: [1, 5000], unique: true }],
    ['numeric(6,1)', { between: [0, 500], unique: true }],
    ['date', { between: ['2000-01-01', '2020-01-01'], unique: true }],
    ['text', { uuid: true, unique: true }],
    ['text', { template: 'SKU-{ordinal}', unique: true }],
    ['integer', { sequence: 10, step: 3, unique: true }],
  ] as const)('%s %j has 5000 distinct values', (type, spec) => {
    const cells = column(type, spec, { count: 5000 }).map((c) => (c instanceof Date ? c.toISOString() : c));
    expect(new Set(cells).size).toBe(5000);
    if (type === 'varchar(12)') expect(Math.max(...cells.map((c) => String(c).length))).toBeLessThanOrEqual(12);
  });

  it('says how many there are when more are asked for', () => {
    expect(() => column('integer', { between: [1, 100], unique: true }, { count: 101 })).toThrow(
      'set s: c can have 100 distinct values, 101 rows are asked for',
    );
    expect(new Set(column('integer', { between: [1, 100], unique: true }, { count: 100 })).size).toBe(100);
    expect(() => column('text', { pick: ['a', 'b'], unique: true }, { count: 3 })).toThrow('2 distinct values');
  });
});

describe('generators', () => {
  it('pick by weight', () => {
    const a = column('text', { pick: { a: 70, b: 30, c: 0 } }, { count: 10_000 });
    expect(a.filter((c) => c === 'a').length / 10_000).toBeCloseTo(0.7, 1);
    expect(a).not.toContain('c');
  });

  it('keep to the ends of between, and reach both', () => {
    const cells = column('integer', { between: [1, 6] }, { count: 1000 });
    expect([...new Set(cells)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const days = column('date', { between: ['now - 2d', 'now'] }).map((c) => (c as Date).toISOString().slice(0, 10));
    expect([...new Set(days)].sort()).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
    expect(column('numeric(8,3)', { between: [0, 1] })[0]).toMatch(/^[01]\.\d{3}$/);
  });

  it('make normal values of the mean asked for, within the limits', () => {
    const cells = column('numeric(10,2)', { normal: [80, 35], min: 0 }, { count: 10_000 }).map(Number);
    expect(cells.reduce((a, b) => a + b, 0) / 10_000).toBeCloseTo(80, -1);
    expect(Math.min(...cells)).toBe(0);
  });

  it('leave the share of null_rate empty', () => {
    const cells = column('text', { value: 'x', null_rate: 0.25 }, { count: 10_000 });
    expect(cells.filter((c) => c === null).length / 10_000).toBeCloseTo(0.25, 1);
  });

  it('let faker count its days from the recorded one', () => {
    const cells = column('timestamptz', { faker: 'date.past', args: { years: 1 } }) as Date[];
    expect(Math.max(...cells.map(Number))).toBeLessThanOrEqual(asOf.getTime());
    expect(Math.min(...cells.map(Number))).toBeGreaterThan(parseMoment('now - 1y', asOf)?.getTime() ?? 0);
  });
});

describe('parents', () => {
  it('keep nine of ten children when a tenth of parents is added', () => {
    const key = cellKey('x');
    const moved = Array.from({ length: 20_000 }, (_, i) => jump(key, i, 1000) !== jump(key, i, 1100));
    expect(moved.filter(Boolean).length / 20_000).toBeCloseTo(1 - 1000 / 1100, 1);
  });

  it('have children whose numbers other parents do not move', () => {
    const key = cellKey('per');
    const few = childRows(100, { zipf: [0, 40] }, key);
    const more = childRows(200, { zipf: [0, 40] }, key);
    const list = (r: typeof few) => Array.from(r.all(), ({ ordinal, row, parent }) => [ordinal, row, parent]);
    expect(list(more).slice(0, few.count)).toEqual(list(few));
    expect(list(few).length).toBe(few.count);
    for (const [ordinal = 0, row, parent] of list(few))
      expect([few.row(ordinal), few.parent(ordinal)]).toEqual([row, parent]);
  });

  it('permute any number of places one to one', () => {
    for (const n of [1, 2, 3, 17, 1000, 65_537]) {
      const places = new Set(Array.from({ length: n }, (_, i) => permute(cellKey(n), i, n)));
      expect([places.size, Math.min(...places), Math.max(...places)]).toEqual([n, 0, n - 1]);
    }
  });
});

describe('specs', () => {
  const check = (spec: GeneratorSpec, type = 'text') =>
    checkSpec(spec, {
      shape: shapeOf(type),
      unique: spec.unique === true,
      asOf,
      columns: ['a'],
      parents: ['customers'],
    });

  it.each([
    [
      { fakr: 'internet.email' },
      'names no generator: one of faker, pick, between, ref, normal, sequence, value, template, uuid (did you mean faker?)',
    ],
    [{ faker: 'internet.emial' }, 'faker has no method internet.emial (did you mean internet.email?)'],
    [{ faker: 'number.int', args: { min: 6, max: 1 } }, 'faker number.int refuses these arguments'],
    [{ pick: [] }, 'pick needs at least one value'],
    [{ pick: { a: -1 } }, 'weights of pick must be numbers from 0 up, and not all 0'],
    [{ between: [6, 1] }, 'between must give the smaller value first'],
    [{ between: ['now', 'tomorrow'] }, 'between takes two numbers or two moments'],
    [{ ref: 'customer' }, 'ref: there is no set and no table customer'],
    [{ template: '{b}' }, 'template: the set has no column b'],
    [{ template: 'x', unique: true }, 'a unique template needs {ordinal}'],
    [{ normal: [1, 2], unique: true }, 'normal cannot be unique: use between or sequence'],
    [{ value: 1, sequence: 1 }, 'has two generators: sequence and value'],
    [{ sequence: 1, stepp: 2 }, 'sequence has no option stepp: did you mean step?'],
    [{ value: 1, null_rate: 2 }, 'null_rate must be a number from 0 to 1'],
  ])('%j: %s', (spec, message) => {
    expect(check(spec).join('; ')).toContain(message);
  });

  it('that are right raise nothing', () => {
    for (const [type, spec] of Object.values(everyKind)) {
      expect(
        checkSpec(spec, { shape: shapeOf(type), unique: 'unique' in spec, asOf, columns: ['kind'], parents: ['p'] }),
      ).toEqual([]);
    }
  });
});
