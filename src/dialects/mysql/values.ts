import { type Query, type Value } from '../../model/query.ts';
import { quote } from './quote.ts';

/** The literal in which a value is sent. Times are UTC, as the session's time zone is. */
export function bound(value: Value): string {
  if (value instanceof Date) return `'${value.toISOString().slice(0, -1).replace('T', ' ')}'`;
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return quote.literal(value);
}

/** The statement's text with its values in place. A plain string is the text itself. */
export function textOf(query: Query | string): string {
  if (typeof query === 'string') return query;
  return query.text.map((part, i) => (i === 0 ? part : bound(query.values[i - 1] ?? null) + part)).join('');
}
