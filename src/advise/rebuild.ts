import { type PlanNode, type Quote } from '../dialects/dialect.ts';
import { type DialectName } from '../model/manifest.ts';
import { columnsOf, type Expression, isOpaque } from './expression.ts';
import { conjuncts } from './need.ts';
import { parseExpression } from './parse-expression.ts';

/**
 * A statement that asks what a captured plan asks, for plans without their query: its tables, conditions, groups, order
 * and limit. Null when the plan scans no table. Outer joins become inner ones; what the plan computes is left out.
 */
export function rebuild(root: PlanNode, dialect: DialectName, quote: Quote): string | null {
  const nodes = flat(root);
  const scans = new Map<string, string>();
  for (const n of nodes) {
    if (n.table === undefined || n.writes !== undefined) continue;
    const alias = n.alias ?? n.table;
    scans.set(alias, `${quote.name(n.schema ?? '', n.table)} ${quote.ident(alias)}`);
  }
  if (scans.size === 0) return null;
  const known = (e: Expression): boolean =>
    columnsOf(e).every((c) => (c.table === null ? scans.size === 1 : scans.has(c.table)));
  const conditions = new Set<string>();
  for (const n of nodes) {
    if (n.type === 'aggregate') continue;
    for (const text of [n.filter, n.indexCondition, n.joinCondition]) {
      if (text === undefined) continue;
      for (const c of conjuncts(parseExpression(text, dialect))) {
        const printed = text.slice(c.start, c.end);
        if (!isOpaque(c) && columnsOf(c).length > 0 && known(c) && !/\$0|InitPlan|SubPlan/.test(printed))
          conditions.add(wrapped(printed));
      }
    }
  }
  const plain = (keys: readonly string[] | undefined): readonly string[] => {
    const parsed = (keys ?? []).map((k) =>
      parseExpression(k.replace(/\s+(asc|desc)?(\s*nulls (first|last))?$/i, ''), dialect),
    );
    return parsed.every((p) => !isOpaque(p) && columnsOf(p).length > 0 && known(p)) ? (keys ?? []) : [];
  };
  const group = plain(nodes.find((n) => n.groupKey !== undefined)?.groupKey);
  const order = group.length > 0 ? [] : plain(nodes.find((n) => n.type === 'sort')?.sortKey);
  const limit = nodes.find((n) => n.type === 'limit')?.estimatedRows;
  return [
    `SELECT ${group.length > 0 ? `${group.join(', ')}, count(*)` : '*'} FROM ${[...scans.values()].join(', ')}`,
    conditions.size > 0 ? ` WHERE ${[...conditions].join(' AND ')}` : '',
    group.length > 0 ? ` GROUP BY ${group.join(', ')}` : '',
    order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '',
    limit === undefined ? '' : ` LIMIT ${Math.max(1, Math.round(limit))}`,
  ].join('');
}

function wrapped(condition: string): string {
  return `(${condition})`;
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.filter((c) => c.subplan === undefined).flatMap(flat)];
}
