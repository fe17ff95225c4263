import { sameData } from '../../model/digest.ts';
import { type Index, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext, type Rewrite } from '../dialect.ts';
import { impliedNameOf } from './index-partitions.ts';
import { createIndex, dropIndex } from './kinds/table-index.ts';
import { locks } from './locks.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';
import { declaredParts } from './whole-index.ts';

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
  if (index.only || declaredParts(idOf(index), context.after).length > 0) return null;
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

function builtId(part: Index): `index:${string}` {
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
    const below =
      object.foreign !== undefined ? null : object.partitionBy === undefined ? [object] : leavesOf(object, context);
    if (below === null) return null;
    found.push(...below);
  }
  return found;
}

/** Whether nothing has the names of the parts, not even the parts of other indexes, which are not listed. */
function areFree(parts: readonly Index[], { before }: DriverContext): boolean {
  const names = new Set(parts.map((p) => quote.name(p.schema, p.name)));
  const taken = (o: SchemaObject): boolean => 'schema' in o && 'name' in o && names.has(quote.name(o.schema, o.name));
  const shadows = (o: SchemaObject): boolean =>
    o.kind === 'index' &&
    parts.some((p) => names.has(quote.name(p.schema, impliedNameOf({ ...o, schema: p.schema, table: p.table }))));
  return names.size === parts.length && ![...before.values()].some((o) => taken(o) || shadows(o));
}
