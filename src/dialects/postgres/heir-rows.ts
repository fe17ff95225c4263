import { idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { heirsOf } from './heirs.ts';
import { give, type Passage } from './passage.ts';
import { quote } from './quote.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** A table that has been a partition, and is an heir of the same table now: the rows of its parts, held aside, are to be its own. */
interface Home {
  readonly heir: Table;
  readonly parts: readonly Table[];
}

const MARK = 'dbops_home';

/** The partitions of a table that become its heirs when it is partitioned no longer. */
export function homesOf(from: Table, to: Table, { before, after }: Sides): readonly Home[] {
  if (from.partitionBy === undefined || to.partitionBy !== undefined) return [];
  const parts = new Map(heirsOf(from, before).map((t) => [idOf(t), t]));
  const heirs = heirsOf(to, after).filter((t) => parts.has(idOf(t)));
  const ids = new Set(heirs.map(idOf));
  return heirs.flatMap((heir) => {
    const part = parts.get(idOf(heir));
    if (part === undefined) return [];
    const below = heirsOf(part, before).filter((t) => !ids.has(idOf(t)));
    const leaves = [part, ...below].filter((t) => t.partitionBy === undefined);
    return leaves.length === 0 ? [] : [{ heir, parts: leaves }];
  });
}

/** A column of the rows held aside, beside their values: whose they are, counted from 1; 0 is the table itself. */
export function homeMark(homes: readonly Home[]): string[] {
  if (homes.length === 0) return [];
  const cases = homes.flatMap(({ parts }, i) =>
    parts.map((t) => `WHEN ${quote.literal(quote.name(t.schema, t.name))}::regclass THEN ${i + 1}`),
  );
  return [`CASE tableoid ${cases.join(' ')} ELSE 0 END AS ${MARK}`];
}

/** The statements that bring rows held aside into a table, and into its heirs what had been theirs. */
export function giveHome(
  table: Table,
  list: readonly Passage[],
  aside: string,
  sides: Sides,
  homes: readonly Home[],
): string[] {
  if (homes.length === 0) return give(table, list, aside, sides);
  return [table, ...homes.map((h) => h.heir)].flatMap((t, i) => give(t, list, aside, sides, ` WHERE ${MARK} = ${i}`));
}
