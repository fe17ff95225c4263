import { type Diagnostic } from '../model/diagnostic.ts';
import { objectId } from '../model/id.ts';
import { type ForeignKey, idOf } from '../model/object.ts';
import { finding, type ResolvedSet } from './resolve.ts';

/** A set in its place; `deferred` are columns that are filled once the whole unit's rows are there. */
export interface OrderedSet {
  readonly resolved: ResolvedSet;
  readonly deferred: readonly string[];
}

/** Sets that are loaded in one transaction: one set, or those that refer to each other. */
export type Unit = readonly OrderedSet[];

export interface SeedOrder {
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `from` must be loaded after `to`; a foreign key whose columns can be NULL for a while may give way. */
interface Edge {
  readonly from: ResolvedSet;
  readonly to: ResolvedSet;
  readonly gives: readonly string[] | null;
}

/**
 * Sets in the foreign-key order of their tables, otherwise as the YAML has them. Sets that refer to each other make one unit,
 * where nullable foreign keys are filled in a second pass; a ring of NOT NULL ones is a finding. `rowByRow`: the server checks
 * foreign keys within a statement (InnoDB), so rows that refer to rows of their own set need the second pass too.
 */
export function orderSets(sets: readonly ResolvedSet[], rowByRow: boolean): SeedOrder {
  const edges = edgesOf(sets);
  const diagnostics: Diagnostic[] = [];
  const units = components(sets, edges).map((members): Unit => {
    const inside = edges.filter((e) => members.includes(e.from) && members.includes(e.to));
    const firm = inside.filter((e) => e.gives === null);
    const parts = components(members, firm);
    const ring = parts.find((part) => part.length > 1);
    if (ring?.[0] !== undefined) {
      const names = ring.map((s) => s.name).join(', ');
      const hint = 'make one of the foreign key columns nullable, or leave it out of its set';
      diagnostics.push(finding(ring[0].set, 'columns', 'bad-seed', `${names} need each other's rows first`, hint));
    }
    const ordered = parts.flat();
    return ordered.map((resolved, place) => {
      const later = inside.filter((e) => e.from === resolved && e.gives !== null && ordered.indexOf(e.to) > place);
      const own = rowByRow ? resolved.foreignKeys.filter((fk) => pointsAt(fk, resolved) && fills(resolved, fk)) : [];
      const gives = [...later.flatMap((e) => e.gives ?? []), ...own.flatMap((fk) => nullable(resolved, fk) ?? [])];
      if (gives.length > 0 && resolved.set.mode === 'insert') {
        const message = `mode insert cannot fill ${gives.join(', ')} in a second pass`;
        diagnostics.push(finding(resolved.set, 'mode', 'bad-seed', message, 'use mode upsert'));
      }
      return { resolved, deferred: [...new Set(gives)] };
    });
  });
  return { units, diagnostics };
}

function edgesOf(sets: readonly ResolvedSet[]): readonly Edge[] {
  const edges: Edge[] = [];
  for (const from of sets) {
    for (const fk of from.foreignKeys.filter((fk) => fills(from, fk))) {
      for (const to of sets.filter((to) => to !== from && pointsAt(fk, to))) {
        // Two sets of one table that refers to itself: as the YAML has them.
        const backwards = to.table === from.table && sets.indexOf(to) > sets.indexOf(from);
        if (!backwards) edges.push({ from, to, gives: nullable(from, fk) });
      }
    }
    for (const name of namedParents(from)) {
      const to = sets.find((s) => s.name === name);
      const known = edges.some((e) => e.from === from && e.to === to);
      if (to !== undefined && to !== from && !known) edges.push({ from, to, gives: null });
    }
  }
  return edges;
}

/** Sets and tables that a generated set takes its parents from. */
export function namedParents({ set }: Pick<ResolvedSet, 'set'>): readonly string[] {
  if (set.source.from !== 'generate') return [];
  const refs = Object.values(set.source.columns).map((spec) => spec.ref);
  return [set.source.per?.set, ...refs].filter((name) => typeof name === 'string');
}

const fills = (set: ResolvedSet, fk: ForeignKey): boolean =>
  fk.columns.every((name) => set.columns.some((c) => c.name === name));

const pointsAt = (fk: ForeignKey, set: ResolvedSet): boolean =>
  objectId('table', fk.references.schema, fk.references.table) === idOf(set.table);

/** Columns of the key that may be NULL for a while, or null when none may: key columns of the set cannot. */
function nullable(set: ResolvedSet, fk: ForeignKey): readonly string[] | null {
  const free = fk.columns.filter(
    (name) => !set.key.includes(name) && set.columns.some((c) => c.name === name && c.notNull !== true),
  );
  return free.length === 0 ? null : free;
}

/** Strongly connected components, each after those that it needs (Tarjan), otherwise in the order given. */
function components(sets: readonly ResolvedSet[], edges: readonly Edge[]): ResolvedSet[][] {
  const found: ResolvedSet[][] = [];
  const number = new Map<ResolvedSet, number>();
  const low = new Map<ResolvedSet, number>();
  const stack: ResolvedSet[] = [];
  const visit = (set: ResolvedSet): void => {
    const own = number.size;
    number.set(set, own);
    low.set(set, own);
    stack.push(set);
    for (const to of sets.filter((s) => edges.some((e) => e.from === set && e.to === s))) {
      if (!number.has(to)) visit(to);
      else if (!stack.includes(to)) continue;
      low.set(set, Math.min(low.get(set) ?? own, low.get(to) ?? own));
    }
    if (low.get(set) !== own) return;
    const members = stack.splice(stack.indexOf(set));
    found.push(members.sort((a, b) => sets.indexOf(a) - sets.indexOf(b)));
  };
  for (const set of sets) if (!number.has(set)) visit(set);
  return found;
}
