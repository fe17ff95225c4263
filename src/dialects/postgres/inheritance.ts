import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { type Check, type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { changeColumn } from './column-change.ts';
import { alterTable, columnDefinition, columnUses, dropColumn } from './columns.ts';
import { givenChecks, type Place } from './handed-down.ts';
import { allColumns, givenColumns, heirColumns, isLocal } from './heirs.ts';
import { checkClause } from './kinds/check.ts';
import { locks } from './locks.ts';
import { columnIds, tableId } from './needs.ts';
import { quote } from './quote.ts';

type Objects = DriverContext['before'];

/** The statements that give a table other parents, around those that change its columns. */
export interface NewParents {
  /** Before its columns change: what it leaves, and what it has from there alone goes. */
  readonly leave: readonly StepDraft[];
  /** After that: what its new parents have and it lacks. */
  readonly gain: readonly StepDraft[];
  readonly join: readonly StepDraft[];
  /** Columns that come and go in these statements. */
  readonly gained: readonly Column[];
  readonly lost: readonly Column[];
}

const NONE: NewParents = { leave: [], gain: [], join: [], gained: [], lost: [] };

interface Side {
  readonly table: Table;
  readonly objects: Objects;
  readonly places: readonly Place[];
  /** From where on the parents differ. */
  readonly others: readonly Place[];
  readonly columns: readonly Column[];
  readonly checks: readonly Check[];
}

/**
 * A table that leaves a parent keeps the columns as its own, and one that joins needs them all beforehand. What shall be its
 * parents' alone in the end is handed to it by another table that stands in for them meanwhile; rows stay where they are.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-INHERIT
 */
export function newParents(before: Table, after: Table, context: DriverContext): NewParents {
  const [a, b] = [before.inherits ?? [], after.inherits ?? []];
  let same = 0;
  while (same < a.length && same < b.length && sameData(a[same], b[same])) same += 1;
  const named = context.capabilities.namedNotNull === true;
  const side = (table: Table, objects: Objects, places: readonly Place[]): Side => ({
    table,
    objects,
    places,
    others: places.slice(same),
    columns: givenColumns(places, objects, named),
    checks: givenChecks(places, objects),
  });
  if (a.length === same && b.length === same) return NONE;
  const [former, next] = [side(before, context.before, a), side(after, context.after, b)];
  const forth = statements(former, next, context);
  const back = statements(next, former, context, true);
  const sqlOf = (list: readonly StepDraft[]): string[] => list.map((d) => d.sql);
  const undone = (list: readonly StepDraft[], at: number, undo: string[]): StepDraft[] =>
    list.map((d, i) => ({ ...d, undo: i === (at < 0 ? list.length - 1 : 0) ? undo : [] }));
  // A check that turns from the table's own into its parents' is lost by nobody, but must be gained on the way back.
  const [regain, rejoin] = [sqlOf(back.gain), sqlOf(back.join)];
  const leave = undone(forth.leave, 0, forth.lose.length === 0 ? [...regain, ...rejoin] : rejoin);
  return {
    leave: [...leave, ...undone(forth.lose, 0, regain)],
    gain: undone(forth.gain, -1, sqlOf(back.lose)),
    join: undone(forth.join, -1, sqlOf(back.leave)),
    gained: forth.gained,
    lost: back.gained,
  };
}

interface Statements {
  readonly leave: readonly StepDraft[];
  readonly lose: readonly StepDraft[];
  readonly gain: readonly StepDraft[];
  readonly join: readonly StepDraft[];
  readonly gained: readonly Column[];
}

function statements(from: Side, to: Side, context: DriverContext, isWayBack = false): Statements {
  const { table } = to;
  const owner = idOf(table);
  const named = context.capabilities.namedNotNull === true;
  const kept = from.places.slice(0, from.places.length - from.others.length);
  // What comes and goes with the parents that stay is handed down by them.
  const steady = new Set([from, to].flatMap((s) => givenColumns(kept, s.objects, named).map((c) => c.name)));
  const steadyChecks = new Set([from, to].flatMap((s) => givenChecks(kept, s.objects).map((c) => c.name)));
  const form = { needs: [owner], undo: [], locks: locks('alter column', owner) };

  const [had, has] = [from, to].map((s) => new Set(allColumns(s.table, s.objects, named).map((c) => c.name)));
  const gained = to.columns.filter((c) => !steady.has(c.name) && !had?.has(c.name) && !isLocal(table, c.name));
  const lost = from.columns.filter((c) => !steady.has(c.name) && !has?.has(c.name) && !isLocal(from.table, c.name));
  // A type cannot change below a stand-in.
  const both = from.columns.filter((c) => to.columns.some((n) => n.name === c.name && n.type === c.type));
  const held = both.filter((c) => !steady.has(c.name) && !isLocal(from.table, c.name) && !isLocal(table, c.name));
  const isOwn = (s: Side, c: Check): boolean => {
    const own = s.objects.get(ownCheck(s.table, c.name));
    return own?.kind === 'check' && own.expression === c.expression;
  };
  const heldChecks = from.checks.filter((c) => among(to.checks, c) && !steadyChecks.has(c.name) && !isOwn(from, c));
  const newChecks = to.checks.filter((c) => !steadyChecks.has(c.name) && !among(from.checks, c) && !isOwn(to, c));
  const lostChecks = from.checks.filter(
    (c) => !steadyChecks.has(c.name) && !among(to.checks, c) && !isOwn(from, c) && !isOwn(to, c),
  );

  const standIn = quote.name(table.schema, asideName(table.name, 'parent'));
  const step = (sql: string, more: Partial<StepDraft> = {}): StepDraft => ({ ...form, sql, ...more });
  const standing = (columns: readonly Column[], checks: readonly Check[]): StepDraft[] => {
    const lines = [...columns.map((c) => columnDefinition(c)), ...checks.map((c) => checkClause(c))];
    return [step(`CREATE TABLE ${standIn} (${lines.join(', ')})`), step(`${alterTable(table)} INHERIT ${standIn}`)];
  };
  // On the way back, what parents made NOT NULL no longer is.
  const asPresent = (c: Column): Column => {
    const { notNull: _, notNullName: __, ...nullable } = c;
    return isWayBack && !to.columns.some((n) => n.name === c.name && n.notNull) ? nullable : c;
  };
  const stays = held.length > 0 || heldChecks.length > 0;
  const mentioned = both.filter((c) => heldChecks.length > 0 && isLocal(from.table, c.name));
  const gains = gained.length > 0 || newChecks.length > 0;
  const present = to.columns.filter((c) => !gained.includes(c) && newChecks.length > 0);
  const [left, joined] = [from.others, to.others];

  const leave = left.toReversed().map(({ schema, table: name }) => {
    const was = namesOf({ schema, table: name }, from.objects);
    return step(`${alterTable(table)} NO INHERIT ${quote.name(schema, name)}`, {
      frees: [
        tableId(schema, name),
        ...columnIds(schema, name, was),
        ...from.checks.flatMap((c) => [idOf(c), ownCheck(table, c.name)]),
      ],
      ends: lostBy({ schema, table: name }, to.objects, from.objects),
      locks: locks('alter column', owner, tableId(schema, name)),
    });
  });
  const added = gained.map((c) =>
    step(`ALTER TABLE ${standIn} ADD COLUMN ${columnDefinition(c)}`, {
      needs: [owner, ...columnUses(c, context)],
      makes: [columnId(table.schema, table.name, c.name), ...heirColumns(table, c.name, to.objects)],
    }),
  );
  const checked = newChecks.flatMap((c) => [
    ...(isOwn(from, c) ? [step(dropCheck(table, c))] : []),
    step(`ALTER TABLE ${standIn} ADD ${checkClause(c)}`, { makes: [ownCheck(table, c.name)] }),
  ]);
  // All wait for the last of the parents, so that they keep their order.
  const needs = [
    owner,
    ...to.checks.map((c) => ownCheck(table, c.name)),
    ...columnIds(table.schema, table.name, has ?? []),
    ...joined.flatMap((p) => [tableId(p.schema, p.table), ...columnIds(p.schema, p.table, namesOf(p, to.objects))]),
  ];
  // What they lose must be gone, or the heir would lack it.
  const gone = [
    ...givenChecks(joined, from.objects)
      .filter((c) => !among(to.checks, c))
      .map(idOf),
    ...joined.flatMap((p) => lostBy(p, from.objects, to.objects)),
  ];
  const inherit = joined.map((p) =>
    step(`${alterTable(table)} INHERIT ${quote.name(p.schema, p.table)}`, {
      needs,
      makes: gone,
      locks: locks('alter column', owner, tableId(p.schema, p.table)),
    }),
  );
  return {
    leave: [...(stays ? standing([...held, ...mentioned].map(bare).map(asPresent), heldChecks) : []), ...leave],
    lose: [
      ...lostChecks.map((c) => step(dropCheck(table, c), { ends: [ownCheck(table, c.name)] })),
      ...lost.map((c) => ({ ...dropColumn(from.table, c, context), undo: [] })),
    ],
    gain: [
      ...(gains && !stays ? standing(present.map(bare), []) : []),
      ...added,
      ...checked,
      ...gained.flatMap((c) => ownings(to, c, context)),
    ],
    join: [
      ...inherit,
      ...(stays || gains
        ? [step(`${alterTable(table)} NO INHERIT ${standIn}`, { needs }), step(`DROP TABLE ${standIn}`, { needs })]
        : []),
    ],
    gained,
  };
}

/** What the table itself says of a column that it has from a parent. */
function ownings({ table, objects }: Side, given: Column, context: DriverContext): StepDraft[] {
  const own = table.columns.find((c) => c.name === given.name);
  return own === undefined
    ? []
    : changeColumn(table, given, own, { ...context, after: objects }).steps.map((d) => ({ ...d, undo: [] }));
}

/** A column without what the stand-in need not have. */
function bare({ default: _, ...column }: Column): Column {
  return column;
}

/** The columns that a parent has on one side alone. */
function lostBy(place: Place, on: Objects, other: Objects): ObjectId[] {
  const there = namesOf(place, other);
  return columnIds(
    place.schema,
    place.table,
    namesOf(place, on).filter((c) => !there.includes(c)),
  );
}

function namesOf({ schema, table }: Place, objects: Objects): string[] {
  const found = objects.get(tableId(schema, table));
  return found?.kind === 'table' ? found.columns.map((c) => c.name) : [];
}

function dropCheck(table: Table, { name }: Check): string {
  return `${alterTable(table)} DROP CONSTRAINT ${quote.ident(name)}`;
}

function ownCheck({ schema, name }: Table, check: string): ObjectId {
  return memberId('check', schema, name, check);
}

function among(checks: readonly Check[], { name, expression }: Check): boolean {
  return checks.some((c) => c.name === name && c.expression === expression);
}
