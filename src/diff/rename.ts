import { withColumnNames } from '../model/access.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import {
  type Column,
  columnId,
  type ForeignKey,
  idOf,
  type Kind,
  type SchemaObject,
  type Table,
  tableIdOf,
} from '../model/object.ts';

/** A rename that both sides bear out: the former object is there, the present one is not. */
export interface Rename {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
}

/** The renames that `renamed_from` asks for and that have not happened yet. A member is sought under its table's former name. */
export function findRenames(before: readonly SchemaObject[], after: readonly SchemaObject[]): Rename[] {
  if (after.every((o) => o.renamedFrom === undefined)) return [];
  const present = new Map(before.map((o) => [idOf(o), o]));
  const declared = new Set(after.map(idOf));
  const found = (object: SchemaObject, formerId: ObjectId, presentId: ObjectId): Rename[] => {
    if (present.has(presentId)) return [];
    const former = present.get(formerId);
    return former === undefined || declared.has(formerId) ? [] : [{ before: former, after: object }];
  };
  const renamed = after.flatMap((o) => (o.renamedFrom === undefined ? [] : [{ ...o, name: o.renamedFrom, of: o }]));
  const tables = renamed.flatMap(({ of, ...former }) => ('table' in of ? [] : found(of, idOf(former), idOf(of))));
  const formerNames = new Map(tables.map((r) => [idOf(r.after), r.before.name]));
  const members = renamed.flatMap(({ of, ...former }) => {
    if (!('table' in of) || !('table' in former)) return [];
    const table = formerNames.get(tableIdOf(of) ?? '') ?? of.table;
    return found(of, idOf({ ...former, table }), idOf({ ...of, table }));
  });
  return [...tables, ...members];
}

const NO_RENAMES: ReadonlyMap<string, string> = new Map();

/** Column renames of one table that have not happened yet: former name → present name. */
export function findColumnRenames(before: Table, after: Table): ReadonlyMap<string, string> {
  if (after.columns.every((c) => c.renamedFrom === undefined)) return NO_RENAMES;
  const present = new Set(before.columns.map((c) => c.name));
  const declared = new Set(after.columns.map((c) => c.name));
  const moves = (column: Column): column is Column & { renamedFrom: string } =>
    column.renamedFrom !== undefined &&
    !present.has(column.name) &&
    present.has(column.renamedFrom) &&
    !declared.has(column.renamedFrom);
  return new Map(after.columns.filter(moves).map((c) => [c.renamedFrom, c.name]));
}

/** The declared objects with the former names that are still to be left, and no others. */
export function openRenames(before: readonly SchemaObject[], after: readonly SchemaObject[]): readonly SchemaObject[] {
  const named = (o: SchemaObject): boolean =>
    o.renamedFrom !== undefined || (o.kind === 'table' && o.columns.some((c) => c.renamedFrom !== undefined));
  if (!after.some(named)) return after;
  const formers = new Map(findRenames(before, after).map((r) => [idOf(r.after), r.before]));
  const present = new Map(before.map((o) => [idOf(o), o]));
  return after.map((object): SchemaObject => {
    if (!named(object)) return object;
    const { renamedFrom: _, ...plain } = object;
    const kept = formers.has(idOf(object)) ? object : plain;
    if (kept.kind !== 'table') return kept;
    const former = formers.get(idOf(object)) ?? present.get(idOf(object));
    const open = new Set(former?.kind === 'table' ? findColumnRenames(former, kept).values() : []);
    return {
      ...kept,
      columns: kept.columns.map(({ renamedFrom, ...c }) =>
        renamedFrom !== undefined && open.has(c.name) ? { ...c, renamedFrom } : c,
      ),
    };
  });
}

/**
 * The schema before, as it is called once the renames have run: table names everywhere, column names in the keys of
 * members. Tables keep their former column names: renaming a column is a change of its table.
 */
export function afterRenames(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
  renames: readonly Rename[],
): SchemaObject[] {
  const columnsMove = after.some((o) => o.kind === 'table' && o.columns.some((c) => c.renamedFrom !== undefined));
  if (renames.length === 0 && !columnsMove) return [...before];
  const newNames = new Map(renames.map((r) => [idOf(r.before), r.after.name]));
  const tableName = (schema: string, table: string): string =>
    newNames.get(idOf({ kind: 'table', schema, name: table, columns: [] })) ?? table;
  const declared = new Map(after.map((o) => [idOf(o), o]));
  const columnNames = new Map<ObjectId, string>();
  for (const object of before) {
    if (object.kind !== 'table') continue;
    const target = declared.get(idOf({ ...object, name: newNames.get(idOf(object)) ?? object.name }));
    if (target?.kind !== 'table') continue;
    for (const [former, name] of findColumnRenames(object, target)) {
      columnNames.set(columnId(object.schema, object.name, former), name);
    }
  }
  if (newNames.size === 0 && columnNames.size === 0) return [...before];
  const column = (schema: string, table: string, name: string): string =>
    columnNames.get(columnId(schema, table, name)) ?? name;

  const [structured, worded] = [newIds(before, renames, column), newIds(before, renames)];
  return before.map((old): SchemaObject => {
    // What stands by itself is dropped before anything is renamed; a member after its table, worded with former columns, and a
    // table that stays is changed by then.
    const stays = old.kind === 'table' && declared.has(idOf({ ...old, name: newNames.get(idOf(old)) ?? old.name }));
    const ids = STRUCTURED.has(old.kind) ? structured : 'table' in old || stays ? worded : null;
    const object =
      ids === null || old.dependsOn === undefined
        ? old
        : { ...old, dependsOn: old.dependsOn.map((id) => ids.get(id) ?? id) };
    const name = newNames.get(idOf(object)) ?? object.name;
    switch (object.kind) {
      case 'unique':
        return {
          ...object,
          name,
          table: tableName(object.schema, object.table),
          columns: object.columns.map((c) => column(object.schema, object.table, c)),
          include: object.include?.map((c) => column(object.schema, object.table, c)),
        };
      case 'foreign_key':
        return { ...object, name, table: tableName(object.schema, object.table), ...foreignKeyNames(object) };
      case 'index':
        return {
          ...object,
          name,
          table: newNames.get(tableIdOf(object) ?? '') ?? object.table,
          parts: object.parts.map((p) =>
            p.column === undefined ? p : { ...p, column: column(object.schema, object.table, p.column) },
          ),
          include: object.include?.map((c) => column(object.schema, object.table, c)),
        };
      case 'sequence':
        return {
          ...object,
          name,
          ownedBy: object.ownedBy && {
            table: tableName(object.schema, object.ownedBy.table),
            column: column(object.schema, object.ownedBy.table, object.ownedBy.column),
          },
        };
      case 'table':
        return {
          ...object,
          name,
          ...(object.partitionOf && {
            partitionOf: {
              ...object.partitionOf,
              table: tableName(object.partitionOf.schema, object.partitionOf.table),
            },
          }),
          ...(object.of && {
            of: {
              ...object.of,
              name: newNames.get(objectId('composite', object.of.schema, object.of.name)) ?? object.of.name,
            },
          }),
          ...(object.inherits && {
            inherits: object.inherits.map((p) => ({ ...p, table: tableName(p.schema, p.table) })),
          }),
        };
      default:
        return 'table' in object
          ? { ...object, name, table: newNames.get(tableIdOf(object) ?? '') ?? object.table }
          : { ...object, name };
    }
  });

  function foreignKeyNames(key: ForeignKey): Pick<ForeignKey, 'columns' | 'references'> {
    const { schema, table } = key.references;
    return {
      columns: key.columns.map((c) => column(key.schema, key.table, c)),
      references: {
        schema,
        table: tableName(schema, table),
        columns: key.references.columns.map((c) => column(schema, table, c)),
      },
    };
  }
}

/** Members that name their columns one by one. */
const STRUCTURED = new Set<Kind>(['unique', 'foreign_key', 'index']);

/** Former id → present id, of what is renamed and of the columns of renamed tables; by themselves these keep their names. */
export function newIds(
  before: readonly SchemaObject[],
  renames: readonly Rename[],
  column: (schema: string, table: string, name: string) => string = (_schema, _table, name) => name,
): ReadonlyMap<ObjectId, ObjectId> {
  const ids = new Map(renames.map((r) => [idOf(r.before), idOf(r.after)]));
  const names = new Map(renames.map((r) => [idOf(r.before), r.after.name]));
  for (const table of before) {
    if (table.kind !== 'table') continue;
    const { schema, name } = table;
    for (const c of table.columns) {
      const now = columnId(schema, names.get(idOf(table)) ?? name, column(schema, name, c.name));
      ids.set(columnId(schema, name, c.name), now);
    }
  }
  return ids;
}

/** A table as it is once its columns are renamed towards `after`: the renamed columns carry `renamedFrom`, the primary key the present names. */
export function withColumnRenames(before: Table, after: Table): Table {
  const names = findColumnRenames(before, after);
  if (names.size === 0) return before;
  const name = (former: string): string => names.get(former) ?? former;
  const { grants, identityGrants } = before;
  return {
    ...before,
    ...(grants === undefined ? {} : { grants: withColumnNames(grants, name) }),
    ...(identityGrants === undefined
      ? {}
      : { identityGrants: Object.fromEntries(Object.entries(identityGrants).map(([c, g]) => [name(c), g])) }),
    columns: before.columns.map((c) => (names.has(c.name) ? { ...c, name: name(c.name), renamedFrom: c.name } : c)),
    primaryKey: before.primaryKey && {
      ...before.primaryKey,
      columns: before.primaryKey.columns.map((k) => ({ ...k, column: name(k.column) })),
    },
  };
}
