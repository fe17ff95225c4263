import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withIndex } from '../../src/manifest/add-index.ts';
import { type Index } from '../../src/model/object.ts';

const INDEX: Index = {
  kind: 'index',
  schema: '',
  table: 'orders',
  name: 'orders_total_idx',
  parts: [{ column: 'total' }],
};

const CASES: Readonly<Record<string, string>> = {
  'a table without indexes': `tables:
  orders: # the sales
    columns:
      id:   { type: bigint }   # keep   these   spaces

      total: { type: int }
  other:
    columns: { id: bigint }
`,
  'a table with indexes': `tables:
  orders:
    columns: { id: bigint, total: int }
    indexes:
      # why this is here
      a_idx: { columns: [id] }   # and this
    comment: "last"
`,
  'an index in block style comes last': `tables:
  orders:
    columns: { id: bigint, total: int }
    indexes:
      a_idx:
        columns:
          - id
  # of the next one
  other:
    columns: { id: bigint }
`,
  'the last line has no end': `tables:
  orders:
    columns: { id: bigint, total: int }`,
  'anchors and merges': `x: &base
  id: { type: bigint }
tables:
  orders:
    columns: { <<: *base, total: int }
    comment: &c sales
  other:
    columns: { <<: *base }
    comment: *c
`,
  'an empty list of indexes': `tables:
  orders:
    columns: { id:   bigint, total: int }   # wide
    indexes: {}
  other:
    columns: { id: bigint }
`,
  'a key without indexes': `tables:
  orders:
    columns: { id:   bigint, total: int }   # wide
    indexes:
  other:
    columns: { id: bigint }
`,
  'a table of one line': `tables:
  orders: { columns: { id: bigint,   total: int } }   # short
  other: { columns: { id: bigint } }
`,
  'a table of one line with indexes': `tables:
  orders: { columns: { id: bigint, total: int }, indexes: { a_idx: { columns: [id] } } }
`,
};

const ENDS = [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const;

describe.each(ENDS)('an index is added to the YAML, with %s', (_, eol) => {
  it.each(Object.entries(CASES))('%s', (_, source) => {
    const text = source.replaceAll('\n', eol);
    const lines = text.split(eol);
    const line = lines.findIndex((l) => l.startsWith('  orders:')) + 1;
    const written = withIndex(text, { line, column: 3 }, INDEX);
    // What was there is all still there, in its order: only characters are added.
    expect(isWithin(text, written)).toBe(true);
    const changed = written.split(eol).filter((l) => !lines.includes(l));
    expect(changed.length).toBeLessThanOrEqual(2);
    if (eol === '\r\n') expect(written.replaceAll('\r\n', '')).not.toContain('\n');
    const before = parse(text, { merge: true });
    const after = parse(written, { merge: true });
    expect(after.tables.orders.indexes).toEqual({
      ...before.tables.orders.indexes,
      orders_total_idx: ['total'],
    });
    delete after.tables.orders.indexes;
    delete before.tables.orders.indexes;
    expect(after).toEqual(before);
  });
});

function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const char of part) {
    at = whole.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
