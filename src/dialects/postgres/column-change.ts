import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { idKind, idName, type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { columnAccessAgain } from './column-access.ts';
import { defaultSteps } from './column-default.ts';
import { columnSettingSteps, notNullComments, notNullSteps } from './column-settings.ts';
import { staysInPlace, typeRebuilds, typeSteps, withoutStorage } from './column-type.ts';
import { formerTable } from './column-uses.ts';
import { addColumn, alterTable, columnDefinition, columnStep, columnTarget, dropColumn } from './columns.ts';
import { changedComment, commentAgain } from './comment.ts';
import { exchangedBelow } from './exchanged.ts';
import { replay } from './expression.ts';
import { heirColumns, heirsOf } from './heirs.ts';
import { identitySteps, withoutLimits } from './identity-change.ts';
import { locks } from './locks.ts';
import { withMovedType } from './moved-types.ts';
import { giftsId, plainId } from './names.ts';
import { calls, functionsIn, ownType, says, typesBelow, typesIn } from './needs.ts';
import { dropNotNull, setNotNull } from './not-null-change.ts';
import { isMadeAgain } from './own-columns.ts';
import { ownExpressionsAgain } from './own-expressions.ts';
import { quote } from './quote.ts';
import { conversion } from './types.ts';
import { isExchanged } from './types-anew.ts';
import { isWatched } from './watched.ts';

/** What changes at one column: in the order drop (of what must be made anew, or is on the way back), steps, add. */
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
  if (isMadeAnew(table, former, column, context)) return anew(table, former, column, context);
  const typed = former.type !== column.type || former.collation !== column.collation;
  const gone = former.identity !== undefined && column.identity === undefined;
  const plain = former.generated !== undefined && column.generated === undefined;
  // The way back computes the column again, whatever type it has by then.
  const retyped = typed ? typeSteps(table, former, column, context).map((s) => (plain ? { ...s, undo: [] } : s)) : [];
  const free = typed ? withoutLimits(table, former, column) : { former, steps: [] };
  const gifts = giftsId(table);
  const giving = (s: StepDraft): StepDraft =>
    hasNewHeirs(table, context) ? { ...s, makes: [...(s.makes ?? []), gifts], ends: [...(s.ends ?? []), gifts] } : s;
  const later = (s: StepDraft): StepDraft =>
    gone ? { ...s, needs: [...(s.needs ?? []), plainId(table.schema, table.name, column.name)] } : s;
  const steps = [
    ...(gone ? identitySteps(table, former, column, typed) : free.steps),
    ...(typed ? retyped : defaultSteps(table, former, column, context).map(later)).map(giving),
    ...(plain ? [] : expressionSteps(table, former, column, context)),
    ...setNotNull(table, former, column, context),
    ...notNullSteps(table, former, column, context),
    ...(gone ? [] : identitySteps(table, free.former, column)),
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
  const drop = plain ? [dropExpression(table, former, column, context)] : [];
  return {
    ...NOTHING,
    drop,
    steps,
    rebuilds: [...rebuilds, ...(typed ? typeRebuilds(table, former, column, context) : [])],
  };
}

/** Whether heirs of a table come or go, and be it to be made anew, on the way there or back. */
function hasNewHeirs(table: Table, context: DriverContext): boolean {
  const { before, after } = context;
  return [before, after].some((objects) =>
    heirsOf(table, objects).some(
      (h) => h.inherits !== undefined && (!staysInPlace(h, context) || isMadeAgain(h, context)),
    ),
  );
}

/** Generated columns cannot become plain ones with other values, nor the other way round, in place. */
export function isMadeAnew(table: Table, former: Column, column: Column, context: DriverContext): boolean {
  const { generated: a, type } = former;
  const b = column.generated;
  if (a === undefined && b === undefined) return false;
  if (a === undefined) return true;
  if (b === undefined) return !a.stored;
  if (a.stored !== b.stored) return true;
  // No statement casts what is computed, nor does the way back.
  const casts = (from: string, to: string): boolean => conversion(from, to).using !== null;
  if (type !== column.type && (casts(type, column.type) || casts(column.type, type))) return true;
  if (a.expression === b.expression) return type !== column.type && isRetyped(table, a.expression, context);
  if (!context.capabilities.setExpression || isRetyped(table, a.expression, context)) return true;
  if (isOfExchanged(table, former, column, context)) return true;
  if (searchesOtherwise(table, a.expression, context)) return true;
  if (!a.stored && isWatched(table, context)) return true;
  const called = functionsIn(b.expression, table);
  return exchangedBelow(functionsIn(a.expression, formerTable(table, context)), called, context).length > 0;
}

/** Whether a column that an expression mentions changes its type, or that type, or one that it stands on, is another one. */
function isRetyped(table: Table, expression: string, context: DriverContext): boolean {
  const { before, after } = context;
  const former = formerTable(table, context).columns;
  const isOther = (type: string): boolean => {
    const [from, to] = [ownType(type, { before, after: before }), ownType(type, { before: after, after })];
    return from !== to || typesBelow(from, before).some((id) => !sameData(before.get(id), after.get(id)));
  };
  return table.columns.some(
    ({ name, type }) =>
      says(expression, name) && former.some((f) => f.name === name && (f.type !== type || isOther(type))),
  );
}

/** Whether a type that is made anew under its name is a generated column's, or is named in its expression: while that is made anew, the column is gone. */
function isOfExchanged(table: Table, former: Column, column: Column, context: DriverContext): boolean {
  const typesOf = (c: Column, of: Table, objects: DriverContext['before']): ObjectId[] =>
    typesIn({ ...c, default: c.generated?.expression }, of, objects);
  const said = [
    ...typesOf(former, formerTable(table, context), context.before),
    ...typesOf(column, table, context.after),
  ];
  return said.some((id) => isExchanged(idName(id), context));
}

/** Whether a configuration that an expression searches by, or the collation of what it reads, is another one: while that is made anew, the column is gone. */
function searchesOtherwise(table: Table, expression: string, context: DriverContext): boolean {
  const { before, after } = context;
  const { columns, dependsOn = [] } = formerTable(table, context);
  const collates = (id: ObjectId): boolean => columns.some((c) => says(expression, c.name) && calls(c.collation, id));
  const uses = (id: ObjectId): boolean =>
    (idKind(id) === 'text_search_configuration' && calls(expression, id)) ||
    (idKind(id) === 'collation' && collates(id));
  return dependsOn.some((id) => uses(id) && !sameData(before.get(id), after.get(id)));
}

/** Drops and adds a column. What a generated column held is computed again; what a plain one held is lost. */
export function anew(table: Table, former: Column, column: Column, context: DriverContext): ColumnChange {
  const drop = dropColumn(table, former, context);
  return {
    drop: [{ ...drop, undo: [...(drop.undo ?? []), ...columnAccessAgain(table, former.name, context)] }],
    steps: [],
    add: addColumn(table, column, context),
    rebuilds: [columnId(table.schema, table.name, column.name)],
  };
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
      ...columnAccessAgain(table, column.name, context),
      ...ownExpressionsAgain(before, named, context),
    ],
  };
}
