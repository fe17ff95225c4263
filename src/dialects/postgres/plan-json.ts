import { type CapturedPlan, type PlanNode, type PlanNodeType } from '../dialect.ts';

const TYPES: Readonly<Record<string, PlanNodeType>> = {
  'Seq Scan': 'seq_scan',
  'Sample Scan': 'seq_scan',
  'Index Scan': 'index_scan',
  'Index Only Scan': 'index_only_scan',
  'Bitmap Heap Scan': 'bitmap_scan',
  'Bitmap Index Scan': 'bitmap_scan',
  Sort: 'sort',
  'Incremental Sort': 'sort',
  'Nested Loop': 'nested_loop',
  'Hash Join': 'hash_join',
  'Merge Join': 'merge_join',
  Aggregate: 'aggregate',
  Group: 'aggregate',
  Unique: 'aggregate',
  Limit: 'limit',
};

type Json = Readonly<Record<string, unknown>>;

/** Every plan in a text: EXPLAIN's array of one, a list of such, or auto_explain's object. Empty when it holds none. */
export function parsePlans(text: string): readonly CapturedPlan[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  return plansIn(data);
}

/** Tools export the plan under a column's name (`QUERY PLAN`), as JSON or as JSON within a string. */
export function plansIn(data: unknown): readonly CapturedPlan[] {
  if (Array.isArray(data)) return data.flatMap(plansIn);
  if (typeof data === 'string')
    return data.trimStart().startsWith('[') || data.trimStart().startsWith('{') ? parsePlans(data) : [];
  if (!isObject(data)) return [];
  if (!isObject(data.Plan)) return 'QUERY PLAN' in data ? plansIn(data['QUERY PLAN']) : [];
  const query = data['Query Text'];
  const ms = number(data['Execution Time']) ?? totalMs(data.Plan);
  const triggers = list(data.Triggers).map((t) => ({
    constraint: String(t['Constraint Name'] ?? t['Trigger Name'] ?? ''),
    calls: number(t.Calls) ?? 0,
    ms: number(t.Time) ?? 0,
  }));
  return [
    {
      plan: { ...node(data.Plan), ...(triggers.length > 0 ? { triggers } : {}) },
      ...(typeof query === 'string' ? { text: query } : {}),
      ...(ms === undefined ? {} : { ms }),
    },
  ];
}

function totalMs(plan: Json): number | undefined {
  return number(plan['Actual Total Time']);
}

function node(plan: Json): PlanNode {
  const operation = String(plan['Node Type'] ?? '');
  const loops = number(plan['Actual Loops']);
  const total = (key: string): number | undefined => {
    const each = number(plan[key]);
    return each === undefined ? undefined : each * (loops ?? 1);
  };
  const joinType =
    typeof plan['Join Type'] === 'string' && plan['Join Type'] !== 'Inner'
      ? plan['Join Type'].toLowerCase()
      : undefined;
  const relationship = plan['Parent Relationship'];
  return present({
    operation,
    type: TYPES[operation] ?? 'other',
    schema: text(plan.Schema),
    table: text(plan['Relation Name']),
    alias: text(plan.Alias),
    index: text(plan['Index Name']),
    estimatedRows: number(plan['Plan Rows']),
    actualRows: total('Actual Rows'),
    loops,
    removedRows: total('Rows Removed by Filter'),
    cost: number(plan['Total Cost']),
    actualMs: total('Actual Total Time'),
    filter: text(plan.Filter),
    indexCondition: text(plan['Index Cond']) ?? text(plan['Recheck Cond']),
    joinCondition: joined(plan['Hash Cond'], plan['Merge Cond'], plan['Join Filter']),
    joinType,
    sortKey: texts(plan['Sort Key']),
    groupKey: texts(plan['Group Key']),
    output: texts(plan.Output),
    writes: operation === 'ModifyTable' ? String(plan.Operation ?? 'update').toLowerCase() : undefined,
    subplan: relationship === 'SubPlan' || relationship === 'InitPlan' ? true : undefined,
    children: list(plan.Plans).map(node),
  });
}

function joined(...conditions: readonly unknown[]): string | undefined {
  const given = conditions.filter((c) => typeof c === 'string');
  return given.length === 0 ? undefined : given.length === 1 ? given[0] : given.map((c) => `(${c})`).join(' AND ');
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function present<T extends object>(data: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(data).filter(([, v]) => v !== undefined)) as never;
}
