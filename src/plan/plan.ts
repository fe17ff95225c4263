import { type Dialect, type DriverContext, type ServerInfo } from '../dialects/dialect.ts';
import { afterRenames, findColumnRenames, type Rename } from '../diff/rename.ts';
import { rolesOf } from '../model/access.ts';
import { type Change, changeId } from '../model/change.ts';
import { digest } from '../model/digest.ts';
import { idKind, idName, type ObjectId, objectId, parseDotted } from '../model/id.ts';
import { byId, columnId, idOf, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type Plan, type Step } from '../model/step.ts';
import { alterationOf, type Draft, driverOf, expandWork, idsLetGo } from './expand.ts';
import { foldTableDrops } from './fold.ts';
import { callsAnother, withNamesakes } from './namesakes.ts';
import { withOneCopy } from './one-copy.ts';
import { withOwnDefaultsApart } from './own-defaults.ts';
import { RELATIONS, withRebuilds } from './rebuild.ts';
import { withPresentNames, withRenamedAnew } from './renamed-anew.ts';
import { withRowsAtRisk } from './rows-at-risk.ts';
import { orderTogether } from './together.ts';
import { batchSteps } from './transactions.ts';
import { betweenMoves, isMidway, unfoldedChanges } from './unfold.ts';
import { withWaysBack } from './way-back.ts';

export interface PlanInput {
  readonly dialect: Dialect;
  readonly server: ServerInfo;
  /** The live objects, under their present names (before any rename). */
  readonly before: readonly SchemaObject[];
  readonly after: readonly SchemaObject[];
  readonly changes: readonly Change[];
  /** Plain statements without online sequences: for a scratch place, where nobody waits. */
  readonly offline?: boolean;
}

/** Changes → ordered steps: rebuild → fold → expand → online → order → transactions. Pure: the same input gives the same plan. */
export function makePlan(input: PlanInput): Plan {
  if (input.changes.length === 0) return { steps: [], batches: [], digest: digest([]) };
  const { dialect, server } = input;
  const renames = dialect.unfold === undefined ? [] : renamedKin(input.changes, input.before);
  const live = underPresentNames(input.before, renames);
  const unfolding = dialect.unfold?.(live, input.after, input.changes, server) ?? null;
  const unfolded = unfolding === null ? input.changes : unfoldedChanges(input, unfolding);
  const changes = routinesOutermost(withOwnDefaultsApart(unfolded, byId(live), byId(input.after)));
  const made = new Set(changes.flatMap((c) => (c.type === 'create' ? [idOf(c.after)] : [])));
  const former = withPresentNames(unfolding?.before ?? live, changes);
  const context: DriverContext = {
    server,
    capabilities: dialect.capabilities(server),
    before: byId([...former, ...changes.flatMap((c) => (c.type === 'alter' ? [c.before] : []))]),
    after: byId(unfolding?.after ?? input.after),
    isNew: (id) => made.has(id),
  };
  const rebuilt = withRebuilds(
    changes,
    context,
    (change) =>
      callsAnother(change.before, change.after, context) ? { how: 'replace' } : alterationOf(dialect, change, context),
    (before, after, id) => driverOf(dialect, after).letGo?.(before, after, id, context) ?? [],
    (created) => driverOf(dialect, created).unsettles?.(created) ?? [],
  );
  const works = withRenamedAnew(rebuilt, byId(former));
  // So is what is replaced, as far as its rows go.
  for (const { change, alteration } of works) {
    if (alteration?.how === 'replace' && change.type === 'alter' && change.after.kind === 'table')
      made.add(idOf(change.after));
  }
  const folded = foldTableDrops(withWaysBack(works, context.before, (way) => makePlan({ dialect, server, ...way })));
  const renamed = renamedIds(changes);
  const changing = changes.some(
    ({ type, ...c }) => ('after' in c ? c.after : c.before).kind === 'role' && type !== 'alter',
  );
  const letGo = idsLetGo(folded.works);
  const all = folded.works.flatMap((work) => {
    const { change } = work;
    const expanded = expandWork(
      dialect,
      work,
      context,
      change.type === 'alter' ? letGo.get(idOf(change.after)) : undefined,
    );
    const members = work.change.type === 'drop' ? folded.members.get(idOf(work.change.before)) : undefined;
    const whole = members === undefined ? expanded : withMembersInUndo(dialect, expanded, members, context);
    const placed = unfolding === null ? whole : whole.map((d) => betweenMoves(d, unfolding));
    return placed.map((d) => withRolesInPlace(afterKin(afterRename(d, renamed), renames), changing));
  });
  const drafts = withNamesInPlace(all);
  const stepsOf = (plainly: ReadonlySet<ObjectId>): Step[] => {
    const isPlain = (d: Draft): boolean =>
      input.offline === true || isMidway(d, unfolding) || plainly.has(changeId(d.why));
    const steps = drafts
      .flatMap((d) => (isPlain(d) ? [toStep(d)] : rewritten(dialect, toStep(d), context)))
      .map((step) => withId(withSlots(step, dialect.sharedNames)));
    return withNamesakes(withoutTwins(steps), changes, input.before);
  };
  const ordered = withRowsAtRisk(withOneCopy(orderTogether(stepsOf), dialect)).map(withId);
  return { steps: ordered, batches: batchSteps(ordered), digest: digest(ordered.map((s) => s.sql)) };
}

/** Tables that get other names and have parents, partitions or heirs. */
function renamedKin(changes: readonly Change[], before: readonly SchemaObject[]): Rename[] {
  const tables = changes.flatMap((c) => (c.type === 'rename' && c.before.kind === 'table' ? [c] : []));
  if (tables.length === 0) return [];
  const parents = new Set(
    before.flatMap((o) =>
      o.kind === 'table' ? (o.inherits ?? []).map((p) => objectId('table', p.schema, p.table)) : [],
    ),
  );
  return tables.filter(
    ({ before: t }) =>
      parents.has(idOf(t)) || (t.kind === 'table' && (t.partitionBy ?? t.partitionOf ?? t.inherits) !== undefined),
  );
}

/** The tables as they are called by then, so that partitions and heirs, and their rows, are found again. */
function underPresentNames(before: readonly SchemaObject[], renames: readonly Rename[]): readonly SchemaObject[] {
  if (renames.length === 0) return before;
  const moved = afterRenames(before, [], renames);
  return before.map((o, i) => (o.kind === 'table' ? (moved[i] ?? o) : o));
}

/** What else happens to tables speaks of those above and below them by their present names. */
function afterKin(draft: Draft, renames: readonly Rename[]): Draft {
  const { why } = draft;
  const { kind } = why.type === 'drop' ? why.before : why.after;
  if (renames.length === 0 || why.type === 'rename' || kind !== 'table') return draft;
  return { ...draft, needs: [...(draft.needs ?? []), ...renames.map((r) => idOf(r.after))] };
}

/**
 * A routine's text may call others, and an expression casts, which no catalog tells: routines and casts come before whatever
 * may use them (an index over an expression runs its functions) and go after it, as far as what is known of them allows.
 * What is made takes from its database, so that one comes first of all.
 */
function routinesOutermost(changes: readonly Change[]): Change[] {
  const place = (change: Change): number => {
    const { kind, dependsOn = [] } = change.type === 'drop' ? change.before : change.after;
    if (kind === 'database') return -2;
    // What its routines read is there again, on the way back, before a check that looks at rows.
    if (kind === 'check' && change.type === 'drop') return -1;
    if (kind !== 'function' && kind !== 'cast') return 0;
    if (change.type !== 'drop') return -1;
    // Those that hold a relation must let it go before the rest can be last.
    return dependsOn.some((id) => RELATIONS.has(idKind(id))) ? 1 : 2;
  };
  return changes.toSorted((a, b) => place(a) - place(b));
}

/** What objects and columns are called once they are renamed. */
function renamedIds(changes: readonly Change[]): ReadonlySet<ObjectId> {
  return new Set(
    changes.flatMap(({ type, ...change }) => {
      if (!('before' in change && 'after' in change)) return [];
      const { before, after } = change;
      const own = type === 'rename' ? [idOf(after)] : [];
      if (before.kind !== 'table' || after.kind !== 'table') return own;
      const renamed = findColumnRenames(before, after);
      const columns = type === 'rename' ? after.columns.map((c) => c.name) : [...renamed.values()];
      return [...own, ...columns.map((name) => columnId(after.schema, after.name, name))];
    }),
  );
}

/** What goes is spoken of by the present names, so the renames come first. */
function afterRename(draft: Draft, renamed: ReadonlySet<ObjectId>): Draft {
  const { why } = draft;
  if (renamed.size === 0 || why.type === 'create') return draft;
  if (why.type === 'rename')
    return why.after.kind === 'table' ? draft : { ...draft, makes: [...(draft.makes ?? []), calledId(why.after)] };
  const { before } = why;
  const mentioned = why.type === 'alter' && !draft.ends?.includes(idOf(before)) ? why.after.dependsOn : [];
  if (before.kind === 'table') {
    const others = (mentioned ?? []).filter((id) => renamed.has(id) && !draft.makes?.includes(id));
    return { ...draft, needs: [...(draft.needs ?? []), ...others] };
  }
  const used = [tableIdOf(before) ?? '', ...(draft.frees ?? []), ...(mentioned ?? [])].filter((id) => renamed.has(id));
  const own = renamed.has(idOf(before)) ? [calledId(before)] : [];
  return used.length + own.length === 0 ? draft : { ...draft, needs: [...(draft.needs ?? []), ...used, ...own] };
}

/** What is made anew under its present name is there only then: until it goes, it merely has the name. */
function withNamesInPlace(drafts: readonly Draft[]): readonly Draft[] {
  const anew = new Set(
    drafts.flatMap(({ why, ends = [], makes = [] }) => {
      const id = why.type === 'alter' ? idOf(why.before) : null;
      return id !== null && ends.includes(id) && !makes.includes(id) ? [id] : [];
    }),
  );
  return drafts.map((d) => {
    const { why } = d;
    if (why.type !== 'rename' || why.after.kind === 'table' || !anew.has(idOf(why.after))) return d;
    return { ...d, makes: d.makes?.filter((id) => id !== idOf(why.after)) };
  });
}

/** That an object has its present name: what is made anew under it ends and makes the object itself. */
const calledId = (object: SchemaObject): ObjectId => objectId('called', '', idOf(object));

/** Roles are there before whoever names them, and go after that. */
function withRolesInPlace(draft: Draft, changing: boolean): Draft {
  if (!changing) return draft;
  const { why } = draft;
  const ids = (object: SchemaObject): ObjectId[] => rolesOf(object).map((name) => objectId('role', '', name));
  const needs = why.type === 'drop' ? [] : ids(why.after);
  const frees = why.type === 'create' ? [] : ids(why.before).filter((id) => !needs.includes(id));
  return { ...draft, needs: [...(draft.needs ?? []), ...needs], frees: [...(draft.frees ?? []), ...frees] };
}

/** The undo of a table's drop makes its indexes and constraints again, and the drop ends them. */
function withMembersInUndo(
  dialect: Dialect,
  drafts: readonly Draft[],
  members: readonly SchemaObject[],
  context: DriverContext,
): Draft[] {
  const drop = drafts.findIndex((d) => d.why.type === 'drop' && d.ends?.includes(idOf(d.why.before)));
  const again = members.flatMap((m) => driverOf(dialect, m).create(m, context));
  return drafts.map((d, i) =>
    i !== drop || d.undo === null
      ? d
      : {
          ...d,
          undo: [...d.undo, ...again.map((a) => a.sql)],
          ends: [...new Set([...(d.ends ?? []), ...members.map(idOf), ...again.flatMap((a) => a.makes ?? [])])],
          frees: [...(d.frees ?? []), ...members.flatMap((m) => m.dependsOn ?? [])],
        },
  );
}

function rewritten(dialect: Dialect, step: Step, context: DriverContext): Step[] {
  for (const rewrite of dialect.online) {
    const drafts = rewrite(step, context);
    if (drafts !== null) return drafts.map((d) => toStep({ ...d, why: step.why }));
  }
  return [step];
}

export function toStep(draft: Draft): Step {
  const { sql, undo, why, makes = [], needs = [], frees = [], ends = [] } = draft;
  const { locks = [{ object: changeId(why), mode: 'unknown' }], transaction = 'joins', hazards = [] } = draft;
  const step: Step = { id: '', sql, undo, why, makes, needs, frees, ends, locks, transaction, hazards };
  const { timeout, backfill, fills, undoCosts } = draft;
  return {
    ...step,
    ...(timeout === undefined ? {} : { timeout }),
    ...(backfill === undefined ? {} : { backfill }),
    ...(fills === undefined ? {} : { fills }),
    ...(undoCosts === undefined ? {} : { undoCosts }),
  };
}

export function withId(step: Step): Step {
  return { ...step, id: digest([step.sql, changeId(step.why)]).slice(0, 12) };
}

/** Two changes may ask for the same statement; running it once is enough, where both have their place. What stands alone is each change's own: settings, say. */
function withoutTwins(steps: readonly Step[]): Step[] {
  const seen = new Map<string, Step>();
  for (const step of steps) {
    const key = step.transaction === 'alone' ? step.id : step.sql;
    const twin = seen.get(key);
    const both = (verb: 'makes' | 'needs' | 'frees' | 'ends'): ObjectId[] => [
      ...new Set([...(twin?.[verb] ?? []), ...step[verb]]),
    ];
    seen.set(
      key,
      twin === undefined
        ? step
        : { ...twin, makes: both('makes'), needs: both('needs'), frees: both('frees'), ends: both('ends') },
    );
  }
  return [...seen.values()];
}

/** Where kinds share a namespace, an object's name must be free before another kind takes it. */
function withSlots(step: Step, shared: ReadonlySet<string>): Step {
  if (shared.size === 0) return step;
  const slots = (ids: readonly ObjectId[]): ObjectId[] =>
    ids.flatMap((id) => {
      const parts = shared.has(idKind(id)) ? parseDotted(idName(id)) : null;
      return parts === null ? [] : [objectId('name', parts.length > 1 ? (parts[0] ?? '') : '', parts.at(-1) ?? '')];
    });
  const { makes, needs, ends } = step;
  const own = needs.filter((id) => ends.includes(id));
  return {
    ...step,
    makes: [...makes, ...slots(makes)],
    needs: [...needs, ...slots(own)],
    ends: [...ends, ...slots(ends)],
  };
}
