import { type Hazard } from '../../model/hazard.ts';
import { type ObjectId } from '../../model/id.ts';
import { type CompositeType, idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';

/** Whether an attribute's name stands at another place: a value that goes over as text goes by place, not by name. */
export function isMoved(before: CompositeType, after: CompositeType): boolean {
  return before.attributes.some(({ name }, i) => {
    const other = after.attributes[i];
    return other !== undefined && other.name !== name;
  });
}

/** Attributes that would get each other's values in a table's columns of a type, be it the type's own or of one below it. */
export function placeHazards(table: Table, type: ObjectId, context: DriverContext): Hazard[] {
  return movedBelow(type, context, new Set()).map(({ name }) => placeHazard(table, name));
}

export function placeHazard(table: Table, type: string): Hazard {
  const message = `values of ${type} within other values of ${table.name} go over by place: attributes may get each other's`;
  return { kind: 'loses_data', object: idOf(table), message };
}

function movedBelow(id: ObjectId, context: DriverContext, seen: Set<ObjectId>): CompositeType[] {
  const [before, after] = [context.before.get(id), context.after.get(id)];
  if (seen.has(id) || before === undefined) return [];
  seen.add(id);
  const own = before.kind === 'composite' && after?.kind === 'composite' && isMoved(before, after) ? [before] : [];
  const below = ['composite', 'domain', 'range'].includes(before.kind) ? (before.dependsOn ?? []) : [];
  return [...own, ...below.flatMap((other) => movedBelow(other, context, seen))];
}
