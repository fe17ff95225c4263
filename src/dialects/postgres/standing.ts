import { dotted, memberId, type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { notNullName } from './column-settings.ts';
import { alterTable } from './columns.ts';
import { allColumns, givenColumns, heirsOf } from './heirs.ts';
import { locks } from './locks.ts';
import { belowId, constraintId, leftId, makeObjectName, notNullId, nullableId } from './names.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';
import { keepsGiven } from './own-columns.ts';
import { quote } from './quote.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** A not-null constraint of an heir: its parents' alone, or its own too. */
interface Standing {
  readonly own: boolean;
  readonly name: string;
  readonly noInherit: boolean;
  /** It holds for rows to come, and nobody has looked at those that are there. */
  readonly notValid: boolean;
}

/** What becomes of a not-null constraint that parents have to do with, before or after. */
export interface Restated {
  readonly column: string;
  readonly from: Standing | undefined;
  readonly to: Standing | undefined;
}

interface Side {
  readonly table: Table;
  readonly objects: Objects;
}

/** By column: the not-null constraints of a table. */
function standings({ table, objects }: Side): ReadonlyMap<string, Standing> {
  const own = new Map(table.columns.map((c) => [c.name, c]));
  const given = givenNotNulls(table, objects);
  const columns = allColumns(table, objects, true).filter((c) => c.notNull);
  return new Map(
    columns.map((c) => [
      c.name,
      {
        own: !given.has(c.name) || saysSo(own.get(c.name)),
        name: notNullName(table.name, c),
        noInherit: c.notNullNoInherit === true,
        notValid: c.notNullNotValid === true,
      },
    ]),
  );
}

/** The columns that an heir's parents alone make NOT NULL. */
export function givenAlone(table: Table, objects: Objects): ReadonlySet<string> {
  return new Set([...standings({ table, objects })].flatMap(([name, { own }]) => (own ? [] : [name])));
}

const NOT_NULL = [
  'notNull',
  'notNullName',
  'notNullInherited',
  'notNullOwn',
  'notNullNoInherit',
  'notNullNotValid',
] as const;

/** A column as if its not-null constraint were that of another. */
export function withNotNullOf(column: Column, other: Column): Column {
  const rest = Object.entries(column).filter(([key]) => !(NOT_NULL as readonly string[]).includes(key));
  const taken = NOT_NULL.flatMap((key) => (other[key] === undefined ? [] : [[key, other[key]] as const]));
  return Object.fromEntries([...rest, ...taken]) as unknown as Column;
}

/** Whether the heir itself makes a column NOT NULL that its parents do, too. */
function saysSo(own: Column | undefined): boolean {
  if (!own?.notNull || own.notNullInherited) return false;
  return !own.inherited || own.notNullName !== undefined;
}

/** The columns that parents make NOT NULL; `kept`: those of these tables alone. */
function givenNotNulls({ inherits = [] }: Table, objects: Objects, kept?: ReadonlySet<ObjectId>): GivenNotNulls {
  const parents = inherits.filter((p) => kept?.has(tableId(p.schema, p.table)) ?? true);
  return new Map(
    givenColumns(parents, objects, true).flatMap((c) => (c.notNull ? [[c.name, c.notNullNotValid === true]] : [])),
  );
}

/** By column: whether parents make it NOT NULL for rows to come alone. */
type GivenNotNulls = ReadonlyMap<string, boolean>;

/** The not-null constraints of columns that an heir keeps, where its parents have to do with them. */
export function restatements(from: Side, to: Side): Restated[] {
  const given = new Set([from, to].flatMap((s) => [...givenNotNulls(s.table, s.objects).keys()]));
  const [a, b] = [standings(from), standings(to)];
  const there = new Set(allColumns(from.table, from.objects, true).map((c) => c.name));
  return allColumns(to.table, to.objects, true).flatMap(({ name: column }) =>
    given.has(column) && there.has(column) ? [{ column, from: a.get(column), to: b.get(column) }] : [],
  );
}

/**
 * Whether an heir has to leave its parents for its not-null constraints: as long as a parent has one too, it has that name and
 * is the heir's own or is not. https://www.postgresql.org/docs/current/sql-altertable.html
 */
function isRestatedTo(before: Table, after: Table, context: Pick<DriverContext, 'before' | 'after'>): boolean {
  if (before.inherits === undefined && after.inherits === undefined) return false;
  const ids = ({ inherits = [] }: Table): ObjectId[] => inherits.map((p) => tableId(p.schema, p.table));
  const kept = new Set(ids(before).filter((id) => ids(after).includes(id)));
  const had = givenNotNulls(before, context.before, kept);
  const has = givenNotNulls(after, context.after, kept);
  const stays = new Set(
    [...kept].flatMap((id) => {
      const parent = context.before.get(id);
      return parent?.kind === 'table' ? allColumns(parent, context.before, true).map((c) => c.name) : [];
    }),
  );
  const other = ids(before).findIndex((id, i) => ids(after)[i] !== id);
  const first = new Set(ids(before).slice(0, other < 0 ? undefined : other));
  const [steady, handed] = [givenNotNulls(before, context.before, first), givenNotNulls(after, context.after, first)];
  const [a, b] = [
    { table: before, objects: context.before },
    { table: after, objects: context.after },
  ];
  return restatements(a, b).some(({ column, from, to }) => {
    if (to === undefined) return from?.own === true && had.has(column);
    if (!to.own) {
      if (from === undefined) return !handed.has(column);
      // Those that are not left hand down what becomes of theirs; who gets it from others instead would have it by itself meanwhile.
      const isHanded = steady.has(column) && has.get(column) === to.notValid;
      if (!from.own && stays.has(column) && !(had.has(column) && has.has(column))) return true;
      return from.own || (from.notValid !== to.notValid && !isHanded);
    }
    const same = from?.own && from.name === to.name && from.noInherit === to.noInherit;
    if (same && from.notValid === to.notValid) return false;
    return had.has(column) || has.has(column);
  });
}

/** The same, on the way back too, unless that makes the table anew. */
export function isRestated(before: Table, after: Table, context: Pick<DriverContext, 'before' | 'after'>): boolean {
  const back = { before: context.after, after: context.before };
  return (
    isRestatedTo(before, after, context) || (!keepsGiven(before, after, context) && isRestatedTo(after, before, back))
  );
}

/** Where a constraint is to be the parents' alone, what stands in for them has to give it. */
export function isHandedLater({ from, to }: Restated): boolean {
  return to?.own === false && from?.own !== false;
}

/** The statements that lead from one standing to the other while `standIn` alone is above the table. */
export function restate(
  { table }: Side,
  context: Pick<DriverContext, 'before' | 'after'>,
  changes: readonly Restated[],
  standIn: string,
): StepDraft[] {
  const owner = idOf(table);
  const [alter, above] = [alterTable(table), `ALTER TABLE ${standIn}`];
  const { needs, makes } = aroundHeirs(table, context);
  const form = { needs: [owner, leftId(table), ...needs], makes, undo: [], locks: locks('alter column', owner) };
  const steps = changes.flatMap(({ column, from, to }): StepDraft[] => {
    const name = quote.ident(column);
    const named = (as: Standing | undefined): ObjectId[] =>
      from === undefined || as === undefined || from.name === to?.name
        ? []
        : [constraintId({ schema: table.schema, table: table.name, name: as.name })];
    const id = notNullId(table.schema, table.name, column);
    const drop = (on: string): StepDraft => ({
      ...form,
      sql: `${on} ALTER COLUMN ${name} DROP NOT NULL`,
      ends: [id, ...named(from)],
      makes: [...makes, nullableId(owner, column)],
    });
    const add = (on: string, as: Standing): StepDraft => ({
      ...form,
      sql: `${on} ADD CONSTRAINT ${quote.ident(as.name)} NOT NULL ${name}${as.noInherit ? ' NO INHERIT' : ''}${as.notValid ? ' NOT VALID' : ''}`,
      makes: [id, ...makes],
      needs: [...form.needs, nullableId(owner, column)],
    });
    const validate = (on: string, as: Standing): StepDraft => ({
      ...form,
      sql: `${on} VALIDATE CONSTRAINT ${quote.ident(as.name)}`,
      makes: [id, ...makes],
    });
    if (to === undefined) return from === undefined ? [] : [drop(alter)];
    if (!to.own) {
      if (from?.own !== false) return [drop(alter), add(above, to)];
      const isTaken = from.name !== to.name && changes.some((c) => c.column !== column && c.to?.name === from.name);
      if (isTaken || takes(table, column, from.name)) return [drop(above), add(above, to)];
      if (from.notValid === to.notValid) return [];
      return to.notValid ? [drop(above), add(above, { ...to, name: from.name })] : [validate(above, from)];
    }
    if (from === undefined) return [add(alter, to)];
    if (from.noInherit !== to.noInherit || (to.notValid && !from.notValid)) return [drop(alter), add(alter, to)];
    const valid = from.notValid && !to.notValid ? [validate(alter, to)] : [];
    if (from.name === to.name) return valid;
    if (!isFollowed(table, column, [from.name, to.name], context)) return [drop(alter), add(alter, to)];
    const sql = `${alter} RENAME CONSTRAINT ${quote.ident(from.name)} TO ${quote.ident(to.name)}`;
    return [{ ...form, sql, ends: named(from) }, ...valid];
  });
  // Some take the names of others.
  const isDrop = ({ sql }: StepDraft): boolean => sql.endsWith(' DROP NOT NULL');
  return [...steps.filter(isDrop), ...steps.filter((s) => !isDrop(s))];
}

/** Whether a table calls another not-null constraint so. */
function takes(table: Table, column: string, name: string): boolean {
  return table.columns.some((c) => c.name !== column && c.notNull && notNullName(table.name, c) === name);
}

/** The names that not-null constraints of a table take from others that change apart from these: the way back gives them back last. */
export function namesTaken({ schema, name: table }: Table, changes: readonly Restated[]): ObjectId[] {
  const given = new Set(changes.map((c) => c.from?.name));
  const taken = changes.flatMap(({ to }) => (to === undefined || given.has(to.name) ? [] : [to.name]));
  return taken.map((name) => constraintId({ schema, table, name }));
}

/** Whether all that stay below a table have its not-null constraint by its name, and from nobody else: then it is renamed with theirs. */
export function isFollowed(
  table: Table,
  column: string,
  names: readonly [before: string, after: string],
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  return [before, after].every((objects, i) =>
    heirsOf(table, objects).every((heir) => {
      const [a, b] = [before.get(idOf(heir)), after.get(idOf(heir))];
      if (heir.inherits === undefined || a?.kind !== 'table' || b?.kind !== 'table') return true;
      if (isRestated(a, b, { before, after })) return true;
      const givers = heir.inherits.filter((p) =>
        givenColumns([p], objects, true).some((c) => c.name === column && c.notNull),
      );
      return givers.length === 1 && standings({ table: heir, objects }).get(column)?.name === names[i];
    }),
  );
}

/** The names of not-null constraints that are not the server's own. */
const namesIn = once((objects: Objects): ReadonlySet<string> => {
  const tables = [...objects.values()].filter((o) => o.kind === 'table');
  return new Set(tables.flatMap((t) => t.columns.flatMap((c) => c.notNullName ?? [])));
});

/** Whether the name that the server would give to a not-null constraint is another table's: then it would count on. */
export function isNameTaken(
  table: Table,
  column: string,
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  const sides = { before, after };
  return [before, after].some((o) => heirsOf(table, o).length > 0) || isHeldElsewhere(table, column, sides);
}

function isHeldElsewhere(
  table: Table,
  column: string,
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  const name = makeObjectName(table.name, column, 'not_null');
  return [before, after].some((o) => namesIn(o).has(name) || isOthersOwn(table, name, o));
}

/** Tables by the names that the server gives to their not-null constraints. */
const owners = once((objects: Objects): ReadonlyMap<string, ReadonlySet<ObjectId>> => {
  const all = new Map<string, Set<ObjectId>>();
  for (const o of objects.values()) {
    for (const c of o.kind === 'table' ? o.columns : []) {
      if (!c.notNull || c.notNullInherited || c.notNullName !== undefined) continue;
      const key = dotted(o.schema, makeObjectName(o.name, c.name, 'not_null'));
      all.set(key, (all.get(key) ?? new Set()).add(idOf(o)));
    }
  }
  return all;
});

/** Whether the server would give another table of the schema the same name, as of names that it cuts short. */
function isOthersOwn(table: Table, name: string, objects: Objects): boolean {
  return [...(owners(objects).get(dotted(table.schema, name)) ?? [])].some((id) => id !== idOf(table));
}

/** The same of a column that comes: an heir that has it already has, by then, what the table is to give. */
export function isNameTakenOfColumn(
  table: Table,
  column: string,
  sides: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  const hasIt = (heir: Table): boolean => {
    const former = sides.before.get(idOf(heir));
    return heir.inherits !== undefined && former?.kind === 'table' && former.columns.some((c) => c.name === column);
  };
  return heirsOf(table, sides.after).some(hasIt) || isHeldElsewhere(table, column, sides);
}

/** The same of a table that is made, or made anew: partitions that go and come with it are not there by then. */
export function isNameTakenOfNew(
  table: Table,
  column: string,
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  const staysApart = (heir: Table): boolean => {
    const [a, b] = [before.get(idOf(heir)), after.get(idOf(heir))];
    return a?.kind === 'table' && b?.kind === 'table' && (a.partitionOf === undefined || b.partitionOf === undefined);
  };
  if ([before, after].some((o) => heirsOf(table, o).some(staysApart))) return true;
  return isHeldElsewhere(table, column, { before, after });
}

/** Who leaves a table for a not-null constraint is away while those of the table change, and comes back after that. */
export function aroundHeirs(
  table: Table,
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): { readonly needs: readonly ObjectId[]; readonly makes: readonly ObjectId[] } {
  // Heirs that leave for another reason are back as they were, and get what their parents get.
  const goes = (heir: Table): boolean => {
    const [a, b] = [before.get(idOf(heir)), after.get(idOf(heir))];
    if (heir.partitionOf !== undefined || a?.kind !== 'table' || b?.kind !== 'table') return true;
    return isRestated(a, b, { before, after });
  };
  const below = [before, after].flatMap((objects) => heirsOf(table, objects)).filter(goes);
  return { needs: [...new Set(below.map(leftId))], makes: [notNullsId(table), belowId(idOf(table))] };
}

/** That the not-null constraints of a table are as they are to be: who left it for them comes back after that. */
export function notNullsId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('not_nulls', schema, name, 'all');
}
