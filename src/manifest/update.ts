import { dirname, join, parse as parsePath } from 'node:path';
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import { sameData } from '../model/digest.ts';
import { entryLines, fileName } from './document.ts';
import {
  behind,
  indentOf,
  inline,
  inlineKey,
  intoFlow,
  type Splice,
  spliced,
  without,
  withValue,
} from './edit-yaml.ts';
import { nameOf, orderedKey } from './key-order.ts';

type Data = Readonly<Record<string, unknown>>;

/** A schema file with its text. */
export interface SchemaText {
  readonly path: string;
  readonly text: string;
}

/**
 * Schema files that declare `after` where they declare `before` (both as `schemaData` gives them): only what differs is written,
 * so comments, order and the author's own forms stay. What no file holds yet goes into the file that has most of its section,
 * else into `home`. With `whole`, entries that differ are written anew from their first line on.
 */
export function updateFiles(
  files: readonly SchemaText[],
  before: Data,
  after: Data,
  { home, whole }: { readonly home: string; readonly whole: boolean },
): SchemaText[] {
  const edits = new Map<string, SectionEdit[]>();
  const parsed = files.map(({ path, text }) => ({ path, root: rootOf(text) }));
  const add = (path: string, edit: SectionEdit): void => void edits.set(path, [...(edits.get(path) ?? []), edit]);
  for (const section of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [entriesOf(before[section]), entriesOf(after[section])];
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (name in old && name in now && sameData(old[name], now[name])) continue;
      const holder = parsed.find(({ root }) => findEntry(root, section, name) !== null);
      const edit = { section, name, before: old[name], after: now[name], gone: !(name in now) };
      add(holder?.path ?? placeOfNew(section, name, parsed) ?? home, edit);
    }
  }
  return [...edits].map(([path, list]) => {
    const text = files.find((f) => f.path === path)?.text ?? '';
    const known = list.filter((e) => e.before !== undefined);
    const edited = known.reduce((current, edit) => withEdit(current, edit, whole), text);
    const fresh = Map.groupBy(
      list.filter((e) => e.before === undefined),
      (e) => e.section,
    );
    return { path, text: [...fresh].reduce((current, [section, more]) => withNew(current, section, more), edited) };
  });
}

/** One entry of a section (`tables`, `enums`, …): what it was, what it is now. */
interface SectionEdit {
  readonly section: string;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly gone: boolean;
}

/** A list of names is a map without anything to say. */
function entriesOf(section: unknown): Data {
  if (Array.isArray(section)) return Object.fromEntries(section.map((name) => [String(name), {}]));
  return (section ?? {}) as Data;
}

function rootOf(text: string): YAMLMap | null {
  const root = parseDocument(text, { merge: true }).contents;
  return isMap(root) ? (root as YAMLMap) : null;
}

function sectionOf(root: YAMLMap | null, section: string): Pair | null {
  return root === null ? null : pairOf(root, section);
}

function pairOf(map: YAMLMap, key: string): Pair | null {
  return map.items.find((i) => isPair(i) && isScalar(i.key) && String(i.key.value) === nameOf(key)) ?? null;
}

/** `public.users` and `users` are one name. */
const bare = (name: string): string => name.replace(/^public\./, '');

function findEntry(root: YAMLMap | null, section: string, name: string): Pair | Node | null {
  const value = sectionOf(root, section)?.value;
  if (isSeq(value)) return (value.items as Node[]).find((i) => isScalar(i) && String(i.value) === name) ?? null;
  if (!isMap(value)) return null;
  return value.items.find((i) => isScalar(i.key) && bare(String(i.key.value)) === bare(name)) ?? null;
}

/** The file for a new entry; null when none holds any of its section. Where each table has a file, a new one gets its own. */
function placeOfNew(
  section: string,
  name: string,
  files: readonly { readonly path: string; readonly root: YAMLMap | null }[],
): string | null {
  const sized = files.map(({ path, root }) => {
    const value = sectionOf(root, section)?.value;
    return { path, size: isMap(value) || isSeq(value) ? value.items.length : 0 };
  });
  const holders = sized.filter((s) => s.size > 0).sort((a, b) => b.size - a.size);
  const [first] = holders;
  if (first === undefined) return files.length === 1 ? (files[0]?.path ?? null) : null;
  if (section !== 'tables' || first.size > 1 || holders.length === 1) return first.path;
  return join(dirname(first.path), `${fileName(name, new Set(files.map((f) => parsePath(f.path).name)))}.yaml`);
}

function withEdit(text: string, edit: SectionEdit, whole: boolean): string {
  const { section, name, after, gone } = edit;
  const root = rootOf(text);
  const holder = sectionOf(root, section);
  const list = holder?.value;
  if (root === null || holder === null) return text;
  if (isSeq(list)) return withName(text, root, holder, edit);
  const entry = findEntry(root, section, name);
  if (!isMap(list) || !isPair(entry)) return text;
  const map = list as YAMLMap;
  if (gone) return spliced(text, [map.items.length === 1 ? without(text, root, holder) : without(text, map, entry)]);
  const fine = whole ? null : changed(text, entry, edit.before, after);
  if (fine !== null) return spliced(text, fine);
  if (map.flow) return spliced(text, [withValue(text, entry, ` ${inline(after)}`)]);
  const [first = '', ...rest] = entryLines(section, name, after);
  const indent = indentOf(text, map);
  const value = [first.slice(inlineKey(name).length + 1), ...rest.map((line) => (line === '' ? '' : indent + line))];
  const closes = rest.length > 0 && isMap(entry.value) && !entry.value.flow ? '\n' : '';
  return spliced(text, [withValue(text, entry, `${value.join('\n')}${closes}`)]);
}

/** Entries that no file holds yet, behind those of their section. */
function withNew(text: string, section: string, edits: readonly SectionEdit[]): string {
  const root = rootOf(text);
  const holder = sectionOf(root, section);
  const list = holder?.value;
  if (root !== null && holder !== null && isSeq(list))
    return edits.reduce(
      (current, edit) =>
        withName(current, rootOf(current) ?? root, sectionOf(rootOf(current), section) ?? holder, edit),
      text,
    );
  const lines = edits.flatMap(({ name, after }) => entryLines(section, name, after));
  if (isMap(list) && list.items.length > 0) {
    const map = list as YAMLMap;
    if (!map.flow) return spliced(text, [behind(text, map, lines)]);
    return spliced(text, [
      intoFlow(text, map, edits.map((e) => `${inlineKey(e.name)}: ${inline(e.after)}`).join(', ')),
    ]);
  }
  const deeper = lines.map((line) => (line === '' ? '' : `  ${line}`));
  if (holder !== null) return spliced(text, [withValue(text, holder, `\n${deeper.join('\n')}`)]);
  if (root !== null && root.items.length > 0) return spliced(text, [behind(text, root, [`${section}:`, ...deeper])]);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${[`${section}:`, ...deeper].join('\n')}\n`;
}

/** `schemas: [a, b]`: names come and go; one that has more to say makes the list a map. */
function withName(text: string, root: YAMLMap, holder: Pair, edit: SectionEdit): string {
  const { section, name, after, gone } = edit;
  const names = (holder.value as { toJSON(): unknown }).toJSON() as string[];
  const plain = !gone && Object.keys((after ?? {}) as Data).length === 0;
  const known = names.includes(name);
  const left = names.filter((n) => n !== name);
  if (gone) {
    if (!known) return text;
    return spliced(text, [
      left.length === 0 ? without(text, root, holder) : withValue(text, holder, ` ${inline(left)}`),
    ]);
  }
  if (plain) return known ? text : spliced(text, [withValue(text, holder, ` ${inline([...names, name])}`)]);
  const map = Object.fromEntries([...left.map((n) => [n, {}]), [name, after]]);
  const lines = stringify({ [section]: map }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .slice(1);
  return spliced(text, [withValue(text, holder, `\n${lines.join('\n')}`)]);
}

/** What turns an entry's text into another value, touching only what differs; null where its form has no room for that. */
function changed(text: string, pair: Pair, before: unknown, after: unknown): Splice[] | null {
  if (sameData(before, after)) return [];
  const node = pair.value as Node | null;
  if (!isData(before) || !isData(after)) {
    if (typeof after === 'string' && after.includes('\n'))
      return [withValue(text, pair, ` ${manyLines(text, pair, after)}`)];
    if (isMap(node) && isData(after) !== isData(before)) return null;
    return node !== null && isMap(node) && !isData(after) ? null : [withValue(text, pair, ` ${inline(after)}`)];
  }
  if (!isMap(node)) return null;
  const map = node as YAMLMap;
  const splices: Splice[] = [];
  const has = (data: Data, name: string): boolean => name in data || orderedKey(name) in data;
  const kept = map.items.filter(
    (i) => !(isScalar(i.key) && has(before, String(i.key.value)) && !has(after, String(i.key.value))),
  );
  if (kept.length === 0) return null;
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const inner = pairOf(map, name);
    if (!(name in after)) {
      if (inner === null) return null;
      splices.push(without(text, map, inner));
    } else if (!(name in before)) {
      if (inner !== null) return null;
      const value = after[name];
      if (map.flow) splices.push(intoFlow(text, map, `${inlineKey(name)}: ${inline(value)}`));
      else splices.push(behind(text, map, blockLines(name, value)));
    } else if (!sameData(before[name], after[name])) {
      if (inner === null) return null;
      const within = changed(text, inner, before[name], after[name]);
      if (within === null) return null;
      splices.push(...within);
    }
  }
  return overlaps(splices) ? null : splices;
}

/** A text of many lines: as a block where one stood, else in quotes. */
function manyLines(text: string, { key: name, value }: Pair, lines: string): string {
  const block = isScalar(value) && value.type?.startsWith('BLOCK') === true;
  if (!block) return JSON.stringify(lines);
  const start = (name as Node).range?.[0] ?? 0;
  const indent = /^ */.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1))?.[0] ?? '';
  const [head = '', ...rest] = literal(lines);
  return [head, ...rest.map((line) => (line === '' ? '' : indent + line))].join('\n');
}

/** `|-` and the lines of a text, two blanks deep. */
function literal(text: string): string[] {
  return stringify({ a: text }, { lineWidth: 0, blockQuote: 'literal' }).slice('a: '.length).split('\n');
}

/** A map of named things stands a name to a line. */
function isNamesOnly(value: unknown): value is Data {
  return isData(value) && Object.values(value).every((v) => typeof v === 'object');
}

/** The lines of an attribute that a block gets. */
function blockLines(name: string, value: unknown): string[] {
  if (typeof value === 'string' && value.includes('\n') && value.trim() !== '') {
    const [head = '', ...rest] = literal(value);
    return [`${inlineKey(name)}: ${head}`, ...rest.slice(0, -1)];
  }
  if (!isNamesOnly(value)) return [`${inlineKey(name)}: ${inline(value)}`];
  return [`${inlineKey(name)}:`, ...Object.entries(value).map(([k, v]) => `  ${inlineKey(k)}: ${inline(v)}`)];
}

function overlaps(splices: readonly Splice[]): boolean {
  const sorted = [...splices].sort((a, b) => a.start - b.start);
  return sorted.some((s, i) => i > 0 && s.start < (sorted[i - 1]?.end ?? 0));
}

function isData(value: unknown): value is Data {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
