import { expect, test } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { diff } from '../../src/diff/diff.ts';
import { byId, type SchemaObject, type Table, type View } from '../../src/model/object.ts';
import { makePlan } from '../../src/plan/plan.ts';

const SERVER = {
  product: 'postgres',
  version: '18.0',
  number: 180000,
  database: 'd',
  user: 'u',
  embedded: false,
  identity: '',
} as const;

const table = (...names: string[]): Table => ({
  kind: 'table',
  schema: 'public',
  name: 't',
  columns: names.map((name) => ({ name, type: 'text' })),
});
const view = (query: string): View => ({ kind: 'view', schema: 'public', name: 'v', query });
const f: SchemaObject = {
  kind: 'function',
  schema: 'public',
  name: 'f',
  signature: '',
  returns: 'SETOF t',
  language: 'sql',
  body: 'SELECT * FROM t',
};

const adopted = (live: readonly SchemaObject[], desired: readonly SchemaObject[]): readonly SchemaObject[] =>
  postgres.adopt(desired, byId(live), { server: SERVER, roles: [] });

const queryOf = (from: string, live = 'SELECT 1'): string | undefined => {
  const objects = adopted([table('id', 'a'), f, view(live)], [table('id', 'n', 'a'), f, view(from)]);
  const names = objects.flatMap((o) => (o.kind === 'table' ? [o.columns.map((c) => c.name).join()] : []));
  expect(names).toEqual(['id,a,n']);
  return objects.find((o) => o.kind === 'view')?.query;
};

test('a list of names is given in the order that the columns have on the server', () => {
  expect(queryOf('SELECT x.n FROM f() x(id, n, a)')).toBe('SELECT x.n FROM f() x(id, a, n)');
  expect(queryOf("SELECT p FROM public.t AS x (p, q, r) WHERE q <> 'f() x(id, n, a)'")).toBe(
    "SELECT p FROM public.t AS x (p, r, q) WHERE q <> 'f() x(id, n, a)'",
  );
  expect(queryOf('SELECT o FROM f() WITH ORDINALITY x(i, "N", a, o)')).toBe(
    'SELECT o FROM f() WITH ORDINALITY x(i, a, "N", o)',
  );
  expect(queryOf('SELECT q FROM t x(p, q)')).toBe('SELECT q FROM t x(p, a, q)');
});

test('whoever takes all columns as they are gets them in the order that they have on the server', () => {
  expect(queryOf('SELECT * FROM f()')).toBe('SELECT * FROM f()');
});

test('other lists stay, and so does the order of tables that nobody takes by their places', () => {
  const query = 'WITH t(a, b, c) AS (SELECT 1, 2, 3) SELECT a FROM t x(a, b, c) WHERE a IN (b, c)';
  const desired = [table('id', 'n', 'a'), view(query)];
  expect(adopted([table('id', 'a')], desired)).toEqual(desired);
});

test.each([
  'SELECT a FROM u JOIN t USING (id)',
  'SELECT a FROM u JOIN public.t USING (id, a) WHERE (a) AND (id)',
  'SELECT a FROM (u JOIN t ON (id)) WHERE (t.a) AND (id)',
  'SELECT a FROM f() WHERE (a) OR (id)',
])('words of the language before parentheses are no names of a table: %s', (query) => {
  const desired = [table('id', 'n', 'a'), f, view(query)];
  expect(adopted([table('id', 'a'), f], desired)).toEqual(desired);
});

test('names for a join whose tables have another order are refused where the view changes', () => {
  const join = 'SELECT j.x FROM (t JOIN u ON true) j(x, y, z, w)';
  expect(() => queryOf(join)).toThrow('view public.v names the columns of a join by their places, and t has');
  expect(queryOf(join, join)).toBe(join);
});

test('the way back names columns that come back as the last ones', () => {
  const before = [table('id', 'n', 'a'), f, view('SELECT x.n FROM f() x(id, n, a)')];
  const after = [table('id', 'a'), f, view('SELECT x.a FROM f() x(id, a)')];
  const plan = makePlan({ dialect: postgres, server: SERVER, before, after, changes: diff(before, after) });
  const undo = plan.steps.toReversed().flatMap((s) => s.undo ?? []);
  const back = undo.findIndex((s) => s.endsWith('FROM f() x(id, a, n)'));
  expect(back).toBeGreaterThan(undo.findIndex((s) => s.includes('ADD COLUMN n')));
});
