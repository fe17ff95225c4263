import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { columnId, type Index, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type Alteration, type DriverContext } from '../dialect.ts';
import { columnTypeId } from './dependencies.ts';
import {
  columnsOf,
  comesWithTable,
  invisibleWord,
  type Key,
  keyBody,
  keyClause,
  keyWord,
  partsOf,
  successors,
  visibleWord,
} from './keys.ts';
import { goesAlong } from './keys-along.ts';
import { locks } from './locks.ts';
import { partitioningId, unpartitionedId } from './partitions.ts';
import { quote } from './quote.ts';
import { keepingHistory } from './system-versioning.ts';
import { earlierHeirs, isTaken, takenKeys } from './taken-keys.ts';

const onTable = (key: Key): string => `ALTER TABLE ${quote.name(key.schema, key.table)}`;
const tableOf = ({ schema, table }: Key): Pick<Table, 'schema' | 'name'> => ({ schema, name: table });
const tableId = (key: Key): ObjectId => objectId('table', key.schema, key.table);

/** The table of a key, on both sides. */
function tablesOf(key: Key, { before, after }: DriverContext): (Table | undefined)[] {
  return [before, after].map((objects) => objects.get(tableId(key)) as Table | undefined);
}

function createSql(key: Key, context: DriverContext): string {
  const place = `${quote.ident(key.name)} ON ${quote.name(key.schema, key.table)}`;
  return keepingHistory(`CREATE ${keyWord(key)}INDEX ${place} ${keyBody(key, context)}`, ...tablesOf(key, context));
}

function dropSql(key: Key): string {
  return `DROP INDEX ${quote.ident(key.name)} ON ${quote.name(key.schema, key.table)}`;
}

/** The ids of the table and of the columns that a key reads. */
function used(key: Key, objects: ReadonlyMap<ObjectId, SchemaObject>): ObjectId[] {
  const table = objects.get(tableId(key)) as Table | undefined;
  return [tableId(key), ...columnsOf(key, table).map((c) => columnId(key.schema, key.table, c))];
}

/** The types that its columns have. */
function types(key: Key, objects: ReadonlyMap<ObjectId, SchemaObject>): ObjectId[] {
  const table = objects.get(tableId(key)) as Table | undefined;
  return columnsOf(key, table).map((c) => columnTypeId(key.table, c));
}

/** Writes wait only while a full-text or spatial index is built. */
function form(key: Key): 'inplace' | 'inplace, writes wait' {
  return key.kind === 'index' && ['fulltext', 'spatial', 'vector'].includes(key.method ?? '')
    ? 'inplace, writes wait'
    : 'inplace';
}

/** What the building of a key may meet. */
export function keyHazards(key: Key): Hazard[] {
  const table = tableId(key);
  const found: Hazard[] = [];
  if (form(key) !== 'inplace') {
    const message = `blocks writes to ${key.table} while the index is built`;
    found.push({ kind: 'blocks_writes', object: table, message });
  }
  if (key.kind === 'unique' || key.unique) {
    const parts = partsOf(key).map((p) => (p.column === undefined ? `(${p.expression})` : quote.ident(p.column)));
    const list = parts.map((p, i) => {
      const length = partsOf(key)[i]?.length;
      return length === undefined ? p : `left(${p}, ${length})`;
    });
    const where = list.map((p) => `${p} IS NOT NULL`).join(' AND ');
    const probe = `SELECT ${list.join(', ')}, count(*) FROM ${quote.name(key.schema, key.table)} WHERE ${where} GROUP BY ${list.join(', ')} HAVING count(*) > 1`;
    found.push({ kind: 'may_fail_on_data', object: idOf(key), message: 'fails on duplicate keys', probe });
  }
  return found;
}

export function createKey(key: Key, context: DriverContext): StepDraft[] {
  return comesWithTable(key, context) || goesAlong(key, 'added', context) ? [] : [createStep(key, context)];
}

function createStep(key: Key, context: DriverContext): StepDraft {
  const taken = takenKeys(key, context);
  return {
    ...ways(key, taken, context),
    makes: [idOf(key)],
    ends: taken.map(idOf),
    needs: [
      ...used(key, context.after),
      ...types(key, context.after),
      ...earlierHeirs(key, context),
      unpartitionedId(tableOf(key)),
    ],
    frees: [
      partitioningId(tableOf(key)),
      ...taken.flatMap((k) => used(k, context.before)).filter((id) => id !== tableId(key)),
    ],
    locks: locks(form(key), tableId(key)),
    transaction: 'alone',
    hazards: keyHazards(key),
  };
}

/** A key where none was, or in the place of others. */
function ways(key: Key, taken: readonly Key[], context: DriverContext): Pick<StepDraft, 'sql' | 'undo'> {
  const [lone] = taken;
  if (lone === undefined) return { sql: createSql(key, context), undo: [dropSql(key)] };
  if (taken.length === 1 && isSameButVisible(lone, key))
    return { sql: showSql(key, context), undo: [showSql(lone, context)] };
  if (taken.length === 1 && isSameButNamed(lone, key))
    return { sql: renameSql(lone, key, key), undo: [renameSql(key, lone, key)] };
  return { sql: swapSql(taken, [key], context), undo: [swapSql([key], taken, context)] };
}

/** One statement, so that what the keys serve never goes without. */
function swapSql(from: readonly Key[], to: readonly Key[], context: DriverContext): string {
  const [key] = from;
  const drops = from.map((k) => `DROP KEY ${quote.ident(k.name)}`);
  const adds = to.map((k) => `ADD ${keyClause(k, context)}`);
  return keepingHistory(`${onTable(key as Key)} ${[...drops, ...adds].join(', ')}`, ...tablesOf(key as Key, context));
}

export function dropKey(key: Key, context: DriverContext): StepDraft[] {
  return goesAlong(key, 'gone', context) || isTaken(key, context) ? [] : [dropStep(key, context)];
}

function dropStep(key: Key, context: DriverContext): StepDraft {
  const heirs = successors(idOf(key), key, context);
  return {
    sql: dropSql(key),
    undo: [createSql(key, context)],
    ends: [idOf(key)],
    // What is served all the while keeps its type, and the heir may come in the statement that changes the others.
    frees: [
      partitioningId(tableOf(key)),
      ...used(key, context.before),
      ...(heirs.length === 0 ? types(key, context.before) : []),
    ],
    needs: [tableId(key), unpartitionedId(tableOf(key)), ...heirs],
    locks: locks('inplace', tableId(key)),
    transaction: 'alone',
  };
}

export function alterKey(before: Key, after: Key, fields: readonly string[], context: DriverContext): Alteration {
  if (goesAlong(after, 'added', context)) return { how: 'steps', steps: [] };
  const id = idOf(after);
  const visibility = fields.length === 1 && fields[0] === 'invisible';
  const taken = takenKeys(after, context);
  const former = [before, ...taken];
  if (comesBetween(before, after, context) || isOverlooked(before, after, context)) {
    const [gone, made] = [dropStep(before, context), createStep(after, context)];
    return { how: 'steps', steps: [gone, made] };
  }
  return {
    how: 'steps',
    steps: [
      {
        ...(visibility
          ? { sql: showSql(after, context), undo: [showSql(before, context)] }
          : { sql: swapSql(former, [after], context), undo: [swapSql([after], former, context)] }),
        ends: [id, ...taken.map(idOf)],
        makes: [id],
        needs: [
          ...used(after, context.after),
          unpartitionedId(tableOf(after)),
          ...successors(idOf(before), before, context),
        ],
        frees: visibility
          ? []
          : [
              partitioningId(tableOf(after)),
              ...former.flatMap((k) => used(k, context.before)).filter((other) => other !== tableId(before)),
            ],
        locks: locks(visibility ? 'instant' : form(after), tableId(after)),
        transaction: 'alone',
        hazards: visibility ? [] : keyHazards(after),
      },
    ],
  };
}

/** Whether a key loses a column that goes and takes up one that comes: the table changes between the two. */
function comesBetween(before: Key, after: Key, context: DriverContext): boolean {
  const gone = used(before, context.before).some(
    (id) => !used(after, context.after).includes(id) && !has(id, context.after),
  );
  return gone && used(after, context.after).some((id) => !has(id, context.before));

  function has(id: ObjectId, objects: DriverContext['after']): boolean {
    const table = objects.get(tableId(after)) as Table | undefined;
    return id === tableId(after) || (table?.columns.some((c) => columnId('', after.table, c.name) === id) ?? false);
  }
}

/** MySQL takes a key that goes and comes in one statement for the same one, whatever options and parser it has. */
function isOverlooked(before: Key, after: Key, { server }: DriverContext): boolean {
  const [a, b] = [before, after].map(({ dependsOn: _, renamedFrom: __, ...key }) => key as Partial<Index>);
  const bare = ({ options: _, parser: __, ...key }: Partial<Index> = {}): unknown => key;
  return server.product === 'mysql' && !sameData(a, b) && sameData(bare(a), bare(b));
}

/** MariaDB takes such keys for the same one where they go and come in one statement. */
function isSameButVisible(before: Key, after: Key): boolean {
  const [a, b] = [before, after].map((key) => ({ ...said(key), invisible: false }));
  return sameData(a, b);
}

/** A name that another case would be is none to MariaDB. */
function isSameButNamed(before: Key, after: Key): boolean {
  const [a, b] = [before, after].map((key) => ({ ...said(key), name: '' }));
  return sameData(a, b) && before.name.toLowerCase() !== after.name.toLowerCase();
}

/** What a key is, whether it is kept as an index or as a unique. */
function said(key: Key): Record<string, unknown> {
  const { kind: _, dependsOn: __, renamedFrom: ___, columns: ____, ...rest } = { columns: [], ...key };
  return { ...rest, parts: partsOf(key), unique: keyWord(key) !== '' };
}

function showSql(key: Key, context: DriverContext): string {
  return `${onTable(key)} ALTER INDEX ${quote.ident(key.name)} ${isInvisible(key) ? invisibleWord(context) : visibleWord(context)}`;
}

function isInvisible(key: Key): boolean {
  return (key as Index).invisible === true;
}

/** `present` has the name that the table goes by. */
function renameSql(from: Key, to: Key, present: Key): string {
  return `${onTable(present)} RENAME INDEX ${quote.ident(from.name)} TO ${quote.ident(to.name)}`;
}

export function renameKey(before: Key, after: Key): StepDraft[] {
  return [
    {
      sql: renameSql(before, after, after),
      undo: [renameSql(after, before, after)],
      ends: [idOf(before)],
      makes: [idOf(after)],
      needs: [tableId(after)],
      locks: locks('instant', tableId(after)),
      transaction: 'alone',
    },
  ];
}
