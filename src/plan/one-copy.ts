import { type Dialect } from '../dialects/dialect.ts';
import { type ObjectId } from '../model/id.ts';
import { type Step } from '../model/step.ts';

/** Steps of a table that the dialect can do in one statement become one, where nothing that stands between them has to do with the later one. */
export function withOneCopy(steps: readonly Step[], { joined }: Dialect): readonly Step[] {
  if (joined === undefined) return steps;
  const kept: Step[] = [];
  // What alters a table locks that first.
  const places = new Map<ObjectId, number[]>();
  for (const step of steps) {
    const own = step.locks[0]?.object ?? '';
    const earlier = places.get(own) ?? [];
    const place = earlier.findLast((i) => canJoin(kept, i, step, joined));
    if (place === undefined) {
      places.set(own, earlier);
      earlier.push(kept.length);
      kept.push(step);
    } else {
      const former = kept[place] as Step;
      kept[place] = both(former, step, joined(former, step) ?? former.sql);
    }
  }
  return kept;
}

/** Whether a step can be one with that at a place, past all that has come since. */
function canJoin(kept: readonly Step[], place: number, step: Step, joined: NonNullable<Dialect['joined']>): boolean {
  const earlier = kept[place];
  if (earlier === undefined || joined(earlier, step) === null) return false;
  return kept.slice(place + 1).every((between) => areApart(between, step));
}

/** Whether it is the same which of the two comes first. */
function areApart(a: Step, b: Step): boolean {
  const waits = a.locks.some((l) => l.mode !== 'none' && b.locks.some((o) => o.object === l.object));
  return !waits && !touches(a, b) && !touches(b, a);
}

function touches(a: Step, b: Step): boolean {
  const spoken = new Set<ObjectId>([...b.makes, ...b.needs, ...b.frees, ...b.ends]);
  return [...a.makes, ...a.ends].some((id) => spoken.has(id));
}

/** Taken back one by one, the later first: each in the cheapest way that the server takes for it. */
function both(a: Step, b: Step, sql: string): Step {
  const ids = (verb: 'makes' | 'needs' | 'frees' | 'ends'): ObjectId[] => [...new Set([...a[verb], ...b[verb]])];
  const hazards = [...a.hazards, ...b.hazards];
  return {
    ...a,
    sql,
    undo: a.undo === null || b.undo === null ? null : [...b.undo, ...a.undo],
    makes: ids('makes'),
    needs: ids('needs').filter((id) => !a.makes.includes(id)),
    frees: ids('frees'),
    ends: ids('ends'),
    locks: [...a.locks, ...b.locks.filter((l) => !a.locks.some((o) => o.object === l.object))],
    hazards: hazards.filter(
      (h, i) =>
        h.kind !== 'blocks_writes' || hazards.findIndex((o) => o.kind === h.kind && o.object === h.object) === i,
    ),
  };
}
