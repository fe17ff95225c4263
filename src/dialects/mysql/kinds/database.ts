import { type Database, idOf } from '../../../model/object.ts';
import { type KindDriver } from '../../dialect.ts';
import { DATABASE_NAME } from '../adopt.ts';
import { word } from '../columns.ts';
import { NO_LOCKS } from '../locks.ts';
import { databaseCharset, defaultCollations } from '../read-tables.ts';

/** The character set whose default collation a database has goes without its collation. */
function statement({ charset, collation }: Database): string {
  const set = charset === undefined ? '' : ` CHARACTER SET ${word(charset)}`;
  return `ALTER DATABASE${set}${collation === undefined ? '' : ` COLLATE ${word(collation)}`}`;
}

/** The defaults of the one database that there is. https://dev.mysql.com/doc/refman/9.0/en/alter-database.html */
export const database: KindDriver<'database'> = {
  async read(session, context) {
    const { charset, collation } = await databaseCharset(session, context);
    const usual = (await defaultCollations(session, context)).get(charset) === collation;
    return [{ kind: 'database', schema: '', name: DATABASE_NAME, charset, ...(usual ? {} : { collation }) }];
  },
  /** It is there: what makes it in a scratch place only gives it its character set. */
  create: (object) =>
    object.charset === undefined && object.collation === undefined
      ? []
      : [{ sql: statement(object), undo: [], makes: [idOf(object)], locks: NO_LOCKS, transaction: 'alone' }],
  drop: () => [],
  alter: (before, after) => ({
    how: 'steps',
    steps: [
      {
        sql: statement(after),
        undo: [statement(before)],
        makes: [idOf(after)],
        ends: [idOf(after)],
        locks: NO_LOCKS,
        transaction: 'alone',
      },
    ],
  }),
};
