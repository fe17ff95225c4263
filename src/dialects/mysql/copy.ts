import { type LoadTarget } from '../../model/load-target.ts';
import { type Value } from '../../model/query.ts';
import { idents, quote } from './quote.ts';
import { bound } from './values.ts';

/** Characters of one INSERT: long enough that the round trip costs nothing, short enough to be undone and replicated. */
export const CHUNK = 256 * 1024;

/**
 * Rows as INSERT statements of about `size` characters, with the number of rows in each. A single longer row makes a
 * longer statement. https://dev.mysql.com/doc/refman/8.4/en/insert-optimization.html
 */
export async function* insertChunks(
  { schema, table, columns, temporary }: LoadTarget,
  rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>,
  size = CHUNK,
): AsyncGenerator<{ text: string; rows: number }> {
  const head = `INSERT INTO ${quote.name(temporary ? '' : schema, table)} (${idents(columns)}) VALUES `;
  let text = head;
  let count = 0;
  for await (const row of rows) {
    text += `${count === 0 ? '' : ','}(${row.map(bound).join(',')})`;
    count += 1;
    if (text.length < size) continue;
    yield { text, rows: count };
    text = head;
    count = 0;
  }
  if (count > 0) yield { text, rows: count };
}
