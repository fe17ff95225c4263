import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type Code } from '../model/codes.ts';
import { type Diagnostic, type Span } from '../model/diagnostic.ts';
import { type SeedSet, type SeedValue } from '../model/seed.ts';
import { type Cell } from './column-shape.ts';
import { jsonItems, parseObject } from './json-items.ts';

/** A set's data file: where it is, and how the YAML calls it. */
export interface DataFile {
  readonly path: string;
  readonly shown: string;
  readonly format: 'csv' | 'json' | 'ndjson';
}

/** One row of a file: its first line, and its cells in the order of the file's columns. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** What keeps a file, or one of its rows, from being read. */
export interface RowProblem {
  readonly line: number;
  readonly message: string;
  readonly code?: Code;
}

/** Findings of one file beyond this many are not looked for. */
const MOST = 20;

/** The file of a set; its path is relative to the YAML file that declares the set, else to the manifest's folder. */
export function dataFile(set: SeedSet, dir: string): DataFile | null {
  if (set.source.from !== 'file') return null;
  const { path, format } = set.source;
  const beside = set.at === undefined ? dir : dirname(resolve(dir, set.at.file));
  const paths = isAbsolute(path) ? [path] : [resolve(beside, path), resolve(dir, path)];
  return { path: paths.find((p) => existsSync(p)) ?? paths[0] ?? path, shown: path, format };
}

/** Lower-case hex SHA-256 of a file's bytes. Rejects as `node:fs` does when it cannot be read. */
export async function fileDigest(file: DataFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file.path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** The file's columns: the header of a CSV, the keys of the first object of a JSON file. */
export async function fileColumns(file: DataFile): Promise<readonly string[] | RowProblem> {
  const problems: RowProblem[] = [];
  let columns: readonly string[] = [];
  for await (const row of read(file, problems, (names) => {
    columns = names;
  })) {
    if (row.line > 0) break;
  }
  if (problems[0] !== undefined && columns.length === 0) return problems[0];
  return columns.length === 0 ? { line: 1, message: 'holds no columns' } : columns;
}

/** The rows one by one, in constant memory. What cannot be read is added to `problems` and left out. */
export async function* fileRows(file: DataFile, problems: RowProblem[]): AsyncGenerator<FileRow> {
  yield* read(file, problems, () => {});
}

/** Findings with the text of their lines. */
export async function fileDiagnostics(file: DataFile, problems: readonly RowProblem[]): Promise<readonly Diagnostic[]> {
  const lines = new Map<number, string>(problems.map((p) => [p.line, '']));
  const last = Math.max(0, ...lines.keys());
  if (existsSync(file.path)) {
    let at = 0;
    for await (const text of createInterface({ input: createReadStream(file.path), crlfDelay: Infinity })) {
      at += 1;
      if (lines.has(at)) lines.set(at, text);
      if (at >= last) break;
    }
  }
  return problems.map((p) => {
    const text = lines.get(p.line) ?? '';
    const at: Span = { file: file.path, line: p.line, column: 1, length: Math.max(1, text.length), text };
    return { code: p.code ?? 'bad-rows', severity: 'error', message: `${file.shown}: ${p.message}`, at };
  });
}

type Header = (columns: readonly string[]) => void;

async function* read(file: DataFile, problems: RowProblem[], header: Header): AsyncGenerator<FileRow> {
  try {
    yield* file.format === 'csv' ? csvRows(file, problems, header) : objectRows(file, problems, header);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const known = problemOf(error);
    if (known === null) throw error;
    problems.push(known);
  }
}

function problemOf(error: Error & { readonly code?: unknown }): RowProblem | null {
  if (error instanceof CsvError) {
    const { lines } = error as { lines?: number };
    return { line: lines ?? 1, message: error.message };
  }
  if (error instanceof SyntaxError) {
    const [, line, message] = /^line (\d+): (.*)$/.exec(error.message) ?? [undefined, '1', error.message];
    return { line: Number(line), message: message ?? '' };
  }
  if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { line: 1, message: 'is not UTF-8 text' };
  if (error.code === 'ENOENT') return { line: 1, message: 'there is no such file', code: 'no-such-file' };
  return error.code === 'EISDIR' || error.code === 'EACCES'
    ? { line: 1, message: 'cannot be read', code: 'no-such-file' }
    : null;
}

async function* texts(file: DataFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 18 })) {
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
  yield decoder.decode();
}

/** RFC 4180 with a header. As in PostgreSQL's CSV an empty cell is NULL, and `""` the empty text. */
async function* csvRows(file: DataFile, problems: RowProblem[], header: Header): AsyncGenerator<FileRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    cast: (value, context) => (value === '' && !context.quoting ? null : value),
  });
  // Errors of either side surface in the loop below, so there is nothing left for the callback.
  pipeline(Readable.from(texts(file)), parser, () => {});
  let columns: readonly (string | null)[] | null = null;
  let end = 0;
  for await (const item of parser) {
    const { record, info } = item as { record: (string | null)[]; info: { lines: number } };
    const line = end + 1;
    end = info.lines;
    if (columns === null) {
      columns = record;
      const bad = badHeader(record);
      if (bad !== null) problems.push({ line: 1, message: bad });
      if (bad !== null) return;
      header(record.map(String));
    } else if (record.length === columns.length) {
      yield { line, cells: record };
    } else {
      problems.push({ line, message: `${record.length} cells where the header has ${columns.length}` });
      if (problems.length >= MOST) return;
    }
  }
}

function badHeader(names: readonly (string | null)[]): string | null {
  if (names.some((name) => name === null || name === '')) return 'a column of the header has no name';
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? null : `the header names ${twice} twice`;
}

async function* objectRows(file: DataFile, problems: RowProblem[], header: Header): AsyncGenerator<FileRow> {
  let columns: readonly string[] | null = null;
  for await (const { line, text } of file.format === 'json' ? jsonItems(texts(file)) : lineItems(file)) {
    let object: Readonly<Record<string, unknown>>;
    try {
      object = parseObject(text);
    } catch (error) {
      problems.push({ line, message: error instanceof Error ? error.message : String(error) });
      if (problems.length >= MOST) return;
      continue;
    }
    if (columns === null) {
      columns = Object.keys(object);
      header(columns);
    }
    const strange = Object.keys(object).filter((key) => !columns?.includes(key));
    if (strange.length === 0) yield { line, cells: columns.map((c) => (object[c] ?? null) as SeedValue) };
    else problems.push({ line, message: `has ${strange.join(', ')}, which the first object has not` });
    if (problems.length >= MOST) return;
  }
}

async function* lineItems(file: DataFile) {
  let line = 0;
  let rest = '';
  for await (const chunk of texts(file)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield { line, text };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, text: rest };
}
