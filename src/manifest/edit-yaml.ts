import {
  type Document,
  isCollection,
  isPair,
  Document as NewDocument,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** The value of a key that has none. */
export function behindKey(text: string, key: Node, value: string): string {
  const colon = text.indexOf(':', key.range?.[1] ?? 0) + 1;
  return `${text.slice(0, colon)} ${value}${text.slice(colon)}`;
}

/** The entry of a map whose key begins at an offset. */
export function pairAt(doc: Document, offset: number): Pair | null {
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
export function intoFlow(text: string, map: YAMLMap, entry: string): string {
  const end = endOf(map);
  return `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
}

/** Lines behind the last entry of a block, as deep as its entries stand. */
export function behind(text: string, map: YAMLMap, entries: readonly string[]): string {
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

/** A value on one line. */
export function inline(value: unknown): string {
  const doc = new NewDocument(value);
  visit(doc, {
    Collection(_, node) {
      node.flow = true;
    },
  });
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true }).trim();
}
