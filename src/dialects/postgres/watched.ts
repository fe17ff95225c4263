import { type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { keyOf } from './kinds/publication.ts';

/**
 * Whether checks or publications keep the server from giving a virtual column of a table another expression.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function isWatched({ schema, name }: Table, { before, after }: DriverContext): boolean {
  const own = keyOf(schema, name);
  return [before, after].some((objects) =>
    [...objects.values()].some(
      (o) =>
        (o.kind === 'check' && o.schema === schema && o.table === name) ||
        (o.kind === 'publication' && o.tables?.[own] !== undefined),
    ),
  );
}
