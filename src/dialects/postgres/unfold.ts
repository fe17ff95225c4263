import { type Change } from '../../model/change.ts';
import { type ObjectId } from '../../model/id.ts';
import { byId, idOf, type SchemaObject, type Table, tableIdOf } from '../../model/object.ts';
import { type Between, type ServerInfo, type Unfolding } from '../dialect.ts';
import { isMoved } from './attachment.ts';
import { unfoldedTable, withNamesAbove } from './given-members.ts';
import { heirsOf, partitionsOf, rowsAround } from './heirs.ts';
import { leftId, membersId, placeId, rowsId } from './names.ts';
import { tableId } from './needs.ts';
import { changesPlace, isRemade, isRemadeTable } from './remake.ts';
import { isLeft, isShuffled } from './shuffle.ts';
import { classShift } from './standard-classes.ts';
import { capabilities } from './versions.ts';
import { isMadeAnew } from './whole-index.ts';

interface Sides {
  readonly before: ReadonlyMap<ObjectId, SchemaObject>;
  readonly after: ReadonlyMap<ObjectId, SchemaObject>;
}

/**
 * What changes between tables and their partitions, where each by itself does not say it: what a table has by another that it
 * leaves or joins becomes its own for the time between, and a table whose partitions come and go changes itself.
 */
export function unfold(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
  changes: readonly Change[],
  server: ServerInfo,
): Unfolding | null {
  const parents = parentsOf(changes);
  const sides = { before: byId(before), after: byId(after) };
  const classes = classShift(sides);
  const indexes = [...indexesMadeAnew(sides), ...(classes?.altered ?? [])];
  if (parents.size === 0 && indexes.length === 0 && classes === null) return null;
  const movers = moving(changes, sides);
  const altered = [...parents].flatMap((id): Change[] => {
    const [a, b] = [sides.before.get(id), sides.after.get(id)];
    if (a?.kind !== 'table' || b?.kind !== 'table' || isRemade(a, b, sides)) return [];
    if (!isShuffled(a, b, sides) && !isLeft(b, sides)) return [];
    return [{ type: 'alter', before: a, after: b, fields: ['partitions'] }];
  });
  const shuffled = altered.flatMap((c) => (c.type === 'alter' && c.after.kind === 'table' ? [c.after] : []));
  // Partitions that are made anew are gone for a moment, too.
  const anew = [...parents].flatMap((id): Table[] => {
    const table = sides.after.get(id);
    if (table?.kind !== 'table' || shuffled.includes(table)) return [];
    return partitionsOf(id, sides.after).some((t) => isRemadeTable(idOf(t), sides)) ? [table] : [];
  });
  const named = capabilities(server).namedNotNull === true;
  const unfolded = (objects: Sides['before']): SchemaObject[] => {
    const tables = movers.flatMap((t) => {
      const own = objects.get(idOf(t));
      return own?.kind === 'table'
        ? [unfoldedTable(named && objects === sides.before ? withNamesAbove(own, objects) : own, objects)]
        : [];
    });
    const made = new Map(tables.flatMap(({ table, members }) => [table, ...members].map((o) => [idOf(o), o] as const)));
    const shifted = (objects === sides.before ? classes?.before : classes?.after) ?? [];
    return [...byId([...objects.values(), ...shifted, ...made.values()]).values()];
  };
  const moved = (objects: readonly SchemaObject[]): SchemaObject[] =>
    objects.map((o) => {
      const ids = watched(o, [...shuffled, ...anew], sides);
      return ids.length === 0 ? o : { ...o, dependsOn: [...(o.dependsOn ?? []), ...ids] };
    });
  return {
    before: moved(unfolded(sides.before)),
    after: unfolded(sides.after),
    altered: [...altered, ...indexes],
    again: new Set([...(classes?.before ?? []), ...(classes?.after ?? [])].map(idOf)),
    apart: new Set(movers.map(idOf)),
    between: new Map<ObjectId, Between>([
      ...movers.map((t) => [idOf(t), { needs: [leftId(t)], makes: [membersId(t)] }] as const),
      ...[...withThoseAbove(parents, sides)].map((id) => [id, aroundParent(id, sides)] as const),
    ]),
  };
}

/** What belongs to a partitioned table changes when who leaves has left, who is only changed is back, and who joins is still away. */
function aroundParent(id: ObjectId, sides: Sides): Between {
  const table = sides.after.get(id);
  const owner = table?.kind === 'table' ? table : sides.before.get(id);
  const former = owner?.kind === 'table' ? heirsOf(owner, sides.before).filter((t) => t.partitionOf !== undefined) : [];
  const left: ObjectId[] = [];
  const changed: Table[] = [];
  for (const t of former) {
    const kept = sides.after.get(idOf(t));
    if (kept?.kind !== 'table') continue;
    if (isMoved(t, kept)) {
      if (!changesPlace(t, sides)) left.push(leftId(t));
    } else if (kept.partitionOf?.bound !== t.partitionOf?.bound || isRemade(t, kept, sides)) changed.push(t);
  }
  const anew = isRemadeTable(id, sides);
  return {
    needs: [...left, ...changed.map(placeId)],
    makes: table?.kind === 'table' ? [membersId(table)] : [],
    going: { anew, needs: left, ends: anew ? [] : changed.map(leftId) },
  };
}

/** Tables and all that they are partitions of: what is theirs is that of the partitions below, too. */
function withThoseAbove(tables: ReadonlySet<ObjectId>, { before, after }: Sides): ReadonlySet<ObjectId> {
  const all = new Set(tables);
  for (const id of all) {
    for (const table of [before.get(id), after.get(id)]) {
      const of = table?.kind === 'table' ? table.partitionOf : undefined;
      if (of !== undefined) all.add(tableId(of.schema, of.table));
    }
  }
  return all;
}

/** What an index that is made anew takes with it. */
function indexesMadeAnew(sides: Sides): Change[] {
  return [...sides.after].flatMap(([id, b]): Change[] => {
    const a = sides.before.get(id);
    return a !== undefined && isMadeAnew(b, sides) ? [{ type: 'alter', before: a, after: b, fields: ['parts'] }] : [];
  });
}

/** The tables that partitions come to, leave, or have another bound in. */
function parentsOf(changes: readonly Change[]): ReadonlySet<ObjectId> {
  const ids = changes.flatMap((change): ObjectId[] => {
    const tables = [
      ...(change.type === 'create' ? [] : [change.before]),
      ...(change.type === 'drop' ? [] : [change.after]),
    ];
    if (change.type === 'alter' && !change.fields.some((f) => f === 'partitionOf' || f === 'partitionBy')) return [];
    if (change.type === 'rename') return [];
    return tables.flatMap((t) =>
      t.kind === 'table' && t.partitionOf !== undefined ? [tableId(t.partitionOf.schema, t.partitionOf.table)] : [],
    );
  });
  return new Set(ids);
}

/** The tables that become partitions of another table, or of none. What is made anew is made in its place. */
function moving(changes: readonly Change[], sides: Sides): Table[] {
  return changes.flatMap((change) => {
    if (change.type !== 'alter' || change.after.kind !== 'table' || change.before.kind !== 'table') return [];
    const { before, after } = change;
    const moves =
      isMoved(before, after) &&
      sides.before.has(idOf(after)) &&
      !isRemade(before, after, sides) &&
      !changesPlace(before, sides);
    return moves ? [after] : [];
  });
}

/** The tables on whose rows an object looks while they move. */
function watched(object: SchemaObject, tables: readonly Table[], sides: Sides): ObjectId[] {
  const around = new Set<ObjectId>();
  if (object.kind === 'foreign_key') {
    for (const id of rowsAround(object.references.schema, object.references.table, sides)) around.add(id);
  }
  const looks = object.kind === 'trigger' || object.kind === 'rule';
  const table = looks ? tableIdOf(object) : null;
  const owner = table === null ? undefined : sides.before.get(table);
  if (owner?.kind === 'table') for (const id of rowsAround(owner.schema, owner.name, sides)) around.add(id);
  return tables.flatMap((t) => {
    const id = rowsId(t.schema, t.name);
    const [a, b] = [sides.before.get(idOf(t)), sides.after.get(idOf(t))];
    const matters = !looks || (a?.kind === 'table' && b?.kind === 'table' && isShuffled(a, b, sides));
    return matters && around.has(id) ? [id] : [];
  });
}
