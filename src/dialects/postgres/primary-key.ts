import { type ObjectId, objectId } from '../../model/id.ts';
import { idOf, type PrimaryKey, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { isMoved } from './attachment.ts';
import { alterTable } from './columns.ts';
import { changedComment, commentAgain, firstComment } from './comment.ts';
import { deferrableClause } from './constraint.ts';
import { heirsOf } from './heirs.ts';
import {
  type IndexPlace,
  indexTarget,
  keyIndexAgain,
  keyIndexChange,
  keyIndexClause,
  keyIndexSteps,
} from './index-storage.ts';
import { keyTwinsAbove, keyTwinsBelow, tablesAbove } from './index-twins.ts';
import { isKeyContested, namesAgain, takeKeyName } from './key-names.ts';
import { keyAsPart } from './key-parts.ts';
import { duplicates } from './kinds/unique.ts';
import { locks } from './locks.ts';
import { constraintId, keyId, notNullId, primaryKeyId, primaryKeyName, primaryKeyNameId, sameKey } from './names.ts';
import { columnIds } from './needs.ts';
import { idents, quote } from './quote.ts';
import { isKeyReclassed, keyClassesFound } from './standard-classes.ts';
import { keptMarks, marksAgain } from './table-settings.ts';
import { declaredParts, goneKeyId, isMadeAnew, roomForKey, wholeOfKey } from './whole-index.ts';

/** `PRIMARY KEY (a, b) INCLUDE (c)`, named only when its name is not the server's own. */
export function primaryKeyClause(key: PrimaryKey): string {
  const { name, columns, include, deferrable, withoutOverlaps } = key;
  const named = name === undefined ? '' : `CONSTRAINT ${quote.ident(name)} `;
  const included = include?.length ? ` INCLUDE (${idents(include)})` : '';
  const overlaps = withoutOverlaps ? ' WITHOUT OVERLAPS' : '';
  const list = idents(columns.map((c) => c.column));
  return `${named}PRIMARY KEY (${list}${overlaps})${included}${keyIndexClause(key)}${deferrableClause(deferrable)}`;
}

export function primaryKeyTarget(table: Table, key: PrimaryKey): string {
  return `CONSTRAINT ${quote.ident(primaryKeyName(table.name, key.name))} ON ${quote.name(table.schema, table.name)}`;
}

/** The index behind it, as COMMENT ON takes it. */
export function primaryKeyIndex(table: Table, key: PrimaryKey): string {
  return indexTarget(indexPlace(table, key));
}

function indexPlace(table: Table, key: PrimaryKey): IndexPlace {
  const name = primaryKeyName(table.name, key.name);
  const id = primaryKeyId(table.schema, table.name);
  return { schema: table.schema, name, id, locks: locks('alter column', idOf(table)) };
}

/** The names that it takes: of a constraint on its table, and of a relation in its schema. */
export function primaryKeySlots({ schema, name: table }: Table, key: PrimaryKey): ObjectId[] {
  const name = primaryKeyName(table, key.name);
  return [constraintId({ schema, table, name }), objectId('name', schema, name)];
}

/** As a part of another index it has gone with that. */
function drop(table: Table, key: PrimaryKey): string {
  return `${alterTable(table)} DROP CONSTRAINT ${key.partitionOf === undefined ? '' : 'IF EXISTS '}${quote.ident(primaryKeyName(table.name, key.name))}`;
}

function add(table: Table, key: PrimaryKey): string {
  return `${alterTable(table)} ADD ${primaryKeyClause(key)}`;
}

/** The steps that change a primary key, split because columns come and go between them. `replaced`: keys that point at it must be made again. */
export function primaryKeySteps(
  before: Table,
  after: Table,
  present: (column: string) => string,
  context: DriverContext,
): KeySteps {
  const parts = isMoved(before, after) ? [] : [keyAsPart(before, context.before), keyAsPart(after, context.after)];
  const [a, b] = [parts[0] && renamedKey(parts[0], present), parts[1]];
  if (a !== undefined || b !== undefined) return partSteps(before, after, a, b, context);
  return ownSteps(before, after, present, context);
}

interface KeySteps {
  readonly first: StepDraft[];
  readonly last: StepDraft[];
  readonly replaced: boolean;
}

/** What changes at the key of a partition whose table has one, before or after. */
function partSteps(
  before: Table,
  after: Table,
  a: PrimaryKey | undefined,
  b: PrimaryKey | undefined,
  context: DriverContext,
): KeySteps {
  const contested = isKeyContested(after, context);
  if (a !== undefined && b !== undefined && sameKey(a, b)) {
    const taken = contested ? takeKeyName(after, before, [], context) : [];
    return { first: [], last: [...taken, ...renameSteps(after, contested ? called(a, b) : a, b)], replaced: false };
  }
  const of = after.partitionOf;
  const whole = of === undefined ? [] : [primaryKeyId(of.schema, of.table)];
  const gone = a === undefined ? [] : renameSteps(after, a, contested ? called(unnamed(a), a) : unnamed(a));
  const id = idOf(after);
  const marks = a === undefined ? [] : keptMarks(context, id, primaryKeyName(before.name, a.name));
  const away = gone.map((s, i) => ({
    ...s,
    frees: whole,
    undo: s.undo && [...s.undo, ...(i === gone.length - 1 ? marks : [])],
  }));
  // A key of its own goes first, and leaves its name to the part.
  const names = before.primaryKey === undefined ? [] : primaryKeySlots(before, before.primaryKey);
  const comes =
    b === undefined
      ? []
      : [
          ...partKeySteps(after, b, context).map((s) => without(s, a === undefined ? names : [])),
          ...(b.name === undefined ? [] : marksAgain(context, id, b.name, whole[0] ?? id)),
        ];
  const rest = ownSteps(
    a === undefined ? before : { ...before, primaryKey: undefined },
    b === undefined ? after : { ...after, primaryKey: undefined },
    (name) => name,
    context,
  );
  return { first: [...away, ...rest.first], last: [...rest.last, ...comes], replaced: rest.replaced };
}

function without(step: StepDraft, names: readonly ObjectId[]): StepDraft {
  return { ...step, needs: step.needs?.filter((id) => !names.includes(id)) };
}

/** The key that the server has made on a partition takes the name and the settings that it is to have. */
export function partKeySteps(table: Table, key: PrimaryKey, context: DriverContext): StepDraft[] {
  const of = table.partitionOf;
  const whole = of === undefined ? [] : [primaryKeyId(of.schema, of.table)];
  const contested = isKeyContested(table, context);
  const steps = renameSteps(table, contested ? called(unnamed(key), key) : unnamed(key), key).map((s) => ({
    ...s,
    needs: [...(s.needs ?? []), ...whole, ...(s.ends ?? [])],
  }));
  return contested ? [...takeKeyName(table, null, whole, context), ...steps] : steps;
}

/** A key under the name of another. */
function called(key: PrimaryKey, { name }: PrimaryKey): PrimaryKey {
  const { name: _, ...rest } = key;
  return name === undefined ? rest : { ...rest, name };
}

function unnamed({ name: _, comment: __, indexComment: ___, ...key }: PrimaryKey): PrimaryKey {
  return key;
}

function ownSteps(before: Table, after: Table, present: (column: string) => string, context: DriverContext): KeySteps {
  const id = primaryKeyId(after.schema, after.name);
  const former = before.primaryKey && renamedKey(before.primaryKey, present);
  const key = after.primaryKey;
  const same = former !== undefined && key !== undefined && sameKey(former, key) && staysPart(before, after, context);
  if (same && !isKeyReclassed(before, after, context)) {
    return { first: [], last: renameSteps(after, former, key), replaced: false };
  }
  const first: StepDraft[] = [];
  if (former !== undefined) {
    first.push({
      sql: drop(after, former),
      undo: [
        add(after, former),
        ...commentAgain(primaryKeyTarget(after, former), former.comment),
        ...keyIndexAgain(indexPlace(after, former), former),
        ...namesAgain(after, context),
        ...keptMarks(
          context,
          idOf(after),
          primaryKeyName(after.name, former.name),
          key && primaryKeyName(after.name, key.name),
        ),
      ],
      ends: [
        id,
        ...keysBelow(after, context.before),
        ...primaryKeySlots(after, former),
        keyId(
          after.schema,
          after.name,
          former.columns.map((c) => c.column),
        ),
      ],
      frees: [
        ...columnIds(after.schema, after.name, [...former.columns.map((c) => c.column), ...(former.include ?? [])]),
        ...former.columns.map((c) => notNullId(after.schema, after.name, c.column)),
        ...keyClassesFound(before, before.primaryKey ?? former, context.before),
      ],
      makes: [goneKeyId(after)],
      // The way back speaks of the columns by the names that they have by then.
      needs: [
        idOf(after),
        ...(former.partitionOf === undefined ? [] : roomForKey(before, context)),
        ...columnIds(
          after.schema,
          after.name,
          (before.primaryKey?.columns ?? [])
            .map((c) => present(c.column))
            .filter((name) => !before.columns.some((c) => c.name === name)),
        ),
      ],
      locks: locks('drop constraint', idOf(after)),
    });
  }
  const again = key === undefined ? [] : [...addKey(after, key, context), ...completeKey(after, key, context)];
  return { first, last: again, replaced: former !== undefined };
}

/** Whether a key is part of the same index as before, and that stays. Who leaves or joins a table keeps the key. */
function staysPart(before: Table, after: Table, context: DriverContext): boolean {
  if (isMoved(before, after)) return true;
  const [was, is] = [wholeOfKey(before, context.before), wholeOfKey(after, context.after)];
  return was === is && (is === null || !isMadeAnew(context.after.get(is), context));
}

/** The keys of partitions come and go with that of their table. */
function keysBelow(table: Table, objects: DriverContext['before']): ObjectId[] {
  if (table.partitionBy === undefined) return [];
  return heirsOf(table, objects).map((t) => primaryKeyId(t.schema, t.name));
}

/** The statement that adds a key to a table that is there. */
export function addKey(table: Table, key: PrimaryKey, context: DriverContext): StepDraft[] {
  const id = primaryKeyId(table.schema, table.name);
  const columns = key.columns.map((c) => c.column);
  const probe = duplicates(table.schema, table.name, columns, false);
  return [
    {
      sql: add(table, key),
      undo: [drop(table, key)],
      makes: [
        id,
        ...keysBelow(table, context.after),
        ...primaryKeySlots(table, key),
        keyId(table.schema, table.name, columns),
      ],
      needs: [
        idOf(table),
        ...columnIds(table.schema, table.name, [...columns, ...(key.include ?? [])]),
        ...columns.map((c) => notNullId(table.schema, table.name, c)),
        ...keyClassesFound(table, key, context.after),
        ...roomForKey(table, context),
        ...keyTwinsAbove(table, context),
        ...keyTwinsBelow(table, context),
        ...otherKeys(table, context),
        ...declaredParts(id, context.after).map(idOf),
      ],
      locks: locks('add primary key', idOf(table)),
      hazards: [
        { kind: 'blocks_writes', object: idOf(table), message: `blocks ${table.name} while its index is built` },
        { kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys', probe },
      ],
    },
  ];
}

/** A partition has one primary key, its own or its table's: the one goes before the other comes. */
function otherKeys(table: Table, { before, after }: DriverContext): ObjectId[] {
  return [...tablesAbove(idOf(table), before).map((id) => before.get(id)), ...heirsOf(table, after)].flatMap((o) =>
    o?.kind === 'table' && (o.partitionOf !== undefined || o.partitionBy !== undefined) ? [goneKeyId(o)] : [],
  );
}

function completeKey(table: Table, key: PrimaryKey, context: DriverContext): StepDraft[] {
  const id = primaryKeyId(table.schema, table.name);
  return [
    ...marksAgain(context, idOf(table), primaryKeyName(table.name, key.name), id),
    ...firstComment(primaryKeyTarget(table, key), key.comment, id),
    ...keyIndexSteps(indexPlace(table, key), key),
  ];
}

function renameSteps(table: Table, former: PrimaryKey, key: PrimaryKey): StepDraft[] {
  const [a, b] = [primaryKeyName(table.name, former.name), primaryKeyName(table.name, key.name)];
  const rename = (from: string, to: string): string =>
    `${alterTable(table)} RENAME CONSTRAINT ${quote.ident(from)} TO ${quote.ident(to)}`;
  const [owner, called] = [idOf(table), primaryKeyNameId(table.schema, table.name)];
  const steps: StepDraft[] =
    a === b
      ? []
      : [
          {
            sql: rename(a, b),
            undo: [rename(b, a)],
            needs: [owner],
            ends: [...primaryKeySlots(table, former), called],
            makes: [...primaryKeySlots(table, key), called],
            locks: locks('rename', owner),
          },
        ];
  return [
    ...steps,
    ...keyIndexChange({ ...indexPlace(table, key), id: owner }, former, key),
    ...changedComment(primaryKeyTarget(table, key), former.comment, key.comment, owner),
  ];
}

function renamedKey(key: PrimaryKey, present: (column: string) => string): PrimaryKey {
  return {
    ...key,
    columns: key.columns.map((c) => ({ ...c, column: present(c.column) })),
    include: key.include?.map(present),
  };
}

/** The ids that a table's key stands for. */
export function keyIds(table: Table): ObjectId[] {
  const { schema, name, primaryKey } = table;
  if (primaryKey === undefined) return [];
  const columns = primaryKey.columns.map((c) => c.column);
  return [primaryKeyId(schema, name), keyId(schema, name, columns), ...primaryKeySlots(table, primaryKey)];
}
