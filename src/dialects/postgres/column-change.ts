import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { callOf, type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { defaultClause, defaultSteps } from './column-default.ts';
import { columnSettingSteps, notNullComments, notNullSteps } from './column-settings.ts';
import {
  addColumn,
  alterTable,
  collate,
  columnDefinition,
  columnStep,
  columnTarget,
  dropColumn,
  formerTable,
  usesAround,
} from './columns.ts';
import { changedComment, commentAgain } from './comment.ts';
import { replay } from './expression.ts';
import { allColumns, heirColumns, heirsOf } from './heirs.ts';
import { identitySteps } from './identity-change.ts';
import { locks } from './locks.ts';
import { withMovedType } from './moved-types.ts';
import { columnMeaningId, columnPairId, columnShapeId, giftsId } from './names.ts';
import { baseType, functionsIn, ownType, says, sequencesBesideTypes } from './needs.ts';
import { dropNotNull, setNotNull } from './not-null-change.ts';
import { quote } from './quote.ts';
import { isRemadeTable } from './remake.ts';
import { type Cast, conversion, unreadable } from './types.ts';
import { isWatched } from './watched.ts';

/** What changes at one column: in the order drop (of what must be made anew), steps, add. */
export interface ColumnChange {
  readonly drop: readonly StepDraft[];
  readonly steps: readonly StepDraft[];
  readonly add: readonly StepDraft[];
  readonly rebuilds: readonly ObjectId[];
}

const NOTHING: ColumnChange = { drop: [], steps: [], add: [], rebuilds: [] };

/** `present` carries the column's present name; `table` is the table as it is to be. */
export function changeColumn(table: Table, present: Column, column: Column, context: DriverContext): ColumnChange {
  const former = withMovedType(present, column, context);
  if (mustBeMadeAnew(table, former, column, context)) return anew(table, former, column, context);
  const typed = former.type !== column.type || former.collation !== column.collation;
  const gone = former.identity !== undefined && column.identity === undefined;
  const plain = former.generated !== undefined && column.generated === undefined;
  // The way back computes the column again, whatever type it has by then.
  const retyped = typed ? typeSteps(table, former, column, context).map((s) => (plain ? { ...s, undo: [] } : s)) : [];
  const gifts = giftsId(table);
  const giving = (s: StepDraft): StepDraft =>
    hasNewHeirs(table, context) ? { ...s, makes: [...(s.makes ?? []), gifts], ends: [...(s.ends ?? []), gifts] } : s;
  const steps = [
    ...(plain ? [dropExpression(table, former, column, context)] : []),
    ...(gone ? identitySteps(table, former, column, typed) : []),
    ...(typed ? retyped : defaultSteps(table, former, column, context)).map(giving),
    ...(plain ? [] : expressionSteps(table, former, column, context)),
    ...setNotNull(table, former, column, context),
    ...notNullSteps(table, former, column, context),
    ...(gone ? [] : identitySteps(table, former, column)),
    ...dropNotNull(table, former, column, context),
    ...notNullComments(table, former, column),
    ...columnSettingSteps(table, typed ? withoutStorage(former) : former, column, context).map(giving),
    ...changedComment(
      columnTarget(table, column.name),
      former.comment,
      column.comment,
      columnId(table.schema, table.name, column.name),
      locks('comment', idOf(table)),
    ),
  ];
  // The way back drops the column, and what stands on it.
  const rebuilds = plain ? [columnId(table.schema, table.name, column.name)] : [];
  return { ...NOTHING, steps, rebuilds: [...rebuilds, ...(typed ? typeRebuilds(table, former, column, context) : [])] };
}

/** Whether heirs of a table come or go, and be it to be made anew. */
function hasNewHeirs(table: Table, context: DriverContext): boolean {
  const { before, after } = context;
  return [before, after].some((objects) =>
    heirsOf(table, objects).some((h) => h.inherits !== undefined && !staysInPlace(h, context)),
  );
}

function staysInPlace(table: Table, context: DriverContext): boolean {
  const id = idOf(table);
  return context.before.has(id) && context.after.has(id) && !isRemadeTable(id, context);
}

/** Generated columns cannot become plain ones with other values, nor the other way round, in place. */
function mustBeMadeAnew(table: Table, { generated: a, type }: Column, column: Column, context: DriverContext): boolean {
  const b = column.generated;
  if (a === undefined && b === undefined) return false;
  if (a === undefined) return true;
  if (b === undefined) return !a.stored;
  if (a.stored !== b.stored) return true;
  // No statement casts what is computed, nor does the way back.
  const casts = (from: string, to: string): boolean => conversion(from, to).using !== null;
  if (type !== column.type && (casts(type, column.type) || casts(column.type, type))) return true;
  if (a.expression === b.expression) return false;
  if (!context.capabilities.setExpression || isRetyped(table, a.expression, context)) return true;
  if (!a.stored && isWatched(table, context)) return true;
  // A call may mean either of two routines of one name while both are there.
  const called = functionsIn(b.expression, table);
  const gone = functionsIn(a.expression, formerTable(table, context)).filter((id) => !called.includes(id));
  return gone.some((id) => called.some((other) => callOf(other) === callOf(id)));
}

/** Whether a column that an expression mentions changes its type, or that type itself is another one. */
function isRetyped(table: Table, expression: string, context: DriverContext): boolean {
  const { before, after } = context;
  const former = formerTable(table, context).columns;
  const isOther = (type: string): boolean => {
    const [from, to] = [ownType(type, { before, after: before }), ownType(type, { before: after, after })];
    return from !== to || !sameData(before.get(from ?? ''), after.get(to ?? ''));
  };
  return table.columns.some(
    ({ name, type }) =>
      says(expression, name) && former.some((f) => f.name === name && (f.type !== type || isOther(type))),
  );
}

/** Drops and adds a column. What a generated column held is computed again; what a plain one held is lost. */
export function anew(table: Table, former: Column, column: Column, context: DriverContext): ColumnChange {
  return {
    drop: [dropColumn(table, former, context)],
    steps: [],
    add: addColumn(table, column, context),
    rebuilds: [columnId(table.schema, table.name, column.name)],
  };
}

function typeRebuilds(table: Table, former: Column, column: Column, context: DriverContext): ObjectId[] {
  const { meaning, parts } = conversion(former.type, column.type);
  return [table, ...heirsOf(table, context.before)].flatMap(({ schema, name }) => [
    columnShapeId(schema, name, column.name),
    ...(meaning ? [columnMeaningId(schema, name, column.name)] : []),
    ...(parts ? [columnPairId(schema, name, column.name)] : []),
  ]);
}

/** With another type a column gets that one's storage. */
function withoutStorage({ storage: _, compression: __, ...column }: Column): Column {
  return column;
}

/**
 * A default that calls a function of the database's own goes before the type changes and comes back after it: the function may
 * be made anew, too, or the type take the name of a sequence. So do defaults that differ from table to table, which one statement for all would make the same.
 */
function typeSteps(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  if (isOfChangedType(former, column, context)) return typeStepsByText(table, former, column, context);
  const uses = (c: Column, of: Table, others: DriverContext['after']): ObjectId[] => [
    ...functionsIn(c.default, of),
    ...sequencesBesideTypes(c.default, others),
  ];
  const frees = uses(former, formerTable(table, context), context.after);
  const needs = uses(column, table, context.before);
  const { default: a, ...plainFormer } = former;
  const { default: b, ...plain } = column;
  const id = columnId(table.schema, table.name, column.name);
  const below = defaultsBelow(table, column.name, context);
  const only = below.some((d) => d.before !== a || d.after !== b);
  const splitA = a !== undefined && (frees.length > 0 || only);
  const splitB = b !== undefined && (needs.length > 0 || only);
  const gone = defaultClause(undefined);
  const drop = (of: Table, value: string | undefined): StepDraft => ({
    ...columnStep(of, column, gone, defaultClause(value), { frees: [...frees, id], only }),
    needs: [idOf(of)],
  });
  const set = (of: Table, value: string | undefined): StepDraft =>
    columnStep(of, column, defaultClause(value), gone, { needs: [...needs, id], only });
  const heirs = only ? below : [];
  return [
    ...(splitA ? [drop(table, a)] : []),
    ...heirs.flatMap((d) => (d.before === undefined ? [] : [drop(d.table, d.before)])),
    typeStep(table, splitA ? plainFormer : former, splitB ? plain : column, context),
    ...(splitB ? [set(table, b)] : []),
    ...heirs.flatMap((d) => (d.after === undefined ? [] : [set(d.table, d.after)])),
  ];
}

/** Whether a column stays with a type that is made anew, in another form: the range, its multirange, arrays of them. */
function isOfChangedType({ type: a }: Column, { type: b }: Column, { before, after }: DriverContext): boolean {
  const [from, to] = [ownType(a, { before, after: before }), ownType(b, { before: after, after })];
  return a !== b && from !== null && from === to && !sameData(before.get(from), after.get(to ?? ''));
}

/** The column is text until its type is there again. */
function typeStepsByText(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  const { collation: _, default: __, ...plain } = column;
  const text: Column = { ...plain, type: 'text' };
  const id = columnId(table.schema, table.name, column.name);
  const array = (c: Column): boolean => c.type.endsWith('[]');
  const cast = (from: Column, to: Column): Cast => {
    if (array(to) && !array(from)) return (c) => `ARRAY[${c}]::${to.type}`;
    return (c) => `${c}::${to.type}`;
  };
  const single: Cast = (c) => (array(column) && !array(former) ? `${c}[1]::text` : `${c}::text`);
  const { needs, frees } = usesAround(former, column, context);
  const form = { locks: locks('alter column', idOf(table)), hazards: typeHazards(table, former, column, context) };
  return [
    {
      sql: changeType(table, former, text, (c) => `${c}::text`),
      undo: [changeType(table, text, former, (c) => `${c}::${former.type}`)],
      needs: [idOf(table)],
      frees,
      ends: [id, ...heirColumns(table, column.name, context.before)],
      ...form,
    },
    {
      sql: changeType(table, text, column, cast(former, column)),
      undo: [changeType(table, column, text, single)],
      needs: [idOf(table), ...needs],
      makes: [id, ...heirColumns(table, column.name, context.after)],
      ...form,
    },
  ];
}

/** The defaults that a column has in the tables below. */
function defaultsBelow(
  table: Table,
  name: string,
  context: DriverContext,
): { readonly table: Table; readonly before: string | undefined; readonly after: string | undefined }[] {
  const { before, after } = context;
  const there = new Set(heirsOf(table, before).map(idOf));
  return heirsOf(table, after).flatMap((heir) => {
    const former = before.get(idOf(heir));
    if (!there.has(idOf(heir)) || !staysInPlace(heir, context) || former?.kind !== 'table') return [];
    const [a, b] = [columnIn(former, name, before, context), columnIn(heir, name, after, context)];
    return [{ table: heir, before: a?.default, after: b?.default }];
  });
}

function typeStep(table: Table, former: Column, column: Column, context: DriverContext): StepDraft {
  const [id, owner] = [columnId(table.schema, table.name, column.name), idOf(table)];
  const { needs, frees } = usesAround(former, column, context);
  return {
    sql: changeType(table, former, column, castOf(former, column, context)),
    undo: [
      changeType(table, column, former, castOf(former, column, context, true)),
      ...storageAgain(table, former, context),
    ],
    ends: [id, ...heirColumns(table, column.name, context.before)],
    makes: [id, ...heirColumns(table, column.name, context.after)],
    needs: [owner, id, ...needs],
    frees,
    locks: locks('alter column', owner),
    hazards: typeHazards(table, former, column, context),
  };
}

function storageAgain(table: Table, former: Column, context: DriverContext): string[] {
  // Heirs that go are back only after that, with all that they had.
  const stay = heirsOf(table, context.before).filter((heir) => staysInPlace(heir, context));
  const below = stay.flatMap((heir) => {
    const column = columnIn(heir, former.name, context.before, context);
    return column === undefined ? [] : [{ heir, column }];
  });
  return [{ heir: table, column: former }, ...below].flatMap(({ heir, column }) =>
    columnSettingSteps(heir, withoutStorage(column), column, context).map((d) => d.sql),
  );
}

function columnIn(of: Table, name: string, objects: DriverContext['before'], { capabilities }: DriverContext) {
  return allColumns(of, objects, capabilities.namedNotNull === true).find((c) => c.name === name);
}

/** The expression after USING from one type to the other, or back; a domain is cast as what it is over. */
function castOf({ type: a }: Column, { type: b }: Column, { before, after }: DriverContext, back = false): Cast {
  const [from, to] = [baseType(a, before), baseType(b, after)];
  return back ? conversion(to, from).using : conversion(from, to).using;
}

/** The default goes before and comes back after, so that it is one of the type, not one cast to it. */
function changeType(table: Table, from: Column, to: Column, cast: Cast): string {
  const name = quote.ident(to.name);
  const casts = to.generated === undefined && table.foreign === undefined;
  const using = casts ? cast : null;
  const clauses = [
    ...(from.default === undefined ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`]),
    `ALTER COLUMN ${name} TYPE ${to.type}${collate(to.collation)}${using === null ? '' : ` USING ${using(name)}`}`,
    ...(to.default === undefined ? [] : [`ALTER COLUMN ${name} SET DEFAULT ${to.default}`]),
  ];
  return `${alterTable(table)} ${clauses.join(', ')}`;
}

function typeHazards(table: Table, former: Column, column: Column, { capabilities }: DriverContext): Hazard[] {
  const [id, owner] = [columnId(table.schema, table.name, column.name), idOf(table)];
  const { free, loses, refuses } = conversion(former.type, column.type);
  const hazards: Hazard[] = [];
  const what = `${table.name}.${column.name} from ${former.type} to ${column.type}`;
  if (loses !== null) hazards.push({ kind: 'loses_data', object: id, message: `changing ${what} ${loses}` });
  if (!free && former.type !== column.type) {
    hazards.push({ kind: 'rewrites_table', object: owner, message: `rewrites ${table.name} to change ${what}` });
  }
  if (refuses !== null) {
    const name = quote.ident(column.name);
    const condition = refuses(name) || (capabilities.inputIsValid ? unreadable(former.type, column.type, name) : '');
    const probe = `SELECT * FROM ${quote.name(table.schema, table.name)} WHERE ${condition}`;
    const message = `fails on values that do not fit: ${what}`;
    hazards.push({ kind: 'may_fail_on_data', object: id, message, ...(condition === '' ? {} : { probe }) });
  }
  return hazards;
}

function expressionSteps(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  const [a, b] = [former.generated, column.generated];
  if (a === undefined || b === undefined || a.expression === b.expression) return [];
  const set = (expression: string): string => `SET EXPRESSION AS (${replay(expression)})`;
  const message = `rewrites ${table.name} to compute ${column.name} again`;
  const hazards: Hazard[] = b.stored ? [{ kind: 'rewrites_table', object: idOf(table), message }] : [];
  const sources = (of: Table, expression: string): ObjectId[] =>
    of.columns.filter((c) => says(expression, c.name)).map((c) => columnId(table.schema, table.name, c.name));
  const before = formerTable(table, context);
  const frees = [...sources(before, a.expression), ...functionsIn(a.expression, before)];
  const needs = [...sources(table, b.expression), ...functionsIn(b.expression, table)];
  return [columnStep(table, column, set(b.expression), set(a.expression), { hazards, frees, needs })];
}

/** A stored generated column becomes a plain one with the values that it has, before anything else changes at it. */
function dropExpression(table: Table, former: Column, column: Column, context: DriverContext): StepDraft {
  const owner = idOf(table);
  const named = { ...former, name: column.name };
  const id = columnId(table.schema, table.name, column.name);
  // What it is made of may go or change only afterwards: columns, and all else that the table knows.
  const before = formerTable(table, context);
  const names = new Set([...table.columns, ...before.columns].map((c) => c.name));
  const frees = [...names]
    .filter((c) => c === column.name || says(former.generated?.expression, c))
    .map((c) => columnId(table.schema, table.name, c));
  return {
    ...columnStep(table, column, 'DROP EXPRESSION', ''),
    needs: [owner],
    frees: [...frees, ...(before.dependsOn ?? [])],
    ends: [id],
    makes: [id, ...heirColumns(table, column.name, context.after)],
    undo: [
      `${alterTable(table)} DROP COLUMN ${quote.ident(column.name)}`,
      `${alterTable(table)} ADD COLUMN ${columnDefinition(named)}`,
      ...columnSettingSteps(table, null, named, context).map((d) => d.sql),
      ...commentAgain(columnTarget(table, column.name), former.comment),
    ],
  };
}
