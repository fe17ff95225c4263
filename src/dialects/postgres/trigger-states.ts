import { sameData } from '../../model/digest.ts';
import { idKind, memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject, type Table, type Trigger } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { heirsOf } from './heirs.ts';
import { locks } from './locks.ts';
import { placeId } from './names.ts';
import { tableId } from './needs.ts';
import { enableWord } from './plain-driver.ts';
import { quote } from './quote.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;
type Sides = Pick<DriverContext, 'before' | 'after'>;
type State = NonNullable<Table['triggerStates']>[string];

/** A trigger that a partition has by a table above it, and the state that it has there by itself. */
interface Above {
  readonly trigger: Trigger;
  readonly state: State;
}

function above(table: Table, name: string, objects: Objects): Above | null {
  const of = table.partitionOf;
  const parent = of && objects.get(tableId(of.schema, of.table));
  if (parent?.kind !== 'table') return null;
  const trigger = objects.get(memberId('trigger', parent.schema, parent.name, name));
  if (trigger?.kind === 'trigger') return { trigger, state: trigger.enabled ?? 'enabled' };
  const found = above(parent, name, objects);
  return found && { ...found, state: parent.triggerStates?.[name] ?? found.state };
}

function stateId({ schema, table }: { readonly schema: string; readonly table: string }, trigger: string): ObjectId {
  return memberId('trigger_state', schema, table, trigger);
}

function setState({ schema, name }: Table, trigger: string, state: State): string {
  const word = enableWord(state === 'enabled' ? undefined : state);
  return `ALTER TABLE ${quote.name(schema, name)} ${word} TRIGGER ${quote.ident(trigger)}`;
}

/** The partitions below a table on which a trigger is in a state of its own, the outer ones first. */
function ownBelow(place: Pick<Table, 'schema' | 'name'>, trigger: string, objects: Objects): Table[] {
  return heirsOf(place, objects).filter((heir) => heir.triggerStates?.[trigger] !== undefined);
}

function statesOf(tables: readonly Table[], trigger: string): string[] {
  return tables.map((t) => setState(t, trigger, t.triggerStates?.[trigger] ?? 'enabled'));
}

/** The statements that give the triggers of a partition their states; `before` null: it has just become one. */
export function triggerStateSteps(before: Table | null, after: Table, context: Sides): StepDraft[] {
  const [a, b] = [before?.triggerStates ?? {}, after.triggerStates ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name): StepDraft[] => {
    const found = above(after, name, context.after);
    if (found === null || a[name] === b[name]) return [];
    const set = { sql: setState(after, name, b[name] ?? found.state), trigger: idOf(found.trigger), name };
    // What is set is handed down to the partitions below.
    const back = [setState(after, name, a[name] ?? found.state), ...statesOf(staying(after, name, context), name)];
    return [step(after, set, back), ...ownBelow(after, name, context.after).map((t) => again(t, set.trigger, name))];
  });
}

/** The states that a partition has again when it comes back; a trigger that goes from its table meanwhile sees to its own. */
export function formerStates(table: Table, { before, after }: Sides): string[] {
  return Object.entries(table.triggerStates ?? {}).flatMap(([name, state]) => {
    const trigger = above(table, name, before)?.trigger;
    return trigger !== undefined && (stays(trigger, after) || goesAlong(trigger, after))
      ? [setState(table, name, state)]
      : [];
  });
}

function stays(trigger: Trigger, after: Objects): boolean {
  const kept = after.get(idOf(trigger));
  const moves = trigger.dependsOn?.some((id) => idKind(id) === 'rows') === true;
  return kept?.kind === 'trigger' && !moves && sameData(definition(trigger), definition(kept));
}

/** Whether it goes with its table, and comes back with that. */
function goesAlong({ schema, table, from }: Trigger, after: Objects): boolean {
  return from === undefined && !after.has(tableId(schema, table));
}

function definition({ dependsOn: _, enabled: __, comment: ___, ...rest }: Trigger): unknown {
  return rest;
}

function step(
  table: Table,
  { sql, trigger, name }: { readonly sql: string; readonly trigger: ObjectId; readonly name: string },
  undo: readonly string[],
): StepDraft {
  const own = { schema: table.schema, table: table.name };
  return {
    sql,
    undo,
    needs: [idOf(table), placeId(table), trigger, stateId(table.partitionOf ?? own, name)],
    makes: [stateId(own, name)],
    locks: locks('alter column', idOf(table)),
  };
}

function again(table: Table, trigger: ObjectId, name: string): StepDraft {
  return step(table, { sql: setState(table, name, table.triggerStates?.[name] ?? 'enabled'), trigger, name }, []);
}

/** Partitions below that were there before and still are: those that leave have their states when they come back. */
function staying(place: Pick<Table, 'schema' | 'name'>, trigger: string, { before, after }: Sides): Table[] {
  const still = new Set(heirsOf(place, after).map(idOf));
  return ownBelow(place, trigger, before).filter((t) => still.has(idOf(t)));
}

/** The steps that make a trigger, or set its state, with those that give it the states that it has on partitions. */
export function withStatesBelow(
  steps: readonly StepDraft[],
  before: Trigger | null,
  after: Trigger,
  context: Sides,
): StepDraft[] {
  const back = before === null ? [] : statesOf(staying(placeOf(after), after.name, context), after.name);
  const set = stateId(after, after.name);
  return [
    ...steps.map((s, i) => ({
      ...s,
      undo: i > 0 || back.length === 0 ? s.undo : [...(s.undo ?? []), ...back],
      makes: i < steps.length - 1 ? s.makes : [...(s.makes ?? []), set],
    })),
    ...ownBelow(placeOf(after), after.name, context.after).map((t) => again(t, idOf(after), after.name)),
  ];
}

/** The states that a trigger has on partitions, for when it comes back. */
export function statesBelow(trigger: Trigger, objects: Objects): string[] {
  return statesOf(ownBelow(placeOf(trigger), trigger.name, objects), trigger.name);
}

function placeOf({ schema, table }: Trigger): Pick<Table, 'schema' | 'name'> {
  return { schema, name: table };
}
