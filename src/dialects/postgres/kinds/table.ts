import { sameData } from '../../../model/digest.ts';
import { type ObjectId } from '../../../model/id.ts';
import { type Column, idOf, type PrimaryKey, type Table } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { leftIds, roomIds, rowIds, shapeIds } from '../attachment.ts';
import { bothSides } from '../both-sides.ts';
import { changeColumn } from '../column-change.ts';
import { ownDefault, withoutNull } from '../column-default.ts';
import { columnSettingSteps, notNullClause, notNullName, renameNotNulls } from '../column-settings.ts';
import { columnUses, formerUses } from '../column-uses.ts';
import {
  alterTable,
  columnConstraints,
  columnDefinition,
  identitySequence,
  notValidNotNull,
  tableTarget,
} from '../columns.ts';
import { namesAbove } from '../given-members.ts';
import { givenNames, renameGiven } from '../given-names.ts';
import { givenColumns, handedDownIds, heirsOf, inheritedColumns, isHeldByKeys, parentIds } from '../heirs.ts';
import { renameIdentitySequence } from '../identity-change.ts';
import { givenKey } from '../key-parts.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { belowId, giftsId, notNullId, placeId, primaryKeyName } from '../names.ts';
import { columnIds, freshExtensions, schemaId, tableId } from '../needs.ts';
import { addKey, keyIds, partKeySteps, primaryKeyClause } from '../primary-key.ts';
import { quote } from '../quote.ts';
import { readTables } from '../read-tables.ts';
import { letGo } from '../recomputed.ts';
import { isMadeAnew } from '../remake.ts';
import { goesLate } from '../shuffle.ts';
import { keyClassesFound } from '../standard-classes.ts';
import { isNameTakenOfNew, notNullsId } from '../standing.ts';
import { changeTable } from '../table-change.ts';
import { firstTableComments, tableCommentsAgain } from '../table-comments.ts';
import { createClauses, settingSteps } from '../table-settings.ts';
import { formerStates, triggerStateSteps } from '../trigger-states.ts';
import { typeOfTable } from '../typed.ts';
import { isOpenFromAbove, unproven, unprovenHeir } from '../unproven.ts';
import { ownedSequences, sequenceAgain } from './sequence.ts';

type Sides = Pick<DriverContext, 'before' | 'after' | 'capabilities'>;

function create(table: Table, context: Sides): string {
  const { columns, primaryKey, partitionOf } = table;
  const word = table.unlogged ? 'CREATE UNLOGGED' : 'CREATE';
  const key = new Set(primaryKey?.columns.map((c) => c.column));
  if (partitionOf !== undefined) {
    const lines = partitionLines(table, context, key);
    const of = `PARTITION OF ${quote.name(partitionOf.schema, partitionOf.table)}`;
    return `${word} ${tableTarget(table)} ${of}${lines.length === 0 ? '' : ` (${lines.join(', ')})`}${createClauses(table, context)}`;
  }
  if (table.of !== undefined) {
    const lines = typedLines(table, key);
    const of = `OF ${quote.name(table.of.schema, table.of.name)}`;
    return `${word} ${tableTarget(table)} ${of}${lines.length === 0 ? '' : ` (${lines.join(', ')})`}${createClauses(table, context)}`;
  }
  const named = context.capabilities.namedNotNull === true;
  // A key that comes later says nothing of what the table says itself.
  const inKey = (c: Column): boolean => key.has(c.name) && !(named && laterKey(table) !== undefined);
  const given = new Map(inheritedOf(table, context).map((c) => [c.name, c]));
  const lines = columns.flatMap((c) => {
    const said = besideGiven(c, given.get(c.name));
    if (!c.inherited) return [columnDefinition(named ? withName(table, said, context) : said, inKey(c))];
    // Later no statement gives a name to what a parent makes NOT NULL.
    return isNamedAnew(c) ? [`${notNullClause(c)} ${quote.ident(c.name)}`] : [];
  });
  if (primaryKey !== undefined && laterKey(table) === undefined) lines.push(primaryKeyClause(primaryKey));
  const body = lines.length === 0 ? '()' : `(\n  ${lines.join(',\n  ')}\n)`;
  return `${word} ${tableTarget(table)} ${body}${createClauses(table, context)}`;
}

/** Before PostgreSQL 16 an heir cannot say itself how a column is generated that its parents generate. */
function besideGiven(column: Column, given: Column | undefined): Column {
  if (given === undefined || !sameData(column.generated, given.generated)) return column;
  const { generated: _, ...rest } = column;
  return rest;
}

/** A column of a new table whose not-null constraint would not get its name because another table has it. */
function withName(table: Table, column: Column, context: Sides): Column {
  if (!column.notNull || column.notNullInherited || !isNameTakenOfNew(table, column.name, context)) return column;
  return { ...column, notNullName: notNullName(table.name, column) };
}

/** Whether an heir has a not-null constraint of its own over a column of its parents. */
function isNamedAnew({ inherited, notNull, notNullName, notNullNoInherit, notNullNotValid }: Column): boolean {
  return inherited === true && notNull === true && notNullName !== undefined && !notNullNoInherit && !notNullNotValid;
}

/** Over columns of other tables a key is added afterwards, so that what makes them NOT NULL stays theirs. */
function laterKey({ partitionOf, inherits, primaryKey }: Table): PrimaryKey | undefined {
  return partitionOf === undefined && inherits === undefined ? undefined : primaryKey;
}

/** What the columns of a typed table have beside their types. */
function typedLines({ columns, primaryKey }: Table, key: ReadonlySet<string>): string[] {
  const lines = columns.flatMap((c) => {
    const said = columnConstraints(c, key.has(c.name));
    return said === '' ? [] : [`${quote.ident(c.name)} WITH OPTIONS${said}`];
  });
  return primaryKey === undefined ? lines : [...lines, primaryKeyClause(primaryKey)];
}

/** Whether a not-null constraint is not called as the parent's. */
function isCalledElse({ notNullName: name }: Column, parent: Column | undefined): boolean {
  return name !== undefined && name !== parent?.notNullName;
}

/** What sets the columns of a partition apart from its table's. */
function partitionLines(table: Table, context: Sides, key: ReadonlySet<string>): string[] {
  const given = new Map(inheritedOf(table, context).map((c) => [c.name, c]));
  const above = namesAbove(table, bothSides(context));
  return table.columns.flatMap((column) => {
    const parent = given.get(column.name);
    const value = ownDefault(table, column, parent, context);
    const fresh = !parent?.notNull && !key.has(column.name);
    const isOpen = column.notNullNotValid || !column.notNull;
    // What its table has NOT VALID comes after it.
    const unchecked = parent?.notNullNotValid && !key.has(column.name);
    const said = unchecked ? { ...column, notNullName: column.notNullName ?? above.get(column.name) } : column;
    const strict = !isOpen && (fresh || unchecked || isCalledElse(column, parent)) ? ` ${notNullClause(said)}` : '';
    return value === '' && strict === '' ? [] : [`${quote.ident(column.name)} WITH OPTIONS${value}${strict}`];
  });
}

function inheritedOf({ partitionOf, inherits }: Table, context: Sides): Column[] {
  if (inherits !== undefined)
    return givenColumns(inherits, bothSides(context), context.capabilities.namedNotNull === true);
  const parent = partitionOf && bothSides(context).get(tableId(partitionOf.schema, partitionOf.table));
  return parent?.kind === 'table' ? inheritedColumns(parent) : [];
}

/** What CREATE TABLE cannot say. */
function completion(table: Table, context: DriverContext, isWayBack = false): StepDraft[] {
  const given = new Map(inheritedOf(table, context).map((c) => [c.name, c]));
  const objects = context.after.has(idOf(table)) ? context.after : context.before;
  const part = givenKey(table, objects);
  const key = laterKey(table) ?? part;
  const returning = unprovenHeir(table, context, isWayBack);
  // Heirs get what it gives when they are made.
  const makes = heirsOf(table, objects).length === 0 ? [] : [giftsId(table)];
  return [
    ...(key === undefined ? [] : part ? partKeySteps(table, key, context) : addKey(table, key, context)),
    ...table.columns.flatMap((c) => {
      const fresh = freshColumn(c, given.get(c.name));
      // A parent's not-null constraint is called as the parent calls it.
      const named = c.inherited && c.notNull ? (c.notNullName ?? fresh?.notNullName) : c.notNullName;
      const bare = { ...c, notNullName: named, comment: undefined, notNullComment: undefined };
      const open = isOpenFromAbove(table, c, given.get(c.name), returning) ? [] : notValidNotNull(table, c, context);
      const steps = [
        ...withoutNull(table, c, context),
        ...(fresh === null ? [] : changeColumn(table, fresh, bare, context).steps),
        ...(table.partitionBy === undefined ? [] : open),
        ...(fresh === null ? columnSettingSteps(table, null, c, context) : []),
      ].map((d) => ({ ...d, makes: [...(d.makes ?? []), ...makes] }));
      // Heirs come before what is NOT VALID, partitions after it.
      return table.partitionBy === undefined ? [...steps, ...open] : steps;
    }),
    ...settingSteps(null, table, context),
    ...unproven(table, given, context),
    ...returning.map((d) => ({ ...d, makes: [...(d.makes ?? []), ...makes] })),
  ].map((d) => ({ ...d, undo: [] }));
}

/** What marks an index comes back with the index, unless that comes with the table. */
function withoutMarks({ replicaIdentity, clusteredOn, ...table }: Table, objects: Sides['before']): Table {
  const own = table.primaryKey ?? givenKey(table, objects);
  const key = own && primaryKeyName(table.name, own.name);
  const there = replicaIdentity === 'full' || replicaIdentity === 'nothing' || replicaIdentity === key;
  return { ...table, ...(there ? { replicaIdentity } : {}), ...(clusteredOn === key ? { clusteredOn } : {}) };
}

/** A column as CREATE TABLE leaves it where it is not the table's alone: with the parents' default and storage. */
function freshColumn(column: Column, given: Column | undefined): Column | null {
  if (given === undefined) return null;
  const { storage, compression } = given;
  const named = isNamedAnew(column) ? { notNull: column.notNull, notNullName: column.notNullName } : {};
  const rest = column.inherited ? { ...given, ...named } : { ...column, default: column.default ?? given.default };
  const own = { ...rest, storage, compression };
  const { statistics: _, options: __, comment: ___, notNullComment: ____, ...fresh } = own;
  return fresh;
}

/** https://www.postgresql.org/docs/current/sql-createtable.html, https://www.postgresql.org/docs/current/sql-altertable.html */
export const table: KindDriver<'table'> = {
  read: readTables,
  create(object, context) {
    const id = idOf(object);
    const uses = object.columns.flatMap((c) => columnUses(c, context));
    const sequences = object.columns.flatMap((c) => identitySequence(object, c));
    return [
      {
        sql: create(object, context),
        undo: [...leaving(object, context), `DROP ${tableTarget(object)}`],
        makes: [
          id,
          placeId(object),
          ...givenIds(object, context),
          ...givenNames(object, context.after, context),
          ...(laterKey(object) === undefined ? keyIds(object) : []),
          ...sequences,
          ...notNulls(object),
        ],
        needs: [
          ...schemaId(object.schema),
          ...parentIds(object),
          ...typeOfTable(object),
          ...shapeIds(object),
          ...handedDownIds(object, context.after),
          ...above(object, context.after).flatMap((t) => [giftsId(t), notNullsId(t)]),
          ...uses,
          ...(object.primaryKey === undefined ? [] : keyClassesFound(object, object.primaryKey, context.after)),
          ...freshExtensions(context),
        ],
        ends: roomIds(object),
        locks: NO_LOCKS,
      },
      ...[...completion(object, context), ...triggerStateSteps(null, object, context)].map((d) => ({
        ...d,
        locks: NO_LOCKS,
      })),
      ...firstTableComments(object),
    ];
  },
  drop(object, context) {
    const id = idOf(object);
    const sequences = ownedSequences(object, context);
    const again = sequences.map(sequenceAgain);
    const former = { ...context, before: context.after, after: context.before };
    const isHeld = isMadeAnew(object, context); // And has its rows elsewhere by then, with those of its partitions.
    return [
      {
        sql: `DROP ${tableTarget(object)}`,
        undo: [
          ...again.flatMap((s) => s.create),
          create(object, former),
          ...again.flatMap((s) => s.own),
          ...completion(withoutMarks(object, context.before), former, true).map((d) => d.sql),
          ...formerStates(object, context),
          ...tableCommentsAgain(object),
        ],
        ends: [
          id,
          ...above(object, context.before).map((t) => belowId(idOf(t))),
          ...(isHeld ? [] : rowIds(object)),
          ...keyIds(object),
          ...givenNames(object, context.before, context),
          ...sequences.map(idOf),
          ...object.columns.flatMap((c) => identitySequence(object, c)),
        ],
        makes: [...(isHeld ? [] : rowIds(object)), ...leftIds(object)],
        frees: [
          ...schemaId(object.schema),
          ...parentIds(object),
          ...typeOfTable(object),
          ...(goesLate(object, context) ? goneIds(object, context) : [...inheritedIds(object), ...shapeIds(object)]),
          ...(object.inherits === undefined ? [] : above(object, context.before).map(giftsId)),
          ...roomIds(object),
          ...object.columns.flatMap((c) => formerUses(c, context)),
          ...(object.primaryKey === undefined ? [] : keyClassesFound(object, object.primaryKey, context.before)),
        ],
        locks: locks('drop table', id),
        // The rows of a foreign table stay where they are.
        hazards:
          object.foreign === undefined && !isHeld
            ? [{ kind: 'loses_data', object: id, message: `drops the table ${object.name} with its rows` }]
            : [],
      },
    ];
  },
  alter: changeTable,
  letGo,
  rename(before, after, context) {
    const [a, b] = [idOf(before), idOf(after)];
    const to = (x: Table, y: Table): string => `ALTER ${tableTarget(x)} RENAME TO ${quote.ident(y.name)}`;
    const columns = before.columns.map((c) => c.name);
    const key = before.primaryKey;
    return [
      {
        sql: to(before, after),
        undo: [to(after, before)],
        ends: [a, ...columnIds(before.schema, before.name, columns)],
        makes: [b, ...columnIds(after.schema, after.name, columns)],
        locks: locks('rename', a),
        hazards: [{ kind: 'breaks_readers', object: a, message: `whoever still says ${before.name} fails` }],
      },
      ...(key?.name === undefined && key !== undefined ? renameKey(before, after) : []),
      ...before.columns.flatMap((c) => renameIdentitySequence(before, c, after, c)),
      ...(context.capabilities.namedNotNull ? renameNotNulls(before, after, new Map(), context) : []),
      ...renameGiven(before, after, context),
    ];
  },
};

/** The columns that an heir has by its parents. */
function givenIds({ schema, name, inherits = [] }: Table, { after }: Pick<DriverContext, 'after'>): ObjectId[] {
  const given = givenColumns(inherits, after, false).map((c) => c.name);
  return columnIds(schema, name, given);
}

/** What lets a partition go when its table is referred to: https://www.postgresql.org/docs/current/ddl-partitioning.html */
function leaving(object: Table, { after }: DriverContext): string[] {
  const { partitionOf: of } = object;
  if (of === undefined || !isHeldByKeys(object, after)) return [];
  return [`ALTER TABLE ${quote.name(of.schema, of.table)} DETACH PARTITION ${quote.name(object.schema, object.name)}`];
}

/** All tables that a table is below. */
function above(object: Table, objects: DriverContext['after']): Table[] {
  const parents = parentIds(object).flatMap((id) => objects.get(id) ?? []);
  return parents.flatMap((p) => (p.kind === 'table' ? [p, ...above(p, objects)] : []));
}

/** What a partition or an heir says of its parents' columns, it says of them as they are by then; so does the undo of its drop. */
function inheritedIds({ partitionOf, inherits = [], columns }: Table): ObjectId[] {
  const names = columns.map((c) => c.name);
  const parents = partitionOf === undefined ? inherits : [partitionOf];
  return parents.flatMap((of) => columnIds(of.schema, of.table, names));
}

/** The columns that a partitioned table loses: those of a partition that goes late go with it. */
function goneIds(object: Table, { after }: DriverContext): ObjectId[] {
  return inheritedIds(object).filter((id) => {
    const [of] = parentIds(object).map((parent) => after.get(parent));
    if (of?.kind !== 'table') return false;
    return !of.columns.some((c) => columnIds(of.schema, of.name, [c.name, c.renamedFrom ?? c.name]).includes(id));
  });
}

function notNulls(object: Table): ObjectId[] {
  return object.columns
    .filter((c) => c.notNull && !c.notNullNotValid)
    .map((c) => notNullId(object.schema, object.name, c.name));
}

/** A key with the server's own name gets the name that it would have in a table made afresh. */
function renameKey(before: Table, after: Table): StepDraft[] {
  const [a, b] = [primaryKeyName(before.name), primaryKeyName(after.name)];
  const rename = (from: string, to: string): string =>
    `${alterTable(after)} RENAME CONSTRAINT ${quote.ident(from)} TO ${quote.ident(to)}`;
  const owner = idOf(after);
  return [{ sql: rename(a, b), undo: [rename(b, a)], needs: [owner], locks: locks('rename', owner) }];
}
