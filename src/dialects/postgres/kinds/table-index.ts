import { type ObjectId, objectId } from '../../../model/id.ts';
import { type Column, columnId, type Index, type IndexPart, idOf, type Table } from '../../../model/object.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { asideName } from '../aside.ts';
import { mentions } from '../column-uses.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { replay } from '../expression.ts';
import { heirsOf } from '../heirs.ts';
import { impliedPart, isGivenByServer, partsFirst, staysAsPart } from '../index-partitions.ts';
import { statisticsStatements, storageSteps, withClause } from '../index-storage.ts';
import { formerTwinsAbove, twinsAbove } from '../index-twins.ts';
import { locks } from '../locks.ts';
import { metAnew } from '../met-anew.ts';
import { keyId, placeId, primaryKeyId, rowTypeId } from '../names.ts';
import { columnTypeOf, freshExtensions, goneExtensions, tableId } from '../needs.ts';
import { isContested, isDeclaredAgain, takeName } from '../part-names.ts';
import { dottedIdent, idents, quote } from '../quote.ts';
import { readIndexes } from '../read-indexes.ts';
import { classesFound } from '../standard-classes.ts';
import { identityAgain, keptMarks, marksAgain } from '../table-settings.ts';
import { isExchanged } from '../types-anew.ts';
import {
  declaredKeys,
  declaredParts,
  formerPart,
  goneId,
  isMadeAnew,
  type Part,
  roomFor,
  wholeIndexId,
  wholeIndexIds,
} from '../whole-index.ts';
import { duplicates } from './unique.ts';

const target = (o: Index): string => `INDEX ${quote.name(o.schema, o.name)}`;

/** CREATE INDEX; `name` and `concurrently` for the online forms. */
export function createIndex(object: Index, { name = object.name, concurrently = false } = {}): string {
  const { schema, table, unique, method, parts, include, nullsNotDistinct, where, tablespace, only } = object;
  return [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${quote.ident(name)}`,
    ` ON ${only ? 'ONLY ' : ''}${quote.name(schema, table)}${method === undefined ? '' : ` USING ${quote.ident(method)}`}`,
    ` (${parts.map(formatPart).join(', ')})`,
    include?.length ? ` INCLUDE (${idents(include)})` : '',
    nullsNotDistinct ? ' NULLS NOT DISTINCT' : '',
    withClause(object),
    tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(tablespace)}`,
    where === undefined ? '' : ` WHERE ${replay(where)}`,
  ].join('');
}

export function dropIndex(
  object: Index,
  { name = object.name, concurrently = false, ifExists = false, cascade = false } = {},
): string {
  return `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${ifExists ? 'IF EXISTS ' : ''}${quote.name(object.schema, name)}${cascade ? ' CASCADE' : ''}`;
}

function formatPart({ column, expression, descending, nulls, collation, opclass }: IndexPart): string {
  const standard = descending ? 'first' : 'last';
  return [
    column === undefined ? `(${replay(expression ?? '')})` : quote.ident(column),
    collation === undefined ? '' : ` COLLATE ${dottedIdent(collation)}`,
    opclass === undefined ? '' : ` ${formatOpclass(opclass)}`,
    descending ? ' DESC' : '',
    nulls === undefined || nulls === standard ? '' : ` NULLS ${nulls.toUpperCase()}`,
  ].join('');
}

/** `gin_trgm_ops`, or with settings: `gist_trgm_ops(siglen='32')`. */
function formatOpclass(opclass: string): string {
  const [, name = opclass, settings = ''] = /^([^(]+)\(((?:\s*\w+\s*=\s*(?:'[^']*'|\w+)\s*,?)+)\)$/.exec(opclass) ?? [];
  return `${dottedIdent(name.trim())}${settings === '' ? '' : ` (${settings})`}`;
}

function relationId({ schema, table, relation }: Index): ObjectId {
  return objectId(relation ?? 'table', schema, table);
}

function used(object: Index): ObjectId[] {
  const { schema, table, parts, include = [] } = object;
  if (object.relation !== undefined) return [relationId(object)];
  const columns = [...parts.flatMap((p) => (p.column === undefined ? [] : [p.column])), ...include];
  return [tableId(schema, table), ...columns.map((c) => columnId(schema, table, c))];
}

/** The types whose attributes expressions may read. */
function attributesRead({ schema, table, parts, where }: Index, { after }: DriverContext): ObjectId[] {
  const owner = after.get(tableId(schema, table));
  if (owner?.kind !== 'table' || (where === undefined && parts.every((p) => p.column !== undefined))) return [];
  return owner.columns.flatMap((column) => {
    const type = after.get(columnTypeOf(owner, column, after) ?? '');
    if (type?.kind === 'table') return [rowTypeId(type)];
    return type?.kind === 'composite' ? [idOf(type)] : [];
  });
}

function createStep(object: Index, name: string, id: ObjectId, context: DriverContext): StepDraft {
  const table = relationId(object);
  const columns = object.parts.flatMap((p) => (p.column === undefined ? [] : [p.column]));
  const probe =
    object.where === undefined && columns.length === object.parts.length
      ? duplicates(object.schema, object.table, columns, !object.nullsNotDistinct)
      : undefined;
  return {
    sql: createIndex(object, { name }),
    undo: [
      dropIndex(object, {
        name,
        ifExists: object.partitionOf !== undefined,
        cascade: hasConstraints(object, context.after),
      }),
    ],
    makes: [id],
    needs: [
      ...used(object),
      ...attributesRead(object, context),
      ...classesFound(object, context.after),
      ...partsToCome(object, context),
      ...freshExtensions(context),
    ],
    locks: locks('create index', table),
    hazards: context.isNew(table)
      ? object.unique
        ? metAnew(object, context, 'fails on duplicate keys')
        : []
      : [
          {
            kind: 'blocks_writes',
            object: table,
            message: `blocks writes to ${object.table} while the index is built`,
          },
          ...(object.unique
            ? [{ kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys', probe } as const]
            : []),
        ],
  };
}

/** What an index over partitions finds when it is made: parts that are not of its own making, and all who are to have none. */
function partsToCome(object: Index, context: DriverContext): ObjectId[] {
  const { after } = context;
  const all = object.only ? heirsOf({ schema: object.schema, name: object.table }, after) : [];
  return [...partsFirst(object, context), ...all.flatMap((t) => [idOf(t), placeId(t)])];
}

/** A part has gone with the index of the whole table. */
function dropStep(object: Index, context: DriverContext): StepDraft {
  const marks = keptMarks(context, relationId(object), object.name);
  return {
    sql: dropIndex(object, {
      ifExists: object.partitionOf !== undefined,
      cascade: hasConstraints(object, context.before),
    }),
    undo: [
      createIndex(object),
      ...(object.only ? declaredParts(idOf(object), context.before).map((part) => attach(object, part)) : []),
      ...statisticsStatements(target(object), {}, object),
      ...marks,
      ...commentAgain(target(object), object.comment),
    ],
    ends: [idOf(object)],
    frees: [
      ...used(object),
      ...partsToGo(object, context),
      ...classesFound(object, context.before),
      ...goneExtensions(context),
      ...identityAgain(context, relationId(object), object),
      ...formerTwinsAbove(object, context),
    ],
    makes: [goneId(object)],
    locks: locks('drop index', relationId(object)),
  };
}

function partsToGo(object: Index, { before }: DriverContext): ObjectId[] {
  const all = object.only ? heirsOf({ schema: object.schema, name: object.table }, before) : [];
  const keys = declaredKeys(idOf(object), before).map((t) => primaryKeyId(t.schema, t.name));
  return [...[...declaredParts(idOf(object), before), ...all].map(idOf), ...all.map(placeId), ...keys];
}

/** Whether constraints of partitions are parts of an index: they go with it, and it does not go without them. */
function hasConstraints(object: Index, objects: DriverContext['after']): boolean {
  const parts = declaredParts(idOf(object), objects);
  return (
    declaredKeys(idOf(object), objects).length > 0 ||
    parts.some((p) => p.kind === 'unique' || hasConstraints(p, objects))
  );
}

function attach(whole: Part, part: Part): string {
  return `ALTER INDEX ${quote.name(whole.schema, whole.name)} ATTACH PARTITION ${quote.name(part.schema, part.name)}`;
}

/** An index ON ONLY its table takes no parts up by itself. */
function attachSteps(part: Index, { after }: DriverContext): StepDraft[] {
  const id = wholeIndexId(part, after);
  const whole = id === null ? undefined : after.get(id);
  if (id === null || whole?.kind !== 'index' || !whole.only) return [];
  return [
    {
      sql: attach(whole, part),
      undo: [],
      needs: [idOf(part), id],
      locks: locks('alter column', relationId(part)),
    },
  ];
}

function renameStep(object: Index, from: string, to: string): StepDraft {
  const rename = (a: string, b: string): string =>
    `ALTER INDEX ${quote.name(object.schema, a)} RENAME TO ${quote.ident(b)}`;
  return {
    sql: rename(from, to),
    undo: [rename(to, from)],
    ends: [idOf({ ...object, name: from })],
    makes: [idOf({ ...object, name: to })],
    locks: locks('rename index', idOf(object)),
  };
}

/** The part that the server has made takes the name and the settings of its own. */
function ownSteps(part: Index, context: DriverContext): StepDraft[] {
  const { after, before } = context;
  const bare = impliedPart(part, after.has(relationId(part)) ? after : before);
  const { ends: _, ...rename } = renameStep(part, bare.name, part.name);
  const needs = [...used(part), ...wholeIndexIds(part, after), ...formerPart(part, before)];
  const named = bare.name === part.name ? [] : [rename];
  return [
    ...(isContested(part, context) ? takeName(part, context) : named).map((d) => ({ ...d, needs })),
    ...settingSteps({ ...bare, name: part.name }, part).map((d) => ({ ...d, needs: [...(d.needs ?? []), ...needs] })),
    ...changedComment(target(part), undefined, part.comment, idOf(part)).map((d) => ({
      ...d,
      needs: [...(d.needs ?? []), ...needs],
    })),
  ];
}

/** The part becomes what the server would have made. */
function impliedSteps(part: Index, context: DriverContext): StepDraft[] {
  const bare = impliedPart(part, context.before);
  const stays = bare.name === part.name || (isContested(part, context) && isDeclaredAgain(part, context));
  return [
    ...changedComment(target(part), part.comment, undefined, idOf(part)),
    ...settingSteps(part, { ...bare, name: part.name }),
    ...(stays ? [] : [renameStep(part, part.name, bare.name)]),
  ].map((d) => ({ ...d, makes: [goneId(part)] }));
}

/** The columns that a unique index makes a key. */
function keysOf({ schema, table, unique, where, parts }: Index): ObjectId[] {
  const columns = parts.flatMap((p) => p.column ?? []);
  return unique && where === undefined && columns.length === parts.length ? [keyId(schema, table, columns)] : [];
}

function statisticsSteps(object: Index): StepDraft[] {
  const form = { undo: [], needs: [idOf(object)], locks: locks('set options', relationId(object)) };
  return statisticsStatements(target(object), {}, object).map((sql) => ({ sql, ...form }));
}

function settingSteps(before: Index, after: Index): StepDraft[] {
  const { schema, name } = after;
  const form = locks('alter column', relationId(after));
  return storageSteps({ schema, name, id: idOf(after), locks: form }, before, after);
}

/** Whether a column that the index reads before and after gets another type: it cannot wait beside its successor, which reads what comes of it. */
function isRetyped(before: Index, after: Index, context: DriverContext): boolean {
  const { before: was, after: will } = context;
  const [a, b] = [was, will].map((objects) => objects.get(tableId(after.schema, after.table)));
  if (a?.kind !== 'table' || b?.kind !== 'table') return false;
  const types = new Map(a.columns.map((c) => [c.name, c]));
  return b.columns.some((c) => {
    const former = types.get(c.name);
    const same = former === undefined || (former.type === c.type && former.collation === c.collation);
    return (!same || isExchanged(c.type, context)) && reads(before, c, a, was) && reads(after, c, b, will);
  });
}

/** Whether an index reads a column, be it by way of a generated one. */
function reads({ dependsOn = [] }: Index, { name }: Column, table: Table, objects: DriverContext['after']): boolean {
  const column = (own: string): ObjectId => columnId(table.schema, table.name, own);
  const generated = table.columns.filter((c) => c.generated !== undefined && dependsOn.includes(column(c.name)));
  return [...dependsOn, ...generated.flatMap((c) => mentions(table, c, objects))].includes(column(name));
}

/** Whether an extension that the index uses before and after goes to another schema: what is said of the one place has no meaning at the other. */
function standsOnMoved(before: Index, after: Index, context: DriverContext): boolean {
  return (before.dependsOn ?? []).some((id) => {
    const [a, b] = [context.before.get(id), context.after.get(id)];
    return a?.kind === 'extension' && b?.kind === 'extension' && a.into !== b.into && after.dependsOn?.includes(id);
  });
}

/** https://www.postgresql.org/docs/current/sql-createindex.html */
export const index: KindDriver<'index'> = {
  read: readIndexes,
  create(object, context) {
    const id = idOf(object);
    if (isGivenByServer(object, context)) return ownSteps(object, context);
    const made = createStep(object, object.name, id, context);
    return [
      {
        ...made,
        makes: [id, ...keysOf(object)],
        needs: [...(made.needs ?? []), ...roomFor(object, context), ...twinsAbove(object, context)],
      },
      ...attachSteps(object, context),
      ...statisticsSteps(object),
      ...marksAgain(context, relationId(object), object.name, id),
      ...firstComment(target(object), object.comment, id),
    ];
  },
  drop(object, context) {
    if (staysAsPart(object, context)) return impliedSteps(object, context);
    return [{ ...dropStep(object, context), ends: [idOf(object), ...keysOf(object)] }];
  },
  alter(before, after, fields, context) {
    if (isMadeAnew(after, context)) return { how: 'replace' };
    const id = idOf(after);
    const comments = changedComment(target(after), before.comment, after.comment, id);
    if (fields.every((f) => f === 'comment')) return { how: 'steps', steps: comments };
    const small = ['comment', 'options', 'tablespace', 'statistics'];
    const table = context.after.get(relationId(after));
    const whole = table?.kind === 'table' && table.partitionBy !== undefined;
    if (fields.every((f) => small.includes(f))) {
      return { how: 'steps', steps: [...settingSteps(before, after), ...comments] };
    }
    if (whole || after.partitionOf !== undefined) return { how: 'replace' };
    if (isRetyped(before, after, context) || standsOnMoved(before, after, context)) return { how: 'replace' };
    const aside = asideName(after.name, 'new');
    const successor = createStep(after, aside, idOf({ ...after, name: aside }), context);
    const keys = keysOf(before);
    const steps = [
      // Foreign keys let go of the key before there are two: on the way back they might choose the one that goes.
      { ...successor, makes: [...(successor.makes ?? []), ...keys], ends: keys },
      { ...dropStep(before, context), needs: [idOf({ ...after, name: aside })] },
      { ...renameStep(after, aside, after.name), needs: [idOf({ ...after, name: aside })] },
      ...statisticsSteps(after),
      ...marksAgain(context, relationId(after), after.name, id),
      ...firstComment(target(after), after.comment, id),
    ];
    // Foreign keys may stand on a unique index.
    return { how: 'steps', steps, rebuilds: before.unique ? [id] : [] };
  },
  rename: (before, after) => [renameStep(after, before.name, after.name)],
};
