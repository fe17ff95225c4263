import { type Dialect } from '../dialects/dialect.ts';
import { DbopsError } from '../model/error.ts';
import { type Value } from '../model/query.ts';
import { type Cell, encoder, shapeOf } from './column-shape.ts';
import { type DataFile, dataFile, fileDiagnostics, fileRows, type RowProblem } from './files.ts';
import { type ResolvedSet } from './resolve.ts';

/** Cells of a set's rows in the order of its columns; can be read more than once. */
export interface SetSource {
  readonly written: 'text' | 'data';
  cells(): AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
  /** What could not be read in the last pass. */
  readonly problems: readonly RowProblem[];
  readonly file: DataFile | null;
}

/** The source of a set of literal rows or of a file. */
export function declaredSource({ set, columns }: ResolvedSet, dir: string): SetSource {
  const file = dataFile(set, dir);
  const problems: RowProblem[] = [];
  if (set.source.from === 'rows') {
    const { rows } = set.source;
    return {
      written: 'data',
      problems,
      file,
      *cells() {
        for (const row of rows) yield columns.map((c) => row[c.name] ?? null);
      },
    };
  }
  return {
    written: file?.format === 'csv' ? 'text' : 'data',
    problems,
    file,
    async *cells() {
      problems.length = 0;
      if (file !== null) for await (const row of fileRows(file, problems)) yield row.cells;
    },
  };
}

/** How many rows between two looks at the signal and two reports of progress. */
const STRIDE = 10_000;

/**
 * Rows as the server takes them, each after its number (from 1) when `numbered`. Throws `interrupted` once the signal has
 * been given.
 */
export function encodedRows(
  { columns }: ResolvedSet,
  source: SetSource,
  dialect: Dialect,
  options: { readonly numbered: boolean; readonly signal?: AbortSignal; readonly onRows?: (rows: number) => void },
): AsyncIterable<readonly Value[]> | Iterable<readonly Value[]> {
  const encoders = columns.map((c) => encoder(shapeOf(c.type), dialect.name, source.written));
  let count = 0;
  const encode = (cells: readonly Cell[]): readonly Value[] => {
    count += 1;
    if (count % STRIDE === 0) {
      stopIfAborted(options.signal);
      options.onRows?.(count);
    }
    const row: Value[] = options.numbered ? [count] : [];
    for (let i = 0; i < encoders.length; i += 1) row.push(encoders[i]?.(cells[i] ?? null) ?? null);
    return row;
  };
  const cells = source.cells();
  return Symbol.iterator in cells ? mapped(cells, encode) : mappedLater(cells, encode);
}

function* mapped<A, B>(items: Iterable<A>, to: (item: A) => B): Generator<B> {
  for (const item of items) yield to(item);
}

async function* mappedLater<A, B>(items: AsyncIterable<A>, to: (item: A) => B): AsyncGenerator<B> {
  for await (const item of items) yield to(item);
}

export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new DbopsError('interrupted', 'interrupted', { hint: 'run the same command again to go on' });
  }
}

/** Throws `bad-rows` with the place of each row that could not be read. */
export async function refuseUnread({ set }: ResolvedSet, source: SetSource): Promise<void> {
  const { file, problems } = source;
  if (file === null || problems.length === 0) return;
  throw await badRows(set.name, file, problems);
}

/** Findings about rows of a file as one error. */
export async function badRows(set: string, file: DataFile, problems: readonly RowProblem[]): Promise<DbopsError> {
  const found = await fileDiagnostics(file, problems);
  return new DbopsError('bad-rows', `set ${set}: rows of ${file.shown} cannot be loaded`, {
    details: found.map((d) => `${d.at?.file ?? ''}:${d.at?.line ?? 1}: ${d.message}`),
    hint: 'nothing of this set was written; mend the file and run again',
  });
}

/** The first line in the file of the row with this number (from 1). */
export async function lineOfRow(file: DataFile, number: number): Promise<number> {
  let at = 0;
  for await (const row of fileRows(file, [])) {
    at += 1;
    if (at === number) return row.line;
  }
  return 1;
}
