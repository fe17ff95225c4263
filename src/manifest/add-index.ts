import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  Document as NewDocument,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Span } from '../model/diagnostic.ts';
import { objectId } from '../model/id.ts';
import { type Manifest } from '../model/manifest.ts';
import { type Index } from '../model/object.ts';
import { indexData } from './write.ts';

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
  const pair = tableAt(doc, (lines.lineStarts[at.line - 1] ?? 0) + at.column - 1);
  const table = (pair?.value ?? null) as Node | null;
  if (!isMap(table) || table.items.length === 0) return text;
  const entry = `${stringify(index.name).trim()}: ${inline(indexData(index))}`;
  const known = table.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === 'indexes');
  if (known === undefined)
    return table.flow
      ? intoFlow(text, table, `indexes: { ${entry} }`)
      : behind(text, table, ['indexes:', `  ${entry}`]);
  const indexes = known.value as Node | null;
  if (!isMap(indexes)) return behindKey(text, known.key as Node, `{ ${entry} }`);
  if (indexes.items.length > 0) return indexes.flow ? intoFlow(text, indexes, entry) : behind(text, indexes, [entry]);
  const start = (indexes.range?.[0] ?? 0) + 1;
  return `${text.slice(0, start)} ${entry} ${text.slice(start)}`;
}

/** The value of a key that has none. */
function behindKey(text: string, key: Node, value: string): string {
  const colon = text.indexOf(':', key.range?.[1] ?? 0) + 1;
  return `${text.slice(0, colon)} ${value}${text.slice(colon)}`;
}

function tableAt(doc: Document, offset: number): Pair | null {
  let found: Pair | null = null;
  visit(doc, {
    Pair(_, pair) {
      const range = (pair.key as Node | null)?.range;
      if (range?.[0] === offset) {
        found = pair;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

/** `{ a: [x] }` → `{ a: [x], b: [y] }`. */
function intoFlow(text: string, map: YAMLMap, entry: string): string {
  const end = endOf(map);
  return `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
}

/** Lines behind the last entry of a block, as deep as its entries stand. */
function behind(text: string, map: YAMLMap, entries: readonly string[]): string {
  const first = (map.items[0]?.key as Node | null)?.range?.[0] ?? 0;
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first).replaceAll(/\S/g, ' ');
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = endOf(map);
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  const lines = entries.map((e) => `${indent}${e}`).join(eol);
  if (next === 0) return `${text}${eol}${lines}`;
  return `${text.slice(0, next)}${lines}${eol}${text.slice(next)}`;
}

/** Where the last value within a node ends. */
function endOf(node: YAMLMap | YAMLSeq): number {
  const last = node.items.at(-1);
  const value = (isPair(last) ? (last.value ?? last.key) : last) as Node | null;
  if (isCollection(value) && !value.flow && value.items.length > 0) return endOf(value as YAMLMap | YAMLSeq);
  return value?.range?.[1] ?? node.range?.[1] ?? 0;
}

function inline(value: unknown): string {
  const doc = new NewDocument(value);
  visit(doc, {
    Collection(_, node) {
      node.flow = true;
    },
  });
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true }).trim();
}
