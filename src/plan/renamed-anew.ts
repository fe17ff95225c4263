import { newIds } from '../diff/rename.ts';
import { type Change } from '../model/change.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { idOf, type Kind, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type Work } from './rebuild.ts';

/** The live objects, and once more under their present names what is renamed, the members of that, and foreign keys to it. */
export function withPresentNames(before: readonly SchemaObject[], changes: readonly Change[]): readonly SchemaObject[] {
  const renames = changes.filter((c) => c.type === 'rename');
  if (renames.length === 0) return before;
  const names = new Map(renames.map((r) => [idOf(r.before), r.after.name]));
  const ids = newIds(before, renames);
  const called = before.flatMap((o): SchemaObject[] => {
    const name = o.kind === 'table' ? o.name : (names.get(idOf(o)) ?? o.name);
    const dependsOn = o.dependsOn?.map((id) => ids.get(id) ?? id);
    if (!('table' in o)) return name === o.name ? [] : [{ ...o, name }];
    const table = names.get(tableIdOf(o) ?? '') ?? o.table;
    if (o.kind !== 'foreign_key')
      return table === o.table && name === o.name ? [] : [{ ...o, name, table, ...(dependsOn && { dependsOn }) }];
    const to = names.get(objectId('table', o.references.schema, o.references.table)) ?? o.references.table;
    return table === o.table && to === o.references.table && name === o.name
      ? []
      : [{ ...o, name, table, references: { ...o.references, table: to }, ...(dependsOn && { dependsOn }) }];
  });
  return [...before, ...called];
}

/** Kinds that columns and rows hold on to: they get their present names first, and are made anew under these. */
const HELD = new Set<Kind>(['role', 'schema', 'enum', 'domain', 'composite', 'range', 'sequence', 'table']);

/**
 * What is renamed and made anew in one plan goes under its former name and comes under its present one, and so does what
 * belongs to it: until it goes, it is spoken of, and speaks, by former names. `live` has all by both.
 */
export function withRenamedAnew(works: readonly Work[], live: ReadonlyMap<ObjectId, SchemaObject>): readonly Work[] {
  const formers = new Map(
    works.flatMap(({ change }) => (change.type === 'rename' ? [[idOf(change.after), change.before] as const] : [])),
  );
  const anew = new Set(works.flatMap((work) => (isAnew(work) ? [idOf(work.change.after)] : [])));
  const former = (object: SchemaObject): SchemaObject => {
    const name = anew.has(idOf(object)) ? formers.get(idOf(object))?.name : undefined;
    const relation = tableIdOf(object) ?? '';
    const table = anew.has(relation) ? formers.get(relation)?.name : undefined;
    const whole = hasWords(object) ? (live.get(idOf(object)) ?? object) : object;
    if (name === undefined && table === undefined) return whole;
    const named = { ...whole, name: name ?? whole.name, ...(table === undefined ? {} : { table }) };
    return { ...named, dependsOn: live.get(idOf(named))?.dependsOn ?? whole.dependsOn };
  };
  return works.flatMap((work): Work[] => {
    const { change } = work;
    if (change.type === 'rename') return anew.has(idOf(change.after)) ? [] : [work];
    if (change.type === 'drop') return [{ ...work, change: { ...change, before: former(change.before) } }];
    return isAnew(work) ? [{ ...work, change: { ...work.change, before: former(work.change.before) } }] : [work];
  });
}

/** Whether an index names columns in expressions, where they have their former names: all of it speaks of them so. */
function hasWords(object: SchemaObject): boolean {
  return object.kind === 'index' && (object.where !== undefined || object.parts.some((p) => p.column === undefined));
}

type Anew = Work & { readonly change: Extract<Work['change'], { type: 'alter' }> };

function isAnew(work: Work): work is Anew {
  const { change, alteration } = work;
  return change.type === 'alter' && alteration?.how === 'replace' && !HELD.has(change.after.kind);
}
