import { type KindDriver } from '../../dialect.ts';
import { alterKey, createKey, dropKey, renameKey } from '../key-steps.ts';
import { readMembers } from '../read-tables.ts';

/** https://dev.mysql.com/doc/refman/9.0/en/create-index.html#create-index-unique */
export const unique: KindDriver<'unique'> = {
  read: (session, context) => readMembers(session, context, 'unique'),
  create: createKey,
  drop: dropKey,
  alter: alterKey,
  rename: renameKey,
};
