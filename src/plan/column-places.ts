import { type Change } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type Desired, placeOf } from '../model/manifest.ts';
import { columnId, idOf } from '../model/object.ts';
import { type Plan } from '../model/step.ts';

/**
 * Tells of columns that are written before others and come after them: where columns have no order that a statement could
 * change, new ones are the last. Tables that are made anew have all as they are written.
 */
export function columnPlaces(changes: readonly Change[], plan: Plan, { places }: Desired): Diagnostic[] {
  const made = new Set(plan.steps.flatMap((s) => s.makes));
  return changes.flatMap((change): Diagnostic[] => {
    if (change.type !== 'alter' || change.before.kind !== 'table' || change.after.kind !== 'table') return [];
    const { before, after } = change;
    if (made.has(idOf(after))) return [];
    const had = new Set(before.columns.map((c) => c.name));
    const stays = after.columns.map((c) => had.has(c.renamedFrom ?? c.name) || had.has(c.name));
    const early = after.columns.filter((_, i) => !stays[i] && stays.indexOf(true, i) >= 0);
    const [first] = early;
    if (first === undefined) return [];
    const at = placeOf(places, idOf(after), `columns.${first.name}`);
    const names = early.map((c) => c.name).join(', ');
    return [
      {
        code: 'column-order',
        severity: 'info',
        message: `new columns of ${after.name} come after those that it has, whatever the order they are written in: ${names}`,
        hint: 'write them last, or leave it: the order of columns is not compared',
        object: columnId(after.schema, after.name, first.name),
        ...(at === undefined ? {} : { at }),
      },
    ];
  });
}
