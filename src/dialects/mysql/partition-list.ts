import { type Table } from '../../model/object.ts';
import { tokens } from '../../model/statements.ts';
import { Cursor } from './cursor.ts';
import { columnsIn, renameColumns } from './expression.ts';

/** One partition of a range or list, as it is written. */
interface Partition {
  readonly name: string;
  readonly text: string;
  /** What it says, whatever the case, quotes and space. */
  readonly said: string;
  /** Up to where its range goes. */
  readonly bound: string;
}

interface PartitionList {
  /** How rows are divided: `RANGE COLUMNS ( d )`, subpartitions too. */
  readonly head: string;
  readonly partitions: readonly Partition[];
}

/**
 * The clause of ALTER TABLE that turns one list of partitions into another and touches only those that change, or null where
 * nothing less than dividing all rows again does it: partitions that come behind the last, and ranges that are cut or joined.
 * https://dev.mysql.com/doc/refman/9.0/en/partitioning-management-range-list.html
 */
export function partitionClause(before: string, after: string): string | null {
  const [a, b] = [partitionList(before), partitionList(after)];
  if (a === null || b === null || a.head !== b.head) return null;
  const [from, to] = [a.partitions, b.partitions];
  const first = from.findIndex((p, i) => p.said !== to[i]?.said);
  if (first === -1) return `ADD PARTITION (${texts(to.slice(from.length))})`;
  let last = 0;
  while (last < Math.min(from.length, to.length) - first && from.at(-last - 1)?.said === to.at(-last - 1)?.said) last++;
  // The partitions that go and those that come end alike, if need be with the next one.
  for (let rest = last; a.head.startsWith('RANGE') && rest >= Math.max(0, last - 1); rest--) {
    const [gone, come] = [from.slice(first, from.length - rest), to.slice(first, to.length - rest)];
    if (gone.length === 0 || gone.at(-1)?.bound !== come.at(-1)?.bound) continue;
    return `REORGANIZE PARTITION ${gone.map((p) => p.name).join(', ')} INTO (${texts(come)})`;
  }
  return null;
}

function texts(partitions: readonly Partition[]): string {
  return partitions.map((p) => p.text).join(', ');
}

/** Null for what has no list: hashes and keys, and the history of MariaDB's versioned tables. */
function partitionList(by: string): PartitionList | null {
  const cursor = new Cursor(by);
  const words: string[] = [];
  while (!cursor.done && !cursor.sees('(', 'PARTITION')) words.push(cursor.next());
  const head = plain(words.join(' '));
  if (cursor.done || !/^(?:RANGE|LIST) /.test(head)) return null;
  return { head, partitions: items(cursor.parenthesized()).map(partition) };
}

function partition(text: string): Partition {
  const cursor = new Cursor(text);
  cursor.take('PARTITION');
  const name = cursor.next();
  while (!cursor.done && !cursor.take('THAN')) cursor.next();
  const bound = cursor.sees('(') ? cursor.parenthesized() : cursor.next();
  return { name, text, said: plain(text), bound: plain(bound) };
}

/** The texts between the commas that stand in no parentheses. */
function items(list: string): string[] {
  const cuts = [0];
  let depth = 0;
  for (const { start, end } of tokens(list, 'mysql')) {
    const text = list.slice(start, end);
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (text === ',' && depth === 0) cuts.push(end);
  }
  return cuts.map((from, i) => list.slice(from, (cuts[i + 1] ?? list.length + 1) - 1).trim());
}

function plain(text: string): string {
  const words = Array.from(tokens(text, 'mysql'), ({ type, start, end }) => {
    const word = text.slice(start, end);
    if (type === 'string') return word;
    return (type === 'name' ? word.slice(1, -1) : word).toUpperCase();
  });
  return words
    .filter((word) => word !== '=')
    .join(' ')
    .replace(/ (?:STORAGE )?ENGINE INNODB\b/g, '');
}

/** How a table is partitioned, without the partitions: their names say nothing of columns. */
function head(by: string): string {
  const end = by.search(/\(\s*PARTITION\b/i);
  return end === -1 ? by : by.slice(0, end);
}

/** How a table is partitioned once its columns are renamed. */
export function withColumnNames(by: string, renamed: ReadonlyMap<string, string>): string {
  const said = head(by);
  return renameColumns(said, renamed) + by.slice(said.length);
}

/** Whether rows find their partition by one of the columns. */
export function isPartitionedBy({ options }: Pick<Table, 'options'>, columns: Iterable<string>): boolean {
  return columnsIn(head(options?.partition_by ?? ''), columns).length > 0;
}
