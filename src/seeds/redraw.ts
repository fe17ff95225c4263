import { DbopsError } from '../model/error.ts';
import { type RowNumbers } from './children.ts';
import { type Cell } from './column-shape.ts';
import { type CellMaker } from './generators/generator.ts';
import { textHash } from './hash.ts';

/** Columns that no two rows may share, none of which is distinct by itself. */
export interface LooseUnique {
  readonly columns: readonly string[];
  readonly makers: readonly CellMaker[];
  /** Whether the server takes texts for equal that differ in case or accents. */
  readonly folds: boolean;
}

/** Draws for a row are this far apart, beyond every number that a row can have. */
const PLAIN = 2 ** 33;
const PER_PARENT = 2 ** 43;

/** Draws for all rows, on the average: a dense join table of n rows needs about ln(n) for each. */
const PATIENCE = 40;

/**
 * Row numbers under which a set's cells are drawn so that its loose uniques hold: a row whose cells were there before is drawn
 * again, under a number of its own. The first rows do not change when others come after them. Takes eight bytes a row.
 */
export function redrawn(set: string, rows: RowNumbers, uniques: readonly LooseUnique[], perParent: boolean) {
  const step = perParent ? PER_PARENT : PLAIN;
  // While the rows are being drawn, they ask here too and get the number that they asked with.
  let attempts: ReadonlyMap<number, number> | null = null;
  const draw = (): Map<number, number> => {
    const found = new Map<number, number>();
    const seen = uniques.map(() => new Set<number>());
    const most = PATIENCE * rows.count + 10_000;
    let draws = 0;
    for (const { ordinal, row } of rows.all()) {
      for (let attempt = 0; ; attempt += 1) {
        const marks = uniques.map((u) => markOf(u, ordinal, row + attempt * step));
        draws += 1;
        const taken = marks.findIndex((mark, i) => mark !== null && seen[i]?.has(mark));
        if (taken < 0) {
          for (const [i, mark] of marks.entries()) if (mark !== null) seen[i]?.add(mark);
          if (attempt > 0) found.set(ordinal, attempt);
          break;
        }
        if (draws > most || !Number.isSafeInteger(row + (attempt + 2) * step)) {
          const columns = uniques[taken]?.columns.join(', ');
          throw new DbopsError(
            'bad-seed',
            `set ${set}: no other value of (${columns}) is found for row ${ordinal + 1}`,
            {
              hint: 'no two rows may share it: ask for fewer rows, or widen what the columns are made from',
            },
          );
        }
      }
    }
    return found;
  };
  return (ordinal: number, row: number): number => {
    if (row >= step) return row;
    if (attempts === null) {
      attempts = new Map();
      attempts = draw();
    }
    return row + (attempts.get(ordinal) ?? 0) * step;
  };
}

/** Of the row's cells; null when one of them is NULL, which is unlike every other. */
function markOf({ makers, folds }: LooseUnique, ordinal: number, row: number): number | null {
  const cells = makers.map((at) => at(ordinal, row));
  if (cells.some((cell) => cell === null)) return null;
  return textHash(JSON.stringify(folds ? cells.map(folded) : cells));
}

function folded(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trimEnd() : cell;
}
