import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { type Span } from '../model/diagnostic.ts';
import { objectId } from '../model/id.ts';
import { type Manifest } from '../model/manifest.ts';
import { type Index } from '../model/object.ts';
import { behind, inline, inlineKey, intoFlow, pairAt, type Splice, spliced, withValue } from './edit-yaml.ts';
import { indexData } from './write-keys.ts';

/** Adds indexes to the YAML of their tables, and leaves every other character as it is. Gives the files that were written. */
export async function addIndexes({ desired }: Pick<Manifest, 'desired'>, indexes: readonly Index[]): Promise<string[]> {
  const edits = indexes.flatMap((index) => {
    const at = desired.places.get(objectId('table', index.schema, index.table));
    return at === undefined ? [] : [{ index, at }];
  });
  const files = new Map<string, { readonly index: Index; readonly at: Span }[]>();
  for (const edit of edits) files.set(edit.at.file, [...(files.get(edit.at.file) ?? []), edit]);
  for (const [file, list] of files) {
    const path = resolve(file);
    let text = await readFile(path, 'utf8');
    // From the bottom up, so that the places above stay where they are.
    for (const { index, at } of [...list].sort((a, b) => b.at.line - a.at.line)) text = withIndex(text, at, index);
    await writeFile(path, text);
  }
  return [...files.keys()].sort();
}

/** The text of a schema file with one more index on the table whose key stands at `at`: nothing else of it changes. */
export function withIndex(text: string, at: Pick<Span, 'line' | 'column'>, index: Index): string {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, merge: true });
  const pair = pairAt(doc, (lines.lineStarts[at.line - 1] ?? 0) + at.column - 1);
  const value = (pair?.value ?? null) as Node | null;
  if (!isMap(value) || value.items.length === 0) return text;
  const table: YAMLMap = value;
  const entry = `${inlineKey(index.name)}: ${inline(indexData(index))}`;
  const known = table.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === 'indexes');
  return spliced(text, [splice()]);

  function splice(): Splice {
    if (known === undefined && table.flow) return intoFlow(text, table, `indexes: { ${entry} }`);
    if (known === undefined) return behind(text, table, ['indexes:', `  ${entry}`]);
    const indexes = known.value as Node | null;
    if (!isMap(indexes)) return withValue(text, known, ` { ${entry} }`);
    return indexes.flow ? intoFlow(text, indexes, entry) : behind(text, indexes, [entry]);
  }
}
