/** An expression as a server prints it in a plan. `start` and `end` are its place in the text that was parsed. */
export type Expression = ExpressionNode & { readonly start: number; readonly end: number };

export type ExpressionNode =
  | { readonly type: 'column'; readonly table: string | null; readonly column: string }
  /** Literals, parameters, and whatever else mentions no column. */
  | { readonly type: 'constant'; readonly parameter: number | null }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'operator'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'cast'; readonly of: Expression; readonly to: string }
  | { readonly type: 'and' | 'or' | 'list'; readonly terms: readonly Expression[] }
  | { readonly type: 'not'; readonly of: Expression }
  | { readonly type: 'is'; readonly of: Expression; readonly test: string }
  | { readonly type: 'any'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  /** Subqueries, CASE and the like. */
  | { readonly type: 'opaque' };

/** The columns that an expression mentions. */
export function columnsOf(expression: Expression): { readonly table: string | null; readonly column: string }[] {
  switch (expression.type) {
    case 'column':
      return [expression];
    case 'constant':
    case 'opaque':
      return [];
    case 'call':
      return expression.args.flatMap(columnsOf);
    case 'operator':
    case 'any':
      return [...columnsOf(expression.left), ...columnsOf(expression.right)];
    case 'and':
    case 'or':
    case 'list':
      return expression.terms.flatMap(columnsOf);
    case 'cast':
    case 'not':
    case 'is':
      return columnsOf(expression.of);
  }
}

/** True when an expression, or a part of it, was beyond the parser. */
export function isOpaque(expression: Expression): boolean {
  switch (expression.type) {
    case 'opaque':
      return true;
    case 'column':
    case 'constant':
      return false;
    case 'call':
      return expression.args.some(isOpaque);
    case 'operator':
    case 'any':
      return isOpaque(expression.left) || isOpaque(expression.right);
    case 'and':
    case 'or':
    case 'list':
      return expression.terms.some(isOpaque);
    case 'cast':
    case 'not':
    case 'is':
      return isOpaque(expression.of);
  }
}
