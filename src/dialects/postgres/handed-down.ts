import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Check, type SchemaObject, type Table } from '../../model/object.ts';
import { tableId } from './needs.ts';

export type Place = NonNullable<Table['inherits']>[number];
type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** Whether the parents of a check's table hand down the same check; `checks` where they are to be looked up elsewhere. */
export function isHandedDown(check: Check, objects: Objects, checks = objects): boolean {
  const table = objects.get(tableId(check.schema, check.table));
  if (table?.kind !== 'table' || table.inherits === undefined) return false;
  return givenChecks(table.inherits, checks).some((c) => c.name === check.name && c.expression === check.expression);
}

/** Whether an heir leaves all parents that hand down a check: it keeps it then, whatever becomes of theirs. */
export function isTakenAlong(check: Check, { before, after }: Record<'before' | 'after', Objects>): boolean {
  const id = tableId(check.schema, check.table);
  const [a, b] = [before.get(id), after.get(id)];
  if (a?.kind !== 'table' || b?.kind !== 'table') return false;
  const kept = (a.inherits ?? []).filter((p) => b.inherits?.some((o) => sameData(p, o)));
  return !givenChecks(kept, before).some((c) => c.name === check.name);
}

/** The checks that parents hand down. */
export function givenChecks(parents: readonly Place[], objects: Objects): Check[] {
  if (parents.length === 0) return [];
  const places = new Map<string, Place>();
  const queue = [...parents];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    const id = tableId(place.schema, place.table);
    const table = objects.get(id);
    if (places.has(id) || table?.kind !== 'table') continue;
    places.set(id, place);
    queue.push(...(table.inherits ?? []));
  }
  const given = new Map<string, Check>();
  for (const object of objects.values()) {
    if (object.kind !== 'check' || object.noInherit || !places.has(tableId(object.schema, object.table))) continue;
    given.set(object.name, object);
  }
  return [...given.values()];
}
