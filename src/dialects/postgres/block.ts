import { quote } from './quote.ts';

/** Several statements as one. */
export function block(statements: readonly string[]): string {
  return `DO ${quote.literal(`BEGIN ${statements.map((s) => `${s}; `).join('')}END`)}`;
}
