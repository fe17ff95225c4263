import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  stringify,
  visit,
  type YAMLSeq,
} from 'yaml';
import { type Span } from '../model/diagnostic.ts';
import { type Kind } from '../model/object.ts';
import { behind, inline, intoFlow, isInFlow, pairAt, type Splice, spliced, withValue } from './edit-yaml.ts';
import { MEMBER_SECTIONS, SECTIONS, type Section } from './sections.ts';

/** A declared thing and the name that it had before. */
export interface FormerName {
  readonly kind: Kind | 'column';
  readonly at: Span;
  readonly former: string;
}

/** Writes `renamed_from` into the YAML, and leaves every other character as it is. Gives the files, and what could not be written. */
export async function addRenames(
  renames: readonly FormerName[],
): Promise<{ readonly files: readonly string[]; readonly open: readonly FormerName[] }> {
  const files = new Map<string, FormerName[]>();
  for (const rename of renames) files.set(rename.at.file, [...(files.get(rename.at.file) ?? []), rename]);
  const open: FormerName[] = [];
  for (const [file, list] of files) {
    const path = resolve(file);
    let text = await readFile(path, 'utf8');
    for (const rename of [...list].sort((a, b) => b.at.line - a.at.line || b.at.column - a.at.column)) {
      const edited = withRename(text, rename);
      if (edited === null) open.push(rename);
      text = edited ?? text;
    }
    await writeFile(path, text);
  }
  return { files: [...files.keys()].sort(), open };
}

/** What a kind's bare value stands for, beside what the sections say. */
const SHORT: Readonly<Partial<Record<Kind | 'column', string>>> = {
  column: 'type',
  view: 'query',
  check: 'expression',
  enum: 'values',
  index: 'columns',
  unique: 'columns',
  ...Object.fromEntries(
    [...Object.values<Section>(SECTIONS), ...Object.values<Section>(MEMBER_SECTIONS)].flatMap((s) =>
      s.short === undefined ? [] : [[s.kind, s.short]],
    ),
  ),
};

/** The text of a schema file in which the entry at `at` says its former name; null when it stands in no form that can say it. */
export function withRename(text: string, { kind, at, former }: FormerName): string | null {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, merge: true });
  const offset = (lines.lineStarts[at.line - 1] ?? 0) + at.column - 1;
  const pair = pairAt(doc, offset);
  const entry = `renamed_from: ${stringify(former).trim()}`;
  if (pair === null) return withNameInList(text, doc, offset, entry);
  const [key, value] = [pair.key as Node, pair.value as Node | null];
  const isEmpty = value === null || (isScalar(value) && value.value === null);
  if (isMap(value) && value.items.length > 0) {
    const said = value.items.find((i) => isPair(i) && isScalar(i.key) && i.key.value === 'renamed_from');
    if (said !== undefined) return spliced(text, [withValue(text, said, ` ${stringify(former).trim()}`)]);
    return spliced(text, [value.flow ? intoFlow(text, value, entry) : behind(text, value, [entry])]);
  }
  if (isEmpty || isMap(value)) return spliced(text, [withValue(text, pair, ` { ${entry} }`)]);
  const short = SHORT[kind];
  if (short === undefined) return null;
  const given: unknown = value.toJS(doc);
  if (typeof given !== 'string' || !given.includes('\n') || isInFlow(doc, pair))
    return spliced(text, [withValue(text, pair, ` ${inline({ [short]: given, renamed_from: former })}`)]);
  const start = key.range?.[0] ?? 0;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replaceAll(/\S/g, ' ');
  const block = stringify({ renamed_from: former, [short]: given }, { lineWidth: 0 }).trimEnd();
  const deeper = block.split('\n').map((line) => (line === '' ? '' : `${indent}  ${line}`));
  return spliced(text, [withValue(text, pair, `\n${deeper.join('\n')}\n`)]);
}

/** `[a, b]` → `{ a: {}, b: { renamed_from: c } }`: a list of names becomes a map, each name where it stands; null where none is there. */
function withNameInList(text: string, doc: Document, offset: number, entry: string): string | null {
  let list: YAMLSeq | null = null;
  visit(doc, {
    Seq(_, seq) {
      if (!seq.items.some((i) => isScalar(i) && i.range?.[0] === offset)) return undefined;
      list = seq;
      return visit.BREAK;
    },
  });
  return list === null ? null : spliced(text, intoMap(text, list, offset, entry));
}

function intoMap(text: string, { items, flow, range }: YAMLSeq, offset: number, entry: string): Splice[] {
  const [from = 0, to = 0] = range ?? [];
  const values = items.flatMap((item): Splice[] => {
    const [start, end] = isScalar(item) ? (item.range ?? []) : [];
    if (start === undefined || end === undefined) return [];
    const value: Splice = { start: end, end, text: start === offset ? `: { ${entry} }` : ': {}' };
    const dash = text.lastIndexOf('-', start);
    return flow ? [value] : [{ start: dash, end: dash + 1, text: ' ' }, value];
  });
  if (!flow) return values;
  return [{ start: from, end: from + 1, text: '{' }, ...values, { start: to - 1, end: to, text: '}' }];
}
