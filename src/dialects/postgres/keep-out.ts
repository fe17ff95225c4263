import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { block } from './block.ts';
import { locks } from './locks.ts';
import { quote } from './quote.ts';

/** Made once nobody else reads or writes a table until the transaction ends. */
export function keptOutId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('kept out', schema, name, 'rows');
}

/** The statement that waits until it is alone with a table and its partitions. By itself LOCK is refused outside a transaction. */
export function lockOut({ schema, name }: Pick<Table, 'schema' | 'name'>, ...rest: readonly string[]): string {
  return block([`LOCK TABLE ${quote.name(schema, name)} IN ACCESS EXCLUSIVE MODE`, ...rest]);
}

/** Who owns a table with forced row security sees and writes but the rows that its policies let through: until it is no longer forced. */
export function unforced({ schema, name, rowSecurity }: Table): string[] {
  const forced = rowSecurity === 'forced' || rowSecurity === 'only_forced';
  return forced ? [`ALTER TABLE ${quote.name(schema, name)} NO FORCE ROW LEVEL SECURITY`] : [];
}

/** A statement that reads or writes all the rows of some tables; those in `last` are forced afterwards. */
export function withAllRows(tables: readonly Table[], statement: string, last: readonly Table[] = tables): string {
  const before = [...new Set(tables.flatMap(unforced))];
  const after = [...new Set(last.flatMap(unforced))].map((sql) => sql.replace(' NO FORCE ', ' FORCE '));
  return before.length === 0 ? statement : block([...before, statement, ...after]);
}

/** What is written between the copy of rows and the end of what they are copied from would be lost: nobody writes from here on. */
export function keepOut(table: Table, frees: readonly ObjectId[], ...rest: readonly string[]): StepDraft {
  return {
    sql: lockOut(table, ...rest),
    undo: [],
    makes: [keptOutId(table)],
    frees,
    locks: locks('alter column', idOf(table)),
  };
}
