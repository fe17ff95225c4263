import { type Check, type ForeignKey, idOf, type Unique } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { locks } from './locks.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';

type Constraint = Check | ForeignKey | Unique;

export function onTable({ schema, table }: Pick<Constraint, 'schema' | 'table'>): string {
  return `ALTER TABLE ${quote.name(schema, table)}`;
}

export function dropConstraint(object: Pick<Constraint, 'schema' | 'table' | 'name'>): string {
  return `${onTable(object)} DROP CONSTRAINT ${quote.ident(object.name)}`;
}

export function renameConstraint(before: Constraint, after: Constraint): StepDraft[] {
  const to = (a: Constraint, b: Constraint): string =>
    `${onTable(after)} RENAME CONSTRAINT ${quote.ident(a.name)} TO ${quote.ident(b.name)}`;
  const table = tableId(after.schema, after.table);
  return [
    {
      sql: to(before, after),
      undo: [to(after, before)],
      ends: [idOf(before)],
      makes: [idOf(after)],
      needs: [table],
      locks: locks('rename', table),
    },
  ];
}

export function deferrableClause(deferrable: 'initially_immediate' | 'initially_deferred' | undefined): string {
  if (deferrable === undefined) return '';
  return deferrable === 'initially_deferred' ? ' DEFERRABLE INITIALLY DEFERRED' : ' DEFERRABLE';
}

/** Reads pg_constraint's two flags. */
export function deferrableOf(row: {
  readonly deferrable: boolean;
  readonly deferred: boolean;
}): { deferrable: 'initially_immediate' | 'initially_deferred' } | Record<string, never> {
  if (!row.deferrable) return {};
  return { deferrable: row.deferred ? 'initially_deferred' : 'initially_immediate' };
}
