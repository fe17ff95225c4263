import { digest } from '../../model/digest.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import {
  type Check,
  type Column,
  columnId,
  type ForeignKey,
  type Index,
  type IndexStorage,
  idOf,
  type SchemaObject,
  type Table,
  type Unique,
} from '../../model/object.ts';
import { type Step, type StepDraft } from '../../model/step.ts';
import { type DriverContext, type Rewrite } from '../dialect.ts';
import { asideName } from './aside.ts';
import { addNotNull, notNullName, notNullPlace } from './column-settings.ts';
import { alterTable } from './columns.ts';
import { deferrableClause, onTable } from './constraint.ts';
import { withClause } from './index-storage.ts';
import { checkClause } from './kinds/check.ts';
import { foreignKeyClause } from './kinds/foreign-key.ts';
import { createIndex, dropIndex } from './kinds/table-index.ts';
import { uniqueKey } from './kinds/unique.ts';
import { locks } from './locks.ts';
import { primaryKeyId, primaryKeyName, validId } from './names.ts';
import { tableId } from './needs.ts';
import { attachProven, detachConcurrently } from './online-attachment.ts';
import { defaultInBatches } from './online-default.ts';
import { createOnPartitions, keyOnPartitions } from './online-partitions.ts';
import { idents, quote } from './quote.ts';
import { notNullsId } from './standing.ts';

/** Building an index may take as long as it takes: it keeps nobody waiting. */
const NO_LIMIT = { transaction: 'alone', timeout: 0 } as const;

/** Whether rows of a table may be in use while the plan runs. */
function inUse(table: ObjectId, { server, isNew, before, after }: DriverContext): boolean {
  return !server.embedded && !isNew(table) && !isPartitioned(before.get(table)) && !isPartitioned(after.get(table));
}

/** The online forms do not exist for partitioned tables. */
function isPartitioned(object: SchemaObject | undefined): boolean {
  return object?.kind === 'table' && object.partitionBy !== undefined;
}

/** The object of a kind that a step makes (or ends), under the change that the step is for. */
function subject<K extends SchemaObject['kind']>(step: Step, kind: K): Extract<SchemaObject, { kind: K }> | null {
  const { why } = step;
  const object = why.type === 'drop' ? why.before : why.after;
  return object.kind === kind ? (object as Extract<SchemaObject, { kind: K }>) : null;
}

/** https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY */
const createConcurrently: Rewrite = (step, context) => {
  const index = subject(step, 'index');
  if (index === null || !inUse(objectId(index.relation ?? 'table', index.schema, index.table), context)) return null;
  const name = nameMade(step, index);
  if (name === null) return null;
  return [
    {
      ...step,
      ...NO_LIMIT,
      sql: createIndex(index, { name, concurrently: true }),
      undo: [dropIndex(index, { name, concurrently: true, ifExists: true })],
      locks: locks('create index concurrently', objectId(index.relation ?? 'table', index.schema, index.table)),
      hazards: step.hazards.filter((h) => h.kind !== 'blocks_writes'),
    },
  ];
};

/** The name under which a CREATE INDEX step builds the index: its own, or one aside. */
function nameMade(step: Step, index: Index): string | null {
  return [index.name, asideName(index.name, 'new')].find((name) => step.sql === createIndex(index, { name })) ?? null;
}

const dropConcurrently: Rewrite = (step, context) => {
  const { why } = step;
  const index = why.type === 'create' ? null : why.before;
  if (index?.kind !== 'index' || !inUse(objectId(index.relation ?? 'table', index.schema, index.table), context))
    return null;
  if (step.sql !== dropIndex(index)) return null;
  const [first, ...rest] = step.undo ?? [];
  return [
    {
      ...step,
      ...NO_LIMIT,
      sql: dropIndex(index, { concurrently: true }),
      undo: first === undefined ? null : [createIndex(index, { concurrently: true }), ...rest],
      locks: locks('drop index concurrently', objectId(index.relation ?? 'table', index.schema, index.table)),
    },
  ];
};

/** Adds a constraint without looking at the rows, commits, and looks at them while everybody goes on working. */
function notValidFirst(
  step: Step,
  object: Check | ForeignKey,
  clause: string,
  parents: readonly ObjectId[],
): StepDraft[] {
  const table = tableId(object.schema, object.table);
  const add = `${onTable(object)} ADD ${clause}`;
  return [
    {
      ...step,
      sql: add,
      transaction: 'commits_after',
      hazards: [],
    },
    {
      sql: `${onTable(object)} VALIDATE CONSTRAINT ${quote.ident(object.name)}`,
      undo: [],
      makes: [validId(object)],
      needs: [idOf(object)],
      locks: [...locks('validate', table), ...locks('validate foreign key parent', ...parents)],
      hazards: step.hazards.filter((h) => h.kind === 'may_fail_on_data'),
      transaction: 'commits_after',
      timeout: 0,
    },
  ];
}

const checkNotValid: Rewrite = (step, context) => {
  const check = subject(step, 'check');
  if (check === null || check.notValid || check.notEnforced) return null;
  if (step.sql !== `${onTable(check)} ADD ${checkClause(check)}`) return null;
  if (!inUse(tableId(check.schema, check.table), context)) return null;
  return notValidFirst(step, check, checkClause(check, false), []);
};

const foreignKeyNotValid: Rewrite = (step, context) => {
  const key = subject(step, 'foreign_key');
  if (key === null || key.notValid || key.notEnforced || step.sql !== `${onTable(key)} ADD ${foreignKeyClause(key)}`)
    return null;
  if (!inUse(tableId(key.schema, key.table), context)) return null;
  const parent = tableId(key.references.schema, key.references.table);
  return notValidFirst(step, key, foreignKeyClause(key, false), [parent]);
};

/** Builds the index of a constraint CONCURRENTLY, then makes it the constraint's. */
function usingIndex(
  step: Step,
  table: Table | Unique,
  name: string,
  columns: string,
  constraint: string,
  storage: IndexStorage,
): StepDraft[] {
  const into = storage.tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(storage.tablespace)}`;
  const key = `${columns}${withClause(storage)}${into}`;
  // The server gives the index the constraint's name; its own may still be taken by what it replaces.
  const built = asideName(name, 'new');
  const owner = table.kind === 'table' ? idOf(table) : tableId(table.schema, table.table);
  const place = quote.name(table.schema, table.kind === 'table' ? table.name : table.table);
  const id = `index:${quote.name(table.schema, built)}`;
  return [
    {
      ...NO_LIMIT,
      sql: `CREATE UNIQUE INDEX CONCURRENTLY ${quote.ident(built)} ON ${place} ${key}`,
      undo: [`DROP INDEX CONCURRENTLY IF EXISTS ${quote.name(table.schema, built)}`],
      makes: [id],
      needs: step.needs,
      locks: locks('create index concurrently', owner),
      hazards: step.hazards.filter((h) => h.kind === 'may_fail_on_data'),
    },
    {
      ...step,
      sql: `ALTER TABLE ${place} ADD CONSTRAINT ${quote.ident(name)} ${constraint}`,
      needs: [...step.needs, id],
      hazards: [],
    },
  ];
}

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX */
const uniqueUsingIndex: Rewrite = (step, context) => {
  const unique = subject(step, 'unique');
  if (unique === null || unique.withoutOverlaps || step.ends.length > 0) return null;
  if (!step.makes.includes(idOf(unique)) || !step.sql.startsWith(`${onTable(unique)} ADD `)) return null;
  if (!inUse(tableId(unique.schema, unique.table), context)) return null;
  const { nullsNotDistinct, columns, include } = unique;
  const included = include?.length ? ` INCLUDE (${idents(include)})` : '';
  const key = nullsNotDistinct ? `(${idents(columns)})${included} NULLS NOT DISTINCT` : uniqueKey(unique);
  return usingIndex(
    step,
    unique,
    unique.name,
    key,
    `UNIQUE USING INDEX ${quote.ident(asideName(unique.name, 'new'))}${deferrableClause(unique.deferrable)}`,
    unique,
  );
};

const primaryKeyUsingIndex: Rewrite = (step, context) => {
  const table = subject(step, 'table');
  const key = table?.primaryKey;
  if (table === null || key === undefined || key.withoutOverlaps || !inUse(idOf(table), context)) return null;
  if (!step.makes.includes(primaryKeyId(table.schema, table.name)) || !step.sql.startsWith(`${alterTable(table)} ADD `))
    return null;
  const name = primaryKeyName(table.name, key.name);
  const included = key.include?.length ? ` INCLUDE (${idents(key.include)})` : '';
  const columns = `(${idents(key.columns.map((c) => c.column))})${included}`;
  const constraint = `PRIMARY KEY USING INDEX ${quote.ident(asideName(name, 'new'))}${deferrableClause(key.deferrable)}`;
  return usingIndex(step, table, name, columns, constraint, key);
};

/** A valid check is proof enough for SET NOT NULL, and it can be validated while everybody goes on working. */
const notNullByCheck: Rewrite = (step, context) => {
  const table = subject(step, 'table');
  if (table === null || !inUse(idOf(table), context)) return null;
  const column = table.columns.find((c) => step.sql === setNotNull(table, c));
  if (column === undefined) return null;
  const [owner, alter] = [idOf(table), alterTable(table)];
  const name = quote.ident(`dbops_not_null_${digest([table.schema, table.name, column.name]).slice(0, 8)}`);
  const proof = `${columnId(table.schema, table.name, column.name)}#not null`;
  const valid = `${proof} valid`;
  const scan = step.hazards.filter((h) => h.kind === 'may_fail_on_data');
  return [
    {
      sql: `${alter} ADD CONSTRAINT ${name} CHECK (${quote.ident(column.name)} IS NOT NULL) NOT VALID`,
      undo: [`${alter} DROP CONSTRAINT IF EXISTS ${name}`],
      makes: [proof],
      needs: step.needs,
      locks: locks('add check', owner),
      transaction: 'commits_after',
    },
    {
      sql: `${alter} VALIDATE CONSTRAINT ${name}`,
      undo: [],
      makes: [valid],
      needs: [proof],
      locks: locks('validate', owner),
      hazards: scan,
      transaction: 'commits_after',
      timeout: 0,
    },
    { ...step, needs: [...step.needs, valid], frees: [...step.frees, `${proof} done`], hazards: [] },
    {
      sql: `${alter} DROP CONSTRAINT ${name}`,
      undo: [],
      // Whoever becomes an heir by then would have to have it.
      makes: [notNullsId(table)],
      ends: [`${proof} done`],
      locks: locks('drop constraint', owner),
    },
  ];
};

/** A not-null constraint with a name of its own is added like a check: https://www.postgresql.org/docs/18/sql-altertable.html */
const notNullNotValid: Rewrite = (step, context) => {
  const table = subject(step, 'table');
  if (table === null || !inUse(idOf(table), context)) return null;
  const column = table.columns.find((c) => c.notNull && !c.notNullNotValid && step.sql === addNotNull(table, c));
  if (column === undefined) return null;
  const [owner, open] = [idOf(table), `${columnId(table.schema, table.name, column.name)}#not null`];
  return [
    {
      ...step,
      sql: addNotNull(table, { ...column, notNullNotValid: true }),
      makes: [open, ...notNullPlace(table, column, context), ...step.makes.filter((id) => step.ends.includes(id))],
      transaction: 'commits_after',
      hazards: [],
    },
    {
      sql: `${alterTable(table)} VALIDATE CONSTRAINT ${quote.ident(notNullName(table.name, column))}`,
      undo: [],
      makes: step.makes,
      needs: [open],
      locks: locks('validate', owner),
      hazards: step.hazards.filter((h) => h.kind === 'may_fail_on_data'),
      transaction: 'commits_after',
      timeout: 0,
    },
  ];
};

function setNotNull(table: Table, column: Column): string {
  return `${alterTable(table)} ALTER COLUMN ${quote.ident(column.name)} SET NOT NULL`;
}

/** The safe sequences for tables in use, each for one statement form. None for an embedded server: nobody waits there. */
export const online: readonly Rewrite[] = [
  createConcurrently,
  createOnPartitions,
  keyOnPartitions,
  attachProven,
  detachConcurrently,
  dropConcurrently,
  checkNotValid,
  foreignKeyNotValid,
  uniqueUsingIndex,
  primaryKeyUsingIndex,
  defaultInBatches(notNullByCheck),
  notNullByCheck,
  notNullNotValid,
];
