import {
  type Document,
  isCollection,
  isPair,
  Document as NewDocument,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { nameOf } from './key-order.ts';

/** What takes the place of a part of a text. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with parts of it replaced; they do not overlap, and those that begin at one place stand in the order given. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let at = 0;
  let result = '';
  for (const s of [...splices].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, s.start) + s.text;
    at = s.end;
  }
  return result + text.slice(at);
}

/** Another value for a key, or one for a key that has none; what a comment says behind it stays. `given` begins with its white space. */
export function withValue(text: string, { key, value }: Pair, given: string): Splice {
  const node = value as Node | null;
  const start = text.indexOf(':', (key as Node).range?.[1] ?? 0) + 1;
  return { start, end: node?.range && node.range[1] > start ? node.range[1] : start, text: given };
}

/** An entry of a map taken out: its lines with the comment right above them, or in `{ … }` itself with a comma. */
export function without(text: string, map: YAMLMap, pair: Pair): Splice {
  const at = map.items.indexOf(pair);
  const start = keyStart(pair);
  if (map.flow) {
    const next = map.items[at + 1];
    if (next !== undefined) return { start, end: keyStart(next), text: '' };
    const previous = map.items[at - 1];
    return { start: previous === undefined ? start : endOfPair(previous), end: endOfPair(pair), text: '' };
  }
  let line = text.lastIndexOf('\n', start - 1) + 1;
  const comment = `${text.slice(line, start)}#`;
  for (;;) {
    const above = line === 0 ? 0 : text.lastIndexOf('\n', line - 2) + 1;
    if (above === line || !text.startsWith(comment, above)) break;
    line = above;
  }
  const end = endOfPair(pair);
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  return { start: line, end: next === 0 ? text.length : next, text: '' };
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

/** Whether a pair stands in braces or brackets, where only one line has room. */
export function isInFlow(doc: Document, pair: Pair): boolean {
  let found = false;
  visit(doc, {
    Pair(_, at, path) {
      if (at !== pair) return undefined;
      found = path.some((node) => isCollection(node) && node.flow === true);
      return visit.BREAK;
    },
  });
  return found;
}

/** `{ a: [x] }` → `{ a: [x], b: [y] }`. */
export function intoFlow(_text: string, map: YAMLMap, entry: string): Splice {
  if (map.items.length === 0) {
    const start = (map.range?.[0] ?? 0) + 1;
    return { start, end: (map.range?.[1] ?? start + 1) - 1, text: ` ${entry} ` };
  }
  const start = endOf(map);
  return { start, end: start, text: `, ${entry}` };
}

/** Lines behind the last entry of a block, as deep as its entries stand. */
export function behind(text: string, map: YAMLMap, entries: readonly string[]): Splice {
  const indent = indentOf(text, map);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = endOf(map);
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  const lines = entries.map((e) => (e === '' ? '' : `${indent}${e}`)).join(eol);
  if (next === 0) return { start: text.length, end: text.length, text: `${eol}${lines}` };
  return { start: next, end: next, text: `${lines}${eol}` };
}

/** The white space before the entries of a block. */
export function indentOf(text: string, map: YAMLMap): string {
  const [first] = map.items;
  const start = first === undefined ? (map.range?.[0] ?? 0) : keyStart(first);
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replaceAll(/\S/g, ' ');
}

function keyStart({ key }: Pair): number {
  return (key as Node).range?.[0] ?? 0;
}

function endOfPair({ key, value }: Pair): number {
  const node = (value ?? key) as Node;
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node as YAMLMap | YAMLSeq);
  return Math.max(node.range?.[1] ?? 0, (key as Node).range?.[1] ?? 0);
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
    Scalar(part, node) {
      if (part === 'key') quoteKey(node);
      else if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'QUOTE_DOUBLE';
    },
  });
  const oneLine = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER };
  return doc.toString({ ...oneLine, flowCollectionPadding: true }).trim();
}

/** A name as the key of a pair, on one line. */
export function inlineKey(name: string): string {
  return inline({ [name]: 0 }).slice('{ '.length, -': 0 }'.length);
}

/** Makes a key of data a name, in quotes where that would be taken for a merge, or would need more than one line. */
export function quoteKey(key: Scalar): void {
  if (typeof key.value === 'string') key.value = nameOf(key.value);
  if (typeof key.value === 'string' && (key.value === '<<' || /\n/.test(key.value))) key.type = 'QUOTE_DOUBLE';
}
