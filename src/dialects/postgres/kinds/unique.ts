import { idOf, type Unique } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { deferrableClause, deferrableOf, dropConstraint, onTable, renameConstraint } from '../constraint.ts';
import { impliedPart, impliedParts, isGivenByServer, partsFirst, staysAsPart } from '../index-partitions.ts';
import {
  type IndexPlace,
  KEY_INDEX,
  KEY_INDEX_FIELDS,
  type KeyIndexRow,
  keyIndexAgain,
  keyIndexChange,
  keyIndexClause,
  keyIndexOf,
  keyIndexSteps,
} from '../index-storage.ts';
import { twinsAbove } from '../index-twins.ts';
import { locks } from '../locks.ts';
import { metAnew } from '../met-anew.ts';
import { constraintId, keyId, primaryKeyId } from '../names.ts';
import { columnIds, freshExtensions, tableId } from '../needs.ts';
import { isContested, isDeclaredAgain, takeName } from '../part-names.ts';
import { idents, quote } from '../quote.ts';
import { MANAGED_TABLE } from '../scope.ts';
import { classesFound } from '../standard-classes.ts';
import { identityAgain, keptMarks, marksAgain } from '../table-settings.ts';
import { declaredKeys, declaredParts, formerPart, goneId, isMadeAnew, roomFor, wholeIndexIds } from '../whole-index.ts';

interface Row extends KeyIndexRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly withoutOverlaps: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly comment: string | null;
  readonly oid: number;
  /** The index behind it, and that of the whole table, of which this is a partition's part. */
  readonly whole: number | null;
  readonly wholeName: string | null;
  /** Whether that is of another kind: a mere index, or the primary key. */
  readonly mixed: boolean;
  readonly pure: boolean;
  readonly complete: boolean;
  readonly held: readonly string[] | null;
}

const indexPlace = (o: Unique): IndexPlace => ({
  schema: o.schema,
  name: o.name,
  id: idOf(o),
  locks: locks('alter column', tableId(o.schema, o.table)),
});

const target = (o: Unique): string => `CONSTRAINT ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`;

/** `NULLS NOT DISTINCT (a, b) INCLUDE (c)`. */
export function uniqueKey({ nullsNotDistinct, columns, include, withoutOverlaps }: Unique): string {
  const nulls = nullsNotDistinct ? 'NULLS NOT DISTINCT ' : '';
  const overlaps = withoutOverlaps ? ' WITHOUT OVERLAPS' : '';
  return `${nulls}(${idents(columns)}${overlaps})${include?.length ? ` INCLUDE (${idents(include)})` : ''}`;
}

function add(o: Unique): string {
  return `${onTable(o)} ADD CONSTRAINT ${quote.ident(o.name)} UNIQUE ${uniqueKey(o)}${keyIndexClause(o)}${deferrableClause(o.deferrable)}`;
}

/** Keys that are there more than once. */
export function duplicates(schema: string, table: string, columns: readonly string[], distinctNulls: boolean): string {
  const keys = idents(columns);
  const where = distinctNulls ? ` WHERE ${columns.map((c) => `${quote.ident(c)} IS NOT NULL`).join(' AND ')}` : '';
  return `SELECT ${keys}, count(*) FROM ${quote.name(schema, table)}${where} GROUP BY ${keys} HAVING count(*) > 1`;
}

/** A part has gone with the constraint of the whole table. */
function dropPart(o: Unique): string {
  return o.partitionOf === undefined
    ? dropConstraint(o)
    : `${onTable(o)} DROP CONSTRAINT IF EXISTS ${quote.ident(o.name)}`;
}

/** The part that the server has made takes the name and the settings of its own. */
function ownSteps(part: Unique, context: DriverContext): StepDraft[] {
  const { after, before } = context;
  const bare = impliedPart(part, after.has(tableId(part.schema, part.table)) ? after : before);
  const needs = [tableId(part.schema, part.table), ...wholeIndexIds(part, after), ...formerPart(part, before)];
  const taken = isContested(part, context);
  const rest = changeSteps(taken ? { ...bare, name: part.name } : bare, part).map(({ ends: _, ...d }) => d);
  return [...(taken ? takeName(part, context) : []), ...rest].map((d) => ({
    ...d,
    needs: [...(d.needs ?? []), ...needs],
  }));
}

/** The part becomes what the server would have made. */
function impliedSteps(part: Unique, context: DriverContext): StepDraft[] {
  const bare = impliedPart(part, context.before);
  const stays = isContested(part, context) && isDeclaredAgain(part, context);
  return changeSteps(part, stays ? { ...bare, name: part.name } : bare).map((d) => ({ ...d, makes: [goneId(part)] }));
}

function changeSteps(from: Unique, to: Unique): StepDraft[] {
  return [
    ...(from.name === to.name ? [] : renameConstraint(from, to)),
    ...keyIndexChange(indexPlace(to), from, to),
    ...changedComment(target(to), from.comment, to.comment, idOf(to)),
  ];
}

/** https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS */
export const unique: KindDriver<'unique'> = {
  async read(session, { capabilities, inScope }) {
    const nulls = raw(capabilities.nullsNotDistinct ? 'i.indnullsnotdistinct' : 'false');
    const temporal = raw(capabilities.temporalKeys ? 'k.conperiod' : 'false');
    const rows = await session.rows<Row>(
      sql`SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, ${nulls} AS "nullsNotDistinct", ${temporal} AS "withoutOverlaps",
                 ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                       FROM unnest(k.conkey) WITH ORDINALITY u(num, ord) ORDER BY u.ord) AS columns,
                 CASE WHEN i.indnatts > i.indnkeyatts THEN
                       ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                             FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(num, ord) WHERE u.ord > i.indnkeyatts ORDER BY u.ord)
                       ELSE '{}' END AS include,
                 k.condeferrable AS deferrable, k.condeferred AS deferred, obj_description(k.oid, 'pg_constraint') AS comment,
                 i.indexrelid AS oid, h.inhparent AS whole, w.relname AS "wholeName",
                 h.inhparent IS NOT NULL AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = h.inhparent AND o.contype = 'u') AS mixed,
                 true AS complete, NOT EXISTS (SELECT FROM pg_inherits b JOIN pg_constraint o ON o.conindid = b.inhrelid
                                               WHERE b.inhparent = i.indexrelid AND o.contype = 'p') AS pure,
                 CASE WHEN h.inhparent IS NOT NULL THEN
                   ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = i.indexrelid ORDER BY attnum) END AS held,
                 ${raw(KEY_INDEX)}
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_index i ON i.indexrelid = k.conindid
          LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid LEFT JOIN pg_class w ON w.oid = h.inhparent
          WHERE k.contype = 'u' AND ${MANAGED_TABLE}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.conname COLLATE "C"`,
    );
    const managed = rows.filter((r) => inScope(r.schema, r.table));
    const noted = managed.map((r) => ({ ...r, comment: r.comment ?? r.indexComment }));
    const implied = impliedParts('unique', noted);
    return managed
      .filter((r) => !implied.has(r.oid))
      .map(
        (r): Unique => ({
          kind: 'unique',
          schema: r.schema,
          table: r.table,
          name: r.name,
          columns: r.columns,
          ...(r.include.length === 0 ? {} : { include: r.include }),
          ...(r.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
          ...(r.withoutOverlaps ? { withoutOverlaps: true } : {}),
          ...deferrableOf(r),
          ...keyIndexOf(r),
          ...(r.wholeName === null ? {} : { partitionOf: r.wholeName }),
          ...(r.comment === null ? {} : { comment: r.comment }),
        }),
      );
  },
  create(object, context) {
    if (isGivenByServer(object, context)) return ownSteps(object, context);
    const [id, table] = [idOf(object), tableId(object.schema, object.table)];
    const { schema, columns, include = [], nullsNotDistinct } = object;
    const probe = duplicates(schema, object.table, columns, !nullsNotDistinct);
    return [
      {
        sql: add(object),
        undo: [dropPart(object)],
        makes: [id, constraintId(object), keyId(schema, object.table, columns)],
        needs: [
          table,
          ...columnIds(schema, object.table, [...columns, ...include]),
          ...classesFound(object, context.after),
          ...partsFirst(object, context),
          ...roomFor(object, context),
          ...twinsAbove(object, context),
          ...freshExtensions(context),
        ],
        locks: locks('add unique', table),
        hazards: context.isNew(table)
          ? metAnew(object, context, 'fails on duplicate keys')
          : [
              { kind: 'blocks_writes', object: table, message: `blocks ${object.table} while its index is built` },
              { kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys', probe },
            ],
      },
      ...marksAgain(context, table, object.name, id),
      ...firstComment(target(object), object.comment, id),
      ...keyIndexSteps(indexPlace(object), object),
    ];
  },
  drop(object, context) {
    if (staysAsPart(object, context)) return impliedSteps(object, context);
    const { schema, columns, include = [] } = object;
    const table = tableId(schema, object.table);
    return [
      {
        sql: dropPart(object),
        undo: [
          add(object),
          ...commentAgain(target(object), object.comment),
          ...keyIndexAgain(object, object),
          ...keptMarks(context, table, object.name),
        ],
        ends: [idOf(object), constraintId(object), keyId(schema, object.table, columns)],
        frees: [
          table,
          ...columnIds(schema, object.table, [...columns, ...include]),
          ...classesFound(object, context.before),
          ...declaredParts(idOf(object), context.before).map(idOf),
          ...declaredKeys(idOf(object), context.before).map((t) => primaryKeyId(t.schema, t.name)),
          ...identityAgain(context, table, object),
        ],
        makes: [goneId(object)],
        locks: locks('drop constraint', table),
      },
    ];
  },
  alter(before, after, fields, context) {
    if (isMadeAnew(after, context)) return { how: 'replace' };
    if (fields.some((f) => f !== 'comment' && !KEY_INDEX_FIELDS.includes(f))) return { how: 'replace' };
    const comments = changedComment(target(after), before.comment, after.comment, idOf(after));
    return { how: 'steps', steps: [...keyIndexChange(indexPlace(after), before, after), ...comments] };
  },
  rename: renameConstraint,
};
