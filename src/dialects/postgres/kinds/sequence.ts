import { type ObjectId, objectId } from '../../../model/id.ts';
import { columnId, idOf, type Sequence, type Table } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { accessAgain } from '../access-again.ts';
import { ownedId, ownerOf } from '../access-kinds.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { leftId, persistenceId } from '../names.ts';
import { schemaId, tableId } from '../needs.ts';
import { once } from '../once.ts';
import { isMadeAgain } from '../own-columns.ts';
import { quote } from '../quote.ts';
import { isRemade } from '../remake.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';
import { changedOptions, formatOptions, readOptions, type SequenceRow, withinLimits } from '../sequence-options.ts';

interface Row extends SequenceRow {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly table: string | null;
  readonly column: string | null;
  readonly unlogged: boolean;
  readonly comment: string | null;
}

const target = ({ schema, name }: Pick<Sequence, 'schema' | 'name'>): string => `SEQUENCE ${quote.name(schema, name)}`;

/** CREATE SEQUENCE without its owner, which needs the table first. */
export function createSequence(object: Sequence): string {
  const as = object.type === undefined ? '' : ` AS ${object.type}`;
  return [`CREATE ${object.unlogged ? 'UNLOGGED ' : ''}${target(object)}${as}`, ...formatOptions(object)].join(' ');
}

export function ownSequence(object: Sequence, owner: Sequence['ownedBy']): string {
  const column = owner && `${quote.name(object.schema, owner.table)}.${quote.ident(owner.column)}`;
  return `ALTER ${target(object)} OWNED BY ${column ?? 'NONE'}`;
}

/** The statements that make a sequence again once its owner is back. */
export function sequenceAgain(object: Sequence): { readonly create: string[]; readonly own: string[] } {
  return {
    create: [createSequence(object), ...commentAgain(target(object), object.comment)],
    own: object.ownedBy === undefined ? [] : [ownSequence(object, object.ownedBy)],
  };
}

function ownStep(object: Sequence, context: DriverContext, before?: Sequence['ownedBy']): StepDraft {
  const { schema, ownedBy } = object;
  return {
    sql: ownSequence(object, ownedBy),
    undo: [ownSequence(object, before)],
    needs: [idOf(object), ...(ownedBy === undefined ? [] : ownerIds(object, ownedBy, context))],
    frees: before === undefined ? [] : [columnId(schema, before.table, before.column)],
    locks: NO_LOCKS,
  };
}

/** From one column to another; where the one may have to go before the other can come, nobody owns it between. */
function ownSteps(before: Sequence, after: Sequence, context: DriverContext): StepDraft[] {
  if (JSON.stringify(before.ownedBy) === JSON.stringify(after.ownedBy)) return [];
  const isNew = after.ownedBy && !context.before.has(objectId('table', after.schema, after.ownedBy.table));
  if (!isNew || !vanishesWithOwner(before, context)) return [ownStep(after, context, before.ownedBy)];
  const { ownedBy: _, ...free } = after;
  return [ownStep(free, context, before.ownedBy), ownStep(after, context)];
}

/** Both belong to one role before a column can own a sequence. */
function ownerIds(
  object: Sequence,
  { table, column }: NonNullable<Sequence['ownedBy']>,
  { before, after }: DriverContext,
): ObjectId[] {
  const { schema } = object;
  const owner = after.get(tableId(schema, table));
  // A table that the way back drops, to make it anew, would take along what it owns by then.
  const again = owner?.kind === 'table' && isMadeAgain(owner, { before, after });
  return [
    ...(again ? [leftId(owner)] : []),
    columnId(schema, table, column),
    persistenceId(schema, table),
    ownedId(object),
    ownedId({ kind: 'table', schema, name: table, columns: [] }),
  ];
}

/** The owner that its table gets: on the way back the table has its former one, and so the sequence's, before it owns that. */
function ownerToCome({ schema, ownedBy }: Sequence, { before, after, server }: DriverContext): ObjectId[] {
  const table = ownedBy && tableId(schema, ownedBy.table);
  const [a, b] = [before.get(table ?? ''), after.get(table ?? '')];
  return a && b && ownerOf(a, before, server) !== ownerOf(b, after, server) ? [ownedId(b)] : [];
}

/** Whether the column that owns it goes, and takes it along. */
export function vanishesWithOwner({ schema, name, ownedBy }: Sequence, context: DriverContext): boolean {
  if (ownedBy === undefined) return false;
  const id = idOf({ kind: 'table', schema, name: ownedBy.table, columns: [] });
  const [before, after] = [context.before.get(id), context.after.get(id)];
  if (before?.kind !== 'table') return false;
  if (after?.kind !== 'table') return true;
  if (!context.after.has(objectId('sequence', schema, name)) && isRemade(before, after, context)) return true;
  return !after.columns.some((c) => c.name === ownedBy.column || c.renamedFrom === ownedBy.column);
}

/** The sequences that go with a table, or with one of its columns. */
export function ownedSequences(table: Table, context: DriverContext, column?: string): Sequence[] {
  const owned = sequencesByOwner(context.before).get(idOf(table)) ?? [];
  return owned.filter((o) => (column === undefined || o.ownedBy?.column === column) && !context.after.has(idOf(o)));
}

const sequencesByOwner = once((objects: DriverContext['before']) => {
  const sequences = [...objects.values()].filter((o) => o.kind === 'sequence');
  return Map.groupBy(sequences, (o) => (o.ownedBy === undefined ? null : objectId('table', o.schema, o.ownedBy.table)));
});

/** https://www.postgresql.org/docs/current/sql-createsequence.html */
export const sequence: KindDriver<'sequence'> = {
  async read(session, context) {
    const rows = await session.rows<Row>(
      sql`SELECT n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type,
                 s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max,
                 s.seqcache::text AS cache, s.seqcycle AS cycle, c.relpersistence = 'u' AS unlogged, o.relname AS table, a.attname AS column,
                 obj_description(c.oid, 'pg_class') AS comment
          FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
               AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
          LEFT JOIN pg_class o ON o.oid = d.refobjid
          LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
          WHERE ${USER_SCHEMAS} AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i' AND ${notOwned('pg_class', 'c')}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    );
    return rows
      .filter((r) => context.inScope(r.schema, r.name))
      .map(
        ({ schema, name, type, table, column, unlogged, comment, ...row }): Sequence => ({
          kind: 'sequence',
          schema,
          name,
          ...(type === 'bigint' ? {} : { type }),
          ...readOptions(row, type),
          ...(unlogged && context.capabilities.unloggedSequences ? { unlogged } : {}),
          ...(table === null || column === null ? {} : { ownedBy: { table, column } }),
          ...(comment === null ? {} : { comment }),
        }),
      );
  },
  create(object, context) {
    const id = idOf(object);
    return [
      {
        sql: createSequence(object),
        undo: [`DROP ${target(object)}`],
        makes: [id],
        needs: schemaId(object.schema),
        locks: NO_LOCKS,
      },
      ...firstComment(target(object), object.comment, id),
      // Given up before the sequence goes, so that undoing the table does not take it along.
      ...(object.ownedBy === undefined ? [] : [ownStep(object, context)]),
    ];
  },
  drop(object, context) {
    if (vanishesWithOwner(object, context)) return [];
    const id = idOf(object);
    const again = sequenceAgain(object);
    return [
      {
        sql: `DROP ${target(object)}`,
        undo: [...again.create, ...accessAgain(object, context), ...again.own],
        ends: [id, ...ownerToCome(object, context)],
        frees: schemaId(object.schema),
        locks: locks('drop sequence', id),
      },
    ];
  },
  alter(before, after, _fields, context) {
    const id = idOf(after);
    const steps: StepDraft[] = [];
    const place = quote.name(after.schema, after.name);
    const change = (a: Sequence, b: Sequence): string => {
      const as = a.type === b.type ? [] : [`AS ${b.type ?? 'bigint'}`];
      return [`ALTER ${target(b)}`, ...as, ...changedOptions(a, b, [a.type, b.type])].join(' ');
    };
    if (change(before, after) !== `ALTER ${target(after)}`) {
      const undo = [withinLimits(change(after, before), place, after, before)];
      steps.push({
        sql: withinLimits(change(before, after), place, before, after),
        undo,
        needs: [id],
        locks: locks('alter sequence', id),
      });
    }
    if (before.unlogged !== after.unlogged) {
      const set = (o: Sequence): string => `ALTER ${target(after)} SET ${o.unlogged ? 'UNLOGGED' : 'LOGGED'}`;
      // After the table that owns it, which takes it along.
      const owner = [before, after].flatMap((o) => (o.ownedBy ? [persistenceId(after.schema, o.ownedBy.table)] : []));
      steps.push({ sql: set(after), undo: [set(before)], needs: [id, ...owner], locks: locks('alter sequence', id) });
    }
    steps.push(...ownSteps(before, after, context));
    return { how: 'steps', steps: [...steps, ...changedComment(target(after), before.comment, after.comment, id)] };
  },
  rename(before, after) {
    const to = (a: Sequence, b: Sequence): string => `ALTER ${target(a)} RENAME TO ${quote.ident(b.name)}`;
    return [
      {
        sql: to(before, after),
        undo: [to(after, before)],
        ends: [idOf(before)],
        makes: [idOf(after)],
        locks: locks('rename', idOf(before)),
      },
    ];
  },
};
