import { type Change } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { idName, type ObjectId } from '../model/id.ts';
import { columnId, idOf, type SchemaObject } from '../model/object.ts';
import { type Plan } from '../model/step.ts';

/** So many are named; of more, how many they are. */
const NAMED = 5;

/**
 * Tells of columns that are written before others and come after them: where columns have no order that a statement could
 * change, new ones are the last. Tables that are made anew have all as they are written. One finding for all, without their
 * places in the YAML: to seek those would take longer than the plan.
 */
export function columnPlaces(
  changes: readonly Change[],
  plan: Plan,
  declared: ReadonlyMap<ObjectId, SchemaObject>,
): Diagnostic[] {
  const made = new Set(plan.steps.flatMap((s) => s.makes));
  const early = changes.flatMap((change) => {
    if (change.type !== 'alter' || change.before.kind !== 'table' || change.after.kind !== 'table') return [];
    const { before } = change;
    const written = declared.get(idOf(change.after));
    const after = written?.kind === 'table' ? written : change.after;
    if (made.has(idOf(after))) return [];
    const had = new Set(before.columns.map((c) => c.name));
    const stays = after.columns.map((c) => had.has(c.renamedFrom ?? c.name) || had.has(c.name));
    const between = after.columns.filter((_, i) => !stays[i] && stays.indexOf(true, i) >= 0);
    return between.map((c) => columnId(after.schema, after.name, c.name));
  });
  const [first] = early;
  if (first === undefined) return [];
  const more = early.length > NAMED ? ` and ${early.length - NAMED} more` : '';
  const names = early.slice(0, NAMED).map(idName).join(', ');
  return [
    {
      code: 'column-order',
      severity: 'info',
      message: `new columns come after those that a table has, whatever the order they are written in: ${names}${more}`,
      hint: 'write them last, or leave it: the order of columns is not compared',
      object: first,
    },
  ];
}
