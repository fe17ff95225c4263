import { type Json, number, object } from './json.ts';

/** What reading a row costs: one after another, through an index, and from the index alone. */
const ROW = 0.1;
const LOOK_UP = 0.5;
const FROM_INDEX = 0.1;
const DESCENT = 1;

/**
 * The cost of a query block by the rows that its plan reads, joins and sorts. Both servers' own figures leave out the sort
 * and the limit, and MariaDB prints none before version 11.
 */
export function blockCost(block: Json, limit?: number): number {
  const walk: Walk = { rows: 1, cost: 0, sorts: 0, aside: 0 };
  visit(block, walk);
  const sorted = walk.sorts > 0 ? walk.rows * (ROW + Math.log2(Math.max(2, walk.rows)) * 0.02) * walk.sorts : 0;
  const share = limit === undefined || walk.sorts > 0 ? 1 : Math.min(1, limit / Math.max(1, walk.rows));
  return DESCENT + walk.cost * share + sorted + walk.aside;
}

interface Walk {
  /** Rows that come out of the tables so far. */
  rows: number;
  cost: number;
  /** Sorts and temporary tables. */
  sorts: number;
  /** Subqueries. */
  aside: number;
}

function visit(value: unknown, walk: Walk): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, walk);
    return;
  }
  for (const [key, inner] of Object.entries(object(value))) {
    if (key === 'filesort' || ((key === 'using_filesort' || key === 'using_temporary_table') && inner === true))
      walk.sorts += 1;
    if (key === 'query_block') walk.aside += blockCost(object(inner));
    else if (key === 'table') table(object(inner), walk, object(value));
    else visit(inner, walk);
  }
}

function table(facts: Json, walk: Walk, around: Json): void {
  const read = number(facts.rows_examined_per_scan) ?? number(facts.rows) ?? 1;
  const share = (number(facts.filtered) ?? 100) / 100;
  const scans = facts.access_type === 'ALL' || facts.access_type === 'index';
  const buffered = facts.using_join_buffer !== undefined || around.buffer_type !== undefined;
  const each = scans ? read * ROW : DESCENT + read * (facts.using_index === true ? FROM_INDEX : LOOK_UP);
  walk.cost += buffered ? each + walk.rows * read * 0.01 : walk.rows * each;
  walk.rows = Math.max(1, walk.rows * read * share);
  for (const [key, inner] of Object.entries(facts))
    if (typeof inner === 'object' && key !== 'cost_info') visit(inner, walk);
}
