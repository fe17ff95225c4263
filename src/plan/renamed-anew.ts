import { type ObjectId } from '../model/id.ts';
import { idOf, type Kind, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type Work } from './rebuild.ts';

/** Kinds that columns and rows hold on to: they get their present names first, and are made anew under these. */
const HELD = new Set<Kind>(['role', 'schema', 'enum', 'domain', 'composite', 'range', 'sequence', 'table']);

/**
 * What is renamed and made anew in one plan goes under its former name and comes under its present one, and so does what
 * belongs to it: until it goes, it is spoken of, and speaks, by former names.
 */
export function withRenamedAnew(works: readonly Work[], live: ReadonlyMap<ObjectId, SchemaObject>): readonly Work[] {
  const formers = new Map(
    works.flatMap(({ change }) => (change.type === 'rename' ? [[idOf(change.after), change.before] as const] : [])),
  );
  if (formers.size === 0) return works;
  const anew = new Set(works.flatMap((work) => (isAnew(work) ? [idOf(work.change.after)] : [])));
  const former = (object: SchemaObject): SchemaObject => {
    const name = anew.has(idOf(object)) ? formers.get(idOf(object))?.name : undefined;
    const relation = tableIdOf(object) ?? '';
    const table = anew.has(relation) ? formers.get(relation)?.name : undefined;
    if (name === undefined && table === undefined) return object;
    const named = { ...object, name: name ?? object.name, ...(table === undefined ? {} : { table }) };
    return { ...named, dependsOn: live.get(idOf(named))?.dependsOn ?? object.dependsOn };
  };
  return works.flatMap((work): Work[] => {
    const { change } = work;
    if (change.type === 'rename') return anew.has(idOf(change.after)) ? [] : [work];
    if (change.type === 'drop') return [{ ...work, change: { ...change, before: former(change.before) } }];
    return isAnew(work) ? [{ ...work, change: { ...work.change, before: former(work.change.before) } }] : [work];
  });
}

type Anew = Work & { readonly change: Extract<Work['change'], { type: 'alter' }> };

function isAnew(work: Work): work is Anew {
  const { change, alteration } = work;
  return change.type === 'alter' && alteration?.how === 'replace' && !HELD.has(change.after.kind);
}
