import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

/** Made once nobody else reads or writes a table until the transaction ends. */
export function keptOutId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('kept out', schema, name, 'rows');
}

/** The statement that waits until it is alone with a table and its partitions. By itself LOCK is refused outside a transaction. */
export function lockOut({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `DO ${quote.literal(`BEGIN LOCK TABLE ${quote.name(schema, name)} IN ACCESS EXCLUSIVE MODE; END`)}`;
}

/** What is written between the copy of rows and the end of what they are copied from would be lost: nobody writes from here on. */
export function keepOut(table: Table, frees: readonly ObjectId[]): StepDraft {
  return { sql: lockOut(table), undo: [], makes: [keptOutId(table)], frees, locks: locks('alter column', idOf(table)) };
}
