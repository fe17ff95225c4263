import { type Grants } from '../../model/access.ts';
import { type Item, itemKey, itemsOf, OWNER, type Usual } from './acl.ts';
import { quote } from './quote.ts';

/** What privileges are held on, as SQL says it. */
export interface Holder {
  /** What follows ON: `TABLE public.orders`. */
  readonly on: string;
  /** What comes before GRANT and REVOKE. */
  readonly lead?: string;
  readonly usual: Usual;
  /** The statement that gives it another owner; null where another object's owner is its. */
  readonly own: ((role: string) => string) | null;
}

/** An owner by name, and what is said of everybody's privileges. */
export interface Rights {
  readonly owner: string;
  readonly grants?: Grants;
}

/** A statement with the one that takes it back; `columns` are those that it names. */
export interface AclStep {
  readonly sql: string;
  readonly undo: readonly string[];
  readonly columns: readonly string[];
  /** It gives the object its owner. */
  readonly owns?: true;
  /** It takes privileges away. */
  readonly takes?: true;
  /** A role says it that is not the owner, and must see the schema to do so. */
  readonly sees?: true;
}

type Verb = 'grant' | 'revoke' | 'revoke option';

/**
 * The statements that lead from one state of owner and privileges to another: what is lost goes first, then the owner
 * changes (who hands all that is his over with it), then the rest is given. `lost` tells columns that are made anew, `goes` those
 * that go: what is taken from them is said before that, and so apart.
 */
export function aclSteps(
  holder: Holder,
  before: Rights,
  after: Rights,
  lost: (column: string) => boolean = () => false,
  goes: (column: string) => boolean = () => false,
): AclStep[] {
  const held = itemsOf(before.grants, before.owner, holder.usual).filter(
    (i) => i.column === undefined || !lost(i.column),
  );
  const moves = before.owner !== after.owner;
  const has = moves && holder.own === null ? handedOver(held, after.owner) : held;
  const first = holder.own === null ? after.owner : before.owner;
  // What a new owner has by name is not among what is wanted: it would melt into what he takes over.
  const wanted = itemsOf(after.grants, after.owner, holder.usual);
  const target = new Map(wanted.map((i) => [itemKey(i), i]));
  const gone = has.filter((i) => !target.has(itemKey(i)));
  // Whoever loses a privilege on the whole loses it on each column, too.
  const whole = new Set(gone.filter((i) => i.column === undefined).map((i) => JSON.stringify([i.to, i.name])));
  const dragged = has.filter(
    (i) => i.column !== undefined && !gone.includes(i) && whole.has(JSON.stringify([i.to, i.name])),
  );
  const stays = new Map(has.filter((i) => !gone.includes(i) && !dragged.includes(i)).map((i) => [itemKey(i), i]));
  const fewer = [...stays].flatMap(([key, i]) => (i.grantable && !target.get(key)?.grantable ? [i] : []));
  const fresh = wanted.filter((i) => !stays.has(itemKey(i)));
  const raised = wanted.filter((i) => i.grantable && stays.get(itemKey(i))?.grantable === false);
  const depth = (i: Item): number => (i.by === OWNER ? 1 : 0);
  const losses = [...dragged, ...gone].sort((a, b) => columnLast(a, b) || depth(a) - depth(b));
  const gains = fresh.toSorted((a, b) => depth(b) - depth(a));
  const own = moves ? holder.own : null;
  return [
    ...statements(holder, 'revoke', 'grant', losses, first, [], goes),
    ...statements(holder, 'revoke option', 'grant', fewer, first),
    ...(own === null ? [] : [{ sql: own(after.owner), undo: [own(before.owner)], columns: [], owns: true as const }]),
    ...statements(holder, 'grant', 'revoke option', raised, after.owner),
    ...statements(holder, 'grant', 'revoke', gains, after.owner, [...stays.values()]),
  ];
}

/** What is there once another object has brought a new owner along: all that was said of him is the owner's. */
function handedOver(items: readonly Item[], owner: string): Item[] {
  const moved = items.map((i) => ({ ...i, to: i.to === owner ? OWNER : i.to, by: i.by === owner ? OWNER : i.by }));
  return [...new Map(moved.map((i) => [itemKey(i), i])).values()];
}

/** Columns lose theirs before the whole takes it from them. */
function columnLast(a: Item, b: Item): number {
  return Number(a.column === undefined) - Number(b.column === undefined);
}

/** One statement for all that a role gets or loses in one way. */
function statements(
  holder: Holder,
  verb: Verb,
  back: Verb,
  items: readonly Item[],
  owner: string,
  stays: readonly Item[] = [],
  goes: (column: string) => boolean = () => false,
): AclStep[] {
  const ways = Map.groupBy(items, ({ to, by, grantable, column }) =>
    JSON.stringify([
      to,
      by,
      grantable,
      verb === 'revoke' && column === undefined,
      column !== undefined && goes(column),
    ]),
  );
  return [...ways.values()].map((list) => ({
    sql: words(holder, verb, list, owner),
    undo: [words(holder, back, list, owner), ...columnsAgain(holder, list, stays, owner)],
    columns: [...new Set(list.flatMap((i) => i.column ?? []))],
    ...(verb === 'grant' ? {} : { takes: true as const }),
    ...(list[0]?.by === OWNER ? {} : { sees: true as const }),
  }));
}

/** Taking back what was given on the whole takes it from the columns, too, which had it before. */
function columnsAgain(holder: Holder, given: readonly Item[], stays: readonly Item[], owner: string): string[] {
  const whole = (i: Item): boolean => given.some((g) => g.column === undefined && g.to === i.to && g.name === i.name);
  const columns = stays.filter((i) => i.column !== undefined && whole(i));
  const ways = Map.groupBy(columns, ({ to, by, grantable }) => JSON.stringify([to, by, grantable]));
  return [...ways.values()].map((list) => words(holder, 'grant', list, owner));
}

function words(holder: Holder, verb: Verb, items: readonly Item[], owner: string): string {
  const [first] = items;
  if (first === undefined) return '';
  const to = first.to === 'public' ? 'PUBLIC' : quote.ident(first.to ?? owner);
  const option = verb === 'grant' && first.grantable ? ' WITH GRANT OPTION' : '';
  const list = privilegeList(items, holder.usual.all);
  const text =
    verb === 'grant'
      ? `GRANT ${list} ON ${holder.on} TO ${to}${option}`
      : `REVOKE ${verb === 'revoke option' ? 'GRANT OPTION FOR ' : ''}${list} ON ${holder.on} FROM ${to}`;
  const whole = `${holder.lead ?? ''}${text}`;
  return first.by === OWNER ? whole : asRole(first.by, whole);
}

function privilegeList(items: readonly Item[], all: readonly string[]): string {
  const whole = items.filter((i) => i.column === undefined).map((i) => i.name);
  // ALL stands alone.
  const every = whole.length === items.length && all.length > 1 && all.every((n) => whole.includes(n));
  const columns = Map.groupBy(
    items.filter((i) => i.column !== undefined),
    (i) => i.name,
  );
  return [
    ...(every ? ['ALL'] : whole.map((n) => n.toUpperCase())),
    ...[...columns].map(
      ([name, list]) => `${name.toUpperCase()} (${list.map((i) => quote.ident(i.column ?? '')).join(', ')})`,
    ),
  ].join(', ');
}

/** Privileges are granted by whoever says so: a role that is not the owner must say it itself. */
function asRole(role: string, text: string): string {
  return [
    `DO $dbops$ DECLARE was text := current_setting('role'); BEGIN`,
    `  PERFORM set_config('role', ${quote.literal(role)}, true);`,
    `  ${text};`,
    `  PERFORM set_config('role', was, true);`,
    'END $dbops$',
  ].join('\n');
}
