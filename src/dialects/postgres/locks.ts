import { type ObjectId } from '../../model/id.ts';
import { type Lock, type LockMode } from '../../model/step.ts';

/**
 * The lock that each statement form takes on the table it names, as measured on PostgreSQL 15, 16 and 18; see also
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 */
const MODES = {
  'add column': 'access exclusive',
  'drop column': 'access exclusive',
  'alter column': 'access exclusive',
  rename: 'access exclusive',
  'rename index': 'share update exclusive',
  'drop table': 'access exclusive',
  'set options': 'share update exclusive',
  'add check': 'access exclusive',
  'add unique': 'access exclusive',
  'add primary key': 'access exclusive',
  'add foreign key': 'share row exclusive',
  validate: 'share update exclusive',
  'validate foreign key parent': 'row share',
  'drop constraint': 'access exclusive',
  'create index': 'share',
  'create index concurrently': 'share update exclusive',
  'drop index': 'access exclusive',
  'drop index concurrently': 'share update exclusive',
  'change owner': 'access exclusive',
  comment: 'share update exclusive',
  'alter sequence': 'share row exclusive',
  'drop sequence': 'access exclusive',
  read: 'access share',
} as const satisfies Record<string, LockMode>;

export type StatementForm = keyof typeof MODES;

/** The locks of a statement form on the tables it takes them on. */
export function locks(form: StatementForm, ...tables: readonly ObjectId[]): Lock[] {
  return [...new Set(tables)].map((object) => ({ object, mode: MODES[form] }));
}

/** For statements that touch nothing that anybody else could see or wait for. */
export const NO_LOCKS: readonly Lock[] = [];
