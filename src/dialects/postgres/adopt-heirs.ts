import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { byId, type Column, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { isHandedDown } from './handed-down.ts';
import { givenColumns, isLocal, saysMore } from './heirs.ts';

/**
 * Declared tables whose heirs list as their own the columns and checks that are theirs on the target. Whether an heir keeps a column that its
 * parents lose is settled when it gets it, and no statement changes that.
 */
export function adoptedHeirs(
  desired: readonly SchemaObject[],
  live: ReadonlyMap<ObjectId, SchemaObject>,
): readonly SchemaObject[] {
  if (!desired.some((o) => o.kind === 'table' && o.inherits !== undefined)) return desired;
  const known = byId(desired);
  const checks = [...live.values()].filter(
    (o) => o.kind === 'check' && !known.has(idOf(o)) && isHandedDown(o, live) && isHandedDown(o, known),
  );
  const adopted = desired.map((object) => {
    const present = live.get(idOf(object));
    if (object.kind !== 'table' || present?.kind !== 'table' || object.inherits === undefined) return object;
    return sameData(object.inherits, present.inherits) ? adoptedHeir(object, present, known) : object;
  });
  return [...adopted, ...checks];
}

function adoptedHeir(heir: Table, present: Table, objects: ReadonlyMap<ObjectId, SchemaObject>): Table {
  const given = givenColumns(heir.inherits ?? [], objects, false);
  const key = new Set(heir.primaryKey?.columns.map((k) => k.column));
  const columns = given.flatMap((gift): Column[] => {
    const own = heir.columns.find((c) => c.name === gift.name);
    const known = present.columns.some((c) => c.name === gift.name);
    if (known && isLocal(present, gift.name)) {
      const { inherited: _, ...column } = own ?? gift;
      return [column];
    }
    const column: Column | undefined = own && { ...own, inherited: true };
    return column !== undefined && saysMore(column, gift, key.has(gift.name)) ? [column] : [];
  });
  const names = new Set(given.map((c) => c.name));
  return { ...heir, columns: [...columns, ...heir.columns.filter((c) => !names.has(c.name))] };
}
