import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable } from './alter-table.ts';
import { columnTypeId } from './dependencies.ts';
import { locks } from './locks.ts';
import { partitionClause } from './partition-list.ts';

/** The table has no partitions: keys and columns that they depend on may change from then on. */
export function unpartitionedId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('unpartitioned', schema, name, 'partitions');
}

/** The table gets its partitions: keys and columns are as they shall be before that. */
export function partitioningId({ schema, name }: Pick<Table, 'schema' | 'name'>): ObjectId {
  return memberId('partitioning', schema, name, 'partitions');
}

/**
 * The steps around a change of a table. Where other things change too, partitions go before them and come after them, as
 * keys and partitions must fit each other at every moment. Partitions that only come, or ranges that are cut or joined, are
 * no more than that.
 * https://dev.mysql.com/doc/refman/9.0/en/partitioning-limitations-partitioning-keys-unique-keys.html
 */
export function partitionSteps(
  before: Table,
  after: Table,
  alone: boolean,
): { readonly first: StepDraft[]; readonly last: StepDraft[] } {
  const [a, b] = [before.options?.partition_by, after.options?.partition_by];
  if (a === b) return { first: [], last: [] };
  const id = idOf(after);
  const clause = a === undefined || b === undefined ? null : partitionClause(a, b);
  const text = (by: string | undefined): string =>
    `${alterTable(after)} ${by === undefined ? 'REMOVE PARTITIONING' : `PARTITION BY ${by}`}`;
  const step = (from: string | undefined, to: string | undefined): StepDraft => ({
    sql: text(to),
    undo: [text(from)],
    makes: to === undefined ? [unpartitionedId(after)] : [],
    needs: [id, ...(to === undefined ? [] : after.columns.map((c) => columnTypeId(after.name, c.name)))],
    ends: to === undefined ? [] : [partitioningId(after)],
    locks: locks('copy', id),
    transaction: 'alone',
    hazards: [
      { kind: 'rewrites_table', object: id, message: `makes a copy of ${after.name}` },
      { kind: 'blocks_writes', object: id, message: `blocks writes to ${after.name} meanwhile` },
      ...(to === undefined
        ? []
        : [{ kind: 'may_fail_on_data', object: id, message: 'fails on rows that no partition takes' } as const]),
    ],
  });
  if (clause !== null && a !== undefined && b !== undefined) {
    const back = partitionClause(b, a);
    const lock = clause.startsWith('ADD') ? 'instant' : 'copy';
    const message = `blocks writes to ${after.name} while rows of those partitions move`;
    const sql = `${alterTable(after)} ${clause}`;
    const undo = [back === null ? text(a) : `${alterTable(after)} ${back}`];
    const needs = [id, ...after.columns.map((c) => columnTypeId(after.name, c.name))];
    const hazards: StepDraft['hazards'] = lock === 'copy' ? [{ kind: 'blocks_writes', object: id, message }] : [];
    return { first: [], last: [{ sql, undo, needs, locks: locks(lock, id), transaction: 'alone', hazards }] };
  }
  if (alone && b !== undefined) return { first: [], last: [step(a, b)] };
  return {
    first: a === undefined ? [] : [step(a, undefined)],
    last: b === undefined ? [] : [step(undefined, b)],
  };
}
