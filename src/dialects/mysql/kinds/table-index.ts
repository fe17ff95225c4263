import { type KindDriver } from '../../dialect.ts';
import { alterKey, createKey, dropKey, renameKey } from '../key-steps.ts';
import { readMembers } from '../read-tables.ts';

/** https://dev.mysql.com/doc/refman/9.0/en/create-index.html, https://mariadb.com/kb/en/create-index/ */
export const index: KindDriver<'index'> = {
  read: (session, context) => readMembers(session, context, 'index'),
  create: createKey,
  drop: dropKey,
  alter: alterKey,
  rename: renameKey,
};
