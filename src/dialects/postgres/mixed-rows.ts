import { type Hazard } from '../../model/hazard.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';

/** Tables that become partitions get rows of another beside their own: nothing tells them apart later. */
export function mixedRows(from: Table, come: readonly Table[], { before }: Pick<DriverContext, 'before'>): Hazard[] {
  return come.flatMap((t): Hazard[] => {
    const message = `rows that ${t.name} gets from ${from.name} stay in ${t.name} when this is taken back`;
    return before.has(idOf(t)) ? [{ kind: 'irreversible', object: idOf(t), message }] : [];
  });
}
