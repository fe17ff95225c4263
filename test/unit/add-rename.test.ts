import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type FormerName, withRename } from '../../src/manifest/add-rename.ts';

const CASES: readonly (readonly [kind: FormerName['kind'], text: string, value: unknown])[] = [
  ['view', 'views:\n  v: select 1   # short\n', { query: 'select 1', renamed_from: 'old name' }],
  [
    'view',
    'views:\n  v: |\n    select a,\n      b\n\n    from t\n  w: select 2\n',
    { query: 'select a,\n  b\n\nfrom t\n', renamed_from: 'old name' },
  ],
  ['rule', 'rules:\n  { v: "on\n\n    x" }\n', { definition: 'on\nx', renamed_from: 'old name' }],
  ['index', 'x:\n    v: [a, b]\n', { columns: ['a', 'b'], renamed_from: 'old name' }],
  ['enum', 'enums: { v: [a, b], w: [c] }\n', { values: ['a', 'b'], renamed_from: 'old name' }],
  ['sequence', 'sequences:\n  v:\n  w: {}\n', { renamed_from: 'old name' }],
  ['sequence', 'sequences:\n  v: {}\n', { renamed_from: 'old name' }],
  ['table', 'tables:\n  v:\n    columns: { a: int }\n\n  w: {}\n', { columns: { a: 'int' }, renamed_from: 'old name' }],
  ['column', 'columns: { v: { type: int, renamed_from: older } }\n', { type: 'int', renamed_from: 'old name' }],
];

const LISTS: readonly (readonly [text: string, edited: string])[] = [
  ['schemas: [ a, v, "b c" ]\n', 'schemas: { a: {}, v: { renamed_from: old name }, "b c": {} }\n'],
  [
    'schemas:\n  - a   # one\n  - v\ntables: {}\n',
    'schemas:\n    a: {}   # one\n    v: { renamed_from: old name }\ntables: {}\n',
  ],
  ['schemas:\n- v\n- a\n', 'schemas:\n  v: { renamed_from: old name }\n  a: {}\n'],
];

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe('a former name', () => {
  it.each(CASES)('of a %s is written where it belongs: %s', (kind, text, value) => {
    const at = { ...place(text), file: 'x', length: 1, text: '' };
    const edited = withRename(text, { kind, at, former: 'old name' }) ?? '';
    const [section = ''] = Object.keys(parse(text) as object);
    expect(parse(edited)).toEqual({ [section]: { ...(parse(text) as Sections)[section], v: value } });
    for (const comment of text.match(/#.*/g) ?? []) expect(edited).toContain(comment);
  });

  it.each(LISTS)('in a list of names makes that a map: %s', (text, edited) => {
    const at = { ...place(text), file: 'x', length: 1, text: '' };
    expect(withRename(text, { kind: 'schema', at, former: 'old name' })).toBe(edited);
    expect(parse(edited)).toMatchObject({ schemas: { a: {}, v: { renamed_from: 'old name' } } });
  });
});

function place(text: string): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, /\bv\b/.exec(text)?.index ?? 0).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
