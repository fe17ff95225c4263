import { type PlanNode } from '../dialects/dialect.ts';
import { type DialectName } from '../model/manifest.ts';
import { tokens } from '../model/statements.ts';
import { type Captured } from './sources/source.ts';

/** Calls that differ only in their values are one query. */
export interface WorkloadQuery {
  /** The statement of its slowest call; null when only its plan is known. */
  readonly text: string | null;
  readonly plan: PlanNode | null;
  readonly calls: number;
  readonly totalMs: number | null;
  readonly counted: boolean;
  readonly at: string;
}

/** Captured queries, those that are the same put together, the ones that took most time first. */
export function mergeWorkload(captured: readonly Captured[], dialect: DialectName): WorkloadQuery[] {
  const groups = new Map<string, Captured[]>();
  for (const one of captured) {
    const key = one.text === null ? `plan ${planShape(one.plan)}` : fingerprint(one.text, dialect);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const queries = [...groups.values()].map((group): WorkloadQuery => {
    const each = (c: Captured): number => (c.totalMs ?? 0) / Math.max(1, c.calls);
    const slowest = group.reduce((a, b) => (each(b) > each(a) ? b : a));
    const times = group.flatMap((c) => (c.totalMs === null ? [] : [c.totalMs]));
    return {
      text: slowest.text,
      plan: slowest.plan,
      calls: group.reduce((sum, c) => sum + c.calls, 0),
      totalMs: times.length === 0 ? null : times.reduce((a, b) => a + b, 0),
      counted: group.some((c) => c.counted),
      at: slowest.at,
    };
  });
  return queries.sort((a, b) => (b.totalMs ?? 0) - (a.totalMs ?? 0));
}

/** A statement without its values, its comments and its spacing. */
export function fingerprint(text: string, dialect: DialectName): string {
  const words: string[] = [];
  for (const { type, start, end } of tokens(text, dialect)) {
    if (type === 'comment') continue;
    const piece = text.slice(start, end);
    const value = type === 'string' || type === 'dollar' || /^\d/.test(piece);
    // `in (1, 2, 3)` is one list, however long, and `$1` stands for one value.
    if (value && words.at(-1) === '$') words.pop();
    if (value && words.at(-1) === ',' && words.at(-2) === '?') words.pop();
    else words.push(value ? '?' : piece.toLowerCase());
  }
  return words.join(' ');
}

function planShape(node: PlanNode | null): string {
  if (node === null) return '';
  const conditions = [node.filter, node.indexCondition, node.joinCondition, ...(node.sortKey ?? [])];
  const shape = conditions.map((c) => (c ?? '').replaceAll(/'(?:[^']|'')*'|\b\d+(\.\d+)?\b/g, '?')).join('|');
  return `${node.type} ${node.table ?? ''} ${shape} [${node.children.map(planShape).join(', ')}]`;
}
