import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject, type Table, type Unique } from '../../model/object.ts';
import { type Step, type StepDraft } from '../../model/step.ts';
import { type DriverContext, type Rewrite } from '../dialect.ts';
import { alterTable } from './columns.ts';
import { impliedNameOf } from './index-partitions.ts';
import { withClause } from './index-storage.ts';
import { createIndex, dropIndex } from './kinds/table-index.ts';
import { duplicates } from './kinds/unique.ts';
import { locks } from './locks.ts';
import { primaryKeyId, primaryKeyName, validId } from './names.ts';
import { tableId } from './needs.ts';
import { idents, quote } from './quote.ts';
import { declaredKeys, declaredParts, goneKeyId, isPart, type Part } from './whole-index.ts';

/**
 * An index of a partitioned table is built on its partitions one by one, while everybody goes on writing; that of the whole then takes
 * them in instead of building its own. https://www.postgresql.org/docs/current/ddl-partitioning.html
 */
export const createOnPartitions: Rewrite = (step, context) => {
  const { why } = step;
  if (why.type !== 'create' || why.after.kind !== 'index' || context.server.embedded) return null;
  const index = why.after;
  const table = context.before.get(tableId(index.schema, index.table));
  if (table?.kind !== 'table' || table.partitionBy === undefined || step.sql !== createIndex(index)) return null;
  if (index.only || hasOwnParts(idOf(index), context)) return null;
  // What the server would call a part over an expression is not certain.
  if (index.partitionOf !== undefined || index.parts.some((p) => p.column === undefined)) return null;
  const leaves = leavesOf(table, context);
  const parts = leaves?.map((leaf) => partOf(index, leaf)) ?? [];
  if (parts.length === 0 || !areFree(parts, context)) return null;
  const drafts = parts.map((part): StepDraft => {
    const owner = tableId(part.schema, part.table);
    return {
      sql: createIndex(part, { concurrently: true }),
      undo: [dropIndex(part, { concurrently: true, ifExists: true })],
      makes: [builtId(part)],
      needs: step.needs,
      locks: locks('create index concurrently', owner),
      hazards: step.hazards.filter((h) => h.kind === 'may_fail_on_data'),
      transaction: 'alone',
      timeout: 0,
    };
  });
  return [...drafts, { ...step, needs: [...step.needs, ...parts.map(builtId)], hazards: [] }];
};

/**
 * A unique or a primary key of a partitioned table takes in constraints that its partitions have already, and builds nothing then (measured
 * on 15 and 18: mere indexes it does not take); those get theirs one by one, while everybody goes on writing.
 */
export const keyOnPartitions: Rewrite = (step, context) => {
  const key = keyAdded(step, context);
  const table = key === null ? undefined : context.before.get(tableId(key.schema, key.table));
  if (key === null || table?.kind !== 'table' || table.partitionBy === undefined || context.server.embedded)
    return null;
  if (key.deferrable !== undefined || key.withoutOverlaps || key.partitionOf !== undefined) return null;
  if (hasOwnParts(idOf(key), context)) return null;
  const leaves = leavesOf(table, context) ?? [];
  if (key.words === 'PRIMARY KEY' && leaves.some((leaf) => leaf.primaryKey !== undefined)) return null;
  const parts = leaves.map(
    (leaf): Unique => ({ ...key, table: leaf.name, schema: leaf.schema, name: key.nameOn(leaf) }),
  );
  if (parts.length === 0 || !areFree(parts, context)) return null;
  // The parts of a key that goes have the names that those of a new one get.
  const needs = [...step.needs, ...(key.words === 'PRIMARY KEY' ? [goneKeyId(table)] : [])];
  const drafts = parts.flatMap((part): StepDraft[] => {
    const owner = tableId(part.schema, part.table);
    const [place, name] = [quote.name(part.schema, part.table), quote.ident(part.name)];
    const probe = duplicates(part.schema, part.table, part.columns, !part.nullsNotDistinct);
    return [
      {
        sql: `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${place} ${indexKey(part)}`,
        undo: [`DROP INDEX CONCURRENTLY IF EXISTS ${quote.name(part.schema, part.name)}`],
        makes: [builtId(part)],
        needs,
        locks: locks('create index concurrently', owner),
        hazards: [{ kind: 'may_fail_on_data', object: idOf(part), message: 'fails on duplicate keys', probe }],
        transaction: 'alone',
        timeout: 0,
      },
      {
        sql: `ALTER TABLE ${place} ADD CONSTRAINT ${name} ${key.words} USING INDEX ${name}`,
        undo: [`ALTER TABLE ${place} DROP CONSTRAINT IF EXISTS ${name}`],
        makes: [validId(part)],
        needs: [builtId(part)],
        locks: locks('add unique', owner),
        transaction: 'commits_after',
      },
    ];
  });
  return [...drafts, { ...step, needs: [...step.needs, ...parts.map(validId)], hazards: [] }];
};

/** Whether partitions say what their parts are. */
function hasOwnParts(whole: ObjectId, { after }: DriverContext): boolean {
  return declaredParts(whole, after).length > 0 || declaredKeys(whole, after).length > 0;
}

interface AddedKey extends Unique {
  readonly words: 'UNIQUE' | 'PRIMARY KEY';
  /** What the server calls its part on a partition. */
  nameOn(leaf: Table): string;
}

/** The unique, or the primary key, that a step adds to a table. */
function keyAdded(step: Step, { before }: DriverContext): AddedKey | null {
  const { why } = step;
  if (why.type === 'create' && why.after.kind === 'unique') {
    const unique = why.after;
    if (!step.makes.includes(idOf(unique)) || step.ends.length > 0) return null;
    return {
      ...unique,
      words: 'UNIQUE',
      nameOn: ({ schema, name: table }) => impliedNameOf({ ...unique, schema, table }),
    };
  }
  const table = why.type === 'alter' && why.after.kind === 'table' ? why.after : null;
  const key = table?.primaryKey;
  if (table === null || key === undefined || !step.makes.includes(primaryKeyId(table.schema, table.name))) return null;
  const { schema, name } = table;
  const former = before.get(idOf(table));
  const solid = former?.kind === 'table' ? former.columns.flatMap((c) => (c.notNull ? [c.name] : [])) : [];
  const columns = key.columns.map((c) => c.column);
  if (!step.sql.startsWith(`${alterTable(table)} ADD `) || !columns.every((c) => solid.includes(c))) return null;
  const { name: _, columns: __, ...rest } = key;
  return {
    ...rest,
    kind: 'unique',
    schema,
    table: name,
    name: primaryKeyName(name, key.name),
    columns,
    words: 'PRIMARY KEY',
    nameOn: (leaf) => primaryKeyName(leaf.name, undefined),
  };
}

function indexKey(part: Unique): string {
  const { columns, include, nullsNotDistinct, tablespace } = part;
  const included = include?.length ? ` INCLUDE (${idents(include)})` : '';
  const into = tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(tablespace)}`;
  return `(${idents(columns)})${included}${nullsNotDistinct ? ' NULLS NOT DISTINCT' : ''}${withClause(part)}${into}`;
}

function builtId(part: Part): `index:${string}` {
  return `index:${quote.name(part.schema, part.name)}`;
}

function partOf(index: Index, { schema, name }: Table): Index {
  return { ...index, schema, table: name, name: impliedNameOf({ ...index, schema, table: name }) };
}

/** The partitions that hold rows, and go on doing so; null when one of them is no table of this database. */
function leavesOf(table: Table, context: DriverContext): readonly Table[] | null {
  const { before, after } = context;
  const found: Table[] = [];
  for (const object of before.values()) {
    if (object.kind !== 'table' || object.partitionOf === undefined) continue;
    if (object.partitionOf.schema !== table.schema || object.partitionOf.table !== table.name) continue;
    const then = after.get(idOf(object));
    if (then?.kind !== 'table' || !sameData(then.partitionOf, object.partitionOf)) continue;
    if (then.partitionBy !== object.partitionBy) return null;
    const below =
      object.foreign !== undefined ? null : object.partitionBy === undefined ? [object] : leavesOf(object, context);
    if (below === null) return null;
    found.push(...below);
  }
  return found;
}

/** Whether nothing has the names of the parts, not even the parts of other indexes, which are not listed. */
function areFree(parts: readonly Part[], { before }: DriverContext): boolean {
  const names = new Set(parts.map((p) => quote.name(p.schema, p.name)));
  const taken = (o: SchemaObject): boolean => 'schema' in o && 'name' in o && names.has(quote.name(o.schema, o.name));
  const shadows = (o: SchemaObject): boolean =>
    isPart(o) &&
    parts.some((p) => names.has(quote.name(p.schema, impliedNameOf({ ...o, schema: p.schema, table: p.table }))));
  return names.size === parts.length && ![...before.values()].some((o) => taken(o) || shadows(o));
}
