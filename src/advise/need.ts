import { type PlanNode } from '../dialects/dialect.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { type DialectName } from '../model/manifest.ts';
import { columnsOf, type Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { bare, classify, type Predicate } from './predicate.ts';

/** A column or expression that rows are wanted in the order of. */
export interface OrderPart {
  readonly column?: string;
  readonly expression?: string;
  readonly descending: boolean;
  readonly nulls?: 'first' | 'last';
}

/** What one plan asks of one table. */
export interface Need {
  readonly table: ObjectId;
  readonly alias: string;
  /** Conditions that all must hold. */
  readonly predicates: readonly Predicate[];
  /** Alternatives of which one must hold: each arm is a list of conditions that all must hold. */
  readonly arms: readonly (readonly Predicate[])[];
  /** The order that is asked for, in the words of this table alone. */
  readonly order: readonly OrderPart[];
  /** Whether the first rows of that order are enough. */
  readonly limited: boolean;
  readonly group: readonly OrderPart[];
  /** Columns that the plan reads of this table; undefined when the plan does not say. */
  readonly columns: readonly string[] | undefined;
  /** The nodes that scan the table. */
  readonly scans: readonly PlanNode[];
}

interface Found {
  readonly table: ObjectId;
  readonly alias: string;
  readonly conditions: Map<string, { readonly parsed: Expression; readonly text: string }>;
  readonly columns: Set<string>;
  order: readonly OrderPart[];
  limited: boolean;
  group: readonly OrderPart[];
  readonly scans: PlanNode[];
}

/** What a plan asks of each table it scans. `indexOrder` gives the key of a live index that is scanned for its order. */
export function needsOf(
  root: PlanNode,
  dialect: DialectName,
  indexOrder: (schema: string, table: string, index: string) => readonly OrderPart[],
): Need[] {
  const found = new Map<string, Found>();
  gather(root, found);
  const alone = found.size === 1 ? [...found.keys()][0] : undefined;
  const parse = (text: string): Expression => parseExpression(text, dialect);
  const alias = (name: string | null): string | undefined => (name === null ? alone : name);

  const visit = (node: PlanNode, limited: boolean): void => {
    const own = node.alias ?? node.table;
    if (node.type !== 'aggregate') {
      for (const text of [node.filter, node.indexCondition, node.joinCondition])
        if (text !== undefined) assign(text, own);
    }
    for (const text of node.output ?? []) {
      for (const c of columnsOf(parse(text))) found.get(alias(c.table) ?? own ?? '')?.columns.add(c.column);
    }
    if (node.type === 'sort' && node.sortKey !== undefined) ordered(node.sortKey, own, limited);
    if (node.groupKey !== undefined) grouped(node.groupKey, own);
    if (node.type === 'aggregate' && node.groupKey === undefined) extreme(node.output ?? []);
    if (limited && node.index !== undefined && node.table !== undefined && node.type !== 'bitmap_scan') {
      const scan = found.get(own ?? '');
      if (scan !== undefined && scan.order.length === 0 && (node.filter ?? '') !== '') {
        scan.order = indexOrder(node.schema ?? '', node.table, node.index);
        scan.limited = scan.order.length > 0;
      }
    }
    const below = node.type === 'limit' || (limited && !BLOCKING.has(node.type));
    for (const [i, child] of node.children.entries()) visit(child, below && (i === 0 || node.type !== 'hash_join'));
  };

  const assign = (text: string, own: string | undefined): void => {
    for (const parsed of conjuncts(parse(text))) {
      const names = new Set(columnsOf(parsed).map((c) => alias(c.table) ?? own));
      for (const name of names)
        found.get(name ?? '')?.conditions.set(text.slice(parsed.start, parsed.end), { parsed, text });
    }
  };
  const ordered = (keys: readonly string[], own: string | undefined, limited: boolean): void => {
    const parts = keys.map((key) => orderPart(key, parse, alias, own));
    const owner = ownerOf(parts);
    const scan = found.get(owner ?? '');
    if (scan === undefined || (scan.order.length > 0 && !limited)) return;
    scan.order = parts.flatMap((p) => (p === null ? [] : [p.part]));
    scan.limited = limited;
  };
  const grouped = (keys: readonly string[], own: string | undefined): void => {
    const parts = keys.map((key) => orderPart(key, parse, alias, own));
    const scan = found.get(ownerOf(parts) ?? '');
    if (scan !== undefined) scan.group = parts.flatMap((p) => (p === null ? [] : [p.part]));
  };
  const extreme = (outputs: readonly string[]): void => {
    const [only] = outputs;
    const call = only === undefined || outputs.length > 1 ? null : parse(only);
    if (call?.type !== 'call' || (call.name !== 'min' && call.name !== 'max')) return;
    const [column] = columnsOf(call);
    const scan = found.get(alias(column?.table ?? null) ?? '');
    if (column === undefined || scan === undefined || call.args[0]?.type !== 'column') return;
    scan.order = [{ column: column.column, descending: false }];
    scan.limited = true;
  };

  visit(root, false);
  return [...found.values()].map((f) => needOf(f));
}

/** A node that must see all of its input before it gives anything. */
const BLOCKING = new Set(['aggregate', 'sort']);

function gather(node: PlanNode, found: Map<string, Found>): void {
  if (node.table !== undefined && node.writes === undefined) {
    const alias = node.alias ?? node.table;
    const known = found.get(alias);
    if (known === undefined) {
      found.set(alias, {
        table: objectId('table', node.schema ?? '', node.table),
        alias,
        conditions: new Map(),
        columns: new Set(),
        order: [],
        limited: false,
        group: [],
        scans: [node],
      });
    } else known.scans.push(node);
  }
  for (const child of node.children) gather(child, found);
}

function needOf({ conditions, columns, ...rest }: Found): Need {
  const predicates: Predicate[] = [];
  const arms: (readonly Predicate[])[] = [];
  for (const { parsed, text } of conditions.values()) {
    if (parsed.type === 'or') {
      const each = parsed.terms.map((term) => conjuncts(term).map((c) => classify(c, rest.alias, text)));
      if (each.every((arm) => arm.some((p) => p !== null)))
        arms.push(...each.map((arm) => arm.filter((p) => p !== null)));
      continue;
    }
    const predicate = classify(parsed, rest.alias, text);
    if (predicate !== null) predicates.push(predicate);
  }
  return { ...rest, predicates, arms, columns: columns.size === 0 ? undefined : [...columns] };
}

/** The conditions of a conjunction, however deep it nests. */
export function conjuncts(e: Expression): readonly Expression[] {
  return e.type === 'and' ? e.terms.flatMap(conjuncts) : [e];
}

type Owned = { readonly owner: string; readonly part: OrderPart } | null;

function orderPart(
  key: string,
  parse: (text: string) => Expression,
  alias: (name: string | null) => string | undefined,
  own: string | undefined,
): Owned {
  const match = /^(.*?)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/is.exec(key);
  const text = match?.[1] ?? key;
  const parsed = parse(text);
  const owners = new Set(columnsOf(parsed).map((c) => alias(c.table) ?? own));
  const [owner] = owners;
  if (owners.size !== 1 || owner === undefined) return null;
  const descending = match?.[2]?.toLowerCase() === 'desc';
  const nulls = match?.[3]?.toLowerCase() as 'first' | 'last' | undefined;
  const what = parsed.type === 'column' ? { column: parsed.column } : { expression: bare(parsed, text) };
  return { owner, part: { ...what, descending, ...(nulls === undefined ? {} : { nulls }) } };
}

function ownerOf(parts: readonly Owned[]): string | undefined {
  const owners = new Set(parts.map((p) => p?.owner));
  return owners.size === 1 ? parts[0]?.owner : undefined;
}
