import { type TableStatistics } from '../dialects/dialect.ts';
import { type Index } from '../model/object.ts';
import { shareOf } from './predicate.ts';

const PAGE = 8192;
const FILL = 0.9;
/** Types whose equal values may differ, so that the server keeps each of them: no deduplication. */
const PLAIN = /^(numeric|real|double precision|interval|jsonb|character)$|\[\]$|range$/;

/**
 * Bytes of an index by the table's statistics, equal keys stored once where the server does that.
 * https://www.postgresql.org/docs/current/btree.html#BTREE-DEDUPLICATION
 */
export function indexBytes(index: Index, statistics: TableStatistics): number {
  const columns = index.parts.map((p) => statistics.columns.get(p.column ?? ''));
  const included = (index.include ?? []).map((c) => statistics.columns.get(c));
  const rows = Math.max(1, statistics.rows * partOf(index, statistics));
  const width = [...columns, ...included].reduce((sum, c) => sum + (c?.width ?? 16), 0);
  if (index.method !== undefined && index.method !== 'btree') return Math.round(rows * (width + 8));
  const key = aligned(width);
  const plain =
    included.length > 0 || index.unique === true || columns.some((c) => c === undefined || PLAIN.test(c.type));
  const distinct = Math.min(
    rows,
    columns.reduce((product, c) => product * Math.max(1, c?.distinct ?? rows), 1),
  );
  const each = rows / distinct;
  const cap = Math.max(1, Math.floor((812 - aligned(8 + width)) / 6));
  const leaves =
    plain || each < 2 ? rows * (8 + key + 4) : distinct * (Math.ceil(each / cap) * (aligned(8 + width) + 4) + 6 * each);
  return Math.max(2, Math.ceil(leaves / FILL / PAGE) + 1) * PAGE;
}

function partOf({ where, parts }: Index, statistics: TableStatistics): number {
  if (where === undefined) return 1;
  const negated = /^NOT\s+(\S+)$/i.exec(where)?.[1];
  const nulls = /^\(?"?([^"\s]+)"?\s+IS\s+(NOT\s+)?NULL\)?$/i.exec(where);
  const name = (negated ?? nulls?.[1] ?? where).replaceAll('"', '');
  const column = statistics.columns.get(name);
  if (column === undefined) return parts.length === 0 ? 1 : 0.5;
  const operator =
    nulls === null ? (negated === undefined ? 'true' : 'false') : nulls[2] === undefined ? 'is null' : 'is not null';
  return shareOf({ use: 'equal', column: name, operator, literal: operator }, column, statistics.rows);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
