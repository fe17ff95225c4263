import { type Bound } from '../dialects/dialect.ts';
import { sameData } from '../model/digest.ts';
import { type Check, idOf, type SchemaObject } from '../model/object.ts';
import { type Crossing, type Way } from './crossing.ts';
import { isMember, speaks } from './crossing-members.ts';

const NOTHING: Bound = { gone: [], back: [] };

/** Members of the tables that a server has to lose before columns change names. */
export function isBound(object: SchemaObject, { dialect, server, crossings }: Way): boolean {
  if (object.kind !== 'check' && object.kind !== 'index') return false;
  return dialect.crossing.apart?.binds(object, server) === true && movedBy(object, crossings).length > 0;
}

/**
 * The checks among them, by the crossing whose columns change names: they go with the first of their columns that do. Those that say
 * the same afterwards come back with the last; all else is made once the columns have their names.
 */
export function boundBy(way: Way): (crossing: Crossing) => Bound {
  const { before, after, crossings } = way;
  const declared = new Map(after.map((o) => [idOf(o), o]));
  const bounds = new Map<Crossing, { gone: Check[]; back: Check[] }>();
  for (const object of before) {
    if (object.kind !== 'check' || !isBound(object, way)) continue;
    const over = movedBy(object, crossings);
    const [first, last] = [over[0], over.at(-1)];
    if (first === undefined || last === undefined) continue;
    at(first).gone.push(object);
    if (isSame(object, declared.get(idOf(object)))) at(last).back.push(object);
  }
  return (crossing) => bounds.get(crossing) ?? NOTHING;

  function at(crossing: Crossing): { gone: Check[]; back: Check[] } {
    const known = bounds.get(crossing) ?? { gone: [], back: [] };
    bounds.set(crossing, known);
    return known;
  }
}

function movedBy(object: SchemaObject, crossings: readonly Crossing[]): Crossing[] {
  return crossings.filter(
    ({ waits, live, olds }) =>
      !waits && isMember(object, live) && olds.some((s) => s.at !== s.later && speaks(object, s.at)),
  );
}

function isSame(check: Check, declared: SchemaObject | undefined): boolean {
  return declared?.kind === 'check' && sameData(check.expression, declared.expression);
}
