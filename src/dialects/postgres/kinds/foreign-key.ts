import { type Hazard } from '../../../model/hazard.ts';
import { type ObjectId } from '../../../model/id.ts';
import {
  type Column,
  type ForeignKey,
  idOf,
  type ReferentialAction,
  type SchemaObject,
  tableIdOf,
} from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { deferrableClause, deferrableOf, dropConstraint, onTable, renameConstraint } from '../constraint.ts';
import { keyGoneId, keysAround, namesBelow } from '../foreign-twins.ts';
import { rowsAround } from '../heirs.ts';
import { locks } from '../locks.ts';
import { metAnew } from '../met-anew.ts';
import { constraintId, keyId, persistenceId, primaryKeyId } from '../names.ts';
import { columnIds, tableId } from '../needs.ts';
import { once } from '../once.ts';
import { idents, quote } from '../quote.ts';
import { MANAGED_TABLE } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly toSchema: string;
  readonly toTable: string;
  readonly toColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly match: string;
  readonly valid: boolean;
  readonly enforced: boolean;
  readonly period: boolean;
  readonly onDeleteColumns: readonly string[];
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly comment: string | null;
}

const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  c: 'cascade',
  r: 'restrict',
  n: 'set null',
  d: 'set default',
};

const target = (o: ForeignKey): string => `CONSTRAINT ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`;

/** The constraint as ADD takes it; `valid` false: existing rows are not looked at. */
export function foreignKeyClause(object: ForeignKey, valid = !object.notValid): string {
  const { name, columns, references: to, match, onDelete, onUpdate, deferrable } = object;
  return [
    `CONSTRAINT ${quote.ident(name)} FOREIGN KEY (${keyColumns(columns, object.period)})`,
    ` REFERENCES ${quote.name(to.schema, to.table)}`,
    to.columns.length === 0 ? '' : ` (${keyColumns(to.columns, object.period)})`,
    match === 'full' ? ' MATCH FULL' : '',
    onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate.toUpperCase()}`,
    onDelete === undefined ? '' : ` ON DELETE ${onDelete.toUpperCase()}`,
    object.onDeleteColumns?.length ? ` (${idents(object.onDeleteColumns)})` : '',
    deferrableClause(deferrable),
    object.notEnforced ? ' NOT ENFORCED' : valid ? '' : ' NOT VALID',
  ].join('');
}

/** The statements that make it again in an undo. */
export function foreignKeyAgain(object: ForeignKey): string[] {
  return [`${onTable(object)} ADD ${foreignKeyClause(object)}`, ...commentAgain(target(object), object.comment)];
}

/** `a, PERIOD b` */
function keyColumns(columns: readonly string[], period: true | undefined): string {
  if (!period) return idents(columns);
  return [...columns.slice(0, -1).map(quote.ident), `PERIOD ${quote.ident(columns.at(-1) ?? '')}`].join(', ');
}

/** Rows whose key has no counterpart. */
function orphans({ schema, table, columns, references: to }: ForeignKey): string {
  const filled = columns.map((c) => `c.${quote.ident(c)} IS NOT NULL`);
  const equal = columns.map((c, i) => `p.${quote.ident(to.columns[i] ?? '')} = c.${quote.ident(c)}`);
  const parent = `SELECT FROM ${quote.name(to.schema, to.table)} p WHERE ${equal.join(' AND ')}`;
  return `SELECT c.* FROM ${quote.name(schema, table)} c WHERE ${filled.join(' AND ')} AND NOT EXISTS (${parent})`;
}

/** What makes the referenced columns a key: the primary key, and uniques or unique indexes over the same columns. */
function keysOf({ references: to }: ForeignKey, objects: DriverContext['after']): ObjectId[] {
  const wanted = sorted(to.columns);
  const keys = keysByTable(objects).get(tableId(to.schema, to.table)) ?? [];
  return keys.filter((k) => k.columns === wanted).map((k) => k.id);
}

const sorted = (columns: readonly (string | undefined)[]): string => [...columns].sort().join('\0');

const keysByTable = once((objects: DriverContext['after']) => {
  const keys = [...objects.values()].flatMap((o) => {
    const table = o.kind === 'table' ? idOf(o) : tableIdOf(o);
    const columns = uniqueColumns(o);
    const id = o.kind === 'table' ? primaryKeyId(o.schema, o.name) : idOf(o);
    return table === null || columns === undefined ? [] : [{ table, id, columns: sorted(columns) }];
  });
  return Map.groupBy(keys, (k) => k.table);
});

function uniqueColumns(object: SchemaObject): readonly (string | undefined)[] | undefined {
  if (object.kind === 'table') return object.primaryKey?.columns.map((k) => k.column);
  if (object.kind === 'unique') return object.columns;
  return object.kind === 'index' && object.unique ? object.parts.map((p) => p.column) : undefined;
}

function referencedKey({ references: to }: ForeignKey): ObjectId {
  return keyId(to.schema, to.table, to.columns);
}

function used({ schema, table, columns, references: to }: ForeignKey): ObjectId[] {
  return [
    tableId(schema, table),
    tableId(to.schema, to.table),
    ...columnIds(schema, table, columns),
    ...columnIds(to.schema, to.table, to.columns),
  ];
}

/** Rows that others refer to may be on their way. */
function rowsOf({ references: to }: ForeignKey, context: DriverContext): ObjectId[] {
  return rowsAround(to.schema, to.table, context);
}

/** Whether both tables are logged decides whether there can be a key. */
function persistences({ schema, table, references: to }: ForeignKey): ObjectId[] {
  return [persistenceId(schema, table), persistenceId(to.schema, to.table)];
}

/** https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK */
export const foreignKey: KindDriver<'foreign_key'> = {
  async read(session, { inScope, capabilities }) {
    const period = raw(capabilities.temporalKeys ? 'k.conperiod' : 'false');
    const enforced = raw(capabilities.notEnforced ? 'k.conenforced' : 'true');
    const some = raw(capabilities.deleteColumns ? 'k.confdelsetcols' : 'NULL::int2[]');
    const rows = await session.rows<Row>(
      sql`SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pn.nspname AS "toSchema", p.relname AS "toTable",
                 ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                       FROM unnest(k.conkey) WITH ORDINALITY u(num, ord) ORDER BY u.ord) AS columns,
                 ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = p.oid AND a.attnum = u.num)
                       FROM unnest(k.confkey) WITH ORDINALITY u(num, ord) ORDER BY u.ord) AS "toColumns",
                 k.confdeltype AS "onDelete", k.confupdtype AS "onUpdate", k.confmatchtype AS match, k.convalidated AS valid,
                 ${period} AS period, ${enforced} AS enforced,
                 ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                       FROM unnest(${some}) WITH ORDINALITY u(num, ord) ORDER BY u.ord) AS "onDeleteColumns",
                 k.condeferrable AS deferrable, k.condeferred AS deferred, obj_description(k.oid, 'pg_constraint') AS comment
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
          WHERE k.contype = 'f' AND k.conparentid = 0 AND ${MANAGED_TABLE}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.conname COLLATE "C"`,
    );
    return rows
      .filter((r) => inScope(r.schema, r.table))
      .map(
        (r): ForeignKey => ({
          kind: 'foreign_key',
          schema: r.schema,
          table: r.table,
          name: r.name,
          columns: r.columns,
          references: { schema: r.toSchema, table: r.toTable, columns: r.toColumns },
          ...(ACTIONS[r.onDelete] === undefined ? {} : { onDelete: ACTIONS[r.onDelete] }),
          ...(ACTIONS[r.onUpdate] === undefined ? {} : { onUpdate: ACTIONS[r.onUpdate] }),
          ...(r.match === 'f' ? { match: 'full' } : {}),
          ...(r.valid || !r.enforced ? {} : { notValid: true }),
          ...(r.enforced ? {} : { notEnforced: true }),
          ...(r.onDeleteColumns.length === 0 ? {} : { onDeleteColumns: r.onDeleteColumns }),
          ...(r.period ? { period: true } : {}),
          ...deferrableOf(r),
          ...(r.comment === null ? {} : { comment: r.comment }),
        }),
      );
  },
  create(object, context) {
    const [id, table] = [idOf(object), tableId(object.schema, object.table)];
    const parent = tableId(object.references.schema, object.references.table);
    const scans = !object.notValid && !object.notEnforced && !context.isNew(table);
    return [
      {
        sql: `${onTable(object)} ADD ${foreignKeyClause(object)}`,
        undo: [dropConstraint(object)],
        // A key over the same columns that goes must be gone by then: the server would take hold of it.
        makes: [id, constraintId(object), ...namesBelow(object, context), referencedKey(object)],
        needs: [
          ...used(object),
          ...rowsOf(object, context),
          ...persistences(object),
          ...keysOf(object, context.after),
          ...keysAround(object, context),
        ],
        locks: locks('add foreign key', table, parent),
        hazards: scans
          ? [
              {
                kind: 'blocks_writes',
                object: table,
                message: `blocks writes to ${object.table} while its rows are checked`,
              },
              {
                kind: 'may_fail_on_data',
                object: id,
                message: 'fails on rows without a counterpart',
                probe: orphans(object),
              },
            ]
          : object.notValid || object.notEnforced
            ? []
            : metAnew(object, context, 'fails on rows without a counterpart'),
      },
      ...firstComment(target(object), object.comment, id),
    ];
  },
  drop(object, context) {
    const parent = tableId(object.references.schema, object.references.table);
    return [
      {
        sql: dropConstraint(object),
        undo: foreignKeyAgain(object),
        ends: [idOf(object), constraintId(object), ...namesBelow(object, context)],
        makes: [keyGoneId(object)],
        frees: [
          ...used(object),
          ...rowsOf(object, context),
          ...persistences(object),
          referencedKey(object),
          ...keysOf(object, context.before),
        ],
        locks: locks('drop constraint', tableId(object.schema, object.table), parent),
        hazards: comesBackEmpty(object, context),
      },
    ];
  },
  alter(before, after, fields) {
    const [id, table] = [idOf(after), tableId(after.schema, after.table)];
    const comments = changedComment(target(after), before.comment, after.comment, id);
    if (fields.every((f) => f === 'comment')) return { how: 'steps', steps: comments };
    if (fields.every((f) => f === 'comment' || f === 'notValid') && before.notValid) {
      const parent = tableId(after.references.schema, after.references.table);
      const validate: StepDraft = {
        sql: `${onTable(after)} VALIDATE CONSTRAINT ${quote.ident(after.name)}`,
        undo: [dropConstraint(after), ...foreignKeyAgain(before)],
        needs: [id],
        locks: [...locks('validate', table), ...locks('validate foreign key parent', parent)],
        hazards: [
          {
            kind: 'may_fail_on_data',
            object: id,
            message: 'fails on rows without a counterpart',
            probe: orphans(after),
          },
        ],
      };
      return { how: 'steps', steps: [validate, ...comments] };
    }
    return { how: 'replace' };
  },
  rename: renameConstraint,
};

/** A key whose table stays: what it refers to comes back without its values, and rows may refer to those. */
function comesBackEmpty(key: ForeignKey, { before, after }: DriverContext): Hazard[] {
  const [own, referenced] = [tableId(key.schema, key.table), tableId(key.references.schema, key.references.table)];
  const [child, parent] = [columnsOf(after.get(own)), columnsOf(after.get(referenced))];
  const stays = (names: readonly string[], columns: readonly Column[], former: readonly Column[]): boolean =>
    names.every((n) => former.some((c) => c.name === n) && columns.some((c) => c.name === n || c.renamedFrom === n));
  const referring = stays(key.columns, child, columnsOf(before.get(own)));
  const there = stays(key.references.columns, parent, columnsOf(before.get(referenced)));
  if (!referring || there || key.notValid || key.notEnforced) return [];
  const message = `the foreign key ${key.name} comes back only while no row of ${key.table} refers to one of ${key.references.table}`;
  return [{ kind: 'irreversible', object: idOf(key), message }];
}

function columnsOf(object: SchemaObject | undefined): readonly Column[] {
  return object?.kind === 'table' ? object.columns : [];
}
