import { type Unfolding } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { type Change } from '../model/change.ts';
import { objectId } from '../model/id.ts';
import { idOf, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type Draft } from './expand.ts';
import { type PlanInput } from './plan.ts';

/** The changes over what the dialect unfolds: those of the tables that it speaks of are found again. */
export function unfoldedChanges(
  { changes, dialect }: PlanInput,
  { before, after, altered, again: alone, apart }: Unfolding,
): Change[] {
  const within = (object: SchemaObject): boolean =>
    [alone, apart].some((ids) => ids.has(idOf(object))) || apart.has(tableIdOf(object) ?? '');
  const about = (change: Change): boolean => within(change.type === 'drop' ? change.before : change.after);
  const again = diff(before.filter(within), after.filter(within), { columnOrder: dialect.columnsHaveOrder });
  const known = changes.filter((c) => !about(c));
  const changed = new Set([...known, ...again].flatMap((c) => (c.type === 'alter' ? [idOf(c.after)] : [])));
  return [...known, ...again, ...altered.filter((c) => c.type === 'alter' && !changed.has(idOf(c.after)))];
}

/** What looks at rows has its place among their moves; it only waits for partitions to leave before it is made. */
const LOOKS = new Set<SchemaObject['kind']>(['foreign_key', 'trigger', 'rule']);

/** What fires as rows come: a table that joins another has it after the rows that come with that. */
const FIRES = new Set<SchemaObject['kind']>(['trigger', 'rule']);

/** What belongs to a table whose place among others changes has its own place among the steps of that. */
export function betweenMoves(draft: Draft, { apart, between }: Unfolding): Draft {
  const object = draft.why.type === 'drop' ? draft.why.before : draft.why.after;
  const id = tableIdOf(object) ?? '';
  const ids = between.get(id);
  if (ids === undefined) return draft;
  const looks = LOOKS.has(object.kind) && !apart.has(id);
  const own =
    object.kind === 'foreign_key' && objectId('table', object.references.schema, object.references.table) === id;
  const goes = draft.ends?.includes(idOf(object)) === true && !draft.makes?.includes(idOf(object));
  // An index ON ONLY its table goes while all partitions are there, and comes when they are: none gets a part by joining.
  const isOnly = (o: SchemaObject): boolean => o.kind === 'index' && o.only === true && !apart.has(id);
  const { going } = ids;
  if (goes && isOnly(draft.why.type === 'create' ? object : draft.why.before)) return draft;
  if (goes && going !== undefined && (going.anew || !looks)) {
    // What looks at rows goes before they move.
    if (looks) return draft;
    return { ...draft, needs: [...(draft.needs ?? []), ...going.needs], ends: [...(draft.ends ?? []), ...going.ends] };
  }
  const moves = draft.makes?.includes(idOf(object)) || (object.kind === 'foreign_key' && !own);
  if (looks && !moves) return draft;
  return {
    ...draft,
    needs: [...(draft.needs ?? []), ...ids.needs],
    makes: [...(draft.makes ?? []), ...(looks || FIRES.has(object.kind) || isOnly(object) ? [] : ids.makes)],
  };
}

/** What a table has between leaving one and joining another comes and goes with that, all at once. */
export function isMidway({ why }: Draft, unfolding: Unfolding | null): boolean {
  return unfolding?.apart.has(tableIdOf(why.type === 'drop' ? why.before : why.after) ?? '') === true;
}
