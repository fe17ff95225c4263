import { type Hazard } from '../../model/hazard.ts';
import { idKind, memberId, type ObjectId, objectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { NO_LOCKS } from './locks.ts';
import { baseType, columnTypeOf } from './needs.ts';
import { quote } from './quote.ts';
import { type Cast, parseType, typePlace } from './types.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/** How the values of a column go to text, and from there to its next type; and back, in the other direction. */
export interface AsText {
  readonly leave: NonNullable<Cast>;
  readonly come: NonNullable<Cast>;
  /** Whether they go as JSON, by the names of attributes. */
  readonly byName: boolean;
  /** A type that is there around the statement with `come`. */
  readonly holder: Holder | null;
}

interface Holder {
  readonly id: ObjectId;
  readonly create: string;
  readonly drop: string;
}

/**
 * A row's text goes by place: where attributes come, go or move, in it or in rows within it, its values go as JSON, by name. The
 * server makes a row from JSON, but an array only as the attribute of one.
 * https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-PROCESSING-TABLE
 */
export function asText(table: Table, from: Column, to: Column, { before, after }: Sides): AsText {
  const [wasArray, isArray] = [isArrayOf(from, before), isArrayOf(to, after)];
  const [a, b] = rowsOf(table, from, to, { before, after });
  const byName = a !== undefined && b !== undefined && reshaped(a, b, { before, after }).length > 0;
  const text: NonNullable<Cast> = byName ? (c) => `to_json(${c})::text` : (c) => `${c}::text`;
  const one: NonNullable<Cast> = (c) => `CASE WHEN cardinality(${c}) > 1 THEN ${c}::text ELSE ${text(`${c}[1]`)} END`;
  const leave = wasArray && !isArray ? one : text;
  if (!byName) {
    const single = isArray && !wasArray;
    const come: NonNullable<Cast> = single
      ? (c) => `CASE WHEN ${c} IS NOT NULL THEN ARRAY[${c}]::${to.type} END`
      : (c) => `${c}::${to.type}`;
    return { leave, come, byName, holder: null };
  }
  if (!isArray) {
    // The check of a domain may refuse NULL itself.
    const row = baseType(to.type, after);
    return { leave, come: (c) => `json_populate_record(NULL::${row}, ${c}::json)`, byName, holder: null };
  }
  const plain = asideName(`${table.name}_${to.name}`, 'values');
  const name = quote.name(table.schema, plain);
  const value: NonNullable<Cast> = wasArray ? (c) => `${c}::json` : (c) => `json_build_array(${c}::json)`;
  return {
    leave,
    come: (c) => `(json_populate_record(NULL::${name}, json_build_object('v', ${value(c)}))).v`,
    byName,
    holder: {
      id: memberId('values', table.schema, plain, to.name),
      create: `CREATE TYPE ${name} AS (v ${to.type})`,
      drop: `DROP TYPE ${name}`,
    },
  };
}

function isArrayOf({ type }: Column, objects: Sides['after']): boolean {
  return parseType(baseType(type, objects)).array;
}

/** The steps of a column's coming back, the type that holds its values around it. */
export function comes(step: StepDraft, { holder }: AsText): StepDraft[] {
  if (holder === null) return [step];
  const form = { undo: [], locks: NO_LOCKS };
  const ids = [holder.id];
  return [
    { ...form, sql: holder.create, needs: step.needs ?? [], makes: ids },
    { ...step, needs: [...(step.needs ?? []), ...ids], frees: [...(step.frees ?? []), ...ids] },
    { ...form, sql: holder.drop, needs: ids, ends: ids },
  ];
}

/** The same as statements, one after the other. */
export function comesBack(statement: string, { holder }: AsText): string[] {
  return holder === null ? [statement] : [holder.create, statement, holder.drop];
}

/** Attributes that values lose on their way, and those whose values go by their place, as only rows within ranges do. */
export function passageHazards(table: Table, from: Column, to: Column, sides: Sides): Hazard[] {
  const object = columnId(table.schema, table.name, to.name);
  const [a, b] = [typeObject(table, from, sides.before), typeObject(table, to, sides.after)];
  if (a === undefined || b === undefined) return [];
  const changed = reshaped(a, b, sides);
  const inexact = changed.some((r) => !r.inRange) ? inexactFields(a, sides.before) : [];
  const nulls = `values of ${table.name}.${to.name} go over as JSON: in ${inexact.join(', ')} its null becomes NULL, and arrays begin at 1`;
  const asJson: Hazard[] = inexact.length === 0 ? [] : [{ kind: 'loses_data', object, message: nulls }];
  const lost = changed.flatMap(({ name, gone, inRange }): Hazard[] => {
    const within = `from the values of ${name} in ${table.name}.${to.name}`;
    const moved = `values of ${name} within ranges of ${table.name} go over by place: attributes may get each other's`;
    if (inRange) return [{ kind: 'loses_data', object, message: moved }];
    return gone.length === 0 ? [] : [{ kind: 'loses_data', object, message: `drops ${gone.join(', ')} ${within}` }];
  });
  return [...lost, ...asJson];
}

/** The fields, in rows within rows, too, that JSON does not give back as they were: JSON itself, and arrays by their bounds. */
function inexactFields(object: SchemaObject, objects: Sides['before'], seen = new Set<ObjectId>()): string[] {
  if (seen.has(idOf(object))) return [];
  seen.add(idOf(object));
  const own = (fieldsOf(object) ?? []).flatMap(({ name, type }) => {
    const base = baseType(type, objects);
    return /^jsonb?$/.test(base) || parseType(base).array ? [name] : [];
  });
  const below = (object.dependsOn ?? []).flatMap((id) => objects.get(id) ?? []).filter((o) => HOLDERS.has(o.kind));
  return [...own, ...below.flatMap((o) => inexactFields(o, objects, seen))];
}

function typeObject(table: Table, column: Column, objects: Sides['after']): SchemaObject | undefined {
  const former = objects.get(idOf(table));
  const id = columnTypeOf(former?.kind === 'table' ? former : table, column, objects);
  return id === null ? undefined : objects.get(id);
}

/** What rows a column has before and after: those of a composite type, or of a domain over one, or of a table. */
function rowsOf(table: Table, from: Column, to: Column, { before, after }: Sides): (SchemaObject | undefined)[] {
  return (
    [
      [from, before],
      [to, after],
    ] as const
  ).map(([column, objects]) => {
    const object = belowDomains(typeObject(table, column, objects), objects);
    return object !== undefined && fieldsOf(object) !== null ? object : undefined;
  });
}

function belowDomains(object: SchemaObject | undefined, objects: Sides['after']): SchemaObject | undefined {
  if (object?.kind !== 'domain') return object;
  const place = typePlace(object.type, 'public');
  const ids = place === null ? [] : [...HOLDERS].map((kind) => objectId(kind, place.schema, place.name));
  return belowDomains(objects.get(ids.find((id) => object.dependsOn?.includes(id)) ?? ''), objects);
}

interface Reshaped {
  readonly name: string;
  readonly gone: readonly string[];
  readonly inRange: boolean;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly renamedFrom?: string;
}

function fieldsOf(object: SchemaObject): readonly Field[] | null {
  if (object.kind === 'composite') return object.attributes;
  return object.kind === 'table' ? object.columns : null;
}

/** Whether two fields are one, in either direction. */
function isSame(a: Field, b: Field | undefined): boolean {
  return b !== undefined && (a.name === b.name || a.name === b.renamedFrom || a.renamedFrom === b.name);
}

const HOLDERS = new Set(['composite', 'domain', 'range', 'table']);

/** The rows in a type whose attributes come, go or move. */
function reshaped(
  a: SchemaObject,
  b: SchemaObject,
  sides: Sides,
  inRange = false,
  seen = new Set<ObjectId>(),
): Reshaped[] {
  if (seen.has(idOf(a))) return [];
  seen.add(idOf(a));
  const [x, y] = [fieldsOf(a), fieldsOf(b)];
  const gone = (x ?? []).flatMap(({ name }) => (y?.some((f) => f.name === name) ? [] : [name]));
  const differs = x !== null && y !== null && (x.length !== y.length || x.some((f, i) => !isSame(f, y[i])));
  const below = (a.dependsOn ?? []).flatMap((id) => {
    const [former, next] = [sides.before.get(id), sides.after.get(id)];
    if (!HOLDERS.has(idKind(id)) || former === undefined || next === undefined) return [];
    return reshaped(former, next, sides, inRange || a.kind === 'range', seen);
  });
  return [...(differs ? [{ name: 'name' in a ? a.name : '', gone, inRange }] : []), ...below];
}
