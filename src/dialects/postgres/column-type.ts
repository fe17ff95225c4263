import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { idName, type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asText, comes, comesBack, passageHazards } from './as-text.ts';
import { defaultClause, isTakenUp } from './column-default.ts';
import { columnSettingSteps } from './column-settings.ts';
import { collationsOf, formerTable, usesAround } from './column-uses.ts';
import { alterTable, collate, columnStep } from './columns.ts';
import { allColumns, heirColumns, heirsOf } from './heirs.ts';
import { locks } from './locks.ts';
import { columnMeaningId, columnPairId, columnShapeId, rowTypeId } from './names.ts';
import { baseType, functionsIn, ownType, sequencesBesideTypes, sequencesOfDefault, typesBelow } from './needs.ts';
import { quote } from './quote.ts';
import { isRemadeTable } from './remake.ts';
import { goesLate } from './shuffle.ts';
import { type Cast, conversion, unreadable } from './types.ts';
import { isExchanged } from './types-anew.ts';

/** Whether a table is there before and after, and is not made anew. */
export function staysInPlace(table: Table, context: DriverContext): boolean {
  const id = idOf(table);
  return context.before.has(id) && context.after.has(id) && !isRemadeTable(id, context);
}

/** What must be taken down while a column gets another type or collation. */
export function typeRebuilds(table: Table, former: Column, column: Column, context: DriverContext): ObjectId[] {
  const { meaning, parts } = conversion(former.type, column.type);
  return [table, ...heirsOf(table, context.before)].flatMap(({ schema, name }) => [
    rowTypeId({ schema, name }),
    columnShapeId(schema, name, column.name),
    ...(meaning ? [columnMeaningId(schema, name, column.name)] : []),
    ...(parts ? [columnPairId(schema, name, column.name)] : []),
  ]);
}

/** With another type a column gets that one's storage. */
export function withoutStorage({ storage: _, compression: __, ...column }: Column): Column {
  return column;
}

/**
 * A default that calls a function of the database's own goes before the type changes and comes back after it: the function may
 * be made anew, too, or the type take the name of a sequence. So do defaults that differ from table to table, which one statement for all would make the same.
 */
export function typeSteps(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  if (isOfChangedType(former, column, context) || isBetweenChangedTypes(former, column, context))
    return typeStepsByText(table, former, column, context);
  if (isOfChangedCollation(former, column, context)) return typeStepsWithout(table, former, column, context);
  const apart = (c: Column, of: Table, others: DriverContext['after']): ObjectId[] => [
    ...functionsIn(c.default, of),
    ...sequencesBesideTypes(c.default, others),
  ];
  const frees = apart(former, formerTable(table, context), context.after);
  const needs = apart(column, table, context.before);
  const { default: a, ...plainFormer } = former;
  const { default: b, ...plain } = column;
  const id = columnId(table.schema, table.name, column.name);
  const below = defaultsBelow(table, column.name, context);
  const only = below.some((d) => d.before !== a || d.after !== b);
  const splitA = a !== undefined && (frees.length > 0 || only);
  const splitB = b !== undefined && (needs.length > 0 || only);
  const gone = defaultClause(undefined);
  const drop = (of: Table, value: string | undefined): StepDraft => ({
    ...columnStep(of, column, gone, defaultClause(value), {
      frees: [...frees, ...sequencesOfDefault(value), id],
      only,
    }),
    needs: [idOf(of)],
  });
  const set = (of: Table, value: string | undefined): StepDraft => ({
    ...columnStep(of, column, defaultClause(value), gone, {
      needs: [...needs, ...sequencesOfDefault(value), id],
      only,
    }),
    ...(of === table && isTakenUp(table, former, context) ? { undo: columnStep(of, column, '', gone).undo } : {}),
  });
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

/** Whether both a column's types are made anew, or stand on such: the one can only go, and the other come, without the column. */
function isBetweenChangedTypes(former: Column, column: Column, context: DriverContext): boolean {
  const { before, after } = context;
  const isChanged = (id: ObjectId): boolean => {
    const [a, b] = [before.get(id), after.get(id)];
    if (a === undefined || b === undefined || sameData(a, b)) return false;
    return (a.kind !== 'enum' && a.kind !== 'domain') || isExchanged(idName(id), context);
  };
  const changes = (type: string, objects: DriverContext['after']): boolean =>
    typesBelow(ownType(type, { before: objects, after: objects }), objects).some(isChanged);
  return former.type !== column.type && changes(former.type, before) && changes(column.type, after);
}

/** Whether a column stays with a collation that is made anew. */
function isOfChangedCollation(former: Column, column: Column, { before, after }: DriverContext): boolean {
  if (former.type === column.type || former.collation !== column.collation) return false;
  const [a, b] = [collationsOf(former, before)[0], collationsOf(column, after)[0]];
  return a !== undefined && b !== undefined && !sameData(before.get(a), after.get(b));
}

/** The column has no collation of its own until that is there again. */
function typeStepsWithout(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  const { collation: _, ...plain } = former;
  const id = columnId(table.schema, table.name, column.name);
  const own = (d: StepDraft): StepDraft => ({ ...d, needs: d.needs?.filter((need) => need !== id) ?? [] });
  const leaves = typeSteps(table, former, plain, context).map(own);
  const comes = typeSteps(table, plain, column, context).map(own);
  return [...leaves.map((d) => ({ ...d, makes: [] })), ...comes.map((d) => ({ ...d, ends: [] }))];
}

/** The column is text until its type is there again. */
function typeStepsByText(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  const { collation: _, default: __, ...plain } = column;
  const text: Column = { ...plain, type: 'text' };
  const id = columnId(table.schema, table.name, column.name);
  const { before, after } = context;
  const [way, back] = [
    asText(table, former, column, context),
    asText(table, column, former, { before: after, after: before }),
  ];
  const { needs, frees } = usesAround(table, former, column, context);
  const hazards = typeHazards(table, former, column, context);
  const form = { locks: locks('alter column', idOf(table)), hazards };
  const again = {
    sql: changeType(table, text, column, way.come),
    undo: [changeType(table, column, text, back.leave)],
    needs: [idOf(table), ...needs],
    makes: [id, ...heirColumns(table, column.name, context.after)],
    ...form,
  };
  return [
    {
      sql: changeType(table, former, text, way.leave),
      undo: comesBack(changeType(table, text, former, back.come), back),
      needs: [idOf(table)],
      frees,
      ends: [id, ...heirColumns(table, column.name, context.before)],
      ...form,
      hazards: [...hazards, ...passageHazards(table, former, column, context)],
    },
    ...comes(again, way),
  ];
}

/** The defaults that a column has in the tables below. */
function defaultsBelow(
  table: Table,
  name: string,
  context: DriverContext,
): { readonly table: Table; readonly before: string | undefined; readonly after: string | undefined }[] {
  const { before, after } = context;
  const next = new Map(heirsOf(table, after).map((heir) => [idOf(heir), heir]));
  return heirsOf(table, before).flatMap((former) => {
    const heir = next.get(idOf(former));
    const stays = heir !== undefined && staysInPlace(heir, context);
    if (!stays && !goesLate(former, context)) return [];
    const [a, b] = [columnIn(former, name, before, context), heir && columnIn(heir, name, after, context)];
    return [{ table: heir ?? former, before: a?.default, after: b?.default }];
  });
}

function typeStep(table: Table, former: Column, column: Column, context: DriverContext): StepDraft {
  const [id, owner] = [columnId(table.schema, table.name, column.name), idOf(table)];
  const { needs, frees } = usesAround(table, former, column, context);
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
  // Other heirs that go are back only after that, with all that they had.
  const there = heirsOf(table, context.before).filter((h) => staysInPlace(h, context) || goesLate(h, context));
  const below = there.flatMap((heir) => {
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
  const cast = conversion(from, to);
  return back ? cast.back : cast.using;
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
