import { diff } from '../diff/diff.ts';
import { afterRenames, findRenames, withColumnRenames } from '../diff/rename.ts';
import { type Change } from '../model/change.ts';
import { objectId } from '../model/id.ts';
import { byId, idOf, type SchemaObject, type Table } from '../model/object.ts';
import { reachesOut } from './build.ts';

/** The changes that only rename, and the schema that they lead to: columns renamed, everything else as it was, texts in their former words. */
export function renameOnly(
  before: readonly SchemaObject[],
  declared: readonly SchemaObject[],
): { changes: Change[]; after: SchemaObject[] } {
  const renames = findRenames(before, declared).filter((r) => !reachesOut(r.after));
  const targets = byId(declared);
  const present = byId(afterRenames(before, declared, renames));
  // A partition's columns are its table's, and an heir's its parents'.
  const towards = (table: Table): Table => {
    const target = targets.get(idOf(table));
    const columns = target?.kind === 'table' ? target.columns : [];
    const above = [table.partitionOf ?? [], table.inherits ?? []].flat().flatMap((p) => {
      const parent = present.get(objectId('table', p.schema, p.table));
      return parent?.kind === 'table' ? towards(parent).columns.filter((c) => c.renamedFrom !== undefined) : [];
    });
    const given = new Map(above.map((c) => [c.name, c]));
    const own = columns.map((c) => ({ ...c, renamedFrom: c.renamedFrom ?? given.get(c.name)?.renamedFrom }));
    return { ...table, columns: [...own, ...above.filter((c) => !own.some((o) => o.name === c.name))] };
  };
  const after = [...present.values()].map(
    (object): SchemaObject => (object.kind === 'table' ? withColumnRenames(object, towards(object)) : object),
  );
  const renamed = new Set(renames.map((r) => idOf(r.after)));
  const noted = after.map((o) => {
    const target = targets.get(idOf(o));
    return renamed.has(idOf(o)) && target?.renamedFrom ? { ...o, renamedFrom: target.renamedFrom } : o;
  });
  const relevant = diff(before, noted).filter(
    (c) => c.type === 'rename' || (c.type === 'alter' && c.after.kind === 'table' && c.fields.includes('columns')),
  );
  return { changes: relevant, after: noted };
}
