import { digest, sameData } from '../../model/digest.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type Table, tableIdOf } from '../../model/object.ts';
import { type Step, type StepDraft } from '../../model/step.ts';
import { type DriverContext, type Rewrite } from '../dialect.ts';
import { conditionOf, isDefault } from './bounds.ts';
import { alterTable } from './columns.ts';
import { locks } from './locks.ts';
import { leftId, placeId } from './names.ts';
import { tableId } from './needs.ts';
import { quote } from './quote.ts';
import { capabilities } from './versions.ts';

/** A check that says of a table's rows what the bound of its partition does, for as long as it is needed. */
interface Proof {
  readonly valid: ObjectId;
  readonly add: readonly [add: string, validate: string];
  readonly drop: string;
  readonly steps: readonly [add: StepDraft, validate: StepDraft];
}

/** The proof for a table and a bound; null where one of both tables is new, nobody waits, or the bound cannot be said in words. */
function proofOf(
  table: Table,
  place: Table['partitionOf'],
  needs: Step['needs'],
  context: DriverContext,
): Proof | null {
  const { before, after, isNew, server } = context;
  if (server.embedded || place === undefined || isNew(idOf(table)) || isDefault(place.bound)) return null;
  const owner = tableId(place.schema, place.table);
  const parent = before.get(owner);
  if (parent?.kind !== 'table' || parent.partitionBy === undefined || !after.has(owner)) return null;
  const condition = conditionOf(place.bound, parent.partitionBy, quote.name(place.schema, place.table));
  if (condition === null || condition === '') return null;
  const alter = alterTable(table);
  const name = quote.ident(`dbops_bound_${digest([table.schema, table.name, place.bound]).slice(0, 8)}`);
  const id: ObjectId = memberId('bound_check', table.schema, table.name, 'check');
  const valid: ObjectId = memberId('bound_check', table.schema, table.name, 'valid');
  const add = `${alter} ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`;
  const validate = `${alter} VALIDATE CONSTRAINT ${name}`;
  const drop = `${alter} DROP CONSTRAINT IF EXISTS ${name}`;
  const steps = [
    {
      sql: add,
      undo: [drop],
      makes: [id],
      needs,
      locks: locks('add check', idOf(table)),
      transaction: 'commits_after',
    },
    {
      sql: validate,
      undo: [],
      makes: [valid],
      needs: [id],
      locks: locks('validate', idOf(table)),
      transaction: 'commits_after',
      timeout: 0,
    },
  ] as const;
  return { valid, add: [add, validate], drop, steps };
}

/**
 * The rows of a table that becomes a partition are looked at while everybody goes on working: a valid check spares the scan under the
 * lock. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION
 */
export const attachProven: Rewrite = (step, context) => {
  const { why } = step;
  if (why.type !== 'alter' || why.after.kind !== 'table' || why.before.kind !== 'table') return null;
  if (why.before.partitionOf !== undefined || !/ ATTACH PARTITION /.test(step.sql)) return null;
  const proof = proofOf(why.after, why.after.partitionOf, step.needs, context);
  if (proof === null) return null;
  return [
    ...proof.steps,
    { ...step, needs: [...step.needs, proof.valid] },
    {
      sql: proof.drop,
      undo: [],
      needs: [placeId(why.after), proof.valid],
      ends: [proof.valid],
      locks: locks('drop constraint', idOf(why.after)),
    },
  ];
};

/**
 * A partition leaves while the others go on working. Unless its rows are known to be within its bound, the server would leave a check
 * behind. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
 */
export const detachConcurrently: Rewrite = (step, context) => {
  const { why } = step;
  if (why.type !== 'alter' || why.after.kind !== 'table' || why.before.kind !== 'table') return null;
  const place = why.before.partitionOf;
  if (place === undefined || why.after.partitionOf !== undefined || !/ DETACH PARTITION /.test(step.sql)) return null;
  if (!capabilities(context.server).detachConcurrently || hasDefault(place, context)) return null;
  // Below a partition, the server would leave a check that says its bound, too.
  const parent = context.before.get(tableId(place.schema, place.table));
  if (parent?.kind !== 'table' || parent.partitionOf !== undefined) return null;
  if (!keepMembers([tableId(place.schema, place.table), idOf(why.after)], context)) return null;
  const proof = proofOf(why.after, place, [idOf(why.after)], context);
  if (proof === null) return null;
  return [
    ...proof.steps,
    {
      ...step,
      sql: `${step.sql} CONCURRENTLY`,
      needs: [...step.needs, proof.valid],
      locks: locks('validate', tableId(place.schema, place.table)),
      transaction: 'alone',
      timeout: 0,
    },
    {
      sql: proof.drop,
      undo: proof.add,
      needs: [leftId(why.after), proof.valid],
      ends: [proof.valid],
      locks: locks('drop constraint', idOf(why.after)),
    },
  ];
};

/** Whether the keys, indexes and checks of tables stay: what comes or goes together with a partition needs it to leave at once. */
function keepMembers(tables: readonly ObjectId[], { before, after }: DriverContext): boolean {
  const members = (objects: DriverContext['before']): unknown[] => {
    const own = [...objects.values()].filter(
      (o) => o.kind !== 'table' && 'table' in o && tables.some((id) => id === tableIdOf(o)),
    );
    const keys = tables.map((id) => {
      const table = objects.get(id);
      return table?.kind === 'table' ? (table.primaryKey ?? null) : null;
    });
    return [own.map(idOf).sort(), keys];
  };
  return sameData(members(before), members(after));
}

/** Beside a partition for the rest none can leave in this way. */
function hasDefault({ schema, table }: NonNullable<Table['partitionOf']>, { before }: DriverContext): boolean {
  return [...before.values()].some(
    (o) =>
      o.kind === 'table' &&
      o.partitionOf?.schema === schema &&
      o.partitionOf.table === table &&
      isDefault(o.partitionOf.bound),
  );
}
