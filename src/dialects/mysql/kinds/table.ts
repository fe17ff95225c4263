import { sameData } from '../../../model/digest.ts';
import { type ObjectId } from '../../../model/id.ts';
import { type Check, type Column, columnId, idOf, type Table } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type Alteration, type DriverContext, type KindDriver } from '../../dialect.ts';
import { alterClauses, alterTable, columnChanges } from '../alter-table.ts';
import { checksAlong } from '../checks-along.ts';
import { columnHazards, formOfChanges } from '../column-hazards.ts';
import { renamedColumns, renameSteps, withNames } from '../column-renames.ts';
import { columnDefinition } from '../columns.ts';
import { columnTypeId } from '../dependencies.ts';
import { keyHazards } from '../key-steps.ts';
import {
  columnIds,
  columnsOf,
  isKey,
  type Key,
  keyClause,
  membersOf,
  nameId,
  primaryKeyClause,
  primaryKeyId,
  relationId,
  successors,
} from '../keys.ts';
import { type KeysAlong, keysAlong, keysTakeBlockSize, retypedColumns } from '../keys-along.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { isPartitionedBy } from '../partition-list.ts';
import { partitionSteps, unpartitionedId } from '../partitions.ts';
import { quote } from '../quote.ts';
import { readShownTables } from '../read-tables.ts';
import { withPresentSequences } from '../sequence-renames.ts';
import { pageChecksumStays, stages } from '../stages.ts';
import {
  historyHazards,
  isVersioned,
  keepingHistory,
  periodClauses,
  periodIds,
  unversionedId,
  versioningId,
} from '../system-versioning.ts';
import { changesEngine, createOptions, engineId, optionsForm, unionIds } from '../table-options.ts';
import { takenKeys } from '../taken-keys.ts';
import { fillSteps, withoutUnsteady } from '../unsteady.ts';
import { unversionedSteps, withoutUnversioned } from '../unversioned-columns.ts';
import { checkClause } from './check.ts';

const target = (o: Table): string => `TABLE ${quote.name(o.schema, o.name)}`;

/** With its keys and checks, in their order; foreign keys come later, when all tables are there. */
function create(table: Table, context: DriverContext, objects: DriverContext['after']): string {
  const lines = [
    ...table.columns.map(columnDefinition),
    ...periodClauses(table),
    ...(table.primaryKey === undefined ? [] : [primaryKeyClause(table.primaryKey)]),
    ...inlined(table, objects).map((m) => (m.kind === 'check' ? checkClause(m) : keyClause(m, context))),
  ];
  return `CREATE ${target(table)} (\n  ${lines.join(',\n  ')}\n)${createOptions(table)}`;
}

function inlined(table: Table, objects: DriverContext['after']): (Key | Check)[] {
  const members = membersOf(table, objects.values());
  return [...members.filter(isKey), ...members.filter((m): m is Check => m.kind === 'check')];
}

function keyIds({ schema, name, primaryKey }: Table): ObjectId[] {
  return primaryKey === undefined ? [] : [primaryKeyId(schema, name)];
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-table.html, https://mariadb.com/kb/en/alter-table/ */
export const table: KindDriver<'table'> = {
  async read(session, context) {
    const shown = await readShownTables(session, context);
    return shown.flatMap((t) => (t.beyond === null ? [t.table] : []));
  },
  create(object, context) {
    return [
      {
        sql: create(object, context, context.after),
        undo: [`DROP ${target(object)}`],
        makes: [
          idOf(object),
          relationId(object),
          ...keyIds(object),
          ...inlined(object, context.after).flatMap((m) => (m.kind === 'check' ? [idOf(m), nameId(m)] : [idOf(m)])),
        ],
        needs: unionIds(object),
        locks: NO_LOCKS,
        transaction: 'alone',
      },
    ];
  },
  drop(object, context) {
    const id = idOf(object);
    return [
      {
        sql: `DROP ${target(object)}`,
        undo: [create(object, context, context.before)],
        ends: [
          id,
          relationId(object),
          ...keyIds(object),
          ...inlined(object, context.before).flatMap((m) => (m.kind === 'check' ? [nameId(m)] : [])),
        ],
        frees: unionIds(object),
        locks: locks('drop table', id),
        transaction: 'alone',
        hazards: [{ kind: 'loses_data', object: id, message: `drops the table ${object.name} with its rows` }],
      },
    ];
  },
  alter,
  rename(before, after) {
    const [a, b] = [idOf(before), idOf(after)];
    const to = (x: Table, y: Table): string => `RENAME ${target(x)} TO ${quote.name(y.schema, y.name)}`;
    const columns = before.columns.map((c) => c.name);
    return [
      {
        sql: to(before, after),
        undo: [to(after, before)],
        ends: [a, relationId(before), ...columnIds(before.schema, before.name, columns)],
        makes: [b, relationId(after), ...columnIds(after.schema, after.name, columns)],
        locks: locks('rename', a),
        transaction: 'alone',
        hazards: [{ kind: 'breaks_readers', object: a, message: `whoever still says ${before.name} fails` }],
      },
    ];
  },
};

function alter(before: Table, after: Table, _fields: readonly string[], context: DriverContext): Alteration {
  const renamed = renamedColumns(before, after);
  const former = { ...withNames(before, renamed), renamedFrom: after.renamedFrom };
  const changes = changesByStages(before, former, after, context);
  const bare = stages(former, after).to;
  // MySQL renames no column by which a table is partitioned.
  const bound = context.server.product === 'mysql' && isPartitionedBy(before, renamed.keys());
  const alone = changes.length === 0 && sameKeys(after, context);
  const partitions = partitionSteps(bound ? before : former, after, alone && !bound);
  const present = columnIds(after.schema, after.name, renamed.values());
  const later = [
    ...(bound ? [] : partitions.first),
    ...changes,
    ...fillSteps(former, after, context),
    ...unversionedSteps(bare === after ? former : bare, after),
    ...partitions.last,
  ];
  const renames = renamed.size === 0 ? [] : renameSteps(before, former, renamed, context);
  const steps = [
    ...(bound ? partitions.first : []),
    ...renames.map((s) => (bound ? { ...s, needs: [...(s.needs ?? []), unpartitionedId(after)] } : s)),
    ...later.map((s) => (renamed.size === 0 ? s : { ...s, needs: [...(s.needs ?? []), ...present] })),
  ];
  return { how: 'steps', steps, rebuilds: rebuilds(former, after, context) };
}

/** One ALTER TABLE, or several where the servers know no single one. */
function changesByStages(before: Table, former: Table, after: Table, context: DriverContext): StepDraft[] {
  const { from, to } = stages(former, after);
  const { gone, added } = keysInStatement(before, after, context);
  const [now, later] = [true, false].map((is) => added.filter((k) => hasColumns(to, columnsOf(k, after)) === is));
  return [
    ...(from === former ? [] : changeSteps(former, from, NO_KEYS, context)),
    ...changeSteps(from, to, { gone, added: now ?? [] }, context),
    ...(pageChecksumStays(from, to) ? [pageChecksumStep(after)] : []),
    ...(to === after ? [] : changeSteps(to, after, { gone: [], added: later ?? [] }, context)),
  ];
}

function hasColumns({ columns }: Table, names: readonly string[]): boolean {
  return names.every((name) => columns.some((c) => c.name === name));
}

function pageChecksumStep(table: Table): StepDraft {
  const id = idOf(table);
  const sql = `${alterTable(table)} PAGE_CHECKSUM=DEFAULT`;
  return { sql, undo: [], needs: [id], locks: locks('inplace', id), transaction: 'alone' };
}

const NO_KEYS: KeysAlong = { gone: [], added: [] };

/** All that one ALTER TABLE can do at once. */
function changeSteps(former: Table, after: Table, { gone, added }: KeysAlong, context: DriverContext): StepDraft[] {
  const sameKey = sameData(former.primaryKey ?? null, after.primaryKey ?? null);
  const drops = (keys: readonly Key[]): string[] => keys.map((k) => `DROP KEY ${quote.ident(k.name)}`);
  const adds = (keys: readonly Key[]): string[] => keys.map((k) => `ADD ${keyClause(k, context)}`);
  const steady = withoutUnversioned(former, withoutUnsteady(former, after, context));
  const again = sameKey && after.primaryKey?.columns.some((c) => isMadeAgain(former, after, c.column));
  const primary = again && after.primaryKey ? ['DROP PRIMARY KEY', `ADD ${primaryKeyClause(after.primaryKey)}`] : [];
  const { schema, name } = after;
  const changes = columnChanges(former, after);
  const form = formOfChanges(changes, [
    sameKey ? 'instant' : after.primaryKey === undefined ? 'copy' : 'inplace',
    optionsForm(former, after),
  ]);
  const checks = form === 'copy' ? checksAlong(former, after, context) : [];
  const first = [...checks.map((c) => `DROP CHECK ${quote.ident(c.name)}`), ...primary];
  const last = checks.map((c) => `ADD ${checkClause(c)}`);
  const forth = [...drops(gone), ...first, ...alterClauses(former, steady, context.server), ...adds(added), ...last];
  const past = withPresentSequences(former, context);
  const back = [
    ...drops(added),
    ...first,
    ...alterClauses(after, withoutUnversioned(after, withoutUnsteady(after, past, context)), context.server),
    ...adds(gone),
    ...last,
  ];
  if (forth.length === 0) return [];
  const key = primaryKeyId(schema, name);
  const ids = (columns: readonly Column[]): ObjectId[] => columnIds(schema, name, columnNames(columns));
  const types = [
    ...changes.changed.map(([, b]) => columnTypeId(name, b.name)),
    ...(changesEngine(former, after) ? [engineId(name)] : []),
  ];
  const text = (clauses: readonly string[], from: Table): string =>
    keepingHistory(`${alterTable(after)} ${clauses.join(', ')}`, from);
  const samePeriod = former.options?.period === after.options?.period;
  const replaces = !sameKey && former.primaryKey !== undefined;
  return [
    {
      sql: text(forth, former),
      undo: [
        ...(back.length === 0 ? [] : [text(back, after)]),
        ...(pageChecksumStays(after, former) ? [`${alterTable(after)} PAGE_CHECKSUM=DEFAULT`] : []),
        ...[...fillSteps(after, former, context), ...unversionedSteps(after, former)].map((s) => s.sql),
      ],
      makes: [
        ...ids(changes.added),
        ...(samePeriod ? [] : periodIds(after)),
        ...(isVersioned(after) === isVersioned(former)
          ? []
          : [isVersioned(after) ? versioningId(after) : unversionedId(after)]),
        ...ids(changes.anew.map(([, b]) => b)),
        ...types,
        ...(sameKey ? [] : keyIds(after)),
        ...added.map(idOf),
      ],
      ends: [
        ...ids(changes.gone),
        ...(samePeriod ? [] : periodIds(former)),
        ...ids(changes.anew.map(([, b]) => b)),
        ...types,
        ...(sameKey ? [] : keyIds(former)),
        ...gone.map(idOf),
      ],
      frees: unionIds(former),
      needs: [
        idOf(after),
        ...gone.flatMap((k) => (k.renamedFrom === undefined ? [] : [idOf(k)])),
        ...unionIds(after),
        ...(isVersioned(after) && !isVersioned(former) ? [unversionedId(after)] : []),
        ...(replaces ? successors(key, { schema, table: name }, context) : []),
      ],
      locks: locks(form, idOf(after)),
      transaction: 'alone',
      hazards: [
        ...columnHazards(after, changes, form),
        ...primaryKeyHazards(after, sameKey),
        ...historyHazards(former, after),
        ...added.flatMap(keyHazards),
      ],
    },
  ];
}

/** Whether every key of a table stays as it is. */
function sameKeys(table: Table, { before, after }: DriverContext): boolean {
  const keys = (objects: DriverContext['after']): unknown =>
    membersOf(table, objects.values())
      .filter(isKey)
      .map(({ dependsOn: _, renamedFrom: __, ...key }) => key)
      .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return sameData(keys(before), keys(after));
}

function columnNames(columns: readonly Column[]): string[] {
  return columns.map((c) => c.name);
}

/** Keys that come and go in the table's own statement. */
function keysInStatement(before: Table, after: Table, context: DriverContext): KeysAlong {
  const { gone, added } = keysAlong(before, after, context);
  const along = new Set(gone.map(idOf));
  const taken = takenKeys(after, context).filter((k) => !along.has(idOf(k)));
  const same = membersOf(after, context.after.values())
    .filter(isKey)
    .filter((k) => !taken.includes(k) && isKept(k));
  const former = withNames(before, renamedColumns(before, after));
  const kept = same.filter((k) => columnsOf(k, after).some((c) => isMadeAgain(former, after, c)));
  return { gone: [...gone, ...taken, ...kept], added: [...added, ...kept] };

  function isKept(key: Key): boolean {
    const { name, renamedFrom = name } = key;
    const old = context.before.get(idOf(key)) ?? context.before.get(idOf({ ...key, name: renamedFrom }));
    const { dependsOn: _, ...former } = { ...old, name, dependsOn: [] };
    const { dependsOn: __, renamedFrom: ___, ...present } = key;
    return !along.has(idOf(key)) && sameData(former, present);
  }
}

/** Whether keys over a column would not stay as they are unless they are made anew in the very statement. */
function isMadeAgain(former: Table, after: Table, column: string): boolean {
  const [a, b] = [former, after].map((t) => t.columns.find((c) => c.name === column)?.type ?? '');
  return keysTakeBlockSize(former, after) || takesLength(a ?? '', b ?? '');
}

/** The servers take the bytes of an enum for the length of a prefix once it is a text. */
function takesLength(before: string, after: string): boolean {
  return /^(?:enum|set)\b/.test(before) && /^(?:(?:var)?(?:char|binary)|\w*(?:text|blob))\b/.test(after);
}

function primaryKeyHazards(table: Table, sameKey: boolean): NonNullable<StepDraft['hazards']> {
  const key = table.primaryKey;
  if (sameKey || key === undefined) return [];
  const names = key.columns.map((c) => quote.ident(c.column)).join(', ');
  const probe = `SELECT ${names}, count(*) FROM ${quote.name(table.schema, table.name)} GROUP BY ${names} HAVING count(*) > 1`;
  const id = primaryKeyId(table.schema, table.name);
  return [{ kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys', probe }];
}

/** Foreign keys hold on to the types of their columns; what is made anew loses every key over it. */
function rebuilds(former: Table, after: Table, { server }: DriverContext): ObjectId[] {
  const retyped = retypedColumns(former, after);
  const { anew, changed } = columnChanges(former, after);
  const typed = changed.filter(
    ([a, b]) => retyped.has(b.name) || (server.product === 'mysql' && a.autoIncrement !== b.autoIncrement),
  );
  return [
    ...typed.map(([, b]) => columnTypeId(after.name, b.name)),
    ...anew.map(([, b]) => columnId(after.schema, after.name, b.name)),
  ];
}
