import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type Alteration, type DriverContext } from '../dialect.ts';
import { isMoved, joinSteps, leaveSteps } from './attachment.ts';
import { changeColumn } from './column-change.ts';
import { comingInTurn, goingInTurn } from './column-order.ts';
import { calledId, renamedColumns, renameSteps } from './column-renames.ts';
import { notNullName, renameNotNulls } from './column-settings.ts';
import { addColumn, columnTarget, countingColumns, dropColumn, tableTarget } from './columns.ts';
import { changedComment, commentAgain } from './comment.ts';
import { withNamesAbove } from './given-members.ts';
import {
  afterParent,
  allColumns,
  comes,
  directHeirs,
  givenColumns,
  heirsOf,
  isLocal,
  parentIds,
  partitionsOf,
  shapesOf,
} from './heirs.ts';
import { type NewParents, newParents } from './inheritance.ts';
import { givenKey } from './key-parts.ts';
import { locks } from './locks.ts';
import { leftId, membersId, placeId, rowsId, rowTypeId } from './names.ts';
import { isAsideForNames, isRebound, keptNotNulls, provenOf, withOwnNames } from './names-apart.ts';
import { tableId } from './needs.ts';
import { broughtAlong, keepsGiven, ownFirst } from './own-columns.ts';
import { keyIds, primaryKeySteps } from './primary-key.ts';
import { isRemade, isRemadeTable, remake } from './remake.ts';
import { isLeft, shuffleSteps } from './shuffle.ts';
import { givenAlone, notNullsId, withNotNullOf } from './standing.ts';
import { optionSteps } from './table-options.ts';
import { foreignSteps, settingSteps } from './table-settings.ts';
import { triggerStateSteps } from './trigger-states.ts';
import { changingRows, isUntyped, untyped, whileUntyped } from './typed.ts';
import { goneKeyId } from './whole-index.ts';

/** What changes at a table that stays: its columns, its key and its settings, between leaving some tables and joining others. */
export function changeTable(
  former: Table,
  next: Table,
  _fields: readonly string[],
  context: DriverContext,
): Alteration {
  if (former.foreign?.server !== next.foreign?.server) return { how: 'replace' };
  if (isRemade(former, next, context)) return remake(former, next, context);
  const parents = newParents(former, next, context);
  const lost = new Set(parents.lost.map((c) => c.name));
  const gained = new Set(parents.gained.map((c) => c.name));
  const handed = inherited(former, next, context);
  const final = whole(next, context.after, context);
  const aside = context.capabilities.namedNotNull === true && isAsideForNames(former, next, handed, final, context);
  const now = aside || isRebound(former, next) ? withOwnNames(former, handed, context) : handed;
  const after = { ...next, columns: final.filter((c) => !gained.has(c.name)) };
  const restated = (c: Column): Column =>
    parents.restated.has(c.name) ? withNotNullOf(c, after.columns.find((a) => a.name === c.name) ?? c) : c;
  const stayed = now.columns.filter((c) => !lost.has(c.name) && !gained.has(c.name));
  const before = { ...now, columns: stayed.map(restated) };
  const changed = columnSteps(before, after, parents, aside, context);
  const own =
    former.partitionBy === undefined
      ? changed
      : { ...changed, steps: changed.steps.map((s) => shaping(s, next, context)) };
  const kept = aside ? [] : keptNotNulls(former, next, final, context);
  const left = isLeft(next, context) ? [rowsId(next.schema, next.name)] : [];
  // What a key above gives to partitions, or takes from them, they have as their own instead.
  const [key, keyAfter] = [
    former.primaryKey ?? givenKey(former, context.before),
    next.primaryKey ?? givenKey(next, context.after),
  ];
  const same =
    sameData(key, keyAfter) &&
    sameData(notNulls(former, context.before, context), notNulls(next, context.after, context));
  const parts = same ? [] : partitionsOf(idOf(next), context.after);
  const followers = [...directHeirs(next, context), ...parts].flatMap((heir) => follow(heir, context));
  return {
    how: 'steps',
    steps: [...kept, ...own.steps, ...followers.flatMap((f) => f.steps), ...shuffleSteps(former, next, context)],
    rebuilds: [...own.rebuilds, ...left, ...followers.flatMap((f) => f.rebuilds)],
    ...(keepsGiven(former, next, context) ? { wayBack: { from: onceLeft(former, next, context), to: former } } : {}),
  };
}

/** A table that has left parents, and changed in nothing else: all its columns are its own. */
function onceLeft(before: Table, { inherits: next = [] }: Table, context: DriverContext): Table {
  const { inherits = [], ...table } = before;
  const kept = inherits.filter((p) => next.some((o) => o.schema === p.schema && o.table === p.table));
  const columns = whole(before, context.before, context).map(({ inherited: _, ...c }) => c);
  return { ...table, columns, ...(kept.length === 0 ? {} : { inherits: kept }) };
}

/** The not-null constraints of a table: their names, where they have some. */
function notNulls(table: Table, objects: DriverContext['after'], context: DriverContext): unknown {
  const isNamed = context.capabilities.namedNotNull === true;
  const columns = isNamed ? named(table, objects, context) : table.columns;
  return columns.map((c) => [c.name, isNamed ? c.notNullName : c.notNull === true]);
}

/** Partitions that stay change with their table: those that leave are gone by then, and whoever comes finds it as it is to be. */
function shaping(step: StepDraft, table: Table, { after }: DriverContext): StepDraft {
  // Where the table itself is says nothing of its shape.
  const placing = [notNullsId(table), leftId(table), placeId(table)];
  if (placing.some((id) => step.makes?.includes(id))) return step;
  const shapes = shapesOf(table, after);
  return { ...step, makes: [...(step.makes ?? []), ...shapes], ends: [...(step.ends ?? []), ...shapes] };
}

interface Changed {
  readonly steps: readonly StepDraft[];
  readonly rebuilds: readonly ObjectId[];
}

/** Heirs that say nothing new themselves follow their parent in what statements on it do not hand down. */
function follow(heir: Table, context: DriverContext): Changed[] {
  const before = context.before.get(idOf(heir));
  if (before?.kind !== 'table' || differingFields(before, heir).length > 0) return [];
  const changed = changeTable(before, heir, [], context);
  return changed.how === 'steps' ? [{ steps: changed.steps, rebuilds: changed.rebuilds ?? [] }] : [];
}

function columnSteps(
  before: Table,
  after: Table,
  parents: NewParents,
  aside: boolean,
  context: DriverContext,
): Changed {
  const renamed = renamedColumns(before, after);
  const present = (name: string): string => renamed.get(name) ?? name;
  const former = new Map(before.columns.map((c) => [present(c.name), { ...c, name: present(c.name) }]));
  const kept = after.columns.filter((c) => former.has(c.name));
  const gone = [...former.values()].filter((c) => !after.columns.some((a) => a.name === c.name));
  const added = after.columns.filter((c) => !former.has(c.name));
  const key = primaryKeySteps(before, after, present, context);

  const typing = isUntyped(before, after) ? untyped(before, after) : [];
  const own = (list: readonly StepDraft[]): readonly StepDraft[] =>
    list
      .map(countingColumns)
      .map((step) => changingRows(after, typing.length === 0 ? step : whileUntyped(after, step), context));
  // The way back adds a key when what is NOT NULL is so again.
  const first = parents.restated.size === 0 ? [] : [goneKeyId(after)];
  const leave = parents.leave.map((s) => ({ ...s, needs: [...(s.needs ?? []), ...first] }));
  const changed = new Map(kept.map((c) => [c.name, changeColumn(after, former.get(c.name) ?? c, c, context)]));
  const changes = [...changed.values()];
  const goes = (name: string): boolean => (changed.get(name)?.drop ?? []).length > 0;
  const names = new Set(renamed.values());
  const going = goingInTurn(
    after,
    [...former.values()].map((c) => {
      const steps = changed.get(c.name)?.drop ?? [droppedColumn(after, c, context)];
      const called = names.has(c.name) ? [calledId(after, c.name)] : [];
      return { column: c, steps: steps.map((s) => ({ ...s, needs: [...(s.needs ?? []), ...called] })) };
    }),
  );
  const coming = comingInTurn(
    after,
    after.columns.map((c) => ({ column: c, steps: changed.get(c.name)?.add ?? addColumn(after, c, context) })),
  );
  const middle: StepDraft[] = [
    ...typing.filter((_, i) => before.of !== undefined && i === 0),
    ...leave,
    ...own([
      ...renameSteps(before, after, renamed, goes, context),
      ...(context.capabilities.namedNotNull ? renameNotNulls(before, after, renamed, context) : []),
      ...key.first,
      ...kept.flatMap(going),
      ...plainFirst(gone).toReversed().flatMap(going),
      ...plainFirst(added).flatMap(coming),
      ...changes.flatMap((c) => c.steps),
      ...kept.flatMap(coming),
    ]),
    ...typing.filter((_, i) => before.of === undefined || i > 0),
    ...parents.gain,
    ...key.last,
    ...optionSteps(before, after),
    ...settingSteps(before, after, context),
    ...foreignSteps(before, after),
    ...parents.join,
    ...changedComment(tableTarget(after), before.comment, after.comment, idOf(after), locks('comment', idOf(after))),
  ];
  const steps = [
    ...leaveSteps(before, after, aside, context),
    ...(isMoved(before, after) ? middle.map((s) => apart(s, after)) : middle),
    ...joinSteps(before, after, aside, context),
    ...triggerStateSteps(isMoved(before, after) ? null : before, after, context),
  ];
  // What each row gets a value of is refused while columns hold such rows.
  const filled = added.some((c) => (c.default ?? c.generated ?? c.identity) !== undefined);
  const rebuilds = [
    ...changes.flatMap((c) => c.rebuilds),
    ...(filled ? [after, ...heirsOf(after, context.before)].map(rowTypeId) : []),
    ...(key.replaced ? keyIds(before) : []),
  ];
  return { steps, rebuilds };
}

/** A column goes from partitions and heirs with it: coming back, it is again what it was to those that are not made anew. */
function droppedColumn(table: Table, column: Column, context: DriverContext): StepDraft {
  const step = dropColumn(table, column, context);
  const first = new Set(ownFirst(table, column.name, { before: context.after, after: context.before }));
  const heirs = heirsOf(table, context.after).filter(
    (heir) => !first.has(idOf(heir)) && !isRemadeTable(idOf(heir), context),
  );
  const below = heirs.flatMap((heir) => ownAgain(table, heir, column.name, context));
  return { ...step, undo: [...(step.undo ?? []), ...below] };
}

/** What gives a partition or an heir again what it had of its own at a column of its parents. */
function ownAgain(table: Table, { schema, name: heir }: Table, name: string, context: DriverContext): string[] {
  const before = context.before.get(tableId(schema, heir));
  if (before?.kind !== 'table') return [];
  const column = whole(before, context.before, context).find((c) => c.name === name);
  const given = givenBy(table, name, before, context);
  if (column === undefined || given === undefined) return [];
  const { comment, ...fresh } = column;
  const steps = changeColumn(before, { ...given, ...identityOf(column) }, fresh, context).steps;
  return [...steps.map((s) => s.sql), ...commentAgain(columnTarget(before, name), comment)];
}

/** A column as an heir gets it that comes while the table is its parent, at whatever height. */
function givenBy(table: Table, name: string, { inherits }: Table, context: DriverContext): Column | undefined {
  const former = context.before.get(idOf(table));
  if (former?.kind !== 'table') return undefined;
  const from = [{ schema: former.schema, table: former.name }];
  const named = context.capabilities.namedNotNull === true;
  const columns =
    inherits === undefined ? withNames(former, former.columns, context) : givenColumns(from, context.before, named);
  const given = columns.find((c) => c.name === name);
  return given && comes(given);
}

function identityOf({ identity }: Column): Pick<Column, 'identity'> {
  return identity === undefined ? {} : { identity };
}

/** What changes at a table between leaving one and joining another. */
function apart(step: StepDraft, table: Table): StepDraft {
  return {
    ...step,
    needs: [...(step.needs ?? []), leftId(table)],
    makes: [...(step.makes ?? []), membersId(table)],
  };
}

/** A partition or heir as the changes of its parents leave it. */
function inherited(before: Table, after: Table, context: DriverContext): Table {
  const all = { ...before, columns: whole(before, context.before, context) };
  const kept = parentIds(before).filter((id) => parentIds(after).includes(id));
  const next = kept.flatMap((id) => {
    const parent = context.after.get(id);
    return parent?.kind === 'table' ? [wholeTable(parent, context.after, context)] : [];
  });
  const passed = passedOn(before, after, context);
  const stays = (name: string): boolean =>
    before.partitionOf === undefined &&
    (isLocal(before, name) || passed.has(name) || next.some((p) => p.columns.some((c) => c.name === name)));
  const chain = above(before, after, context);
  const brought = chain.map(([a, b]) => new Set(broughtAlong(a, b, context)));
  const handed = chain.reduce<Table>((table, [a, b], i) => {
    const was = inherited(a, b, context);
    const comesFirst = (name: string): boolean => brought.slice(i + 1).some((names) => names.has(name));
    const is = { ...b, columns: named(b, context.after, context).filter((c) => !comesFirst(c.name)) };
    return afterParent(table, { ...was, columns: withNames(was, was.columns, context) }, is, stays);
  }, all);
  const alone = context.capabilities.namedNotNull && after.inherits ? givenAlone(after, context.after) : new Set();
  // Where a parent changes a type, it sees to the defaults below it.
  const [former, final] = [all.columns, whole(after, context.after, context)].map(
    (list) => new Map(list.map((c) => [c.name, c])),
  );
  const proven = context.capabilities.namedNotNull ? provenOf(before, context.before) : new Map<string, Column>();
  const settled = handed.columns.map((present): Column => {
    const [last, own] = [final?.get(present.name), proven.get(present.name)];
    const given = own !== undefined && !present.notNull ? withNotNullOf(present, own) : present;
    const c = given.notNull && last?.notNull && alone.has(given.name) ? withNotNullOf(given, last) : given;
    const old = former?.get(c.name);
    if (old === undefined || (old.type === c.type && old.collation === c.collation)) return c;
    const { default: _, storage: __, compression: ___, ...rest } = c;
    const value = final?.get(c.name)?.default;
    return value === undefined ? rest : { ...rest, default: value };
  });
  const own = broughtAlong(before, after, context);
  return { ...handed, columns: settled.filter((c) => !own.includes(c.name)) };
}

/** The columns that parents which are left give to an heir, and others that it joins do again. */
function passedOn(before: Table, after: Table, context: DriverContext): ReadonlySet<string> {
  const [a, b] = [before.inherits ?? [], after.inherits ?? []];
  const at = a.findIndex((p, i) => !sameData(p, b[i]));
  if (at < 0) return new Set();
  const names = (places: typeof a, objects: DriverContext['before']): ReadonlySet<string> =>
    new Set(givenColumns(places, objects, false).map((c) => c.name));
  return names(b.slice(at), context.after).difference(names(a.slice(0, at), context.before));
}

/** The tables at any height whose changes reach a partition or an heir, before and after, the topmost first. */
function above(before: Table, after: Table, { before: was, after: is }: DriverContext): (readonly [Table, Table])[] {
  const found = new Map<ObjectId, readonly [Table, Table]>();
  const climb = (from: Table, to: Table): void => {
    for (const id of parentIds(to)) {
      const [a, b] = [was.get(id), is.get(id)];
      if (!parentIds(from).includes(id) || found.has(id) || a?.kind !== 'table' || b?.kind !== 'table') continue;
      climb(a, b);
      found.set(id, [a, b]);
    }
  };
  climb(before, after);
  return [...found.values()];
}

/** The fields that differ, dependencies aside. */
function differingFields(a: Table, b: Table): string[] {
  const [x, y] = [a, b] as unknown as Readonly<Record<string, unknown>>[];
  return Object.keys({ ...a, ...b }).filter((key) => key !== 'dependsOn' && !sameData(x?.[key], y?.[key]));
}

function wholeTable(table: Table, objects: DriverContext['after'], context: DriverContext): Table {
  return { ...table, columns: whole(table, objects, context) };
}

function whole(table: Table, objects: DriverContext['after'], { capabilities }: DriverContext): readonly Column[] {
  const all = capabilities.namedNotNull ? withNamesAbove(table, objects) : table;
  return allColumns(all, objects, capabilities.namedNotNull === true);
}

/** The same, with the names that not-null constraints have without saying so. */
function named(table: Table, objects: DriverContext['after'], context: DriverContext): readonly Column[] {
  return withNames(table, whole(table, objects, context), context);
}

function withNames(table: Table, columns: readonly Column[], { capabilities }: DriverContext): readonly Column[] {
  if (!capabilities.namedNotNull) return columns;
  return columns.map((c) => (c.notNull ? { ...c, notNullName: notNullName(table.name, c) } : c));
}

/** Generated columns come after what they are made of. */
function plainFirst(columns: readonly Column[]): Column[] {
  const isPlain = (c: Column): boolean => c.generated === undefined;
  return [...columns.filter(isPlain), ...columns.filter((c) => !isPlain(c))];
}
