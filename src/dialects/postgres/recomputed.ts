import { type Hazard } from '../../model/hazard.ts';
import { idKind, idName, type ObjectId, objectId, parseDotted } from '../../model/id.ts';
import {
  type Column,
  type CompositeType,
  columnId,
  type Domain,
  type EnumType,
  idOf,
  type RangeType,
  type Table,
} from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { type AsText, asText, comes, comesBack, passageHazards } from './as-text.ts';
import { columnAccess } from './column-access.ts';
import { anew } from './column-change.ts';
import { mentions } from './column-uses.ts';
import { alterTable, collate, defaultAside } from './columns.ts';
import { heirColumns, isGiven } from './heirs.ts';
import { multirangeOf } from './kinds/range.ts';
import { locks } from './locks.ts';
import { columnMeaningId, columnPairId, columnShapeId } from './names.ts';
import { baseType, calls, columnTypeOf, isRelation, ownType, says, typesBelow } from './needs.ts';
import { quote } from './quote.ts';
import { typeOfTable, untyped } from './typed.ts';
import { type Cast, conversion, typePlace } from './types.ts';

export type SwappedType = EnumType | Domain | CompositeType | RangeType;

type LetGo = (before: Table, after: Table, id: ObjectId, context: DriverContext) => readonly StepDraft[];

/** How columns let go of something that is made anew, by its kind. */
const LET_GO: Readonly<Record<string, LetGo>> = {
  function: uncalled,
  cast: uncalled,
  operator: uncalled,
  text_search_configuration: uncalled,
  column_shape: recomputed,
  enum: aside,
  domain: aside,
  composite: aside,
  range: aside,
  table: aside,
  view: aside,
  materialized_view: aside,
  collation: aside,
  row_type: aside,
};

/** What columns do while something that they call, or are of, is made anew: they go before it and come back after it. */
export function letGo(before: Table, after: Table, id: ObjectId, context: DriverContext): readonly StepDraft[] {
  const typed = typeOfTable(before).includes(id) && typeOfTable(after).includes(id) ? untyped(before, after) : [];
  return [...typed, ...(LET_GO[idKind(id)]?.(before, after, id, context) ?? [])];
}

/** Generated columns and defaults that call it. */
function uncalled(before: Table, after: Table, id: ObjectId, context: DriverContext): StepDraft[] {
  return before.columns.flatMap((column): StepDraft[] => {
    const kept = after.columns.find((c) => c.name === column.name);
    if (kept !== undefined && calls(column.generated?.expression, id)) {
      // One that becomes a plain column keeps what it holds, and one that no longer calls it changes before it goes.
      const { expression } = kept.generated ?? {};
      const stays = expression === column.generated?.expression || calls(expression, id);
      return expression !== undefined && stays ? again(after, column, kept, id, context) : [];
    }
    if (!calls(column.default, id)) return [];
    // Another one of its name may take its place.
    const needs = context.after.has(id) ? [id] : kept === undefined ? [] : mentions(after, kept, context.after);
    return defaultAside(after, column, kept, { frees: [id], needs });
  });
}

/** A column's type cannot change under a generated column that mentions it. */
function recomputed(before: Table, after: Table, id: ObjectId, context: DriverContext): StepDraft[] {
  const [schema = '', table = '', changed = ''] = parseDotted(idName(id)) ?? [];
  const isOwn = schema === after.schema && table === after.name;
  return before.columns.flatMap((column): StepDraft[] => {
    const kept = after.columns.find((c) => c.name === column.name);
    if (kept?.generated === undefined || (isOwn && column.name === changed)) return [];
    if (!says(column.generated?.expression, changed)) return [];
    if (isGiven(after, column.name, context.after)) return [];
    return again(after, column, kept, columnId(schema, table, changed), context);
  });
}

/** What columns say of a type that is exchanged under its name: generated ones that are of it or mention it, and defaults of others. */
export function restated(type: SwappedType, context: DriverContext): StepDraft[] {
  const id = idOf(type);
  const isOf = ({ type: text }: Column): boolean => {
    const place = typePlace(text, 'public');
    return place?.schema === type.schema && place.name === type.name;
  };
  return [...context.after.values()].flatMap((table) => {
    const before = context.before.get(idOf(table));
    if (table.kind !== 'table' || before?.kind !== 'table') return [];
    return before.columns.flatMap((column): StepDraft[] => {
      const kept = table.columns.find((c) => c.name === column.name);
      if (kept === undefined) return [];
      if (column.generated !== undefined || kept.generated !== undefined) {
        const both = [column, kept].every((c) => c.generated !== undefined);
        const about = [column, kept].some((c) => isOf(c) || says(c.generated?.expression, type.name));
        return both && about && !isGiven(table, column.name, context.after)
          ? again(table, column, kept, id, context)
          : [];
      }
      if (isOf(column) || isMadeOf(column, id, context) || !says(column.default, type.name)) return [];
      return defaultAside(table, column, kept, { frees: [id], needs: [id] });
    });
  });
}

/** Whether a column's type has values of another in its own, and so is made anew along with that. */
function isMadeOf({ type }: Column, id: ObjectId, context: DriverContext): boolean {
  const own = ownType(type, context);
  return own !== null && typesBelow(own, context.before).includes(id);
}

/** A generated column is dropped before something is made anew, and computed again after it. */
function again(table: Table, former: Column, column: Column, id: ObjectId, context: DriverContext): StepDraft[] {
  const { drop, add: made } = anew(table, former, column, context);
  const own = columnId(table.schema, table.name, column.name);
  const add = [...made, ...columnAccess(table, column.name, [own], context)];
  return [
    ...drop.map((d) => ({ ...d, frees: [...(d.frees ?? []), id] })),
    ...add.map((d) => (context.after.has(id) ? { ...d, needs: [...(d.needs ?? []), id] } : d)),
  ];
}

/** The type that a column has while its own type or collation is made anew (what a domain is over, or text), or null when it is of neither. */
function typeMeanwhile({ type, collation }: Column, id: ObjectId, context: DriverContext): string | null {
  const object = context.before.get(tableOfRows(id));
  if (object === undefined) return null;
  const is = (text: string | undefined, one: { schema: string; name: string }): boolean => {
    const place = text === undefined ? null : typePlace(text, 'public');
    return place !== null && place.schema === one.schema && place.name === one.name;
  };
  if (object.kind === 'collation') return is(collation, object) ? type : null;
  if (!is(type, object) && !(object.kind === 'range' && is(type, multirangeOf(object)))) return null;
  const base = object.kind === 'domain' ? baseType(type, context.before) : type;
  const ofRows = typesBelow(id, context.before).some((own) => context.before.get(own)?.dependsOn?.some(isRelation));
  return base === type || ofRows || ownType(base, context) !== null ? 'text' : base;
}

/** The table of a row type. */
function tableOfRows(id: ObjectId): ObjectId {
  if (idKind(id) !== 'row_type') return id;
  const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
  return objectId('table', schema, name);
}

/** Columns leave a type or a collation while it is made anew. */
function aside(before: Table, after: Table, id: ObjectId, context: DriverContext): StepDraft[] {
  return after.columns.flatMap((column): StepDraft[] => {
    const meanwhile = typeMeanwhile(column, id, context);
    const kept = before.columns.find((c) => c.name === column.name);
    if (meanwhile === null || column.generated !== undefined || !before.dependsOn?.includes(id)) return [];
    if (kept?.type !== column.type || kept.collation !== column.collation) return [];
    const own = columnId(after.schema, after.name, column.name);
    if (isGiven(after, column.name, context.after)) {
      return defaultAside(after, kept, column, { frees: [id, own], needs: [id, own] });
    }
    const name = quote.ident(column.name);
    const ids = [
      own,
      columnShapeId(after.schema, after.name, column.name),
      columnMeaningId(after.schema, after.name, column.name),
      columnPairId(after.schema, after.name, column.name),
      ...heirColumns(after, column.name, context.after),
    ];
    const owner = idOf(after);
    const change = (type: string, cast: Cast, first: string, then: string): string =>
      `${alterTable(after)} ${first}ALTER COLUMN ${name} TYPE ${type}${cast === null ? '' : ` USING ${cast(name)}`}${then}`;
    const base = baseType(column.type, context.after);
    const waits = meanwhile === 'text' && column.type !== 'text';
    const { before: former, after: next } = context;
    const way = asText(after, kept, column, context);
    const back = asText(after, column, kept, { before: next, after: former });
    const leave = ({ leave: cast }: AsText, value: string | undefined, from: string): string =>
      change(
        meanwhile,
        waits ? cast : conversion(from, meanwhile).using,
        value === undefined ? '' : `ALTER COLUMN ${name} DROP DEFAULT, `,
        '',
      );
    const come = ({ come: cast }: AsText, value: string | undefined, to: string): string =>
      change(
        `${column.type}${collate(column.collation)}`,
        waits ? cast : conversion(meanwhile, to).using,
        '',
        value === undefined ? '' : `, ALTER COLUMN ${name} SET DEFAULT ${value}`,
      );
    const value = kept.default === column.default ? column.default : undefined;
    const message = `rewrites ${after.name} to change the type of its columns`;
    const hazards: Hazard[] = meanwhile === column.type ? [] : [{ kind: 'rewrites_table', object: owner, message }];
    const losses = waits ? passageHazards(after, kept, column, context) : [];
    const form = { locks: locks('alter column', owner), hazards };
    const gone = { needs: [owner], frees: [id], ends: ids };
    // A type of another kind may take the name.
    const needs = [owner, columnTypeOf(after, column, context.after) ?? id, ...(tableOfRows(id) === id ? [] : [id])];
    const again = { sql: come(way, value, base), undo: [leave(back, value, base)], ...form, needs, makes: ids };
    const undo = waits ? comesBack(come(back, kept.default, meanwhile), back) : [come(back, kept.default, meanwhile)];
    return [
      { sql: leave(way, kept.default, meanwhile), undo, ...form, ...gone, hazards: [...hazards, ...losses] },
      ...(waits ? comes(again, way) : [again]),
    ];
  });
}
