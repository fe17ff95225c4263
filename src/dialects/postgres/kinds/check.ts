import { memberId, type ObjectId } from '../../../model/id.ts';
import { type Check, idOf } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { dropConstraint, onTable, renameConstraint } from '../constraint.ts';
import { replay, unwrap } from '../expression.ts';
import { isHandedDown, isTakenAlong } from '../handed-down.ts';
import { heirsOf, leavers } from '../heirs.ts';
import { giveCheckUp } from '../inheritance.ts';
import { locks } from '../locks.ts';
import { metAnew } from '../met-anew.ts';
import { constraintId, leftId, validId } from '../names.ts';
import { freshExtensions, tableId } from '../needs.ts';
import { quote } from '../quote.ts';
import { isRemadeTable } from '../remake.ts';
import { MANAGED_TABLE } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly expression: string;
  readonly noInherit: boolean;
  readonly valid: boolean;
  readonly enforced: boolean;
  readonly comment: string | null;
}

const target = (o: Check): string => `CONSTRAINT ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`;

/** The constraint as ADD takes it; `valid` false: existing rows are not looked at. */
export function checkClause(object: Check, valid = !object.notValid): string {
  const inherit = object.noInherit ? ' NO INHERIT' : '';
  const enforced = object.notEnforced ? ' NOT ENFORCED' : '';
  const validity = valid || object.notEnforced ? '' : ' NOT VALID';
  return `CONSTRAINT ${quote.ident(object.name)} CHECK (${replay(object.expression)})${inherit}${enforced}${validity}`;
}

/** Whether a table is made anew that has left its parents before that: a partition leaves only as it goes. */
function isHeirAnew(table: ObjectId, context: DriverContext): boolean {
  const former = context.before.get(table);
  return former?.kind === 'table' && former.inherits !== undefined && isRemadeTable(table, context);
}

/** The statements that make it again in an undo. */
function again(object: Check): string[] {
  return [`${onTable(object)} ADD ${checkClause(object)}`, ...commentAgain(target(object), object.comment)];
}

/** Rows that a check would refuse. */
function probe(o: Check): string {
  return `SELECT * FROM ${quote.name(o.schema, o.table)} WHERE NOT (${o.expression})`;
}

/** The same check of all heirs: of those that have it as their own, and of those that have it from here alone. */
function heirsOfCheck(
  { schema, table, name }: Check,
  objects: DriverContext['before'],
): Record<'own' | 'given' | 'valid' | 'tables', ObjectId[]> {
  const owner = objects.get(tableId(schema, table));
  const heirs = owner?.kind === 'table' ? heirsOf(owner, objects) : [];
  const ids = heirs.map((h) => memberId('check', h.schema, h.name, name));
  return {
    own: ids.filter((id) => objects.has(id)),
    given: ids.filter((id) => !objects.has(id)),
    tables: heirs.map(idOf),
    valid: heirs.map((h) => validId({ schema: h.schema, table: h.name, name })),
  };
}

/** A check of an heir's own becomes its parents' alone. */
function givenUp(check: Check, context: DriverContext): StepDraft[] {
  const [before, after] = [context.before, context.after].map((o) => o.get(tableId(check.schema, check.table)));
  return before?.kind === 'table' && after?.kind === 'table' ? giveCheckUp(check, { before, after }, context) : [];
}

/** https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS */
export const check: KindDriver<'check'> = {
  async read(session, context) {
    const enforced = raw(context.capabilities.notEnforced ? 'k.conenforced' : 'true');
    const rows = await session.rows<Row>(
      sql`SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pg_get_expr(k.conbin, k.conrelid) AS expression,
                 k.connoinherit AS "noInherit", k.convalidated AS valid, ${enforced} AS enforced,
                 obj_description(k.oid, 'pg_constraint') AS comment
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE k.contype = 'c' AND k.conislocal AND ${MANAGED_TABLE}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.conname COLLATE "C"`,
    );
    return rows
      .filter((r) => context.inScope(r.schema, r.table))
      .map(
        ({ expression, noInherit, valid, enforced: on, comment, ...row }): Check => ({
          kind: 'check',
          ...row,
          expression: unwrap(expression),
          ...(noInherit ? { noInherit } : {}),
          ...(valid || !on ? {} : { notValid: true }),
          ...(on ? {} : { notEnforced: true }),
          ...(comment === null ? {} : { comment }),
        }),
      );
  },
  create(object, context) {
    const [id, table] = [idOf(object), tableId(object.schema, object.table)];
    const comments = firstComment(target(object), object.comment, id);
    // One that came from a parent stays when the table leaves that, and is merged when it does not.
    const [was, is] = [isHandedDown(object, context.before), isHandedDown(object, context.after)];
    const remade = isRemadeTable(table, context);
    const stays = isHandedDown(object, context.before, context.after) || isTakenAlong(object, context);
    if (was && stays && !is && !context.before.has(id) && !remade) return comments;
    const scans = !object.notValid && !object.notEnforced && !context.isNew(table);
    const { before, after } = context;
    // One that heirs have as their own comes after theirs, so that it goes before them in an undo.
    const heirs = heirsOfCheck(object, after);
    const given = givenUp(object, { ...context, before: after, after: before }).map((d) => d.sql);
    const taken = was && is ? [`COMMENT ON ${target(object)} IS NULL`, ...given] : [dropConstraint(object)];
    return [
      {
        sql: `${onTable(object)} ADD ${checkClause(object)}`,
        // What its parents hand down goes with the table itself.
        undo: remade && is ? [] : taken,
        makes: [id, constraintId(object), ...heirs.given],
        needs: [
          table,
          ...heirs.own,
          ...heirs.valid,
          ...leavers({ schema: object.schema, name: object.table }, context),
          ...freshExtensions(context),
        ],
        locks: locks('add check', table),
        hazards: scans
          ? [
              { kind: 'scans_table', object: table, message: `reads all of ${object.table} while nobody can use it` },
              { kind: 'may_fail_on_data', object: id, message: 'fails on rows that violate it', probe: probe(object) },
            ]
          : object.notValid || object.notEnforced
            ? []
            : metAnew(object, context, 'fails on rows that violate it'),
      },
      ...comments,
    ];
  },
  drop(object, context) {
    // It becomes the parents'.
    const was = isHandedDown(object, context.after, context.before);
    const table = tableId(object.schema, object.table);
    if (was && isHandedDown(object, context.after) && !isRemadeTable(table, context)) {
      return givenUp(object, context);
    }
    const heirs = heirsOfCheck(object, context.before);
    return [
      {
        sql: dropConstraint(object),
        undo: again(object),
        // Heirs that have it too can let it go, or have it as their own, only once their parent has let it go.
        ends: [idOf(object), constraintId(object), ...heirs.given],
        // Who becomes an heir of one that is NOT VALID has it as a valid one.
        frees: [table, ...heirs.own, ...(object.notValid ? heirs.tables : [])],
        needs: isHeirAnew(table, context) ? [leftId({ schema: object.schema, name: object.table })] : [],
        locks: locks('drop constraint', table),
      },
    ];
  },
  alter(before, after, fields) {
    const [id, table] = [idOf(after), tableId(after.schema, after.table)];
    const comments = changedComment(target(after), before.comment, after.comment, id);
    if (fields.every((f) => f === 'comment')) return { how: 'steps', steps: comments };
    if (fields.every((f) => f === 'comment' || f === 'notValid') && before.notValid) {
      const validate: StepDraft = {
        sql: `${onTable(after)} VALIDATE CONSTRAINT ${quote.ident(after.name)}`,
        undo: [dropConstraint(after), ...again(before)],
        makes: [validId(after)],
        needs: [id],
        locks: locks('validate', table),
        hazards: [
          { kind: 'may_fail_on_data', object: id, message: 'fails on rows that violate it', probe: probe(after) },
        ],
      };
      return { how: 'steps', steps: [validate, ...comments] };
    }
    return { how: 'replace' };
  },
  rename: renameConstraint,
};
