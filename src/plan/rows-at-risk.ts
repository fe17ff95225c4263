import { idKind, type ObjectId, tableOfColumn } from '../model/id.ts';
import { type Step } from '../model/step.ts';
import { edgesOf } from './order.ts';

/** Where rows are on their way, and that a partition which held some has left: rows are lost unless these are in order. */
const AT_STAKE = new Set(['aside', 'left']);

/**
 * Steps that wait for each other still come in some order. Where rows do not leave and come back in theirs, the step that comes too
 * early `loses_data`: it is refused unless allowed by name.
 */
export function withRowsAtRisk(ordered: readonly Step[]): Step[] {
  const ids = new Set(ordered.flatMap((s) => [...s.makes, ...s.ends]).filter((id) => AT_STAKE.has(idKind(id))));
  if (ids.size === 0) return [...ordered];
  const only = (list: readonly ObjectId[]): ObjectId[] => list.filter((id) => ids.has(id));
  const waits = (s: Step): Step => ({
    ...s,
    makes: only(s.makes),
    needs: only(s.needs),
    frees: only(s.frees),
    ends: only(s.ends),
  });
  const early = new Set(edgesOf(ordered.map(waits)).flatMap(([first, then]) => (first > then ? [then] : [])));
  return ordered.map((step, i): Step => {
    if (!early.has(i)) return step;
    const { makes, needs, ends } = waits(step);
    const [id = ''] = [...needs, ...ends, ...makes];
    const message = 'steps wait for each other, and this one comes before the rows that it needs have moved';
    return { ...step, hazards: [...step.hazards, { kind: 'loses_data', object: tableOfColumn(id), message }] };
  });
}
