import { type CapturedPlan, type PlanNode, type PlanNodeType } from '../dialect.ts';
import { type Json, number, object } from './json.ts';
import { blockCost } from './plan-cost.ts';
import { quote } from './quote.ts';
import { type ShownQuery } from './shown-query.ts';

const ACCESS: Readonly<Record<string, PlanNodeType>> = {
  ALL: 'seq_scan',
  index: 'index_scan',
  index_merge: 'bitmap_scan',
};

/** EXPLAIN FORMAT=JSON of MySQL (version 1) and MariaDB: https://dev.mysql.com/doc/refman/9.0/en/explain.html, https://mariadb.com/kb/en/explain-format-json/ */
export function readPlan(text: string, shown: ShownQuery): PlanNode {
  const data = object(JSON.parse(text));
  const block = object(data.query_block);
  const statement: PlanNode = {
    operation: 'query',
    type: 'other',
    cost: blockCost(block, shown.limit),
    children: nodes(block, shown),
  };
  const { orderBy, groupBy, limit } = shown;
  const grouped: PlanNode =
    groupBy.length === 0
      ? statement
      : { ...statement, operation: 'group', type: 'aggregate', groupKey: groupBy, children: [statement] };
  const sorted: PlanNode =
    orderBy.length === 0
      ? grouped
      : { ...grouped, operation: 'sort', type: 'sort', sortKey: orderBy, children: [grouped] };
  return limit === undefined
    ? sorted
    : { operation: 'limit', type: 'limit', cost: statement.cost, estimatedRows: limit, children: [sorted] };
}

/** Plans in files of EXPLAIN FORMAT=JSON; they name their tables by alias, which has to be the table's name. */
export function parsePlans(text: string): readonly CapturedPlan[] {
  try {
    const data: unknown = JSON.parse(text);
    const nothing: ShownQuery = { tables: new Map(), orderBy: [], groupBy: [], limit: undefined };
    return (Array.isArray(data) ? data : [data]).flatMap((one) => {
      const inner = object(one);
      return 'query_block' in inner ? [{ plan: readPlan(JSON.stringify(inner), nothing) }] : [];
    });
  } catch {
    return [];
  }
}

const SUBQUERIES = new Set([
  'attached_subqueries',
  'subqueries',
  'select_list_subqueries',
  'having_subqueries',
  'optimized_away_subqueries',
]);

function nodes(value: unknown, shown: ShownQuery): PlanNode[] {
  if (Array.isArray(value)) return value.flatMap((v) => nodes(v, shown));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]): PlanNode[] => {
    if (key === 'table') return [tableNode(object(inner), shown, object(value))];
    if (SUBQUERIES.has(key)) return nodes(inner, shown).map((n) => ({ ...n, subplan: true as const }));
    return nodes(inner, shown);
  });
}

function tableNode(table: Json, shown: ShownQuery, around: Json): PlanNode {
  const alias = String(table.table_name ?? '');
  const real = shown.tables.get(alias);
  const rest = Object.fromEntries(Object.entries(table).filter(([key]) => !SCALARS.has(key)));
  const children = nodes(rest, shown);
  const writes = ['insert', 'update', 'delete', 'replace'].find((w) => table[w] !== undefined);
  const access = String(table.access_type ?? '');
  const read = number(table.rows_examined_per_scan) ?? number(table.rows);
  const share = (number(table.filtered) ?? 100) / 100;
  const join = around.attached_condition;
  const node: PlanNode = {
    operation: access,
    type: ACCESS[access] ?? (table.using_index === true ? 'index_only_scan' : 'index_scan'),
    ...(alias.startsWith('<') || alias === '' ? {} : { schema: '', table: real?.table ?? alias, alias }),
    ...(typeof table.key === 'string' ? { index: table.key } : {}),
    ...(read === undefined ? {} : { estimatedRows: read * share }),
    ...given('filter', table.attached_condition),
    ...given('indexCondition', joined(table.index_condition, refConditions(table, alias))),
    ...given('joinCondition', join),
    ...(Array.isArray(table.used_columns)
      ? { output: table.used_columns.map((c) => `${quote.ident(alias)}.${quote.ident(String(c))}`) }
      : {}),
    children,
  };
  // The statement's own scan stands below what it does to the table.
  return writes === undefined
    ? node
    : { operation: writes, type: 'other', schema: '', table: node.table ?? alias, writes, children: [node] };
}

const SCALARS = new Set(['cost_info', 'used_columns', 'possible_keys', 'used_key_parts', 'ref']);

/** What a look-up by key has taken out of the condition. */
function refConditions(table: Json, alias: string): string | undefined {
  const parts = Array.isArray(table.used_key_parts) ? table.used_key_parts.map(String) : [];
  const refs = Array.isArray(table.ref) ? table.ref.map(String) : [];
  const conditions = refs.flatMap((ref, i) => {
    const [part, path] = [parts[i], ref.split('.')];
    if (part === undefined) return [];
    const other = path.length >= 2 ? path.slice(-2).map(quote.ident).join('.') : '1';
    return [`${quote.ident(alias)}.${quote.ident(part)} = ${other}`];
  });
  return conditions.length === 0 ? undefined : conditions.join(' and ');
}

function joined(...conditions: readonly unknown[]): string | undefined {
  const texts = conditions.filter((c) => typeof c === 'string').map((c) => `(${c})`);
  return texts.length === 0 ? undefined : texts.join(' and ');
}

function given<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [P in K]?: string };
}
