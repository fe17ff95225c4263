import { memberId, type ObjectId } from '../../model/id.ts';
import { type Check, type Table } from '../../model/object.ts';
import { alterTable } from './columns.ts';
import { quote } from './quote.ts';

/** The check of that name as one of the table's own. */
export function ownCheck({ schema, name }: Table, check: string): ObjectId {
  return memberId('check', schema, name, check);
}

export function dropCheck(table: Table, { name }: Check): string {
  return `${alterTable(table)} DROP CONSTRAINT ${quote.ident(name)}`;
}

/** Whether there is a check of the same name that says the same. */
export function among(checks: readonly Check[], { name, expression }: Check): boolean {
  return checks.some((c) => c.name === name && c.expression === expression);
}
