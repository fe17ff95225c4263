import { type Dialect } from '../dialects/dialect.ts';
import { type ObjectId } from '../model/id.ts';
import { type Step } from '../model/step.ts';

/** Steps of a table that the dialect can do in one statement become one, where nothing that stands between them has to do with the later one. */
export function withOneCopy(steps: readonly Step[], { joined }: Dialect): readonly Step[] {
  if (joined === undefined) return steps;
  const kept: Step[] = [];
  for (const step of steps) {
    const place = kept.findLastIndex((earlier, i) => {
      const sql = joined(earlier, step);
      return sql !== null && kept.slice(i + 1).every((between) => areApart(between, step));
    });
    const earlier = kept[place];
    const sql = earlier === undefined ? null : joined(earlier, step);
    if (earlier === undefined || sql === null) kept.push(step);
    else kept[place] = both(earlier, step, sql);
  }
  return kept;
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
