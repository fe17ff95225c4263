import { expect, test } from 'vitest';
import { joined } from '../../src/manifest/joined.ts';
import { parseYaml } from '../../src/manifest/parse.ts';
import { piecesOf } from '../../src/manifest/pieces.ts';

const FILL = Array.from({ length: 600 }, (_, i) => `  t${i}: { columns: { id: bigint, "a: b": [text, '#'] } }\n`).join(
  '',
);
const file = (text: string): string => `# a large file\nx-fill:\n${FILL}${text}`;

/** All that the places of a file say, by pointer. */
function placesOf(parsed: NonNullable<ReturnType<typeof parseYaml>['parsed']>): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (value: unknown, pointer: string): void => {
    if (pointer.startsWith('/x-fill/t') && !pointer.startsWith('/x-fill/t59')) return;
    const spans = [parsed.at(pointer), parsed.keyAt(pointer), ...parsed.linesAt(pointer)];
    found.set(
      pointer,
      spans.map((s) => s && [s.line, s.column, s.length, s.text]),
    );
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) walk(inner, `${pointer}/${key.replaceAll('/', '~1')}`);
  };
  walk(parsed.data, '');
  return found;
}

test.each([
  [
    'texts that look like keys',
    'views:\n  v: |\n    tables:\n      x: 1\n\n  w: >+\n    keep\n\n\n  z: |-\n    # no comment\n    end\n',
  ],
  ['quotes over lines', "a:\n  \"k: l\": \"one\n    two: x\"\n  'it''s': 'x\n    y'\n  p: plain\n    going on # end\n"],
  ['flow style over lines', 'a:\n  b: {\n    c: 1,\n    d: [x,\n      y]\n  }\n  e: [\n  ]\nf: { g: 1 }\nh: [1]\n'],
  ['comments, empty lines and empty values', 'a: # one\n\n# low\n  # two\n  b:\n\n  # three\n  c: ~\n\nd:\n# end\n'],
  ['names of JavaScript', 'a:\n  __proto__: 1\n  constructor: { toString: 2 }\n  1: x\n  true: y\n'],
  ['an anchor used where it stands', 'a:\n  b:\n    c: &x { d: 1 }\n    e: *x\n    <<: *x\n'],
])('%s mean the same in pieces, at the same places', (_, text) => {
  const whole = parseYaml('s.yaml', file(text)).parsed;
  const pieces = piecesOf(file(text)) ?? [];
  const parts = joined('s.yaml', pieces, () => null)?.parsed;
  if (!whole || !parts) throw new Error('not read');
  expect(pieces.length).toBeGreaterThan(600);
  expect(JSON.stringify(parts.data)).toBe(JSON.stringify(whole.data));
  expect(placesOf(parts)).toEqual(placesOf(whole));
});

test.each([
  ['an anchor of another entry', 'a:\n  b: &x { c: 1 }\n  d: *x\n'],
  ['a name that stands twice', 'a:\n  b: 1\n  b: 2\n'],
  ['a section that stands twice', 'a:\n  b: 1\na:\n  c: 2\n'],
  ['a quote without an end', 'a:\n  b: "x\n  c: 1\n'],
  ['a second document', 'a:\n  b: 1\n---\nc:\n  d: 2\n'],
])('%s needs the whole file', (_, text) => {
  const pieces = piecesOf(file(text));
  expect(pieces === null ? null : joined('s.yaml', pieces, () => null)).toBeNull();
});

test('only what changed is parsed', () => {
  const seen = new Set((piecesOf(file('a:\n  b: 1\n  c: 2\n')) ?? []).map(({ text }) => text));
  const pieces = piecesOf(file('a:\n  new: 0\n  b: 1\n  c: 3\n')) ?? [];
  const { fresh } = joined('s.yaml', pieces, ({ text }) => (seen.has(text) ? parseYaml('', text).parsed : null)) ?? {};
  expect(fresh?.map(({ data }) => data)).toEqual([{ a: { new: 0 } }, { a: { c: 3 } }]);
});
