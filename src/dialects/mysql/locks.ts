import { type ObjectId } from '../../model/id.ts';
import { type Lock, type LockMode } from '../../model/step.ts';

/**
 * What others can still do while a statement form runs on a table with rows: all (`none`), read (`shared`), nothing
 * (`exclusive`). Every form also waits for running transactions and keeps new ones out for a moment. Measured on MySQL 9.7
 * and MariaDB 10.11; see also https://dev.mysql.com/doc/refman/9.0/en/innodb-online-ddl-operations.html
 */
const MODES = {
  instant: 'none',
  inplace: 'none',
  'inplace, writes wait': 'shared',
  copy: 'shared',
  /** An UPDATE of every row. */
  rows: 'shared',
  'drop table': 'exclusive',
  rename: 'exclusive',
  view: 'none',
} as const satisfies Record<string, LockMode>;

export type StatementForm = keyof typeof MODES;

/** The locks of a statement form on the tables it takes them on. */
export function locks(form: StatementForm, ...tables: readonly ObjectId[]): Lock[] {
  return [...new Set(tables)].map((object) => ({ object, mode: MODES[form] }));
}

/** For statements that touch nothing that anybody else could see or wait for. */
export const NO_LOCKS: readonly Lock[] = [];
