import { differingFields } from '../diff/diff.ts';
import { accessOf } from '../model/access.ts';
import { type Change, changeId } from '../model/change.ts';
import { ServerError } from '../model/error.ts';
import { idKind, type ObjectId, objectId, tableOfColumn } from '../model/id.ts';
import { byId, idOf, type SchemaObject, type Table, tableIdOf } from '../model/object.ts';
import { buildSchema } from './build.ts';
import { closure } from './closure.ts';
import { makePlan } from './plan.ts';
import { reconcile } from './reconcile.ts';
import { renameOnly } from './rename-only.ts';
import { sameOverloads } from './same-overloads.ts';
import { everything, readBack, type SpellInput, whatItHas } from './spell.ts';

export interface RenamesFirst {
  readonly changes: readonly Change[];
  /** The live objects under their present names, in their former words, as the renames leave them. */
  readonly named: readonly SchemaObject[];
  /** The same in their present words. */
  readonly present: readonly SchemaObject[];
}

/**
 * Where a server's texts follow the names that they mention, renames run before all else that changes, so that whatever is
 * made anew, or taken back, speaks of all by one name. How they follow, the server itself says: the live structure is built in
 * the scratch place and renamed there. Null where nothing is renamed, or nothing else changes, or that cannot be tried.
 */
export async function renamesFirst(input: SpellInput): Promise<RenamesFirst | null> {
  const { dialect, before, desired, scope } = input;
  if (!dialect.textsFollowNames || desired.online !== undefined || !desired.objects.some(isRenamed)) return null;
  const { changes, after: named } = renameOnly(before, desired.objects);
  if (changes.length === 0 || !(changesMore(named, desired.objects) || reachesHeirs(changes, named))) return null;
  const scratch = await input.scratch();
  if ('unavailable' in scratch) return null;
  const { session } = scratch;
  const read = async (): Promise<readonly SchemaObject[]> =>
    (await readBack(dialect, scratch, everything(scope, [...before, ...desired.objects]), before)).objects;
  const build = async (objects: readonly SchemaObject[]): Promise<boolean> => {
    await scratch.reset();
    return (await buildSchema(dialect, session, whatItHas(scratch, objects))).length === 0;
  };
  if (!(await build(closure(before, touched(before, changes)))) && !(await build(before))) return null;
  const start = byId(renameOnly(await read(), desired.objects).after);
  const plan = makePlan({ dialect, server: session.server, before, after: named, changes, offline: true });
  try {
    for (const step of plan.steps) await session.run(step.sql);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return null;
  }
  const end = sameOverloads(start, byId(await read()));
  const present = named.map((object) => {
    const [was, is] = [start.get(idOf(object)), end.get(idOf(object))];
    if (was === undefined || is === undefined) return object;
    return reconcile({ before: object, after: { ...is, ...accessOf(object) }, beforeSpelled: was, afterSpelled: is });
  });
  return { changes, named, present };
}

/** What may say a name that changes: what is renamed, what belongs to it, heirs, and whatever mentions one of these. */
function touched(before: readonly SchemaObject[], changes: readonly Change[]): ReadonlySet<ObjectId> {
  const found = new Set(changes.flatMap((c) => (c.type === 'create' ? [] : [idOf(c.before)])));
  const owner = (id: ObjectId): ObjectId => (idKind(id) === 'column' ? tableOfColumn(id) : id);
  const tables = before.filter((o) => o.kind === 'table');
  const above = (t: Table): ObjectId[] =>
    [t.partitionOf ?? [], t.inherits ?? []].flat().map((p) => objectId('table', p.schema, p.table));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const t of tables) if (above(t).some((id) => found.has(id))) found.add(idOf(t));
  }
  const says = (o: SchemaObject): boolean =>
    found.has(tableIdOf(o) ?? '') ||
    (o.dependsOn ?? []).some((id) => found.has(owner(id))) ||
    (o.kind === 'foreign_key' && found.has(objectId('table', o.references.schema, o.references.table))) ||
    (o.kind === 'sequence' && o.ownedBy !== undefined && found.has(objectId('table', o.schema, o.ownedBy.table)));
  return new Set([...found, ...before.filter(says).map(idOf)]);
}

/** First the renames, then the rest; a table whose columns are renamed and that changes otherwise is said once. */
export function withRenames(renames: readonly Change[], changes: readonly Change[]): Change[] {
  const more = new Map(changes.map((c) => [changeId(c), c]));
  const merged = renames.map((rename): Change => {
    const change = more.get(changeId(rename));
    if (rename.type !== 'alter' || change?.type !== 'alter') return rename;
    return { ...change, before: rename.before, fields: [...new Set([...rename.fields, ...change.fields])] };
  });
  const said = new Set(merged.filter((c) => c.type === 'alter').map(changeId));
  return [...merged, ...changes.filter((c) => !said.has(changeId(c)))];
}

function isRenamed(object: SchemaObject): boolean {
  if (object.renamedFrom !== undefined) return true;
  return object.kind === 'table' && object.columns.some((c) => c.renamedFrom !== undefined);
}

/** Whether a table is renamed that has parents or heirs: what belongs to both may keep its name. */
function reachesHeirs(changes: readonly Change[], named: readonly SchemaObject[]): boolean {
  const parents = new Set(
    named.flatMap((o) =>
      o.kind === 'table' ? (o.inherits ?? []).map((p) => objectId('table', p.schema, p.table)) : [],
    ),
  );
  return changes.some((c) => {
    if (c.type !== 'rename' && c.type !== 'alter') return false;
    const { after } = c;
    if (after.kind !== 'table') return false;
    return (after.inherits ?? after.partitionOf ?? after.partitionBy) !== undefined || parents.has(idOf(after));
  });
}

function changesMore(named: readonly SchemaObject[], declared: readonly SchemaObject[]): boolean {
  const there = byId(named);
  if (there.size !== declared.length) return true;
  return declared.some((object) => {
    const former = there.get(idOf(object));
    return former === undefined || differingFields(former, object, { columnOrder: false }).length > 0;
  });
}
