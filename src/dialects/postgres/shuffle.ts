import { memberId, type ObjectId } from '../../model/id.ts';
import { columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { type Condition, conditionOf, isDefault } from './bounds.ts';
import { heirsOf, partitionsOf } from './heirs.ts';
import { keepOut, keptOutId, lockOut, withAllRows } from './keep-out.ts';
import { locks, NO_LOCKS } from './locks.ts';
import { mixedRows } from './mixed-rows.ts';
import { leftId, partitionRoomId, placeId, rowsId, shapeId } from './names.ts';
import { columnIds, tableId } from './needs.ts';
import { give, held, lossesOf, type Passage, passagesOf, wayBack } from './passage.ts';
import { quote } from './quote.ts';
import { goesAlong, isMadeAnew, isRemade, isRemadeTable, rootOf } from './remake.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** What becomes of the partitions of a table that stays, each as it is on the side where it is one. */
interface Partitions {
  readonly changed: readonly Table[];
  /** Those whose bound changes while they are made anew: their rows come back through the whole table anyway. */
  readonly remade: readonly Table[];
  readonly gone: readonly Table[];
  /** The tables whose rows are left without a place: of those that go, what does not stay on by itself. */
  readonly homeless: readonly Table[];
  readonly come: readonly Table[];
  /** The partition for the rest, on both sides; not one that is made anew. */
  readonly rest: Table | undefined;
  /** Whether there is one, be it made anew. */
  readonly hasRest: boolean;
}

/** The partitions from the side `a` to the side `b`. */
function partitions(id: ObjectId, a: DriverContext['before'], b: DriverContext['before'], plan: Sides): Partitions {
  const [before, after] = [partitionsOf(id, a), partitionsOf(id, b)];
  const bounds = new Map(before.map((t) => [idOf(t), t.partitionOf?.bound]));
  const kept = after.filter((t) => bounds.has(idOf(t)));
  const other = kept.filter((t) => bounds.get(idOf(t)) !== t.partitionOf?.bound);
  const isAnew = (t: Table): boolean => isRemadeTable(idOf(t), plan);
  const remade = other.filter(isAnew);
  const rest = kept.find((t) => isDefault(t.partitionOf?.bound ?? '') && !other.includes(t));
  const changed = other.filter((t) => !remade.includes(t));
  const gone = before.filter((t) => !b.has(idOf(t)));
  return {
    changed,
    remade,
    gone,
    homeless: gone.flatMap((t) => going(t, a, b)),
    come: after.filter((t) => !bounds.has(idOf(t))),
    rest: rest !== undefined && isAnew(rest) ? undefined : rest,
    hasRest: rest !== undefined,
  };
}

/** A partition that goes, or only those below it that do when others stay on elsewhere, with their rows. */
function going(table: Table, a: DriverContext['before'], b: DriverContext['before']): Table[] {
  if (!heirsOf(table, a).some((t) => b.has(idOf(t)))) return [table];
  return partitionsOf(idOf(table), a).flatMap((t) => (b.has(idOf(t)) ? [] : going(t, a, b)));
}

/** Whether rows of a partitioned table that stays may have to go from one partition to another. */
export function isShuffled(before: Table, after: Table, context: Sides): boolean {
  if (before.partitionBy === undefined || isRemade(before, after, context) || goesAlong(before, context)) return false;
  return [
    partitions(idOf(after), context.before, context.after, context),
    partitions(idOf(after), context.after, context.before, context),
  ].some(({ changed, remade, gone, come, rest, hasRest }) => {
    const open = remade.length + come.length > 0;
    return changed.length > 0 || (gone.length > 0 && (open || hasRest)) || (rest !== undefined && open);
  });
}

/**
 * Whether a partition that goes holds rows of a table that stays, and does so until the columns are as they are to be. Whoever is made
 * anew holds its rows itself, those of its partitions too.
 */
export function goesLate(table: Table, context: Sides): boolean {
  if (context.after.has(idOf(table)) || goesAlong(table, context)) return false;
  for (let of = table.partitionOf; of !== undefined; ) {
    const id = tableId(of.schema, of.table);
    const [before, after] = [context.before.get(id), context.after.get(id)];
    if (before?.kind !== 'table') return false;
    if (after?.kind === 'table' && isShuffled(before, after, context)) {
      if (!isEarly(partitions(id, context.before, context.after, context))) return true;
    }
    of = before.partitionOf;
  }
  return false;
}

/** Whether only partitions that go have rows that have to be elsewhere: they do so before columns change. */
function isEarly({ gone, changed, remade, rest }: Partitions): boolean {
  return gone.length > 0 && changed.length + remade.length === 0 && rest === undefined;
}

/** Whether a partition leaves a table that stays, and be it for the moment in which its bound changes. */
export function isLeft(table: Table, context: Sides): boolean {
  const { before, after } = context;
  const { changed, gone } = partitions(idOf(table), before, after, context);
  const stays = partitionsOf(idOf(table), after);
  return (
    changed.length + gone.length > 0 ||
    partitionsOf(idOf(table), before).some((t) => !stays.some((s) => idOf(s) === idOf(t)))
  );
}

/** Rows that are in the wrong partition step aside while the partitions change, and come back through the whole table. */
export function shuffleSteps(before: Table, after: Table, context: DriverContext): StepDraft[] {
  if (!isShuffled(before, after, context)) return [];
  const id = idOf(after);
  const sides = partitions(id, context.before, context.after, context);
  const back = partitions(id, context.after, context.before, context);
  const aside = asideId(after);
  const name = quote.name(after.schema, asideName(after.name, 'rows'));
  // Partitions that stay are emptied in the moment in which their rows are copied.
  const at = (t: Table, objects: DriverContext['after']): Table[] => {
    const found = objects.get(idOf(t));
    return found?.kind === 'table' ? [found] : [];
  };
  const whole = (list: readonly Table[], statement: string, ends: DriverContext['after']): string =>
    withAllRows(
      list.flatMap((t) => [...at(t, context.before), ...at(t, context.after)]),
      statement,
      list.flatMap((t) => at(t, ends)),
    );
  const early = isEarly(sides);
  const was = new Set(before.columns.map((c) => c.name));
  const own = after.columns.filter((c) => c.generated === undefined);
  const same = own.map((c): Passage => ({ from: c, to: c }));
  const below = heirsOf(before, context.before);
  // Whoever is made anew holds all rows itself; on the way back the others wait until it and its partitions are as they were.
  const stays = below.filter((t) => !isMadeAnew(t, context));
  const waits = stays.length < below.length;
  const crossing: Sides = { before: context.after, after: context.before };
  const settled: Sides = { before: context.after, after: context.after };
  const [forth, going] = early ? [passagesOf(before, after), context] : [same, settled];
  const [home, coming] = early || waits ? [wayBack(after, before), crossing] : [same, settled];
  const gather = (list: Partitions, of: Table, objects: DriverContext['after'], values: readonly string[]): string => {
    const columns = values.join(', ');
    const wrong = misplaced(list, of, objects);
    const parts = wrong.map(
      ([t, where]) =>
        `SELECT ${columns} FROM ${quote.name(t.schema, t.name)}${where === null ? '' : ` WHERE ${where}`}`,
    );
    const none = `SELECT ${columns} FROM ${quote.name(of.schema, of.name)} WHERE false`;
    const statement = `CREATE TABLE ${name} AS ${parts.length === 0 ? none : parts.join(' UNION ALL ')}`;
    return whole(
      wrong.map(([t]) => t),
      statement,
      objects,
    );
  };
  const drop = `DROP TABLE ${name}`;
  const moved = misplaced(sides, after, context.after).filter(([t]) => context.after.has(idOf(t)));
  const movedBack = misplaced(back, before, context.before).filter(([t]) => context.before.has(idOf(t)));
  const remove = (t: Table, where: Condition, ends: DriverContext['after']): string =>
    whole([t], `DELETE FROM ${quote.name(t.schema, t.name)}${where === null ? '' : ` WHERE ${where}`}`, ends);
  // Who gives rows only on the way back has no step of its own on the way there.
  const onlyBack = movedBack.filter(([t]) => context.after.has(idOf(t)) && !moved.some(([m]) => idOf(m) === idOf(t)));
  const rows = rowsId(after.schema, after.name);
  const shape = shapeId(after.schema, after.name);
  const columns = own.map((c) => columnId(after.schema, after.name, c.name));
  const room = partitionRoomId(after.schema, after.name);
  const started = [room, ...stays.map(idOf)];
  // On the way back the partition for the rest gives up what is theirs before they are there again.
  const left = [...sides.changed, ...sides.remade, ...sides.gone].map(leftId);
  const former = [shape, ...columnIds(before.schema, before.name, was)];
  const restore = [...give(rootOf(before, context.before), home, name, coming), drop];
  const kept = keepOut(after, [room, ...below.map(idOf), ...(waits ? former : [])]);
  return [
    waits ? { ...kept, undo: restore, ends: [rows] } : kept,
    {
      sql: gather(
        sides,
        after,
        context.after,
        forth.map((p) => held(before, p, going)),
      ),
      undo: waits ? [] : restore,
      makes: [aside],
      ends: [rows],
      needs: [keptOutId(after), ...(early ? [] : columns)],
      frees: early ? [...started, ...former] : started,
      locks: locks('read', id),
      hazards: [
        {
          kind: 'may_fail_on_data',
          object: id,
          message: `moves rows of ${after.name} to the partitions that they belong to, and fails on rows that fit none`,
        },
        ...(early ? lossesOf(after, forth, going) : []),
        ...(sides.rest === undefined ? [] : mixedRows(sides.rest, sides.come, context)),
      ],
    },
    ...moved.map(([t, where]): StepDraft => {
      const undo = movedBack.filter(([b]) => idOf(b) === idOf(t)).map(([b, w]) => remove(b, w, context.before));
      return {
        sql: remove(t, where, context.after),
        undo,
        needs: [aside, leftId(t), ...(sides.rest !== undefined && idOf(t) === idOf(sides.rest) ? left : [])],
        frees: [room],
        locks: locks('alter column', idOf(t)),
      };
    }),
    ...give(rootOf(after, context.after), forth, name, going).map(
      (sql): StepDraft => ({
        sql,
        undo: [],
        makes: [rows],
        needs: [
          aside,
          shape,
          ...heirsOf(after, context.after).flatMap((t) => [idOf(t), placeId(t)]),
          ...sides.gone.map(leftId),
        ],
        locks: locks('alter column', id),
      }),
    ),
    {
      sql: drop,
      undo: [
        lockOut(after),
        gather(
          back,
          before,
          context.before,
          home.map((p) => held(after, p, coming)),
        ),
        ...onlyBack.map(([t, where]) => remove(t, where, context.before)),
      ],
      needs: [aside, rows],
      ends: [aside],
      locks: NO_LOCKS,
    },
  ];
}

/** The table that holds rows of another while they are on their way. */
export function asideId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('aside', schema, name, 'rows');
}

/** Partitions with the condition for the rows in them that will have to be elsewhere; null: all. */
function misplaced(
  { changed, remade, homeless, come, rest, ...sides }: Partitions,
  of: Table,
  objects: DriverContext['after'],
): [Table, Condition][] {
  const place = quote.name(of.schema, of.name);
  const key = of.partitionBy ?? '';
  const all = partitionsOf(idOf(of), objects);
  const fits = (t: Table): Condition => {
    const bound = t.partitionOf?.bound ?? '';
    if (!isDefault(bound)) return conditionOf(bound, key, place);
    return negated(anyOf(all.filter((o) => o !== t).map(fits)));
  };
  const open = [...changed, ...remade, ...come];
  const taken = anyOf(open.map(fits));
  // Whatever fits nowhere else fits the partition for the rest.
  const hasRest = sides.hasRest || open.some((t) => isDefault(t.partitionOf?.bound ?? ''));
  return [
    ...changed.map((t): [Table, Condition] => [t, negated(fits(t))]),
    ...(open.length === 0 && !hasRest ? [] : homeless.map((t): [Table, Condition] => [t, hasRest ? null : taken])),
    ...(rest === undefined || open.length === 0 ? [] : [[rest, taken] as [Table, Condition]]),
  ];
}

function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return 'false';
  return conditions.some((c) => c === null) ? null : conditions.map((c) => `(${c})`).join(' OR ');
}

function negated(condition: Condition): Condition {
  return condition === null ? null : `(${condition}) IS NOT TRUE`;
}
