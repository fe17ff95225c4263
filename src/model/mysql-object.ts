import { type Base, type SchemaObject, type Table } from './object.ts';

/** MariaDB: the name of a table's period of its own, which a key WITHOUT OVERLAPS ends with as if it were a column. */
export function periodName({ options }: Pick<Table, 'options'>): string | undefined {
  const [, quoted, bare] = /^\s*(?:`((?:[^`]|``)+)`|(\w+))/.exec(options?.period ?? '') ?? [];
  return quoted?.replaceAll('``', '`') ?? bare;
}

/** What MySQL and MariaDB give to the tables of the database that say nothing else. There is one of it, left as it is where nobody declares it. */
export interface Database extends Base {
  readonly kind: 'database';
  readonly charset?: string;
  /** Absent when it is the character set's own. */
  readonly collation?: string;
}

/** What MySQL and MariaDB do at times of their own. */
export interface ScheduledEvent extends Base {
  readonly kind: 'event';
  /** `EVERY 1 DAY STARTS '2030-01-01 03:00:00'`, `AT '2030-01-01 00:00:00'`. */
  readonly schedule: string;
  /** Stays when its last time has come. */
  readonly preserve?: true;
  readonly enabled?: 'disabled' | 'replica';
  /** The statement. */
  readonly execute: string;
  /** Settings of the session that it was made under, where they are not the server's own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly definer?: string;
  /** The collation of the database, where that changes: what is made keeps the one of its time. */
  readonly databaseCollation?: string;
}

/** How many objects somebody has made: the database is there before the first. */
export function objectCount(objects: readonly SchemaObject[]): number {
  return objects.filter((o) => o.kind !== 'database').length;
}
