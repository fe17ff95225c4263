import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { allColumns, givenColumns, heirsOf, isLocal, parentIds } from './heirs.ts';
import { leftId } from './names.ts';
import { isRestated } from './standing.ts';
import { isExchanged } from './types-anew.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** A column that an heir has before and after, and what it is to the heir on each side. */
interface Kept {
  readonly name: string;
  readonly was: Standing;
  readonly is: Standing;
}

/** Own: it stays when no parent gives it any more. Named: its not-null constraint has another name than the parents'. */
interface Standing {
  readonly own: boolean;
  readonly given: boolean;
  readonly named: boolean;
  readonly type: string;
}

function keptColumns(before: Table, after: Table, context: Sides): Kept[] {
  const standings = (table: Table, objects: Sides['before']): ReadonlyMap<string, Standing> => {
    const given = new Set(givenColumns(table.inherits ?? [], objects, false).map((c) => c.name));
    const standing = ({ name, type, collation = '', notNullName }: Column): readonly [string, Standing] => {
      const named = given.has(name) && notNullName !== undefined;
      return [name, { own: isLocal(table, name), given: given.has(name), named, type: `${type} ${collation}` }];
    };
    return new Map(allColumns(table, objects, false).map(standing));
  };
  const [a, b] = [standings(before, context.before), standings(after, context.after)];
  return [...a].flatMap(([name, was]) => {
    const is = b.get(name);
    return is === undefined ? [] : [{ name, was, is }];
  });
}

/**
 * Whether columns that are an heir's own are to be its parents' alone, or the other way round. Only the table's making settles
 * that, but that a column is its own once the last parent that gave it is left.
 * https://www.postgresql.org/docs/current/ddl-inherit.html
 */
export function isToldApart(before: Table, after: Table, context: Sides): boolean {
  if (after.inherits === undefined || after.foreign !== undefined) return false;
  const kept = keptColumns(before, after, context);
  const becomesOwn = kept.filter(({ was, is }) => !was.own && is.own);
  const staysGiven = kept.some(({ was, is }) => !was.own && !is.own);
  return (
    kept.some(({ was, is }) => was.own && !is.own) ||
    becomesOwn.some(({ is }) => is.given) ||
    (staysGiven && leaves(before, after) && becomesOwn.length > 0)
  );
}

/**
 * Whether a column that parents give gets another type, and the heir is not below them when theirs does, or may not be: the
 * server refuses to change it where not-null constraints of one column have two names.
 */
export function isRetypedApart(before: Table, after: Table, context: Sides): boolean {
  if (after.inherits === undefined || after.foreign !== undefined) return false;
  const retyped = keptColumns(before, after, context).filter(
    ({ was, is }) => is.given && (was.type !== is.type || isExchanged(is.type, context)),
  );
  if (retyped.length === 0) return false;
  if (retyped.some(({ was, is }) => was.named || is.named)) return true;
  const [a, b] = [before.inherits ?? [], after.inherits];
  const at = b.findIndex((p, i) => !sameData(a[i], p));
  const steady = isRestated(before, after, context) ? [] : b.slice(0, at < 0 ? b.length : at);
  const given = new Set(givenColumns(steady, context.before, false).map((c) => c.name));
  return a.length > steady.length && retyped.some(({ name }) => !given.has(name));
}

/** Whether a table that leaves parents keeps columns that were theirs alone: the way back makes it anew. */
export function keepsGiven(before: Table, after: Table, context: Sides): boolean {
  return (
    before.foreign === undefined &&
    leaves(before, after) &&
    keptColumns(before, after, context).some(({ was, is }) => !was.own && is.own)
  );
}

/** Tables above whose way back makes them anew, with all that were below them: they leave first, and are back last. */
export function madeAgainAbove(table: Table, context: DriverContext): ObjectId[] {
  return parentIds(table).flatMap((id) => {
    const [before, after] = [context.before.get(id), context.after.get(id)];
    if (before?.kind !== 'table' || after?.kind !== 'table') return [];
    const isFirst =
      keepsGiven(before, after, context) && !(context.capabilities.namedNotNull && isRestated(before, after, context));
    return [...(isFirst ? [leftId(before)] : []), ...madeAgainAbove(before, context)];
  });
}

/** Whether the way back makes a table anew that is there all the while. */
export function isMadeAgain(table: Table, context: Sides): boolean {
  const [before, after] = [context.before.get(idOf(table)), context.after.get(idOf(table))];
  return before?.kind === 'table' && after?.kind === 'table' && keepsGiven(before, after, context);
}

/** Columns that an heir gets as its own while a parent gets them, too: the heir's are there first, and the parent's join them. */
export function broughtAlong(before: Table, after: Table, context: Sides): string[] {
  const { inherits: of } = after;
  if (of === undefined || before.inherits === undefined) return [];
  const former = new Set(allColumns(before, context.before, false).map((c) => c.name));
  const given = givenColumns(of, context.after, false).filter((c) => c.renamedFrom === undefined);
  const names = given.map((c) => c.name).filter((name) => !former.has(name));
  return names.filter((name) =>
    after.columns.some((c) => c.name === name && !c.inherited && c.renamedFrom === undefined),
  );
}

/** The heirs that have a column of this name before it comes to their parent: as their own, or from one that has it so. */
export function ownFirst(table: Table, name: string, context: Sides): ObjectId[] {
  return heirsOf(table, context.after).flatMap((heir) => {
    const former = context.before.get(idOf(heir));
    if (former?.kind !== 'table') return [];
    const has = allColumns(former, context.before, false).some((c) => c.name === name);
    return has || broughtAlong(former, heir, context).includes(name)
      ? [heir, ...heirsOf(heir, context.after)].map(idOf)
      : [];
  });
}

function leaves({ inherits: a = [] }: Table, { inherits: b = [] }: Table): boolean {
  return a.some((p) => !b.some((o) => o.schema === p.schema && o.table === p.table));
}
