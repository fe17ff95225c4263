import { sameData } from '../../model/digest.ts';
import { memberId, type ObjectId, objectId } from '../../model/id.ts';
import { type Column, type PrimaryKey, type Table } from '../../model/object.ts';

const LONGEST = 63;

/**
 * The name that PostgreSQL makes up for what belongs to a table: `<table>_<column>_<label>`, the longer of the first
 * two shortened until all fits in 63 bytes (`makeObjectName` in src/backend/commands/indexcmds.c).
 */
export function makeObjectName(table: string, column: string, label: string): string {
  const room = LONGEST - (column === '' ? 0 : 1) - (label.length + 1);
  // No character takes more than three bytes a code unit.
  if ((table.length + column.length) * 3 <= room) return joined(table, column, label);
  const [a, b] = [Buffer.from(table), Buffer.from(column)];
  let [lengthA, lengthB] = [a.length, b.length];
  while (lengthA + lengthB > room) {
    if (lengthA > lengthB) lengthA -= 1;
    else lengthB -= 1;
  }
  return joined(clip(a, lengthA), clip(b, lengthB), label);
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('_');

/** The name that the server gives to a range's multirange: https://www.postgresql.org/docs/current/rangetypes.html */
export function multirangeName(name: string): string {
  return name.includes('range') ? name.replace('range', 'multirange') : makeObjectName(name, '', 'multirange');
}

/** What the sequence of an identity column is called. */
export function identitySequenceName({ name }: Pick<Table, 'name'>, column: Pick<Column, 'name' | 'identity'>): string {
  return column.identity?.sequence ?? makeObjectName(name, column.name, 'seq');
}

/**
 * What stands between the brackets after a routine's name. Without a mode, a procedure is looked up by its output arguments, too,
 * and another one may be found as well: https://www.postgresql.org/docs/current/sql-dropprocedure.html
 */
export function argumentTypes({
  signature,
  procedure,
}: {
  readonly signature: string;
  readonly procedure?: boolean;
}): string {
  return procedure && signature !== '' ? `IN ${signature}` : signature;
}

type Named = { readonly schema: string; readonly name: string };

/** Where the aggregates of one name stand, and where the functions do. */
export const aggregatePlace = ({ schema, name }: Named): ObjectId => objectId('aggregate_name', schema, name);
export const functionPlace = ({ schema, name }: Named): ObjectId => objectId('function_name', schema, name);

export function primaryKeyName(table: string, name?: string): string {
  return name ?? makeObjectName(table, '', 'pkey');
}

/** Whether two primary keys are one, name and storage aside. */
export function sameKey(a: PrimaryKey, b: PrimaryKey): boolean {
  const shape = ({ columns, include = [], deferrable, withoutOverlaps }: PrimaryKey): unknown => ({
    columns,
    include,
    deferrable,
    withoutOverlaps,
  });
  return sameData(shape(a), shape(b));
}

/** The first `length` bytes, without half a character at the end. */
function clip(text: Buffer, length: number): string {
  let end = length;
  while (end > 0 && end < text.length && ((text[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return text.subarray(0, end).toString();
}

/** What a foreign key that points at a primary key depends on. */
export function primaryKeyId(schema: string, table: string): ObjectId {
  return memberId('primary_key', schema, table, 'pkey');
}

/** Routines that call a primary key by its name (ON CONFLICT ON CONSTRAINT). */
export function primaryKeyNameId(schema: string, table: string): ObjectId {
  return memberId('primary_key_name', schema, table, 'pkey');
}

/** Dependents that forbid any change of a column's type (views). */
export function columnShapeId(schema: string, table: string, column: string): ObjectId {
  return memberId('column_shape', schema, table, column);
}

/** Dependents whose expressions may mean something else, or nothing, once a column has another type. */
export function columnMeaningId(schema: string, table: string, column: string): ObjectId {
  return memberId('column_meaning', schema, table, column);
}

/** Foreign keys over a column: its type must stay comparable with that of the column on the other side. */
export function columnPairId(schema: string, table: string, column: string): ObjectId {
  return memberId('column_pair', schema, table, column);
}

/** The name of a constraint, which is free only once the former one of that name is gone, of whatever kind it was. */
export function constraintId({ schema, table, name }: { schema: string; table: string; name: string }): ObjectId {
  return memberId('constraint', schema, table, name);
}

/** That a constraint holds for the rows that are there, too. */
export function validId({ schema, table, name }: { schema: string; table: string; name: string }): ObjectId {
  return memberId('valid', schema, table, name);
}

/** Somebody relies on a column being NOT NULL: a primary key that is added after it. */
export function notNullId(schema: string, table: string, column: string): ObjectId {
  return memberId('not_null', schema, table, column);
}

/** That a column no longer is an identity: only then it takes a default. */
export function plainId(schema: string, table: string, column: string): ObjectId {
  return memberId('plain', schema, table, column);
}

/** That a table no longer makes a column NOT NULL: those below may say so themselves. */
export function nullableId(table: ObjectId, column: string): ObjectId {
  return `${table}#nullable ${column}`;
}

/** That partitions have a not-null constraint of their own before their table gets one. */
export function keptBelowId(table: ObjectId, column: string): ObjectId {
  return `${table}#kept below ${column}`;
}

/** Tables below one that come or go: none of them is there while what they share gets another name. */
export function belowId(table: ObjectId): ObjectId {
  return `${table}#below`;
}

/** What a table gives to heirs that are made, beside its columns: defaults, storage. Those that come find it as it is to be. */
export function giftsId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('gifts', schema, name, 'all');
}

/** Columns that a unique constraint makes a key: two constraints over the same columns never stand side by side. */
export function keyId(schema: string, table: string, columns: readonly string[]): ObjectId {
  return memberId('key', schema, table, [...columns].sort().join(','));
}

/** The columns of a table as its row type has them: routines that are checked against it come after they change, and go before. */
export function rowTypeId({ schema, name }: Named): ObjectId {
  return memberId('row_type', schema, name, 'columns');
}

/** The columns of a table in their order: what reads such rows from a function names them by their places. */
export function rowColumnsId(schema: string, table: string): ObjectId {
  return memberId('row_columns', schema, table, 'all');
}

/** That a table is logged or not, as its owned sequences then are. */
export function persistenceId(schema: string, table: string): ObjectId {
  return memberId('persistence', schema, table, 'logged');
}

/** The rows of a table while it is made anew: what looks at them as they come goes before they leave and comes after they are back. */
export function rowsId(schema: string, table: string): ObjectId {
  return memberId('rows', schema, table, 'rows');
}

/** What roles lose, and what they get, of a relation: materialized views that read it by way of views go and come while those may. */
export function rightsIds({ schema, name }: Named): Readonly<Record<'lost' | 'given', ObjectId>> {
  return { lost: memberId('rights_lost', schema, name, 'all'), given: memberId('rights_given', schema, name, 'all') };
}

/** Whatever a table has beside its columns, as it is to be. */
export function membersId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('members', schema, name, 'all');
}

/** That a partition has let go of its table. */
export function leftId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('left', schema, name, 'place');
}

/** That a table has lost a column: heirs that come have one of that name by themselves. */
export function goneColumnId(column: ObjectId): ObjectId {
  return `gone_${column}`;
}

/** The columns of a partitioned table as its partitions are to have them. */
export function shapeId(schema: string, table: string): ObjectId {
  return memberId('shape', schema, table, 'columns');
}

/** That a table has its place among the partitions of another. */
export function placeId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('place', schema, name, 'place');
}

/** Room among the partitions of a table: whoever leaves comes before whoever takes a place. */
export function partitionRoomId(schema: string, table: string): ObjectId {
  return memberId('partition_room', schema, table, 'bounds');
}
