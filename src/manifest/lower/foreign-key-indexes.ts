import { type ForeignKey, type Index, idOf, type SchemaObject, tableIdOf } from '../../model/object.ts';
import { compact } from './column.ts';

/**
 * MySQL and MariaDB make an index for every foreign key that no key of its table begins with, under the foreign key's name:
 * it is declared along with the foreign key, so that it comes and goes with it.
 * https://dev.mysql.com/doc/refman/9.0/en/create-table-foreign-keys.html
 */
export function withForeignKeyIndexes(objects: readonly SchemaObject[]): SchemaObject[] {
  const keys = new Map<string, (readonly (string | undefined)[])[]>();
  for (const object of objects) {
    const table = tableIdOf(object) ?? idOf(object);
    const list = keys.get(table) ?? [];
    keys.set(table, list);
    if (object.kind === 'table') list.push(orderedColumns(object.primaryKey?.columns ?? []));
    if (object.kind === 'unique') list.push(object.columns);
    const ordered = object.kind === 'index' && (object.method === undefined || object.method === 'btree');
    if (ordered) list.push(orderedColumns(object.parts));
  }
  return objects.flatMap((object): SchemaObject[] => {
    if (object.kind !== 'foreign_key') return [object];
    const list = keys.get(tableIdOf(object) ?? '') ?? [];
    if (list.some((parts) => object.columns.every((c, i) => parts[i]?.toLowerCase() === c.toLowerCase())))
      return [object];
    list.push(object.columns);
    return [indexOf(object), object];
  });
}

/** Prefixes and descending columns do not serve. */
function orderedColumns(
  parts: readonly { readonly column?: string; readonly length?: number; readonly descending?: true }[],
): (string | undefined)[] {
  return parts.map((p) => (p.length === undefined && !p.descending ? p.column : undefined));
}

function indexOf({ schema, table, name, columns, renamedFrom }: ForeignKey): Index {
  return compact<Index>({
    kind: 'index',
    schema,
    table,
    name,
    parts: columns.map((column) => ({ column })),
    renamedFrom,
  });
}
