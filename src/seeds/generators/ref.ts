import { DbopsError } from '../../model/error.ts';
import { type Cell } from '../column-shape.ts';
import { jump, permute } from '../hash.ts';
import { type CellMaker, type Generator, type ParentColumn, type Tie } from './generator.ts';

/**
 * `{ ref: customers }`: the key of a row of another set, or of a table that no set of that name fills. When the parents grow,
 * only the share of the new ones moves. A set that refers to itself takes earlier rows; its first row has none. Where the
 * other columns of the foreign key are made in another way, only parents that have their values are taken.
 */
export const ref: Generator = {
  options: ['column'],
  check(spec, { parents }) {
    const name = spec.ref;
    if (typeof name !== 'string') return ['ref takes the name of a set or of a table'];
    if (spec.column !== undefined && typeof spec.column !== 'string') return ['column must be a name'];
    return parents.includes(name) ? [] : [`ref: there is no set and no table ${name}`];
  },
  make(spec, { refKey, unique, notNull, parent, sibling }) {
    const parents = parent(String(spec.ref), spec.column === undefined ? undefined : String(spec.column));
    const { self, ties } = parents;
    if (ties !== undefined) {
      const tied = tiedParents(parents, ties, sibling);
      return {
        at(ordinal, row) {
          const group = tied(ordinal, row);
          const count = self === true ? earlier(group, ordinal) : group.length;
          if (count > 0) return parents.at(group[jump(refKey, row, count)] ?? 0);
          if (notNull && self !== true) throw without(String(spec.ref), ties);
          return notNull ? parents.at(ordinal) : null;
        },
      };
    }
    if (self === true) {
      const own = (ordinal: number) => (notNull ? parents.at(ordinal) : null);
      return {
        at: (ordinal, row) => (ordinal === 0 ? own(0) : parents.at(jump(refKey, row, ordinal))),
        ...(unique ? { capacity: 1 } : {}),
      };
    }
    if (unique)
      return { at: (ordinal) => parents.at(permute(refKey, ordinal, parents.count)), capacity: parents.count };
    return { at: (_ordinal, row) => parents.at(jump(refKey, row, parents.count)) };
  },
};

function without(name: string, ties: readonly Tie[]): DbopsError {
  const columns = ties.map((tie) => tie.sibling).join(', ');
  return new DbopsError('bad-seed', `no row of ${name} has the ${columns} that a row of the set has`, {
    hint: `make ${columns} from rows of ${name} too`,
  });
}

/** The places of the parents that have the row's own values in the tied columns, ascending. */
function tiedParents(
  parents: ParentColumn,
  ties: readonly Tie[],
  sibling: (column: string) => CellMaker,
): (ordinal: number, row: number) => readonly number[] {
  const makers = ties.map((tie) => sibling(tie.sibling));
  let groups: Map<string, number[]> | null = null;
  return (ordinal, row) => {
    groups ??= grouped(
      parents.count,
      ties.map((tie) => tie.parents),
    );
    return groups.get(textOf(makers.map((at) => at(ordinal, row)))) ?? [];
  };
}

function grouped(count: number, columns: readonly ParentColumn[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let place = 0; place < count; place += 1) {
    const key = textOf(columns.map((c) => c.at(place)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return groups;
}

const textOf = (cells: readonly Cell[]): string =>
  JSON.stringify(cells.map((cell) => (typeof cell === 'number' ? String(cell) : cell)));

/** How many of the ascending places lie before one. */
function earlier(places: readonly number[], place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
