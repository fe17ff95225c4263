const COMPARISONS = new Set([
  '=',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '<=>',
  'like',
  'ilike',
  'in',
  'between',
  'is',
  'regexp',
  'rlike',
]);
/** Words that stand between operands, or behind one. */
export const BINARY_WORDS = new Set([
  'and',
  'or',
  'xor',
  'is',
  'like',
  'ilike',
  'in',
  'between',
  'not',
  'at',
  'collate',
  'regexp',
  'rlike',
  'similar',
  'div',
  'mod',
  'overlaps',
  'escape',
]);
export const TYPE_WORDS = new Set(['with', 'without', 'time', 'zone', 'varying', 'precision']);

/** How tightly an operator binds; PostgreSQL manual 4.1.6, MySQL manual 12.4.1. */
export function strength(operator: string): number {
  if (operator === 'or' || operator === 'xor') return 1;
  if (operator === 'and') return 2;
  if (COMPARISONS.has(operator)) return 4;
  if (operator === '+' || operator === '-') return 6;
  if (operator === '*' || operator === '/' || operator === '%' || operator === 'div' || operator === 'mod') return 7;
  return operator === 'at' ? 9 : 5;
}
