import { type Change } from '../model/change.ts';
import { sameData } from '../model/digest.ts';
import { byId, idOf, type SchemaObject } from '../model/object.ts';
import { afterRenames, findColumnRenames, findRenames, withColumnRenames } from './rename.ts';

export interface DiffOptions {
  /** Whether the order of a table's columns counts (MySQL: yes; PostgreSQL has no statement to change it: no). */
  readonly columnOrder: boolean;
}

/**
 * What must change for `before` to become `after`: objects are matched by id, renames by `renamedFrom`.
 * Renames come first; an alter that follows a rename carries the new names on both sides.
 */
export function diff(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
  options: DiffOptions = { columnOrder: false },
): Change[] {
  const renames = findRenames(before, after);
  const present = byId(afterRenames(before, after, renames));
  const changes: Change[] = renames.map((r) => ({ type: 'rename', before: r.before, after: r.after }));
  for (const object of after) {
    const former = present.get(idOf(object));
    if (former === undefined) {
      changes.push({ type: 'create', after: object });
      continue;
    }
    const fields = differingFields(former, object, options);
    if (fields.length > 0) changes.push({ type: 'alter', before: former, after: object, fields });
  }
  const declared = new Set(after.map(idOf));
  for (const [id, object] of present) {
    if (!declared.has(id)) changes.push({ type: 'drop', before: object });
  }
  return changes;
}

/** The top-level fields of two objects of one id whose values differ. */
export function differingFields(before: SchemaObject, after: SchemaObject, options: DiffOptions): string[] {
  if (sameAsTheyStand(before, after)) return [];
  const tables = before.kind === 'table' && after.kind === 'table';
  const a = comparable(tables ? withColumnRenames(before, after) : withoutKept(before, after), options);
  const b = comparable(after, options);
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (key) => !sameData(a[key] ?? null, b[key] ?? null),
  );
  const renamesColumn = tables && findColumnRenames(before, after).size > 0;
  return renamesColumn && !fields.includes('columns') ? [...fields, 'columns'] : fields;
}

/** Equal to the last key, dependencies aside: settles nearly every pair without copying it. */
function sameAsTheyStand(before: SchemaObject, after: SchemaObject): boolean {
  const [a, b] = [before as object as Fields, after as object as Fields];
  for (const key in a) if (key !== 'dependsOn' && !sameData(a[key], b[key])) return false;
  for (const key in b) if (key !== 'dependsOn' && a[key] === undefined && b[key] !== undefined) return false;
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

/** A definer that nobody names is whoever it is. */
function withoutKept(before: SchemaObject, after: SchemaObject): SchemaObject {
  if (!('definer' in before) || ('definer' in after && after.definer !== undefined)) return before;
  const { definer: _, ...rest } = before;
  return rest;
}

/** An object without what is not compared: former names, dependencies, secrets, whether a body is looked into, privileges on what is gone, and the order of columns where it has no meaning. */
export function comparable(object: SchemaObject, options: DiffOptions): Record<string, unknown> {
  const { renamedFrom: _, dependsOn: __, secrets: ___, leftGrants: ____, ...rest } = object;
  if (rest.kind === 'function') return { ...rest, unchecked: undefined };
  if (rest.kind !== 'table') return rest;
  const columns = rest.columns.map(({ renamedFrom: _former, ...column }) => column);
  if (!options.columnOrder) columns.sort((x, y) => (x.name < y.name ? -1 : 1));
  return { ...rest, columns };
}
