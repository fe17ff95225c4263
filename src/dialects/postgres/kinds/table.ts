import { type ObjectId } from '../../../model/id.ts';
import { type Column, columnId, idOf, type PrimaryKey, type Table } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type Alteration, type DriverContext, type KindDriver } from '../../dialect.ts';
import { joinSteps, leaveSteps } from '../attachment.ts';
import { type ColumnChange, changeColumn, renameIdentitySequence } from '../column-change.ts';
import { columnClauses, columnSettingSteps, notNullClause, renameNotNulls } from '../column-settings.ts';
import {
  addColumn,
  alterTable,
  columnDefinition,
  columnTarget,
  columnUses,
  dropColumn,
  identitySequence,
  notValidNotNull,
} from '../columns.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { afterParent, inheritedColumns, parentIds } from '../heirs.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { keyId, notNullId, primaryKeyId, primaryKeyName } from '../names.ts';
import { columnIds, freshExtensions, schemaId, tableId } from '../needs.ts';
import { addKey, primaryKeyClause, primaryKeySteps, primaryKeyTarget } from '../primary-key.ts';
import { dottedIdent, quote } from '../quote.ts';
import { readTables } from '../read-tables.ts';
import { generatedOverChanged, letGo } from '../recomputed.ts';
import { createClauses, foreignSteps, settingSteps } from '../table-settings.ts';
import { ownedSequences, sequenceAgain } from './sequence.ts';

const target = (o: Table): string =>
  `${o.foreign === undefined ? '' : 'FOREIGN '}TABLE ${quote.name(o.schema, o.name)}`;

function create(table: Table, context: Pick<DriverContext, 'before' | 'after'>): string {
  const { columns, primaryKey, partitionOf } = table;
  const word = table.unlogged ? 'CREATE UNLOGGED' : 'CREATE';
  const key = new Set(primaryKey?.columns.map((c) => c.column));
  if (partitionOf !== undefined) {
    const lines = partitionLines(table, context, key);
    const of = `PARTITION OF ${quote.name(partitionOf.schema, partitionOf.table)}`;
    return `${word} ${target(table)} ${of}${lines.length === 0 ? '' : ` (${lines.join(', ')})`}${createClauses(table)}`;
  }
  const lines = columns.map((c) => columnDefinition(c, key.has(c.name)));
  if (primaryKey !== undefined && laterKey(table) === undefined) lines.push(primaryKeyClause(primaryKey));
  const body = lines.length === 0 ? '()' : `(\n  ${lines.join(',\n  ')}\n)`;
  return `${word} ${target(table)} ${body}${createClauses(table)}`;
}

/** Over columns of other tables a key is added afterwards, so that what makes them NOT NULL stays theirs. */
function laterKey({ partitionOf, inherits, primaryKey }: Table): PrimaryKey | undefined {
  return partitionOf === undefined && inherits === undefined ? undefined : primaryKey;
}

/** What sets the columns of a partition apart from its table's. */
function partitionLines(
  table: Table,
  context: Pick<DriverContext, 'before' | 'after'>,
  key: ReadonlySet<string>,
): string[] {
  const given = new Map(inheritedOf(table, context).map((c) => [c.name, c]));
  return table.columns.flatMap((column) => {
    const parent = given.get(column.name);
    const value =
      column.default !== parent?.default && column.default !== undefined ? ` DEFAULT ${column.default}` : '';
    const strict = column.notNull && !parent?.notNull && !key.has(column.name) ? ` ${notNullClause(column)}` : '';
    return value === '' && strict === '' ? [] : [`${quote.ident(column.name)} WITH OPTIONS${value}${strict}`];
  });
}

function inheritedOf({ partitionOf }: Table, { before, after }: Pick<DriverContext, 'before' | 'after'>): Column[] {
  if (partitionOf === undefined) return [];
  const id = tableId(partitionOf.schema, partitionOf.table);
  const parent = after.get(id) ?? before.get(id);
  return parent?.kind === 'table' ? inheritedColumns(parent) : [];
}

/** What CREATE TABLE cannot say. */
function completion(table: Table, context: DriverContext): StepDraft[] {
  const given = inheritedOf(table, context);
  const lacking = table.columns.filter(
    (c) =>
      c.default === undefined &&
      c.generated === undefined &&
      given.some((g) => g.name === c.name && g.default !== undefined),
  );
  const drops = lacking.map(
    (c): StepDraft => ({
      sql: `${alterTable(table)} ALTER COLUMN ${quote.ident(c.name)} DROP DEFAULT`,
      undo: [],
      needs: [idOf(table)],
      locks: NO_LOCKS,
    }),
  );
  const key = laterKey(table);
  return [
    ...drops,
    ...(key === undefined ? [] : addKey(table, key)),
    ...table.columns.flatMap((c) => [
      ...notValidNotNull(table, c),
      ...columnSettingSteps(table, null, c, context).filter(
        () => table.partitionOf === undefined || !sameSettings(c, given),
      ),
    ]),
    ...settingSteps(null, table),
  ];
}

/** What marks an index comes back with the index. */
function withoutMarks({ replicaIdentity, ...table }: Table): Table {
  const whole = replicaIdentity === 'full' || replicaIdentity === 'nothing';
  return { ...table, clusteredOn: undefined, ...(whole ? { replicaIdentity } : {}) };
}

function sameSettings(column: Column, given: readonly Column[]): boolean {
  const parent = given.find((c) => c.name === column.name);
  return parent !== undefined && columnClauses(parent, column).length === 0;
}

/** Comments on a table and all within it. */
function comments(table: Table): (readonly [target: string, comment: string | undefined])[] {
  const key = table.primaryKey;
  return [
    [target(table), table.comment],
    ...table.columns.map((c) => [columnTarget(table, c.name), c.comment] as const),
    ...(key === undefined ? [] : [[primaryKeyTarget(table, key), key.comment] as const]),
  ];
}

function keyIds({ schema, name, primaryKey }: Table): ObjectId[] {
  if (primaryKey === undefined) return [];
  const columns = primaryKey.columns.map((c) => c.column);
  return [primaryKeyId(schema, name), keyId(schema, name, columns)];
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
        undo: [`DROP ${target(object)}`],
        makes: [id, ...(laterKey(object) === undefined ? keyIds(object) : []), ...sequences, ...notNulls(object)],
        needs: [...schemaId(object.schema), ...parentIds(object), ...uses, ...freshExtensions(context)],
        locks: NO_LOCKS,
      },
      ...completion(object, context).map((d) => ({ ...d, locks: NO_LOCKS })),
      ...comments(object).flatMap(([on, comment]) => firstComment(on, comment, id)),
    ];
  },
  drop(object, context) {
    const id = idOf(object);
    const sequences = ownedSequences(object, context);
    const again = sequences.map(sequenceAgain);
    return [
      {
        sql: `DROP ${target(object)}`,
        undo: [
          ...again.flatMap((s) => s.create),
          create(object, context),
          ...again.flatMap((s) => s.own),
          ...completion(withoutMarks(object), context).map((d) => d.sql),
          ...comments(object).flatMap(([on, comment]) => commentAgain(on, comment)),
        ],
        ends: [id, ...keyIds(object), ...sequences.map(idOf)],
        frees: [
          ...schemaId(object.schema),
          ...parentIds(object),
          ...inheritedIds(object),
          ...object.columns.flatMap((c) => columnUses(c, context)),
        ],
        locks: locks('drop table', id),
        // The rows of a foreign table stay where they are.
        hazards:
          object.foreign === undefined
            ? [{ kind: 'loses_data', object: id, message: `drops the table ${object.name} with its rows` }]
            : [],
      },
    ];
  },
  alter,
  letGo,
  rename(before, after, context) {
    const [a, b] = [idOf(before), idOf(after)];
    const to = (x: Table, y: Table): string => `ALTER ${target(x)} RENAME TO ${quote.ident(y.name)}`;
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
      ...(context.capabilities.namedNotNull ? renameNotNulls(before, after, new Map()) : []),
    ];
  },
};

/** The undo of a partition's drop finds the columns of its table as they were. */
function inheritedIds({ partitionOf: of, columns }: Table): ObjectId[] {
  return of === undefined
    ? []
    : columnIds(
        of.schema,
        of.table,
        columns.map((c) => c.name),
      );
}

function notNulls(object: Table): ObjectId[] {
  return object.columns.filter((c) => c.notNull).map((c) => notNullId(object.schema, object.name, c.name));
}

/** A key with the server's own name gets the name that it would have in a table made afresh. */
function renameKey(before: Table, after: Table): StepDraft[] {
  const [a, b] = [primaryKeyName(before.name), primaryKeyName(after.name)];
  const rename = (from: string, to: string): string =>
    `${alterTable(after)} RENAME CONSTRAINT ${quote.ident(from)} TO ${quote.ident(to)}`;
  const owner = idOf(after);
  return [{ sql: rename(a, b), undo: [rename(b, a)], needs: [owner], locks: locks('rename', owner) }];
}

function alter(given: Table, after: Table, _fields: readonly string[], context: DriverContext): Alteration {
  if (given.partitionBy !== after.partitionBy) return { how: 'replace' };
  if (given.foreign?.server !== after.foreign?.server) return { how: 'replace' };
  const before = inherited(given, after, context);
  const renamed = renamedColumns(before, after);
  const present = (name: string): string => renamed.get(name) ?? name;
  const former = new Map(before.columns.map((c) => [present(c.name), { ...c, name: present(c.name) }]));
  const kept = after.columns.filter((c) => former.has(c.name));
  const gone = plainFirst([...former.values()].filter((c) => !after.columns.some((a) => a.name === c.name)));
  const added = plainFirst(after.columns.filter((c) => !former.has(c.name)));
  const key = primaryKeySteps(before, after, present);

  const changes = kept.map((c) => changeColumn(after, former.get(c.name) ?? c, c, context));
  const around = generatedOverChanged(after, kept, former, context);
  const all: readonly ColumnChange[] = [...changes, ...around];
  const steps: StepDraft[] = [
    ...leaveSteps(before, after),
    ...renameSteps(before, after, renamed),
    ...(context.capabilities.namedNotNull ? renameNotNulls(before, after, renamed) : []),
    ...key.first,
    ...all.flatMap((c) => c.drop),
    // The last one first, so that undoing gives them their former order.
    ...gone.toReversed().map((c) => dropColumn(after, c, context)),
    ...added.flatMap((c) => addColumn(after, c, context)),
    ...all.flatMap((c) => c.steps),
    ...all.flatMap((c) => c.add),
    ...key.last,
    ...optionSteps(before, after),
    ...settingSteps(before, after),
    ...foreignSteps(before, after),
    ...joinSteps(before, after),
    ...changedComment(target(after), before.comment, after.comment, idOf(after), locks('comment', idOf(after))),
  ];
  const rebuilds = [...all.flatMap((c) => c.rebuilds), ...(key.replaced ? keyIds(before) : [])];
  return { how: 'steps', steps, rebuilds };
}

/** A partition or heir as the changes of its parents leave it. */
function inherited(before: Table, after: Table, context: DriverContext): Table {
  const kept = parentIds(before).filter((id) => parentIds(after).includes(id));
  if (before.partitionOf === undefined) return before;
  return kept.reduce((table, id) => {
    const [a, b] = [context.before.get(id), context.after.get(id)];
    return a?.kind === 'table' && b?.kind === 'table' ? afterParent(table, inherited(a, b, context), b) : table;
  }, before);
}

/** Generated columns come after what they are made of. */
function plainFirst(columns: readonly Column[]): Column[] {
  const isPlain = (c: Column): boolean => c.generated === undefined;
  return [...columns.filter(isPlain), ...columns.filter((c) => !isPlain(c))];
}

/** Former name → present name, for the renames that have not happened yet. */
function renamedColumns(before: Table, after: Table): ReadonlyMap<string, string> {
  const there = new Set(before.columns.map((c) => c.name));
  const declared = new Set(after.columns.map((c) => c.name));
  return new Map(
    after.columns.flatMap(({ name, renamedFrom: old }) =>
      old !== undefined && there.has(old) && !there.has(name) && !declared.has(old) ? [[old, name] as const] : [],
    ),
  );
}

function renameSteps(before: Table, after: Table, renamed: ReadonlyMap<string, string>): StepDraft[] {
  return [...renamed].flatMap(([from, to]) => {
    const rename = (a: string, b: string): string =>
      `${alterTable(after)} RENAME COLUMN ${quote.ident(a)} TO ${quote.ident(b)}`;
    const [a, b] = [columnId(after.schema, after.name, from), columnId(after.schema, after.name, to)];
    const former = before.columns.find((c) => c.name === from);
    const column = after.columns.find((c) => c.name === to);
    const step: StepDraft = {
      sql: rename(from, to),
      undo: [rename(to, from)],
      ends: [a],
      makes: [b],
      needs: [idOf(after)],
      locks: locks('rename', idOf(after)),
      hazards: [{ kind: 'breaks_readers', object: a, message: `whoever still says ${after.name}.${from} fails` }],
    };
    if (former === undefined || column === undefined) return [step];
    return [step, ...renameIdentitySequence(after, former, after, { ...column, identity: former.identity })];
  });
}

/** All settings are set whenever one differs: that gives them the order that they would have in a table made afresh. */
function optionSteps(before: Table, after: Table): StepDraft[] {
  const [a, b] = [before.options ?? {}, after.options ?? {}];
  const reset = (from: typeof a, to: typeof a): string[] => {
    const gone = Object.keys(from).filter((name) => to[name] === undefined);
    return gone.length === 0 ? [] : [`${alterTable(after)} RESET (${gone.map(dottedIdent).join(', ')})`];
  };
  const set = (from: typeof a, to: typeof a): string[] => {
    const list = Object.entries(to).map(([name, value]) => `${dottedIdent(name)}=${quote.literal(value)}`);
    const same = Object.entries(to).every(([name, value]) => from[name] === value);
    return same ? [] : [`${alterTable(after)} SET (${list.join(', ')})`];
  };
  const undo = [...reset(b, a), ...set(b, a)];
  return [...reset(a, b), ...set(a, b)].map((text, i) => ({
    sql: text,
    undo: i === 0 ? undo : [],
    needs: [idOf(after)],
    locks: locks('set options', idOf(after)),
  }));
}
