import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Cell } from '../../src/seeds/column-shape.ts';
import { type DataFile, fileColumns, fileDiagnostics, fileRows, type RowProblem } from '../../src/seeds/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'dbops-seed-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Uint8Array): DataFile {
  const path = join(folder, name);
  writeFileSync(path, text);
  return { path, shown: name, format: name.split('.').at(-1) as DataFile['format'] };
}

async function read(data: DataFile): Promise<{ rows: [number, ...Cell[]][]; problems: RowProblem[] }> {
  const problems: RowProblem[] = [];
  const rows: [number, ...Cell[]][] = [];
  for await (const { line, cells } of fileRows(data, problems)) rows.push([line, ...cells]);
  return { rows, problems };
}

describe('CSV', () => {
  it('tells NULL from the empty text, and keeps quotes, newlines and backslashes', async () => {
    expect(
      (await read(file('b.csv', '\uFEFFa,b\r\nde,"Ger""m, any"\r\nfr,\r\nit,""\r\n"ü\n\\n\'",\\N\r\nx,y'))).rows,
    ).toEqual([
      [2, 'de', 'Ger"m, any'],
      [3, 'fr', null],
      [4, 'it', ''],
      [5, "ü\n\\n'", '\\N'],
      [7, 'x', 'y'],
    ]);
  });

  it('reports every row of another width with its line', async () => {
    const data = file('c.csv', 'a,b\n1,2\n3\n4,5,6\n"7\n",8\n9\n');
    const { rows, problems } = await read(data);
    expect(rows.length).toBe(2);
    expect(await fileDiagnostics(data, problems)).toMatchObject([
      { code: 'bad-rows', message: 'c.csv: 1 cells where the header has 2', at: { line: 3, text: '3' } },
      { message: 'c.csv: 3 cells where the header has 2', at: { line: 4, text: '4,5,6' } },
      { message: 'c.csv: 1 cells where the header has 2', at: { line: 7, text: '9' } },
    ]);
  });

  it.each([
    ['twice.csv', 'a,b,a\n', 'the header names a twice'],
    ['blank.csv', 'a,,b\n', 'a column of the header has no name'],
    ['empty.csv', '', 'holds no columns'],
    ['latin.csv', Uint8Array.of(0x61, 0x0a, 0xe4, 0x0a), 'is not UTF-8 text'],
  ])('%s: %s', async (name, text, message) => {
    const data = file(name, text);
    const { problems } = await read(data);
    const found = problems.length > 0 ? problems : [await fileColumns(data)];
    expect(found).toMatchObject([{ message }]);
  });

  it('says where a quote is left open, and that a file is missing', async () => {
    expect((await read(file('open.csv', 'a\n1\n"2\n3\n'))).problems).toMatchObject([
      { message: expect.stringContaining('Quote') },
    ]);
    const none: DataFile = { path: join(folder, 'none.csv'), shown: 'none.csv', format: 'csv' };
    expect((await read(none)).problems).toEqual([{ line: 1, message: 'there is no such file', code: 'no-such-file' }]);
  });

  it('reads a big file in constant memory', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},"name ${i}",${'x'.repeat(100)}`);
    const data = file('big.csv', ['id,name,text', ...rows].join('\n'));
    rows.length = 0;
    const before = process.memoryUsage().heapUsed;
    let count = 0;
    let most = 0;
    for await (const _ of fileRows(data, [])) {
      count += 1;
      if (count % 20_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
    }
    expect(count).toBe(200_000);
    expect((most - before) / 2 ** 20).toBeLessThan(120);
  });
});

describe('JSON', () => {
  it('reads the objects of an array, with brackets and quotes inside, and numbers beyond 2^53 as they are', async () => {
    const text = '[\n {"a": 1, "b": {"x": "}]\\"["}},\n\n {"a": 12345678901234567890, "b": null}, {"a": 1.5}\n]\n';
    expect((await read(file('a.json', text))).rows).toEqual([
      [2, 1, { x: '}]"[' }],
      [4, '12345678901234567890', null],
      [4, 1.5, null],
    ]);
  });

  it('reports each object that is broken or has other keys', async () => {
    const { rows, problems } = await read(file('b.json', '[{"a":1},\n{"b":1},\n{"a" 1},\n{"a":2}]'));
    expect(rows).toEqual([
      [1, 1],
      [4, 2],
    ]);
    expect(problems).toMatchObject([{ line: 2, message: 'has b, which the first object has not' }, { line: 3 }]);
  });

  it.each([
    ['c.json', '{"a":1}', 'expected one array of objects'],
    ['d.json', '[1, 2]', 'expected an object, found "1"'],
    ['e.json', '[{"a":1}', 'the array is not closed'],
  ])('%s %s: %s', async (name, text, message) => {
    expect((await read(file(name, text))).problems).toMatchObject([{ message }]);
  });

  it('reads one object a line', async () => {
    expect((await read(file('a.ndjson', '{"a":1}\n\n{"a":"ü"}'))).rows).toEqual([
      [1, 1],
      [3, 'ü'],
    ]);
  });
});
