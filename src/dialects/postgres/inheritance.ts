import { sameData } from '../../model/digest.ts';
import { idKind, memberId, type ObjectId } from '../../model/id.ts';
import { type Check, type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { changeColumn } from './column-change.ts';
import { addNotNull } from './column-settings.ts';
import { columnUses } from './column-uses.ts';
import { alterTable, columnDefinition, dropColumn } from './columns.ts';
import { givenChecks, type Place } from './handed-down.ts';
import { allColumns, columnNames, givenColumns, heirColumns, heirsOf, isLocal, lostBy } from './heirs.ts';
import { checkClause } from './kinds/check.ts';
import { locks } from './locks.ts';
import { giftsId, leftId, placeId, validId } from './names.ts';
import { columnIds, says, tableId } from './needs.ts';
import { among, dropCheck, ownCheck } from './own-checks.ts';
import { keepsGiven, madeAgainAbove } from './own-columns.ts';
import { quote } from './quote.ts';
import { aroundHeirs, isHandedLater, isRestated, namesTaken, notNullsId, restate, restatements } from './standing.ts';
import { typesAnew } from './types-anew.ts';

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
  /** The columns whose not-null constraints these statements see to. */
  readonly restated: ReadonlySet<string>;
}

const NONE: NewParents = { leave: [], gain: [], join: [], gained: [], lost: [], restated: new Set() };

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
  const own = (table: Table, objects: Objects, name: string): boolean => objects.has(ownCheck(table, name));
  const givenUp = givenChecks(after.inherits ?? [], context.after).some(
    ({ name }) => own(before, context.before, name) && !own(after, context.after, name),
  );
  const apart = (givenUp && !sameData(before.inherits, after.inherits)) || restates(before, after, context);
  return otherParents(before, after, context, apart ? 0 : undefined);
}

function restates(before: Table, after: Table, context: DriverContext): boolean {
  return context.capabilities.namedNotNull === true && isRestated(before, after, context);
}

/** The statements by which a check of an heir's own becomes its parents' alone: it leaves them for a moment. */
export function giveCheckUp(
  check: Check,
  { before, after }: Record<'before' | 'after', Table>,
  context: DriverContext,
): StepDraft[] {
  if (!sameData(before.inherits, after.inherits) || restates(before, after, context)) return [];
  const { leave, gain, join } = otherParents(before, after, context, 0);
  const steps = [...leave, ...gain, ...join].map((d) => ({ ...d, undo: [] }));
  return steps.map((d, i) =>
    i < steps.length - 1 ? d : { ...d, undo: [`${alterTable(after)} ADD ${checkClause(check)}`] },
  );
}

function otherParents(
  before: Table,
  after: Table,
  context: DriverContext,
  most = Number.POSITIVE_INFINITY,
): NewParents {
  const [a, b] = [before.inherits ?? [], after.inherits ?? []];
  let same = 0;
  while (same < most && same < a.length && same < b.length && sameData(a[same], b[same])) same += 1;
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
  const restated = restates(before, after, context);
  const forth = statements(former, next, context, { restated, isWayBack: false });
  const back = statements(next, former, context, { restated, isWayBack: true });
  const sqlOf = (list: readonly StepDraft[]): string[] => list.map((d) => d.sql);
  const undone = (list: readonly StepDraft[], at: number, undo: string[]): StepDraft[] =>
    list.map((d, i) => ({ ...d, undo: i === (at < 0 ? list.length - 1 : 0) ? undo : [] }));
  const atJoin = forth.join.length > 0;
  // A check that turns from the table's own into its parents' is lost by nobody, but must be gained on the way back.
  const [regain, rejoin] = [sqlOf(back.gain), sqlOf(back.join)];
  const [apart, away] = [sqlOf(back.leave), sqlOf(back.lose)];
  const last = forth.gain.length === 0 && !atJoin ? [...apart, ...away] : [];
  // Where it leaves nobody, whoever is made anew below it is gone only once the other table stands in.
  const leave = undone(forth.leave, former.others.length === 0 ? -1 : 0, [
    ...last,
    ...(forth.lose.length === 0 ? regain : []),
    ...rejoin,
  ]);
  // Where the way back makes the table anew, it starts from what is the table's own by then.
  const lose = keepsGiven(before, after, context) ? forth.lose : undone(asOne(forth.lose, 'ends', 0), 0, regain);
  return {
    leave: [...leave, ...lose],
    gain: undone(asOne(forth.gain, 'makes', forth.gain.length - 1), -1, [...(atJoin ? [] : apart), ...away]).map((d) =>
      atJoin ? d : { ...d, frees: [...(d.frees ?? []), ...back.retyped] },
    ),
    join: undone(forth.join, -1, apart),
    gained: forth.gained,
    lost: back.gained,
    restated: new Set(forth.restated),
  };
}

/** The statement whose undo is that of all makes or ends what all do: nobody comes in between who would be in its way. */
function asOne(list: readonly StepDraft[], verb: 'makes' | 'ends', at: number): StepDraft[] {
  const all = list.flatMap((d) => d[verb] ?? []).filter((id) => idKind(id) !== 'aside');
  return list.map((d, i) => (i === at ? { ...d, [verb]: all } : d));
}

interface Statements {
  readonly leave: readonly StepDraft[];
  readonly lose: readonly StepDraft[];
  readonly gain: readonly StepDraft[];
  readonly join: readonly StepDraft[];
  readonly gained: readonly Column[];
  readonly restated: readonly string[];
  /** What must have its type by the time that another table stands in for the parents. */
  readonly retyped: readonly ObjectId[];
}

interface Manner {
  /** Not-null constraints change their standing meanwhile. */
  readonly restated: boolean;
  readonly isWayBack: boolean;
}

function statements(from: Side, to: Side, context: DriverContext, { restated, isWayBack }: Manner): Statements {
  const { table } = to;
  const owner = idOf(table);
  const named = context.capabilities.namedNotNull === true;
  const kept = from.places.slice(0, from.places.length - from.others.length);
  // What comes and goes with the parents that stay is handed down by them.
  const steady = new Set([from, to].flatMap((s) => givenColumns(kept, s.objects, named).map((c) => c.name)));
  const steadyChecks = new Set([from, to].flatMap((s) => givenChecks(kept, s.objects).map((c) => c.name)));
  // Whoever leaves this table for its not-null constraints is away all the while.
  const away = restated ? aroundHeirs(table, { before: from.objects, after: to.objects }).needs : [];
  const isMadeAgain = !isWayBack && keepsGiven(from.table, table, context);
  const first = isWayBack ? [] : madeAgainAbove(from.table, context);
  const form = { needs: [owner, ...away, ...first], undo: [], locks: locks('alter column', owner) };

  const [had, has] = [from, to].map((s) => new Set(allColumns(s.table, s.objects, named).map((c) => c.name)));
  const types = new Map(allColumns(from.table, from.objects, named).map((c) => [c.name, c.type]));
  const retyped = (columns: readonly Column[]): ObjectId[] =>
    columns.flatMap(({ name, type }) => (types.get(name) === type ? [] : columnId(table.schema, table.name, name)));
  // What is generated comes last and goes first.
  const gained = to.columns
    .filter((c) => !steady.has(c.name) && !had?.has(c.name) && !isLocal(table, c.name))
    .toSorted((a, b) => computed(a) - computed(b));
  const lost = from.columns
    .filter((c) => !steady.has(c.name) && !has?.has(c.name) && !isLocal(from.table, c.name))
    .toSorted((a, b) => computed(b) - computed(a));
  // A type cannot change below a stand-in.
  const both = from.columns.filter((c) => to.columns.some((n) => n.name === c.name && n.type === c.type));
  const notNulls = named ? restatements(from, to) : [];
  const later = notNulls.filter((r) => restated && isHandedLater(r)).map((r) => r.column);
  const steadyNotNulls = notNulls.filter((r) => r.from?.own === false && r.to?.own === false).map((r) => r.column);
  const isHeld = ({ name }: Column): boolean =>
    (!isLocal(from.table, name) && !isLocal(table, name)) || steadyNotNulls.includes(name);
  const held = both.filter((c) => !steady.has(c.name) && isHeld(c));
  const isOwn = (s: Side, c: Check): boolean => {
    const own = s.objects.get(ownCheck(s.table, c.name));
    return own?.kind === 'check' && own.expression === c.expression;
  };
  const heldChecks = from.checks.filter(
    (c) => among(to.checks, c) && !steadyChecks.has(c.name) && !isOwn(from, c) && !(isWayBack && isOwn(to, c)),
  );
  const newChecks = to.checks.filter(
    (c) => !steadyChecks.has(c.name) && (!among(from.checks, c) || isOwn(from, c)) && !isOwn(to, c),
  );
  const lostChecks = from.checks.filter(
    (c) => !steadyChecks.has(c.name) && !among(to.checks, c) && !isOwn(from, c) && !isOwn(to, c),
  );

  const aside = asideName(table.name, 'parent');
  const standIn = quote.name(table.schema, aside);
  const left = leftId(table);
  const aboutIt = (as: string): ObjectId => memberId('aside', table.schema, table.name, as);
  const [made, stands] = [aboutIt('made'), aboutIt('parent')];
  const step = (sql: string, more: Partial<StepDraft> = {}): StepDraft => ({ ...form, sql, ...more });
  const standing = (columns: readonly Column[], checks: readonly Check[]): StepDraft[] => {
    const lines = [...columns.map((c) => columnDefinition(c)), ...checks.map((c) => checkClause(c))];
    return [
      step(`CREATE TABLE ${standIn} (${lines.join(', ')})`, { makes: [made] }),
      ...columns
        .filter((c) => c.notNullNotValid)
        .map((c) => step(addNotNull({ ...table, name: aside }, c), { needs: [...form.needs, made] })),
      step(`${alterTable(table)} INHERIT ${standIn}`, {
        makes: [stands],
        needs: [...form.needs, made, ...retyped(columns)],
      }),
    ];
  };
  // What parents made NOT NULL no longer is.
  const asPresent = (c: Column): Column => {
    const { notNull: _, notNullName: __, notNullNotValid: ___, ...nullable } = c;
    if (restated) return steadyNotNulls.includes(c.name) ? c : nullable;
    return to.columns.some((n) => n.name === c.name && n.notNull) ? c : nullable;
  };
  const stays = held.length > 0 || heldChecks.length > 0 || later.length > 0;
  const isComputedOf = ({ name }: Column): boolean => gained.some((c) => says(c.generated?.expression, name));
  const isMentioned = (c: Column): boolean =>
    later.includes(c.name) || (heldChecks.length > 0 && isLocal(from.table, c.name)) || isComputedOf(c);
  const mentioned = to.columns.filter(
    (c) => !held.some((h) => h.name === c.name) && !gained.includes(c) && isMentioned(c),
  );
  const gains = gained.length > 0 || newChecks.length > 0;
  const present = to.columns.filter((c) => !gained.includes(c) && (newChecks.length > 0 || isComputedOf(c)));
  const [quit, joined] = [from.others, to.others];

  const leave = quit.toReversed().map(({ schema, table: name }) => {
    const was = columnNames({ schema, table: name }, from.objects);
    return step(`${alterTable(table)} NO INHERIT ${quote.name(schema, name)}`, {
      needs: [...form.needs, ...(stays ? [stands] : [])],
      makes: [left],
      frees: [
        tableId(schema, name),
        ...(isMadeAgain ? [giftsId({ schema, name })] : []),
        ...columnIds(schema, name, was),
        ...typesAnew(from.columns, context),
        ...from.checks.flatMap((c) => [idOf(c), ownCheck(table, c.name)]),
      ],
      ends: lostBy({ schema, table: name }, to.objects, from.objects),
      locks: locks('alter column', owner, tableId(schema, name)),
    });
  });
  const added = gained.map((c) =>
    step(`ALTER TABLE ${standIn} ADD COLUMN ${columnDefinition(c)}`, {
      needs: [owner, ...first, ...columnUses(c, context)],
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
    notNullsId(table),
    ...to.checks.flatMap(({ name }) => [
      ownCheck(table, name),
      validId({ schema: table.schema, table: table.name, name }),
    ]),
    ...columnIds(table.schema, table.name, has ?? []),
    ...joined.flatMap((p) => [
      tableId(p.schema, p.table),
      notNullsId({ schema: p.schema, name: p.table }),
      ...columnIds(p.schema, p.table, columnNames(p, to.objects)),
    ]),
  ];
  // What they lose must be gone, or the heir would lack it.
  const gone = [
    ...givenChecks(joined, from.objects)
      .filter((c) => !among(to.checks, c))
      .map(idOf),
    ...joined.flatMap((p) => lostBy(p, from.objects, to.objects)),
  ];
  const last = { needs: [...needs, placeId(table)] };
  const inherit = joined.map((p) =>
    step(`${alterTable(table)} INHERIT ${quote.name(p.schema, p.table)}`, {
      needs,
      makes: [...gone, placeId(table)],
      locks: locks('alter column', owner, tableId(p.schema, p.table)),
    }),
  );
  return {
    leave: [...(stays ? standing([...held, ...mentioned].map(bare).map(asPresent), heldChecks) : []), ...leave].map(
      (d) => ({ ...d, makes: [...(d.makes ?? []), ...(restated ? namesTaken(table, notNulls) : [])] }),
    ),
    lose: [
      ...lostChecks.map((c) =>
        step(dropCheck(table, c), {
          undo: [`${alterTable(table)} ADD ${checkClause(c)}`],
          ends: [table, ...heirsOf(table, from.objects)].map((t) => ownCheck(t, c.name)),
        }),
      ),
      ...lost.map((c) => dropColumn(from.table, c, context)),
    ].map((d) => ({ ...d, needs: [...(d.needs ?? []), left] })),
    gain: [
      ...(gains && !stays ? standing(present.map(bare), []) : []),
      ...[
        ...added,
        ...checked,
        ...gained.flatMap((c) => ownings(to, c, context)),
        ...(restated ? restate(to, { before: from.objects, after: to.objects }, notNulls, standIn) : []),
      ].map((d) => (stays || gains ? { ...d, needs: [...(d.needs ?? []), stands] } : d)),
    ],
    join: [
      ...inherit,
      ...(stays || gains
        ? [step(`${alterTable(table)} NO INHERIT ${standIn}`, last), step(`DROP TABLE ${standIn}`, last)]
        : []),
    ],
    gained,
    restated: restated ? notNulls.map((r) => r.column) : [],
    retyped: stays ? retyped([...held, ...mentioned]) : [],
  };
}

/** What the table itself says of a column that it has from a parent. */
function ownings({ table, objects }: Side, given: Column, context: DriverContext): StepDraft[] {
  const own = table.columns.find((c) => c.name === given.name);
  return own === undefined
    ? []
    : changeColumn(table, given, own, { ...context, after: objects }).steps.map((d) => ({ ...d, undo: [] }));
}

function computed({ generated }: Column): number {
  return generated === undefined ? 0 : 1;
}

/** A column without what the stand-in need not have. */
function bare({ default: _, ...column }: Column): Column {
  return column;
}
