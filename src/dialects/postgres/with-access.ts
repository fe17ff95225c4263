import { ACCESS_FIELDS } from '../../model/access.ts';
import { type ObjectId } from '../../model/id.ts';
import { columnId, idOf, type Kind, type SchemaObject, type Sequence, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext, type KindDriver, type Unsupported } from '../dialect.ts';
import { accessAgain, firstAccess, grantsOfIdentity, initialIdentity } from './access-again.ts';
import {
  DEFAULTS,
  haveSchemasDefaults,
  holderOf,
  identityHolder,
  initialRights,
  isPublicSchema,
  ownedId,
  ownerOf,
  privilegesId,
  rightsOf,
  seenId,
  withPresentColumns,
} from './access-kinds.ts';
import { type AclStep, aclSteps, type Holder, type Rights } from './acl-change.ts';
import { identitySequence } from './columns.ts';
import { ownedSequences } from './kinds/sequence.ts';
import { locks, NO_LOCKS } from './locks.ts';
import { goneColumnId, rightsIds } from './names.ts';

/** A driver that also sees to the owner and the privileges of what it makes, makes again, and alters. */
export function withAccess<K extends Kind>(driver: KindDriver<K> | Unsupported): KindDriver<K> | Unsupported {
  if ('unsupported' in driver) return driver;
  return {
    ...driver,
    create(object, context) {
      const steps = firstAccess(object, 'after', context).map((s) => draft(s, object));
      // What is made is dropped on the way back, all but what was there before.
      const undone = isPublicSchema(object) ? steps : steps.map((s) => ({ ...s, undo: [] }));
      return [...driver.create(object, context), ...undone].map(beforeDefaults);
    },
    drop(object, context) {
      const steps = driver.drop(object, context);
      if (isPublicSchema(object)) {
        const holder = holderOf(object, context.server);
        const usual = initialRights(object, context);
        if (holder === null) return steps;
        const lost = aclSteps(holder, rightsOf(object, context.before, context.server), usual);
        const ends = (s: AclStep): ObjectId[] => [idOf(object), ...(s.takes ? [seenId(object.name)] : [])];
        const makes = (s: AclStep): ObjectId[] => (s.takes || s.owns ? [] : [seenId(object.name)]);
        const drafts = lost.map((s) => ({ ...draft(s, object), makes: makes(s), needs: [], ends: ends(s) }));
        return [...drafts, ...steps];
      }
      // A sequence sees to it itself: its owner comes before its column does.
      const given = object.kind === 'sequence' ? [] : [object, ...sequencesOf(object, context)];
      const statements = given.flatMap((o) => accessAgain(o, context));
      return steps.map((s) => {
        const ends = s.ends?.includes(idOf(object)) && s.undo !== null;
        const again = ends ? { ...s, undo: [...(s.undo ?? []), ...statements] } : s;
        return object.kind === 'schema' && !haveSchemasDefaults(context) ? again : beforeDefaults(again);
      });
    },
    alter(before, after, fields, context) {
      const others = fields.filter((f) => !(ACCESS_FIELDS as readonly string[]).includes(f));
      const alteration =
        others.length === 0 ? { how: 'steps' as const, steps: [] } : driver.alter(before, after, others, context);
      if (alteration.how === 'replace') return alteration;
      const made = new Set([...ending(alteration.steps), ...columnsAnew(after, alteration.steps)]);
      const steps = made.has(idOf(after))
        ? firstAccess(after, 'after', context).map((s) => ({ ...draft(s, after), undo: [] }))
        : changes(before, after, made, context);
      return { ...alteration, steps: [...alteration.steps, ...steps] };
    },
  };
}

/** What is made, be it on the way back, is made under the default privileges that were there before the plan. */
function beforeDefaults(step: StepDraft): StepDraft {
  return { ...step, frees: [...(step.frees ?? []), DEFAULTS] };
}

function sequencesOf(object: SchemaObject, context: DriverContext): SchemaObject[] {
  return object.kind === 'table' ? ownedSequences(object, context) : [];
}

/** Ids that end and are made anew by other steps: the object itself, or columns of it. */
function ending(steps: readonly StepDraft[]): ReadonlySet<ObjectId> {
  const gone = steps.flatMap((s) => (s.ends ?? []).filter((id) => !s.makes?.includes(id)));
  const made = new Set(steps.flatMap((s) => (s.ends?.length ? [] : (s.makes ?? []))));
  return new Set(gone.filter((id) => made.has(id)));
}

/** The columns that go and come again. */
function columnsAnew(after: SchemaObject, steps: readonly StepDraft[]): ObjectId[] {
  if (after.kind !== 'table') return [];
  const made = new Set(steps.flatMap((s) => s.makes ?? []));
  const ids = after.columns.map((c) => columnId(after.schema, after.name, c.name));
  return ids.filter((id) => made.has(goneColumnId(id)));
}

function changes(
  given: SchemaObject,
  after: SchemaObject,
  made: ReadonlySet<ObjectId>,
  context: DriverContext,
): StepDraft[] {
  const { server } = context;
  const holder = holderOf(after, server);
  if (holder === null) return [];
  const before = withPresentColumns(given, after);
  const from = { ...rightsOf(before, context.before, server), owner: ownerOf(given, context.before, server) };
  const to = rightsOf(after, context.after, server);
  const lost = (column: string): boolean => made.has(columnId(after.schema, after.name, column));
  if (isLinked(before, after)) {
    const { first, last } = followingSteps({ ...holder, own: null }, from, to);
    const table = ownedId({ kind: 'table', schema: after.schema, name: after.ownedBy.table, columns: [] });
    const moves = from.owner !== to.owner;
    return [
      ...first.map((s) => ({ ...draft(s, after), ends: moves ? [table] : [] })),
      ...last.map((s) => ({ ...draft(s, after), needs: [idOf(after), table] })),
    ];
  }
  const goes = (column: string): boolean => after.kind === 'table' && !after.columns.some((c) => c.name === column);
  const main = aclSteps(holder, from, to, lost, goes);
  if (before.kind !== 'table' || after.kind !== 'table') return main.map((s) => draft(s, after));
  const columns = [...new Set([...identities(before), ...identities(after)])];
  const sequences = columns.map((column) => {
    const sequence = identityHolder(after, column, server);
    const initial = initialIdentity(sequence, after.schema, context);
    const side = (table: Table, owner: string): Rights =>
      identities(table).includes(column) ? { owner, ...grantsOfIdentity(table, column) } : { ...initial, owner };
    if (!identities(after).includes(column)) {
      const former = identityHolder(before, column, server);
      const steps = aclSteps(former, side(before, from.owner), side(after, from.owner));
      return { first: steps.map((s) => draftBeforeIdentity(s, before, column)), last: [] };
    }
    if (!identities(before).includes(column)) {
      const moved = from.owner === to.owner ? [] : [ownedId(after)];
      const steps = aclSteps(sequence, side(before, to.owner), side(after, to.owner));
      return { first: [], last: steps.map((s) => draftOfIdentity(s, after, column, moved)) };
    }
    const { first, last } = followingSteps(sequence, side(before, from.owner), side(after, to.owner));
    const drafts = (steps: readonly AclStep[]) => steps.map((s) => draft({ ...s, columns: [column] }, after));
    return { first: drafts(first), last: drafts(last) };
  });
  return [
    ...sequences.flatMap((s) => s.first),
    ...main.map((s) => draft(s, after)),
    ...sequences.flatMap((s) => s.last),
  ];
}

/** What is given to the sequence of an identity that comes: the one that was there by its name may be another's. */
function draftOfIdentity({ sql }: AclStep, table: Table, name: string, moved: readonly ObjectId[]): StepDraft {
  const sequences = table.columns.flatMap((c) => (c.name === name ? identitySequence(table, c) : []));
  return { sql, undo: [], needs: [columnId(table.schema, table.name, name), ...sequences, ...moved], locks: NO_LOCKS };
}

/** What is taken from the sequence of an identity that goes, for the way back to give it again: it still has to be there. */
function draftBeforeIdentity({ sql, undo }: AclStep, table: Table, name: string): StepDraft {
  const sequences = table.columns.flatMap((c) => (c.name === name ? identitySequence(table, c) : []));
  return { sql, undo, frees: [columnId(table.schema, table.name, name), ...sequences], locks: NO_LOCKS };
}

/** What goes with another object's owner: the new one's own privileges go before he comes, as they would melt into his. */
function followingSteps(
  holder: Holder,
  from: Rights,
  to: Rights,
): { readonly first: AclStep[]; readonly last: AclStep[] } {
  if (from.owner === to.owner) return { first: [], last: aclSteps(holder, from, to) };
  const { [to.owner]: _, ...others } = from.grants ?? {};
  const between = { owner: from.owner, grants: others };
  return { first: aclSteps(holder, from, between), last: aclSteps(holder, { ...between, owner: to.owner }, to) };
}

function identities(table: Table): string[] {
  return table.columns.flatMap((c) => (c.identity === undefined ? [] : [c.name]));
}

/** A sequence that stays with its table has that one's owner, whoever it is. */
function isLinked(
  before: SchemaObject,
  after: SchemaObject,
): after is Sequence & { readonly ownedBy: NonNullable<Sequence['ownedBy']> } {
  if (before.kind !== 'sequence' || after.kind !== 'sequence') return false;
  return after.ownedBy !== undefined && before.ownedBy?.table === after.ownedBy.table;
}

/** A step of its object; all that is taken goes before anything is given, though columns may keep some of it waiting. */
function draft({ sql, undo, columns, owns, takes, sees }: AclStep, object: SchemaObject): StepDraft {
  const id = idOf(object);
  const ids = object.kind === 'table' ? columns.map((c) => columnId(object.schema, object.name, c)) : [];
  const relation = object.kind === 'table' || object.kind === 'materialized_view' || object.kind === 'view';
  const own = object.kind === 'table' ? [privilegesId(object)] : [];
  const { lost, given } = rightsIds(object);
  const schema = object.kind === 'schema' && !owns ? [seenId(object.name)] : [];
  const seen = sees ? [seenId(object.schema)] : [];
  return {
    sql,
    undo,
    // What is given to a former owner would melt into what he has.
    needs: [id, ...ids, ...(takes || owns ? [] : [ownedId(object), ...seen])],
    makes: [...(owns ? [ownedId(object)] : []), ...(relation && !takes ? [given] : []), ...(takes ? [] : schema)],
    frees: takes ? [...own, ...seen] : [],
    ends: [...(takes ? schema : own), ...(relation && (takes || owns) ? [lost] : [])],
    locks: owns && relation ? locks('change owner', id) : NO_LOCKS,
  };
}
