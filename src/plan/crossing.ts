import { type Dialect, type ServerInfo } from '../dialects/dialect.ts';
import { digest } from '../model/digest.ts';
import { idKind, idName, type ObjectId } from '../model/id.ts';
import { byId, type Column, columnId, idOf, type SchemaObject, type Table, tableIdOf } from '../model/object.ts';
import { type OnlineTable } from '../model/online.ts';
import { sqlNames } from '../model/sql-text.ts';
import { type Kept, type RowNames, SYNC, type Sync } from '../model/sync.ts';

/**
 * A column on its way: what expressions call it, its name while the new columns are filled (`at`), and its name from the
 * switch until the contract (`later`).
 */
export interface Side {
  readonly name: string;
  readonly at: string;
  readonly later: string;
  readonly value: string;
}

/** Columns that change together while applications of both versions are at work. */
export interface Crossing {
  /** The live table and the declared one. */
  readonly live: Table;
  readonly table: Table;
  readonly mark: string;
  readonly news: readonly Side[];
  readonly olds: readonly Side[];
  /** Expanded already: waits for the contract. */
  readonly waits: boolean;
}

/** What goes through the schemas on the way: all crossings of one database. */
export interface Way {
  readonly dialect: Dialect;
  readonly server: ServerInfo;
  readonly before: readonly SchemaObject[];
  readonly after: readonly SchemaObject[];
  readonly crossings: readonly Crossing[];
}

export interface CrossingInput {
  readonly dialect: Dialect;
  readonly before: readonly SchemaObject[];
  readonly after: readonly SchemaObject[];
  readonly online: readonly OnlineTable[];
  /** Whether the server changes the column's type without writing the table anew. */
  readonly isCheap: (table: Table, column: Column) => boolean;
}

/** What is called for or under way. Columns that are as declared, and those that are merely added, are no crossing. */
export function findCrossings(input: CrossingInput): Crossing[] {
  const [live, declared] = [byId(input.before), byId(input.after)];
  return input.online.flatMap((wish) => {
    const [from, table] = [live.get(wish.table), declared.get(wish.table)];
    return from?.kind === 'table' && table?.kind === 'table' ? crossingsOf(input, wish, from, table) : [];
  });
}

function crossingsOf(input: CrossingInput, wish: OnlineTable, live: Table, table: Table): Crossing[] {
  const { dialect, before } = input;
  const q = dialect.quote.ident;
  const there = new Map(live.columns.map((c) => [c.name, c]));
  const declared = new Set(table.columns.map((c) => c.name));
  const synced = before.filter((o) => o.kind === 'trigger' && tableIdOf(o) === wish.table).map((o) => o.name);
  const isSynced = (news: readonly Side[], olds: readonly Side[]): boolean =>
    synced.some((name) => name.includes(`${SYNC}${markOf(live, news, olds)}`));
  const parts: { news: Side[]; olds: Side[] }[] = [];
  for (const column of table.columns) {
    const asked = wish.columns[column.name];
    if (asked === undefined) continue;
    const { name } = column;
    const { from, up, down } = asked;
    const now = there.get(name);
    const was = from !== undefined && there.has(from) && !declared.has(from) ? from : null;
    const own: Side = { name, at: name, later: name, value: up ?? q(was ?? name) };
    if (was !== null) {
      parts.push({ news: [own], olds: [{ name: was, at: was, later: was, value: down ?? q(name) }] });
    } else if (now === undefined) {
      if (up !== undefined) parts.push({ news: [own], olds: [] });
    } else if (there.has(aside('old', live, name)) || !(sameType(now, column) || input.isCheap(table, column))) {
      const later = aside('old', live, name);
      const news = [{ ...own, at: aside('new', live, name), later: name }];
      parts.push({ news, olds: [{ name, at: name, later, value: down ?? q(name) }] });
    } else if (up !== undefined) {
      parts.push({ news: [own], olds: [] });
    }
  }
  for (const [name, value] of Object.entries(wish.former)) {
    if (there.has(name) && !declared.has(name))
      parts.push({ news: [], olds: [{ name, at: name, later: name, value }] });
  }
  return joined(parts).flatMap(({ news, olds }): Crossing[] => {
    const waits = isSynced(news, olds) && !news.some((s) => s.at !== s.name && there.has(s.at));
    const isDone = olds.length === 0 && !waits && news.every((s) => isAsDeclared(there.get(s.name), table, s.name));
    return isDone ? [] : [{ live, table, mark: markOf(live, news, olds), news, olds, waits }];
  });
}

function isAsDeclared(now: Column | undefined, table: Table, name: string): boolean {
  const column = table.columns.find((c) => c.name === name);
  return now !== undefined && column !== undefined && (!column.notNull || now.notNull === true);
}

function sameType(a: Column, b: Column): boolean {
  return a.type === b.type && a.collation === b.collation && a.charset === b.charset;
}

/** Columns whose expressions speak of each other change together. */
function joined(parts: readonly { news: Side[]; olds: Side[] }[]): { news: Side[]; olds: Side[] }[] {
  const groups: { news: Side[]; olds: Side[] }[] = [];
  for (const part of parts) {
    const near = groups.filter(
      (g) =>
        speak(part.news, g.olds) || speak(g.news, part.olds) || speak(part.olds, g.news) || speak(g.olds, part.news),
    );
    const whole = {
      news: [...near.flatMap((g) => g.news), ...part.news],
      olds: [...near.flatMap((g) => g.olds), ...part.olds],
    };
    for (const g of near) groups.splice(groups.indexOf(g), 1);
    groups.push(whole);
  }
  return groups;
}

function speak(from: readonly Side[], of: readonly Side[]): boolean {
  return from.some((a) => of.some((b) => mentions(a.value, b.name)));
}

/** Whether an expression speaks of a column. Names that nobody quoted compare without case. */
export function mentions(expression: string, column: string): boolean {
  return sqlNames(expression).some(({ parts }) => parts.some((p) => p === column || p === column.toLowerCase()));
}

function markOf({ schema, name }: Table, news: readonly Side[], olds: readonly Side[]): string {
  const names = [...news.map((s) => s.name), ...olds.map((s) => `-${s.name}`)].sort();
  return digest([schema, name, ...names]).slice(0, 8);
}

/** The name of what is new, or former, while another thing has the name itself. */
export function aside(which: 'new' | 'old', { schema, name }: Pick<Table, 'schema' | 'name'>, thing: string): string {
  return `dbops_${which}_${digest([schema, name, thing]).slice(0, 8)}`;
}

/** The trigger's part of a crossing, before the switch or after it. */
export function syncOf({ live, table, mark, news, olds }: Crossing, stage: 'at' | 'later'): Sync {
  const plain = (columns: readonly Column[], without: readonly Side[]): RowNames =>
    columns.flatMap(({ name }) => (without.some((s) => [s.name, s.at, s.later].includes(name)) ? [] : [[name, name]]));
  const named = (sides: readonly Side[]): RowNames => sides.map((s) => [s.name, s[stage]]);
  const kept = (sides: readonly Side[]): Kept[] => sides.map((s) => ({ column: s[stage], value: s.value }));
  const only = (rows: RowNames, values: readonly Side[]): RowNames =>
    rows.filter(([name]) => values.some((s) => mentions(s.value, name)));
  const both = live.columns.filter((c) => table.columns.some((d) => d.name === c.name));
  const others = plain(both, [...news, ...olds]);
  return {
    schema: table.schema,
    table: table.name,
    mark,
    news: kept(news),
    olds: kept(olds),
    // A column that is filled may speak of itself only as what it was.
    up: only([...others, ...named(olds)], news),
    down: only([...others, ...named(news)], olds),
  };
}

/** Why a crossing cannot be made in this way; null when it can. */
export function obstacle(crossing: Crossing, before: readonly SchemaObject[]): string | null {
  const { live, table, olds, news } = crossing;
  const former = new Set(olds.map((s) => s.at));
  const switches = isSwitch(crossing);
  const columns = live.columns.filter((c) => former.has(c.name));
  const id = idOf(live);
  if (live.foreign !== undefined) return `${live.name} is a foreign table`;
  if ([live.partitionOf, live.inherits, live.of].some((part) => part !== undefined))
    return `${live.name} has its columns from elsewhere`;
  if (live.partitionBy !== undefined && [...former].some((c) => mentions(live.partitionBy ?? '', c)))
    return 'the table is partitioned by it';
  // Applications of the older version find rows by it.
  const keyed = live.primaryKey?.columns.some((k) => former.has(k.column)) ?? false;
  if (keyed && !switches) return 'it belongs to the primary key';
  if (keyed && table.primaryKey === undefined) return 'the primary key goes with it';
  const own = columns.find((c) => c.generated ?? c.autoIncrement ?? (switches ? undefined : c.identity));
  if (own !== undefined) return `${own.name} gets its values from the server`;
  const uncounted = columns.find((c) => {
    const to = table.columns.find((t) => t.name === c.name);
    return (c.identity === undefined) !== (to?.identity === undefined);
  });
  if (switches && uncounted !== undefined) return `whether ${uncounted.name} is an identity column changes, too`;
  const computed = live.columns.find((c) => [...former].some((f) => mentions(c.generated?.expression ?? '', f)));
  if (computed !== undefined) return `${computed.name} is computed from it`;
  const pointing = before.find(
    (o) =>
      o.kind === 'foreign_key' &&
      idKind(id) === 'table' &&
      o.references.schema === live.schema &&
      o.references.table === live.name &&
      o.references.columns.some((c) => former.has(c)),
  );
  const whole = live.partitionBy !== undefined;
  if (pointing !== undefined && (live.schema === '' || whole))
    return `the foreign key ${idName(idOf(pointing))} refers to it`;
  if (keyed && (whole || live.primaryKey?.withoutOverlaps))
    return whole ? 'it belongs to the primary key of a partitioned table' : 'the primary key is one of periods';
  const acting =
    live.schema === ''
      ? before.find(
          (o) =>
            o.kind === 'foreign_key' &&
            tableIdOf(o) === id &&
            o.columns.some((c) => former.has(c)) &&
            [o.onDelete, o.onUpdate].some((a) => a !== undefined && !['no action', 'restrict'].includes(a)),
        )
      : undefined;
  if (acting !== undefined)
    return `${acting.name} changes it by itself, and what foreign keys do runs no triggers there`;
  return news.length > 0 && fillKey(crossing, before) === null
    ? `${live.name} has no key over columns that are never null`
    : null;
}

/** Whether the new columns take the names of the former ones in a transaction. */
function isSwitch({ live, olds }: Crossing): boolean {
  return live.schema !== '' && olds.length > 0 && olds.every((s) => s.at !== s.later);
}

/** The key in the order of which the new columns are filled; null when there is none. */
export function fillKey(crossing: Crossing, before: readonly SchemaObject[]): readonly string[] | null {
  const { live, olds } = crossing;
  return keyOf(live, before, isSwitch(crossing) ? new Set() : new Set(olds.map((s) => s.at)));
}

/** The columns by which the rows of a table can be gone through: the primary key, or another that leaves no row out. */
function keyOf(table: Table, before: readonly SchemaObject[], without: ReadonlySet<string>): readonly string[] | null {
  const solid = new Set(table.columns.flatMap((c) => (c.notNull ? [c.name] : [])));
  const id: ObjectId = idOf(table);
  const keys = [
    table.primaryKey?.columns.map((k) => k.column),
    ...before
      .filter((o) => tableIdOf(o) === id)
      .map((o) => {
        if (o.kind === 'unique') return o.columns;
        const plain = o.kind === 'index' && o.unique && o.where === undefined;
        return plain && o.parts.every((p) => p.column !== undefined && p.length === undefined)
          ? o.parts.map((p) => p.column ?? '')
          : undefined;
      }),
  ];
  return keys.find((k) => k?.every((c) => solid.has(c) && !without.has(c))) ?? null;
}

/** The id of a column of a crossing's table. */
export function sideId({ live }: Crossing, column: string): ObjectId {
  return columnId(live.schema, live.name, column);
}
