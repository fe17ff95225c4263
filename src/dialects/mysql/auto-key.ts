import { idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { isKey, type Key, membersOf, partsOf } from './keys.ts';

/**
 * An auto_increment column must be the first of a key at every moment. Where the primary key does not see to that, the key
 * that does comes and goes in the statement that changes the column.
 * https://dev.mysql.com/doc/refman/9.0/en/create-table.html
 */
export function autoKeys(
  before: Table,
  after: Table,
  context: DriverContext,
): { readonly gone: Key | null; readonly added: Key | null } {
  if (stand(before) === stand(after)) return { gone: null, added: null };
  const [a, b] = [keyOf(before, context.before), keyOf(after, context.after)];
  return {
    gone: a !== null && !context.after.has(idOf(a)) ? a : null,
    added: b !== null && !context.before.has(idOf(b)) ? b : null,
  };
}

/** Whether a statement on the table takes care of the key. */
export function isAutoKey(key: Key, which: 'gone' | 'added', context: DriverContext): boolean {
  const id = idOf({ kind: 'table', schema: key.schema, name: key.table, columns: [] });
  const [before, after] = [context.before.get(id), context.after.get(id)];
  if (before?.kind !== 'table' || after?.kind !== 'table') return false;
  const found = autoKeys(before, after, context)[which];
  return found !== null && idOf(found) === idOf(key);
}

function stand({ columns, primaryKey }: Table): string {
  const auto = columns.find((c) => c.autoIncrement)?.name ?? '';
  return `${auto} ${primaryKey?.columns[0]?.column === auto}`;
}

function keyOf(table: Table, objects: DriverContext['after']): Key | null {
  const auto = table.columns.find((c) => c.autoIncrement)?.name;
  if (auto === undefined || table.primaryKey?.columns[0]?.column === auto) return null;
  return (
    membersOf(table, objects.values())
      .filter(isKey)
      .find((k) => partsOf(k)[0]?.column === auto) ?? null
  );
}
