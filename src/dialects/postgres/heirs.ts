import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { tableId } from './needs.ts';

/** The tables that a table is a partition or an heir of. */
export function parentIds({ partitionOf, inherits = [] }: Table): ObjectId[] {
  const all = partitionOf === undefined ? inherits : [partitionOf];
  return all.map((p) => tableId(p.schema, p.table));
}

/** All partitions and heirs below a table. */
export function heirsOf(table: Table, objects: ReadonlyMap<ObjectId, SchemaObject>): Table[] {
  const found = new Map<ObjectId, Table>();
  const queue = [idOf(table)];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const object of objects.values()) {
      if (object.kind !== 'table' || found.has(idOf(object)) || !parentIds(object).includes(id)) continue;
      found.set(idOf(object), object);
      queue.push(idOf(object));
    }
  }
  return [...found.values()];
}

/** The ids of one column in a table's heirs: whatever happens to it above happens to them. */
export function heirColumns(table: Table, column: string, objects: ReadonlyMap<ObjectId, SchemaObject>): ObjectId[] {
  return heirsOf(table, objects).map((t) => columnId(t.schema, t.name, column));
}

/** What a column has that statements on the parent do not hand down (they name ONLY it). */
const OWN = ['default', 'storage', 'compression', 'statistics', 'options', 'comment', 'identity'] as const;

/** A partition as its parent's own changes leave it: what is inherited came, went or changed with the parent. */
export function afterParent(before: Table, parentBefore: Table, parentAfter: Table): Table {
  const former = new Map(parentBefore.columns.map((c) => [c.name, c]));
  const next = new Map(parentAfter.columns.map((c) => [c.name, c]));
  const renamed = new Map(
    parentAfter.columns.flatMap((c) =>
      c.renamedFrom !== undefined && former.has(c.renamedFrom) && !former.has(c.name)
        ? [[c.renamedFrom, c.name] as const]
        : [],
    ),
  );
  const kept = before.columns.flatMap((column): Column[] => {
    const old = former.get(column.name);
    if (old === undefined) return [column];
    const now = next.get(renamed.get(column.name) ?? column.name);
    return now === undefined ? [] : [handDown(column, old, now)];
  });
  const names = new Set(kept.map((c) => c.name));
  const added = parentAfter.columns.filter((c) => !names.has(c.name) && !former.has(c.renamedFrom ?? c.name));
  return { ...before, columns: [...kept, ...added.map(bare)] };
}

function handDown(column: Column, old: Column, now: Column): Column {
  const result: Record<string, unknown> = { ...column, name: now.name };
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)]) as Set<keyof Column>) {
    if (key === 'renamedFrom' || (OWN as readonly string[]).includes(key) || sameData(old[key], now[key])) continue;
    if (now[key] === undefined) delete result[key];
    else result[key] = now[key];
  }
  return result as unknown as Column;
}

/** A column as a partition gets it from its parent. */
function bare({ comment: _, renamedFrom: __, identity: ___, ...column }: Column): Column {
  return column;
}

/** The columns of a fresh partition of a table. */
export function inheritedColumns(parent: Table): Column[] {
  return parent.columns.map(bare);
}
