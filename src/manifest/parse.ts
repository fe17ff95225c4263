import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit as visitNodes,
  type YAMLMap,
} from 'yaml';
import { type Diagnostic, type Span } from '../model/diagnostic.ts';
import { orderedKey } from './key-order.ts';
import { located, type Parsed, pointerPart } from './located.ts';
import { type Piece } from './pieces.ts';
import { syntaxDiagnostic } from './yaml-errors.ts';

/** Values that aliases repeat: thousands of tables may share an anchor; what grows beyond this is an accident or an attack. */
const MOST_REPEATED = 1_000_000;

/** Where the values, the keys and the lines of block texts of a file stand, by JSON pointer. */
export interface Found {
  readonly values: Map<string, Span>;
  readonly keys: Map<string, Span>;
  readonly blocks: Map<string, readonly Span[]>;
}

/** Parses one file; `file` is the name that findings show. Whole numbers beyond 2^53 come as decimal strings. */
export function parseYaml(file: string, text: string): { parsed: Parsed | null; diagnostics: Diagnostic[] } {
  const { data, diagnostics } = readYaml(file, text, null);
  return { parsed: diagnostics.length > 0 ? null : located(file, data, placesIn(file, text)), diagnostics };
}

/** The data of a piece of a file; null if something is wrong with it, be it that it needs the rest of the file. */
export function parsePiece(file: string, piece: Piece): { readonly data: unknown } | null {
  const { data, diagnostics } = readYaml(file, piece.text, null);
  return diagnostics.length > 0 ? null : { data };
}

/** Finds where all of a file, or of a piece of it, stands: it is parsed for that alone, once. */
export function placesIn(file: string, text: string, lineOf = (line: number): number => line): () => Found {
  let found: Found | null = null;
  return () => {
    if (found === null) {
      found = { values: new Map(), keys: new Map(), blocks: new Map() };
      readYaml(file, text, found, lineOf);
    }
    return found;
  };
}

/** The data of a file, or what is wrong with it; with `found`, also where everything stands. */
function readYaml(
  file: string,
  text: string,
  found: Found | null,
  lineOf = (line: number): number => line,
): { data: unknown; diagnostics: Diagnostic[] } {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, merge: true, intAsBigInt: true, prettyErrors: false });
  let rows: readonly string[] | null = null;
  const rowOf = (line: number): string => {
    rows ??= text.split('\n');
    return withoutSecrets(rows[line - 1] ?? '').replace(/\r$/, '');
  };
  const span = (start: number, end: number): Span => {
    const { line, col } = lines.linePos(start);
    const row = rowOf(line);
    const length = Math.max(1, Math.min(end - start, row.length - col + 1));
    return { file, line: lineOf(line), column: col, length, text: row };
  };
  const diagnostics = doc.errors.map((error) => syntaxDiagnostic(error, span(error.pos[0], error.pos[1])));
  if (diagnostics.length > 0) return { data: null, diagnostics };
  const place = (node: { range?: readonly [number, number, number] | null } | null): Span | undefined =>
    node?.range ? span(node.range[0], node.range[1]) : undefined;

  const lineSpan = (line: number): Span => {
    const row = rowOf(line);
    const column = row.length - row.trimStart().length + 1;
    return { file, line: lineOf(line), column, length: Math.max(1, row.length - column + 1), text: row };
  };
  const fault = (message: string, at: Span | undefined, hint: string): void => {
    diagnostics.push({ code: 'yaml-syntax', severity: 'error', message, hint, ...(at === undefined ? {} : { at }) });
  };
  const targets = text.includes('*') ? aliasTargets(doc) : new Map<Alias, Node>();
  const open = new Set<Node>();
  let repeated = 0;
  /** What an alias stands for; null, with a finding, when it stands for nothing that ends. */
  const resolved = (alias: Alias): Node | null => {
    const target = targets.get(alias);
    if (target !== undefined && !open.has(target)) return target;
    const name = JSON.stringify(alias.source);
    if (target !== undefined)
      fault(`the anchor ${name} holds itself`, place(alias), 'take the alias out of its own anchor');
    else
      fault(
        `there is no anchor ${name}`,
        place(alias),
        'an anchor (&name) must stand in the same file, before its first use',
      );
    return null;
  };
  const within = <T>(node: Node, work: () => T): T => {
    open.add(node);
    const result = work();
    open.delete(node);
    return result;
  };
  const mergeSources = (node: Node | null): YAMLMap[] => {
    const target = isAlias(node) ? resolved(node) : node;
    if (isMap(target)) return [target];
    if (isSeq(target)) return target.items.flatMap((item) => mergeSources(item as Node | null));
    if (!isAlias(node) || target !== null) {
      fault('only a map can be merged', place(node), 'write <<: *name, or <<: [*one, *two]');
    }
    return [];
  };
  /** The pairs of a map by name: its own before merged ones, the first merged before the next. */
  const pairsOf = (map: YAMLMap): Map<string, Pair> => {
    const pairs = new Map<string, Pair>();
    for (const item of map.items as Pair[]) {
      const { key } = item;
      if (!isScalar(key) || key.value === null) {
        fault('a key must be a text', place(key as Node | null) ?? place(map), 'put it in quotes, or take it out');
      } else if (isMergeKey(key)) {
        for (const source of mergeSources(item.value as Node | null)) {
          for (const [name, pair] of within(map, () => pairsOf(source))) if (!pairs.has(name)) pairs.set(name, pair);
        }
      } else pairs.set(String(key.value), item);
    }
    return pairs;
  };
  const visit = (node: Node | null, pointer: string, level: Level | undefined): unknown => {
    const at = found === null ? undefined : place(node);
    if (at !== undefined) found?.values.set(pointer, at);
    const target = isAlias(node) ? resolved(node) : node;
    if (target === null) return null;
    if (isAlias(node) || repeated > 0) repeated += 1;
    if (repeated > MOST_REPEATED) throw new RangeError();
    if (isMap(target)) {
      return within(target, () => {
        const entries = Array.from(pairsOf(target), ([name, { key, value }]) => {
          const [entry, below] = [level === 'names' ? orderedKey(name) : name, belowOf(level, name)];
          if (found === null) return [entry, visit(value as Node | null, '', below)] as const;
          const child = `${pointer}/${pointerPart(name)}`;
          const keyPlace = place(key as Node);
          if (keyPlace !== undefined) found.keys.set(child, keyPlace);
          return [entry, visit(value as Node | null, child, below)] as const;
        });
        return Object.fromEntries(entries);
      });
    }
    if (isSeq(target)) {
      return within(target, () =>
        target.items.map((item, i) => visit(item as Node | null, `${pointer}/${i}`, undefined)),
      );
    }
    if (!isScalar(target)) return null;
    if (found !== null && target.type === 'BLOCK_LITERAL' && target.range) {
      const first = lines.linePos(target.range[0]).line + 1;
      const count = String(target.value).replace(/\n+$/, '').split('\n').length;
      found.blocks.set(
        pointer,
        Array.from({ length: count }, (_, i) => lineSpan(first + i)),
      );
    }
    return plain(target.value);
  };
  if (doc.contents === null) found?.values.set('', span(0, 1));
  try {
    const data = visit(doc.contents as Node | null, '', 'file') ?? {};
    return { data, diagnostics };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const hint = 'write what is meant without aliases, or split the file';
    fault('the aliases of this file make more than a million values, or nest too deeply', span(0, 1), hint);
    return { data: null, diagnostics };
  }
}

/** How deep in a schema file a map is, on the way to names whose order counts. */
type Level = 'file' | 'tables' | 'composites' | 'table' | 'composite' | 'names';

/** What is below a level: under all names, or under one of them. */
const BELOW: Readonly<Record<Level, Level | Readonly<Record<string, Level>>>> = {
  file: { tables: 'tables', composites: 'composites' },
  tables: 'table',
  composites: 'composite',
  table: { columns: 'names' },
  composite: { attributes: 'names' },
  names: {},
};

function belowOf(level: Level | undefined, name: string): Level | undefined {
  const below = level === undefined ? undefined : BELOW[level];
  return typeof below === 'object' ? (Object.hasOwn(below, name) ? below[name] : undefined) : below;
}

/** The node that each alias names: the last anchor of that name before it (YAML 1.2.2, 7.1). */
function aliasTargets(doc: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visitNodes(doc, (_, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    } else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return targets;
}

function isMergeKey({ value, type }: Scalar): boolean {
  return typeof value === 'symbol' || (value === '<<' && type === 'PLAIN');
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value instanceof Date ? value.toISOString() : value;
}

/** A password in a URL is nobody's business, also not where a line is shown. Keeps the columns. */
function withoutSecrets(line: string): string {
  const stars = (_: string, before: string, secret: string): string => `${before}${'*'.repeat(secret.length)}`;
  return line
    .replaceAll(/(:\/\/[^\s/:@"']*:)([^\s"'${}]+)(?=@)/g, stars)
    .replaceAll(/(\b(?:ssl)?password\s*=\s*'?)([^\s"'${}&]+)/gi, stars);
}
