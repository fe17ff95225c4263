import { type DialectName } from '../model/manifest.ts';
import { tokens } from '../model/statements.ts';

/** What may not follow the condition of a statement that gets more conditions. */
const AFTER: ReadonlySet<string> = new Set(['RETURNING', 'ORDER', 'LIMIT']);

/**
 * A statement over rows with its own condition in parentheses, so that another may follow with `AND`; null when it is no `UPDATE` or
 * `DELETE` that ends in a condition.
 */
export function conditioned(sql: string, dialect: DialectName): string | null {
  if (!/^(?:update|delete)\b/i.test(sql)) return null;
  let depth = 0;
  let condition: number | null = null;
  for (const { type, start, end } of tokens(sql, dialect)) {
    const piece = sql.slice(start, end).toUpperCase();
    if (type === 'symbol') depth += piece === '(' ? 1 : piece === ')' ? -1 : 0;
    if (type !== 'word' || depth > 0) continue;
    if (piece === 'WHERE') condition = end;
    else if (AFTER.has(piece)) return null;
  }
  return condition === null ? null : `${sql.slice(0, condition)} (${sql.slice(condition).trim()})`;
}
