import { type Column, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { allColumns, givenColumns, isLocal } from './heirs.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** A column that an heir has before and after, and what it is to the heir on each side. */
interface Kept {
  readonly name: string;
  readonly was: Standing;
  readonly is: Standing;
}

/** Own: it stays when no parent gives it any more. */
interface Standing {
  readonly own: boolean;
  readonly given: boolean;
}

function keptColumns(before: Table, after: Table, context: Sides): Kept[] {
  const standings = (table: Table, objects: Sides['before']): ReadonlyMap<string, Standing> => {
    const given = new Set(givenColumns(table.inherits ?? [], objects, false).map((c) => c.name));
    const standing = ({ name }: Column): readonly [string, Standing] => [
      name,
      { own: isLocal(table, name), given: given.has(name) },
    ];
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

/** Whether a table that leaves parents keeps columns that were theirs alone: the way back makes it anew. */
export function keepsGiven(before: Table, after: Table, context: Sides): boolean {
  return (
    before.foreign === undefined &&
    leaves(before, after) &&
    keptColumns(before, after, context).some(({ was, is }) => !was.own && is.own)
  );
}

function leaves({ inherits: a = [] }: Table, { inherits: b = [] }: Table): boolean {
  return a.some((p) => !b.some((o) => o.schema === p.schema && o.table === p.table));
}
