import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { type ForeignKey, idOf, type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { heirsOf } from './heirs.ts';
import { tablesAbove } from './index-twins.ts';
import { constraintId } from './names.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;
type Sides = Pick<DriverContext, 'before' | 'after'>;

/** That a foreign key that goes is gone. */
export function keyGoneId({ schema, table, name }: ForeignKey): ObjectId {
  return memberId('gone', schema, table, `foreign_key ${name}`);
}

/**
 * A foreign key of a partitioned table takes those of its partitions that are alike for its own
 * (`tryAttachPartitionForeignKey` in src/backend/commands/tablecmds.c): it waits until those that go are gone, as theirs wait for it.
 */
export function keysAround(key: ForeignKey, { before, after }: Sides): ObjectId[] {
  const id = tableId(key.schema, key.table);
  const below = heirsOf({ schema: key.schema, name: key.table }, before).map((t) => tableId(t.schema, t.name));
  const above = [...tablesAbove(id, before), ...tablesAbove(id, after)];
  return [...below, ...above].flatMap((table) =>
    (keysByTable(before).get(table) ?? []).flatMap((other) => (isAlike(key, other) ? [keyGoneId(other)] : [])),
  );
}

/** Its name on the partitions that stay below its table: theirs is free once it is gone, as it is theirs once they have let go of it. */
export function namesBelow({ schema, table, name }: ForeignKey, { before, after }: Sides): ObjectId[] {
  const stay = new Set(heirsOf({ schema, name: table }, after).map(idOf));
  const below = heirsOf({ schema, name: table }, before).filter(
    (t) => t.partitionOf !== undefined && stay.has(idOf(t)),
  );
  return below.map((t) => constraintId({ schema: t.schema, table: t.name, name }));
}

function isAlike(a: ForeignKey, b: ForeignKey): boolean {
  return sameData(a.references, b.references) && sameData(a.columns, b.columns);
}

const keysByTable = once((objects: Objects): ReadonlyMap<ObjectId, readonly ForeignKey[]> => {
  const keys = [...objects.values()].filter((o) => o.kind === 'foreign_key');
  return Map.groupBy(keys, (k) => tableId(k.schema, k.table));
});
