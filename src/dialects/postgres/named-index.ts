import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { impliedNameOf } from './index-partitions.ts';
import { tablesAbove } from './index-twins.ts';
import { keyAsPart } from './key-parts.ts';
import { primaryKeyId, primaryKeyName } from './names.ts';
import { partsOf } from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** What a table's index of that name is: an index, that of a constraint, or its part of one of a table that it is a partition of. */
export function indexIds(table: Table, index: string, objects: Objects): ObjectId[] {
  const { schema, name } = table;
  const kinds = ['index', 'unique', 'exclusion'] as const;
  const own = kinds.map((kind) => memberId(kind, schema, name, index)).filter((id) => objects.has(id));
  const key = table.primaryKey ?? keyAsPart(table, objects);
  const isKey = key !== undefined && primaryKeyName(name, key.name) === index;
  const found = isKey ? [...own, primaryKeyId(schema, name)] : own;
  return found.length > 0 ? found : wholesOf(table, index, objects);
}

/** The indexes over partitions whose part on a table the server calls so. */
function wholesOf({ schema, name: table, partitionOf }: Table, index: string, objects: Objects): ObjectId[] {
  if (partitionOf === undefined) return [];
  return tablesAbove(idOf({ kind: 'table', schema, name: table, columns: [] }), objects)
    .flatMap((above) => partsOf(above, objects))
    .flatMap((whole) => (impliedNameOf({ ...whole, schema, table }) === index ? [idOf(whole)] : []));
}
