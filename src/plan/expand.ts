import {
  type Alteration,
  type Dialect,
  type DriverContext,
  type KindDriver,
  type Unsupported,
} from '../dialects/dialect.ts';
import { type Change } from '../model/change.ts';
import { DbopsError } from '../model/error.ts';
import { type ObjectId } from '../model/id.ts';
import { columnId, idOf, type Kind, type SchemaObject } from '../model/object.ts';
import { type StepDraft } from '../model/step.ts';
import { type Work } from './rebuild.ts';

/** A draft with the change that it belongs to. */
export interface Draft extends StepDraft {
  readonly why: Change;
}

/** The driver of an object's kind, or a refusal that names the kind. */
export function driverOf(dialect: Dialect, object: SchemaObject): KindDriver<Kind> {
  const driver: unknown = dialect.kinds[object.kind];
  const { unsupported } = driver as Partial<Unsupported>;
  if (unsupported !== undefined) {
    throw new DbopsError('unsupported-kind', `${dialect.name} has no ${object.kind}: ${unsupported}`);
  }
  return driver as KindDriver<Kind>;
}

/** Asks the kind's driver how an object changes in place. */
export function alterationOf(
  dialect: Dialect,
  change: Extract<Change, { type: 'alter' }>,
  context: DriverContext,
): Alteration {
  return driverOf(dialect, change.after).alter(change.before, change.after, change.fields, context);
}

/**
 * One change → its statements, with what they make, need, free and end filled in from the objects' own dependencies; those that
 * the same object lets go of meanwhile are seen to.
 */
export function expandWork(
  dialect: Dialect,
  work: Work,
  context: DriverContext,
  letGo: ReadonlySet<ObjectId> = new Set(),
): Draft[] {
  const { change, alteration } = work;
  const drafts = (list: readonly StepDraft[], why: Change): Draft[] => list.map((draft) => ({ ...draft, why }));
  switch (change.type) {
    case 'create':
      return created(drafts(driverOf(dialect, change.after).create(change.after, context), change), change.after);
    case 'drop':
      return dropped(drafts(driverOf(dialect, change.before).drop(change.before, context), change), change.before);
    case 'rename': {
      const rename = driverOf(dialect, change.after).rename;
      if (rename !== undefined) return drafts(rename(change.before, change.after, context), change);
      return [
        ...expandWork(dialect, { change: { type: 'drop', before: change.before } }, context),
        ...expandWork(dialect, { change: { type: 'create', after: change.after } }, context),
      ];
    }
    case 'alter': {
      if (alteration?.how === 'replace') {
        const driver = driverOf(dialect, change.after);
        return [
          ...drafts(alteration.first ?? [], change),
          ...dropped(drafts(driver.drop(change.before, context), change), change.before),
          ...created(drafts(driver.create(change.after, context), change), change.after),
          ...drafts(alteration.last ?? [], change),
        ];
      }
      const steps = alteration?.steps ?? [];
      // What only lets go of something that is made anew says all itself.
      if (change.fields.length === 0) return drafts(steps, change);
      const before = new Set(change.before.dependsOn ?? []);
      const after = new Set(change.after.dependsOn ?? []);
      const own = new Set([...ownIds(change.after), ...letGo]);
      // Ids that a step itself speaks of are that step's alone.
      for (const s of steps) for (const id of [...(s.needs ?? []), ...(s.frees ?? [])]) own.add(id);
      const needs = outside([...after], own).filter((id) => !before.has(id));
      const frees = outside([...before], own).filter((id) => !after.has(id));
      return drafts(steps, change).map((d) =>
        d.saysAll ? d : { ...d, needs: unique(d.needs, needs), frees: unique(d.frees, frees) },
      );
    }
  }
}

function created(drafts: Draft[], object: SchemaObject): Draft[] {
  const own = ownIds(object);
  return drafts.map((d) => {
    const makesIt = d.makes?.includes(idOf(object)) ?? false;
    return {
      ...d,
      makes: makesIt ? unique(d.makes, [...own]) : d.makes,
      needs: unique(d.needs, makesIt ? outside(object.dependsOn ?? [], own) : []),
    };
  });
}

function dropped(drafts: Draft[], object: SchemaObject): Draft[] {
  const own = ownIds(object);
  return drafts.map((d) => {
    const endsIt = d.ends?.includes(idOf(object)) ?? false;
    return {
      ...d,
      ends: endsIt ? unique(d.ends, [...own]) : d.ends,
      frees: unique(d.frees, endsIt ? outside(object.dependsOn ?? [], own) : []),
    };
  });
}

/** What objects let go of while that is made anew, by their ids. */
export function idsLetGo(works: readonly Work[]): ReadonlyMap<ObjectId, ReadonlySet<ObjectId>> {
  const found = new Map<ObjectId, Set<ObjectId>>();
  for (const { change, alteration } of works) {
    if (change.type !== 'alter' || change.fields.length > 0 || alteration?.how !== 'steps') continue;
    const ids = found.get(idOf(change.after)) ?? new Set();
    for (const s of alteration.steps) for (const id of [...(s.needs ?? []), ...(s.frees ?? [])]) ids.add(id);
    found.set(idOf(change.after), ids);
  }
  return found;
}

/** A table's id stands for its columns too. */
function ownIds(object: SchemaObject): Set<ObjectId> {
  const columns =
    object.kind === 'table' ? object.columns.map((c) => columnId(object.schema, object.name, c.name)) : [];
  return new Set([idOf(object), ...columns]);
}

function outside(ids: readonly ObjectId[], own: ReadonlySet<ObjectId>): ObjectId[] {
  return ids.filter((id) => !own.has(id));
}

function unique(a: readonly ObjectId[] | undefined, b: readonly ObjectId[]): ObjectId[] {
  return [...new Set([...(a ?? []), ...b])];
}
