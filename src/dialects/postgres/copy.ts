import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type LoadTarget } from '../../model/load-target.ts';
import { type Value } from '../../model/query.ts';
import { idents, quote } from './quote.ts';
import { bound } from './values.ts';

const CHUNK = 64 * 1024;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

type Rows = AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>;

/** `COPY … FROM` the given source, in the text format. */
export function copyStatement({ schema, table, columns, temporary }: LoadTarget, source: string): string {
  return `COPY ${quote.name(temporary ? 'pg_temp' : schema, table)} (${idents(columns)}) FROM ${source}`;
}

/** One row in COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS */
function copyLine(row: readonly Value[]): string {
  return `${row.map((v) => bound(v)?.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? c) ?? '\\N').join('\t')}\n`;
}

/** Rows as pieces of COPY text of about `size` characters, with the number of rows in each. */
export async function* copyChunks(rows: Rows, size = CHUNK): AsyncGenerator<{ text: string; rows: number }> {
  let text = '';
  let count = 0;
  for await (const row of rows) {
    text += copyLine(row);
    count += 1;
    if (text.length < size) continue;
    yield { text, rows: count };
    text = '';
    count = 0;
  }
  if (count > 0) yield { text, rows: count };
}

/** Streams rows into a table over the connection's own COPY; gives their number. Back-pressure is the socket's. */
export async function copyInto(client: Client, target: LoadTarget, rows: Rows): Promise<number> {
  let count = 0;
  async function* texts(): AsyncGenerator<string> {
    for await (const chunk of copyChunks(rows)) {
      count += chunk.rows;
      yield chunk.text;
    }
  }
  const sink = client.query(copyFrom(copyStatement(target, 'STDIN')));
  await pipeline(Readable.from(texts(), { objectMode: false }), sink);
  return count;
}
