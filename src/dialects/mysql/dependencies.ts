import { idName, memberId, type ObjectId } from '../../model/id.ts';
import { columnId, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { sqlNames } from '../../model/sql-text.ts';
import { columnsIn } from './expression.ts';

/** Foreign keys forbid that a column of theirs gets another type. */
export function columnTypeId(table: string, column: string): ObjectId {
  return memberId('column_type', '', table, column);
}

/** `column:users.email` → `column_type:users.email`. */
export function typeOfColumn(id: ObjectId): ObjectId {
  return `column_type:${idName(id)}`;
}

/**
 * What every object stands on, ids of columns and objects, from the texts that the server printed: the servers' own catalogs
 * do not tell. Names in a view that could be a table or view of the database are taken to be it.
 */
export function withDependencies(objects: readonly SchemaObject[]): SchemaObject[] {
  const tables = new Map(objects.flatMap((o) => (o.kind === 'table' ? [[o.name, o] as const] : [])));
  const relations = new Map<string, SchemaObject>();
  const called = (o: SchemaObject): boolean => o.kind === 'function' && !o.procedure;
  for (const o of objects) if (called(o)) relations.set(o.name.toLowerCase(), o);
  for (const o of objects)
    if (o.kind === 'table' || o.kind === 'view' || o.kind === 'sequence') relations.set(o.name.toLowerCase(), o);
  return objects.map((object): SchemaObject => {
    const ids =
      'table' in object
        ? memberUses(object, tables.get(object.table))
        : [...viewUses(object, relations), ...sequenceUses(object, relations)];
    return ids.length === 0 ? object : { ...object, dependsOn: [...new Set(ids)].sort() };
  });
}

function memberUses(object: SchemaObject & { readonly table: string }, table: Table | undefined): ObjectId[] {
  const { schema } = object;
  const known = table?.columns.map((c) => c.name) ?? [];
  const own = (columns: readonly string[]): ObjectId[] => columns.map((c) => columnId(schema, object.table, c));
  switch (object.kind) {
    case 'unique':
      return own(object.columns);
    case 'check':
      return own(columnsIn(object.expression, known));
    case 'index': {
      const columns = object.parts.flatMap((p) =>
        p.column === undefined ? columnsIn(p.expression ?? '', known) : [p.column],
      );
      // MySQL changes no SRID below a spatial index, not even in the statement that drops it.
      const types = object.method === 'spatial' ? columns.map((c) => columnTypeId(object.table, c)) : [];
      return [...own(columns), ...types];
    }
    case 'foreign_key': {
      const { columns, references: to } = object;
      return [
        ...own(columns),
        ...to.columns.map((c) => columnId(to.schema, to.table, c)),
        ...columns.map((c) => columnTypeId(object.table, c)),
        ...to.columns.map((c) => columnTypeId(to.table, c)),
      ];
    }
    case 'trigger':
      return [
        ...own(rowColumns(object.execute, known)),
        // What is made again comes last, so all that follow it are, too.
        ...(object.follows === undefined ? [] : [memberId('trigger', schema, object.table, object.follows)]),
      ];
    default:
      return [];
  }
}

/** The columns that a trigger's text takes from the row before and after. */
function rowColumns(text: string, known: readonly string[]): string[] {
  const names = new Set<string>();
  for (const { parts } of sqlNames(text)) {
    const [row = '', column = ''] = parts;
    if (/^(?:new|old)$/i.test(row)) names.add(column.toLowerCase());
  }
  return known.filter((c) => names.has(c.toLowerCase()));
}

/** The sequences that a table's defaults take their values from. */
function sequenceUses(object: SchemaObject, relations: ReadonlyMap<string, SchemaObject>): ObjectId[] {
  if (object.kind !== 'table') return [];
  const words = object.columns.flatMap((c) => sqlNames(c.default ?? '').flatMap(({ parts }) => parts));
  const found = words.map((word) => relations.get(word.toLowerCase()));
  return found.flatMap((o) => (o?.kind === 'sequence' ? [idOf(o)] : []));
}

function viewUses(object: SchemaObject, relations: ReadonlyMap<string, SchemaObject>): ObjectId[] {
  if (object.kind !== 'view') return [];
  const words = new Set(sqlNames(object.query).flatMap(({ parts }) => parts.map((p) => p.toLowerCase())));
  const ids: ObjectId[] = [];
  for (const word of words) {
    const found = relations.get(word);
    if (found === undefined || idOf(found) === idOf(object)) continue;
    ids.push(idOf(found));
    if (found.kind !== 'table') continue;
    for (const { name } of found.columns) {
      if (words.has(name.toLowerCase())) ids.push(columnId(found.schema, found.name, name));
    }
  }
  return ids;
}
