import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { updateFiles } from '../../src/manifest/update.ts';

const SHOP = `# the shop
x-shared: &id { type: bigint, not_null: true }
tables:
  # people
  customers:
    comment: who buys       # in one word
    columns:
      id:    *id
      email: { type: text,   not_null: true }   # how to reach them
      note:  text
    indexes: { a: [email], b: [note] }

  # what they want
  orders:
    columns:
      id: bigint
    checks:
      c: id > 0
enums: { mood: [sad, ok] }
views:
  all:
    query: |
      select 1
      from t
    comment: it   # all
schemas: [a, b]
`;

const BEFORE = {
  tables: {
    customers: {
      comment: 'who buys',
      columns: { id: { type: 'bigint', not_null: true }, email: { type: 'text', not_null: true }, note: 'text' },
      indexes: { a: ['email'], b: ['note'] },
    },
    orders: { columns: { id: 'bigint' }, checks: { c: 'id > 0' } },
  },
  enums: { mood: ['sad', 'ok'] },
  views: { all: { query: 'select 1\nfrom t\n', comment: 'it' } },
  schemas: ['a', 'b'],
};
type Tree = Record<string, Record<string, unknown> | unknown[]>;

function edited(change: (tree: Tree) => void, whole = false): { text: string; data: Tree; wanted: Tree } {
  const wanted = structuredClone(BEFORE) as unknown as Tree;
  change(wanted);
  const [file] = updateFiles([{ path: 'shop.yaml', text: SHOP }], BEFORE, wanted, { home: 'schema.yaml', whole });
  const text = file?.text ?? '';
  const { 'x-shared': _, ...data } = parse(text, { merge: true }) as Tree;
  return { text, data, wanted };
}

const at = (tree: Tree, ...path: string[]): Record<string, unknown> =>
  path.reduce((node, key) => node[key] as Record<string, unknown>, tree as Record<string, unknown>);

const CHANGES: Readonly<Record<string, (tree: Tree) => void>> = {
  'a value': (t) => (at(t, 'tables', 'customers').comment = 'those who buy'),
  'an attribute more': (t) => (at(t, 'tables', 'customers', 'columns', 'email').default = "'x'"),
  'an attribute less': (t) => delete at(t, 'tables', 'customers', 'columns', 'email').not_null,
  'a short form that no longer does': (t) =>
    (at(t, 'tables', 'customers', 'columns').note = { type: 'text', not_null: true }),
  'a column more': (t) => (at(t, 'tables', 'customers', 'columns').born = 'date'),
  'a column less': (t) => delete at(t, 'tables', 'customers', 'columns').note,
  'a member in a flow': (t) => (at(t, 'tables', 'customers', 'indexes').c = { columns: ['id'], unique: true }),
  'the last member of its kind': (t) => delete at(t, 'tables', 'orders').checks,
  'a section of a table': (t) =>
    (at(t, 'tables', 'orders').indexes = { i: ['id'], j: { columns: ['id'], unique: true } }),
  'a table less': (t) => delete at(t, 'tables').customers,
  'a table more': (t) => (at(t, 'tables').lines = { columns: { id: 'int', n: { type: 'int', default: 1 } } }),
  'a value of many lines': (t) => (at(t, 'tables', 'customers').comment = 'one\ntwo\n'),
  'a text of many lines': (t) => (at(t, 'views', 'all').query = 'select 2\nfrom t\n\nwhere true\n'),
  'an attribute of many lines more': (t) => (at(t, 'views', 'all').note = 'a\n  b\n\nc'),
  'an entry of many lines in a block': (t) => (at(t, 'tables', 'orders', 'checks').d = 'a\n b'),
  'an entry of many lines in a flow': (t) => (at(t, 'tables', 'customers', 'indexes').c = { where: 'a\n b' }),
  'a list': (t) => (at(t, 'enums').mood = ['sad', 'ok', 'happy']),
  'an enum more': (t) => (at(t, 'enums').size = ['s']),
  'the last enum': (t) => delete t.enums,
  'a name in a list': (t) => (t.schemas = ['b', 'c']),
  'a section more': (t) => (t.materialized_views = { v: { query: 'select 1\nfrom t' }, w: { query: 'select 2' } }),
};

describe('a schema file', () => {
  it.each(Object.entries(CHANGES))('takes %s and keeps the rest as it is', (_, change) => {
    for (const whole of [false, true]) {
      const { text, data, wanted } = edited(change, whole);
      expect(data).toEqual(wanted);
      expect(text).toContain('# the shop');
      expect(text).toContain('# what they want');
      if (whole) continue;
      const gone = SHOP.split('\n').filter((line) => !text.split('\n').includes(line));
      expect(gone.length).toBeLessThanOrEqual('customers' in at(data, 'tables') ? 2 : 10);
    }
  });
});
