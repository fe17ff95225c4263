import { type Bound } from '../dialects/dialect.ts';
import { type ObjectId } from '../model/id.ts';
import { type Column, columnId, type Index, idOf, type SchemaObject, type Table, tableIdOf } from '../model/object.ts';
import { SYNC } from '../model/sync.ts';
import { type Crossing, type Side, syncOf, type Way } from './crossing.ts';
import { boundBy, isBound } from './crossing-bound.ts';
import { accessAside, isCounted, type KeyMove, keyIndex, keyMove, withoutKey, withTables } from './crossing-keys.ts';
import {
  isOfFormer,
  MEMBERS,
  type MemberObject,
  memberPairs,
  ofFormer,
  type Pair,
  pointsAt,
  renamed,
  withoutFormerName,
  withTexts,
} from './crossing-members.ts';

/** The schemas on the way of an expansion, one after the other. */
export interface Expanded {
  /** The new columns are there, and kept up with the former ones. */
  readonly grown: readonly SchemaObject[];
  /** Filled, they have all that belongs to them: keys, checks, not null. */
  readonly keyed: readonly SchemaObject[];
  /** Without the indexes that bind columns to their names. */
  readonly freed: readonly SchemaObject[];
  /** Foreign keys to former columns that are made again over new ones, which then have their names: the first step of the switch. */
  readonly handed: readonly Pair[];
  /** Where no transaction holds statements together: the columns have their last names. Elsewhere the same. */
  readonly swapped: readonly SchemaObject[];
  /** From there on in one transaction, if there are any: what has a name that the new ones shall have makes room, and they get it. */
  readonly turns: readonly (readonly [before: readonly SchemaObject[], after: readonly SchemaObject[]])[];
  /** What then goes from former columns to new ones: primary keys, and what counts up. */
  readonly moves: readonly KeyMove[];
  /** After that. */
  readonly moved: readonly SchemaObject[];
  /** All is as declared, and the former columns are still kept up. */
  readonly during: readonly SchemaObject[];
}

export function expandedSchemas(way: Way): Expanded {
  const { dialect, before, after, crossings } = way;
  const open = crossings.filter((c) => !c.waits);
  const pairs = memberPairs(way);
  const syncs = (stage: 'at' | 'later'): SchemaObject[] => open.flatMap((c) => dialect.crossing.sync(syncOf(c, stage)));
  const tables = new Map(Map.groupBy(crossings, (c) => idOf(c.live)).entries());
  const placed = (objects: readonly SchemaObject[], stage: Stage): SchemaObject[] =>
    objects.map((o) => {
      const of = o.kind === 'table' ? tables.get(idOf(o)) : undefined;
      return of === undefined ? o : tableAt(stage, of, o as Table);
    });
  const stale = new Set([...syncs('at'), ...syncs('later')].map(idOf));
  const start = before.filter((o) => !stale.has(idOf(o)));
  const grown = [...placed(start, 'grown'), ...syncs('at')];
  const indexes = [...tables.values()].flatMap((list) => keyIndex(list) ?? []);
  const built = new Set([...pairs.map((p) => p.built), ...indexes].map(idOf));
  const keyed = [
    ...placed(grown, 'keyed').filter((o) => !built.has(idOf(o))),
    ...pairs.map((p) => p.built),
    ...indexes,
  ];
  const handed = pairs.filter((p) => p.former !== null && p.parted === null);
  const away = dialect.name === 'postgres' ? dependents(before, open) : new Set<ObjectId>();
  const moved = new Map(
    pairs.flatMap((p) => (p.parted === null ? [] : [[idOf(p.former ?? p.after), p.parted] as const])),
  );
  const bounds = open.map(boundBy(way));
  const gone = new Set(before.filter((o) => isBound(o, way)).map(idOf));
  const freed = keyed.filter((o) => o.kind !== 'index' || !gone.has(idOf(o)));
  const together = dialect.crossing.apart === undefined;
  const swapped = together ? withHanded(keyed, handed) : withSwaps(freed, way, bounds, syncs('later'));
  const byLastNames = (o: SchemaObject): SchemaObject => (together ? ofFormer(o, open, dialect) : o);
  const stays = (o: SchemaObject): boolean => !open.some((c) => pointsAt(o, c, 'olds'));
  const parted = (together ? placed(swapped, 'parted') : swapped)
    .filter((o) => !away.has(idOf(o)) && stays(o))
    .map((o) => ownedAside(open, moved.get(idOf(o)) ?? byLastNames(o)));
  const final = new Map(pairs.map((p) => [idOf(p.after), p]));
  const declared = placed(after, 'during').map((o) => final.get(idOf(o))?.final ?? o);
  const there = new Set(declared.map(idOf));
  const kept = [
    ...before
      .filter((o) => isOfFormer(o, crossings) && !moved.has(idOf(o)) && !gone.has(idOf(o)) && stays(o))
      .map((o) => ofFormer(o, open, dialect)),
    ...[...moved.values()].map(withoutFormerName),
    ...before.filter((o) => crossings.some((c) => c.waits && belongsTo(o, c))),
  ].filter((o) => !there.has(idOf(o)));
  const words = new Map(pairs.map((p) => [idOf(p.built), p.final]));
  const during = [...declared, ...kept, ...syncs('later')];
  const moves = [...tables].flatMap(([id, list]) => {
    const table = during.find((o) => idOf(o) === id);
    return (table?.kind === 'table' ? keyMove(table, list, pairs) : null) ?? [];
  });
  // What stands on the columns may stand on their key, too.
  const lasting = moves.length === 0 ? during : during.filter((o) => !away.has(idOf(o)));
  const resting = withTables(
    lasting,
    moves.map((m) => m.resting),
  );
  return {
    grown,
    keyed,
    freed,
    handed,
    swapped,
    turns: [
      [swapped.map((o) => withTexts(o, byLastNames(o))), parted],
      [parted.map((o) => withTexts(o, words.get(idOf(o)) ?? o)), [...resting, ...moves.flatMap(restingIndex)]],
    ],
    moves,
    moved: withTables(
      lasting,
      moves.map((m) => m.moved),
    ),
    during,
  };
}

/** What refers to former columns is gone, and what is made in its place has its name. */
function withHanded(objects: readonly SchemaObject[], handed: readonly Pair[]): SchemaObject[] {
  const names = new Map(handed.map((p) => [idOf(p.built), p.after.name]));
  const gone = new Set(handed.map((p) => idOf(p.after)));
  return objects
    .filter((o) => !gone.has(idOf(o)))
    .map((o): SchemaObject => {
      const name = names.get(idOf(o));
      return name === undefined ? o : { ...o, name };
    });
}

/** The index of a key to be, over columns that have their last names. */
function restingIndex({ index, moved: { primaryKey: key } }: KeyMove): Index[] {
  return index === null || key === undefined
    ? []
    : [
        {
          ...index,
          parts: key.columns.map(({ column }) => ({ column })),
          ...(key.include === undefined ? {} : { include: key.include }),
        },
      ];
}

/** A sync's own function or triggers. */
export function belongsTo(object: SchemaObject, { mark, live }: Crossing): boolean {
  return (
    (object.kind === 'trigger' || object.kind === 'function') &&
    object.schema === live.schema &&
    object.name.includes(`${SYNC}${mark}`)
  );
}

/** All by the names from the switch on, the triggers too. */
function withSwaps(
  objects: readonly SchemaObject[],
  { dialect, crossings }: Way,
  bounds: readonly Bound[],
  syncs: readonly SchemaObject[],
): SchemaObject[] {
  const open = crossings.filter((c) => !c.waits);
  const gone = new Set(bounds.flatMap((b) => b.gone.map(idOf)));
  const back = bounds.flatMap((b) => b.back.map((o): SchemaObject => ({ ...o, notEnforced: true })));
  const triggers = new Map(syncs.map((o) => [idOf(o), o]));
  return [...objects.filter((o) => !gone.has(idOf(o))).map(swapped), ...back];

  function swapped(o: SchemaObject): SchemaObject {
    const own = open.filter((c) => idOf(c.live) === (o.kind === 'table' ? idOf(o) : tableIdOf(o)));
    const moves = new Map(
      own.flatMap((c) => [...c.olds, ...c.news]).flatMap((s) => (s.at === s.later ? [] : [[s.at, s.later] as const])),
    );
    if (moves.size === 0) return o;
    if (o.kind === 'table')
      return { ...o, columns: o.columns.map((c) => ({ ...c, name: moves.get(c.name) ?? c.name })) };
    return triggers.get(idOf(o)) ?? (MEMBERS.has(o.kind) ? renamed(o as MemberObject, moves, dialect) : o);
  }
}

type Stage = 'grown' | 'keyed' | 'parted' | 'during';

/** The table of some crossings at a stage; `given` is the live one, that of the stage before, or the declared one. */
function tableAt(stage: Stage, crossings: readonly Crossing[], given: Table): Table {
  const [first] = crossings;
  if (first === undefined) return given;
  const { live, table } = first;
  const news = new Map(
    crossings.flatMap((c) =>
      c.news.map((s) => [c.waits ? s.later : s.at, { side: s, open: !c.waits, olds: c.olds }] as const),
    ),
  );
  const olds = new Map(crossings.flatMap((c) => c.olds.map((s) => [c.waits ? s.later : s.at, s] as const)));
  const found = new Map(live.columns.map((c) => [c.name, c]));
  const declared = new Map(table.columns.map((c) => [c.name, c]));
  const columns = slots(live, table, crossings).flatMap((at): Column[] => {
    const [fresh, former, now] = [news.get(at), olds.get(at), found.get(at)];
    const wanted = declared.get(fresh?.side.name ?? at);
    if (fresh !== undefined && wanted !== undefined) {
      // A new column has none until its contract; one that was there has its own.
      const filled = fresh.olds.length === 0 && now !== undefined && (fresh.open || now.default !== undefined);
      if (stage === 'during') {
        const { renamedFrom: _, default: usual, ...column } = wanted;
        const counts = fresh.side.at !== fresh.side.later && isCounted(wanted);
        const own = filled || (fresh.open && counts) ? usual : fresh.open ? undefined : now?.default;
        return [
          {
            ...column,
            ...(own === undefined ? {} : { default: own }),
            ...(fresh.open && fresh.side.at !== fresh.side.later ? { renamedFrom: fresh.side.at } : {}),
          },
        ];
      }
      const bare = now ?? grownColumn(wanted, at);
      return [stage !== 'grown' && fresh.open && wanted.notNull ? { ...bare, notNull: true } : bare];
    }
    if (former !== undefined && now !== undefined) {
      const moves = former.at !== former.later && at === former.at;
      if (!moves || stage === 'grown' || stage === 'keyed') return [now];
      if (stage === 'parted') return [{ ...now, name: former.later, renamedFrom: at }];
      const { identity: _, default: __, ...uncounted } = now;
      return [{ ...(isCounted(now) ? uncounted : now), name: former.later }];
    }
    if (stage !== 'during') return now === undefined ? [] : [now];
    return wanted === undefined ? [] : [wanted];
  });
  if (stage === 'during') return { ...given, columns };
  return stage === 'parted'
    ? { ...withoutKey(live, crossings), ...accessAside(live, crossings), columns }
    : { ...live, columns };
}

/** As a row may still leave it out: what is left out is filled. */
function grownColumn(column: Column, name: string): Column {
  const {
    renamedFrom: _,
    default: __,
    notNull: ___,
    notNullName: ____,
    notNullNoInherit: _5,
    notNullNotValid: _6,
    notNullComment: _7,
    identity: _8,
    ...rest
  } = column;
  return { ...rest, name };
}

/** The columns of a table on its way, by their names before the switch: each new one beside the one that it stands for. */
function slots(live: Table, table: Table, crossings: readonly Crossing[]): string[] {
  const place = (c: Crossing, s: Side): string => (c.waits ? s.later : s.at);
  const list = table.columns.flatMap((column) => {
    const mine = (sides: (c: Crossing) => readonly Side[]): string[] =>
      crossings.flatMap((c) => sides(c).flatMap((s) => (s.name === column.name ? [place(c, s)] : [])));
    const news = mine((c) => c.news);
    return [...mine((c) => c.olds), ...(news.length > 0 ? news : [column.name])];
  });
  live.columns.forEach(({ name }, i) => {
    if (list.includes(name)) return;
    const previous = live.columns.slice(0, i).findLast((c) => list.includes(c.name))?.name;
    list.splice(previous === undefined ? 0 : list.indexOf(previous) + 1, 0, name);
  });
  return list;
}

/** What stands on columns that get another name, and must find the new ones under theirs. */
function dependents(before: readonly SchemaObject[], open: readonly Crossing[]): ReadonlySet<ObjectId> {
  const away = new Set<ObjectId>(
    open.flatMap(({ live, olds }) =>
      olds.filter((s) => s.at !== s.later).map((s) => columnId(live.schema, live.name, s.at)),
    ),
  );
  const columns = away.size;
  for (let size = -1; size !== away.size; ) {
    size = away.size;
    for (const o of before) {
      if (o.kind === 'table' || o.kind === 'sequence' || MEMBERS.has(o.kind)) continue;
      if ((o.dependsOn ?? []).some((id) => away.has(id))) away.add(idOf(o));
    }
  }
  return new Set([...away].slice(columns));
}

/** A sequence goes with the column that owns it. */
function ownedAside(open: readonly Crossing[], object: SchemaObject): SchemaObject {
  if (object.kind !== 'sequence' || object.ownedBy === undefined) return object;
  const { table, column } = object.ownedBy;
  const side = open
    .filter((c) => c.live.schema === object.schema && c.live.name === table)
    .flatMap((c) => c.olds)
    .find((s) => s.at === column);
  return side === undefined ? object : { ...object, ownedBy: { table, column: side.later } };
}

/** The schemas on the way of a contraction. */
export interface Contracted {
  /** The new columns have the defaults that they shall have. */
  readonly settled: readonly SchemaObject[];
  /** Nothing but the sync holds on to the former columns. */
  readonly loosened: readonly SchemaObject[];
  /** They are gone, and their sync. */
  readonly contracted: readonly SchemaObject[];
}

export function contractedSchemas({ dialect, before, after, crossings }: Way): Contracted {
  const declared = new Map(after.map((o) => [idOf(o), o]));
  const tables = Map.groupBy(crossings, (c) => idOf(c.live));
  const each = (
    objects: readonly SchemaObject[],
    change: (column: Column, former: boolean, wanted: Column | undefined) => Column | null,
  ): SchemaObject[] =>
    objects.map((o) => {
      const of = o.kind === 'table' ? tables.get(idOf(o)) : undefined;
      const wanted = declared.get(idOf(o));
      if (of === undefined || o.kind !== 'table' || wanted?.kind !== 'table') return o;
      const former = new Set(of.flatMap((c) => c.olds.map((s) => s.later)));
      const fresh = new Set(of.flatMap((c) => c.news.map((s) => s.later)));
      const columns = o.columns.flatMap((c) => {
        const own = fresh.has(c.name) ? wanted.columns.find((w) => w.name === c.name) : undefined;
        return change(c, former.has(c.name), own) ?? [];
      });
      return { ...o, columns };
    });
  const settled = each(before, (c, _, wanted) =>
    wanted === undefined
      ? c
      : {
          ...c,
          ...(wanted.default === undefined ? {} : { default: wanted.default }),
          ...(wanted.notNull && !c.notNull ? { notNull: true } : {}),
        },
  );
  const free = settled.filter((o) => !isOfFormer(o, crossings));
  const loosened =
    dialect.name === 'mysql'
      ? free
      : each(free, (c, former) => {
          const {
            notNull: _,
            notNullName: __,
            notNullNoInherit: ___,
            notNullNotValid: ____,
            notNullComment: _5,
            ...rest
          } = c;
          return former ? rest : c;
        });
  const contracted = each(loosened, (c, former) => (former ? null : c)).filter(
    (o) => !crossings.some((x) => belongsTo(o, x)),
  );
  return { settled, loosened, contracted };
}
