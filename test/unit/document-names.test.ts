import { describe, expect, it } from 'vitest';
import { document } from '../../src/manifest/document.ts';
import { inline, inlineKey } from '../../src/manifest/edit-yaml.ts';
import { parseYaml } from '../../src/manifest/parse.ts';

const NAMES = [
  '<<',
  'a\nb',
  'a: b',
  '? x',
  ' a ',
  'null',
  '1.0',
  '',
  '"',
  "'",
  '~',
  '__proto__x',
  `f(${'integer, '.repeat(20)})`,
];

const read = (text: string): unknown => {
  const { parsed, diagnostics } = parseYaml('f.yaml', text);
  expect(diagnostics).toEqual([]);
  return parsed?.data;
};

describe('names that YAML would take for something else', () => {
  it.each(NAMES)('%j is a key of a map of its own, and of one on a line', (name) => {
    const data = { tables: { [name]: { columns: { [name]: { type: 'text', [name]: { [name]: name } } } } } };
    expect(read(document(data))).toEqual(data);
    expect(read(`a: ${inline(data)}`)).toEqual({ a: data });
    expect(read(`${inlineKey(name)}: ${inline([name])}`)).toEqual({ [name]: [name] });
  });
});
