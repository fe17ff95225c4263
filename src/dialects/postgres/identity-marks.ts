import { objectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Sequence, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { changedComment } from './comment.ts';
import { locks } from './locks.ts';
import { identitySequenceName, persistenceId } from './names.ts';
import { quote } from './quote.ts';
import { isWider } from './sequence-options.ts';

const sequenceOf = (table: Table, column: Column): string =>
  `SEQUENCE ${quote.name(table.schema, identitySequenceName(table, column))}`;

const setLogged = (sequence: string, logged: boolean): string =>
  `ALTER ${sequence} SET ${logged ? 'LOGGED' : 'UNLOGGED'}`;

/** Whether the sequence of an identity column is logged: as its table is, unless it says otherwise. */
const isLogged = (table: Table, column: Column): boolean => column.identity?.logged ?? !table.unlogged;

const setType = (sequence: string, column: Column): string => {
  const max = column.identity?.max === undefined ? 'NO MAXVALUE' : `MAXVALUE ${column.identity.max}`;
  return `ALTER ${sequence} AS ${isWider(column) ? 'bigint' : column.type} ${max}`;
};

/**
 * What an identity column cannot say of its sequence: whether it is logged, is of a larger type, and its comment.
 * `before` null: it has just been made.
 */
export function identityMarks(table: Table, before: Column | null, after: Column): StepDraft[] {
  const [a, b] = [before?.identity, after.identity];
  if (b === undefined) return [];
  const owner = idOf(table);
  const sequence = sequenceOf(table, after);
  const form = { locks: locks('alter sequence', owner) };
  const needs = [
    owner,
    columnId(table.schema, table.name, after.name),
    objectId('sequence', table.schema, identitySequenceName(table, after)),
  ];
  const set: StepDraft = {
    sql: setLogged(sequence, isLogged(table, after)),
    undo: a === undefined ? [] : [setLogged(sequence, before === null ? true : isLogged(table, before))],
    needs: [...needs, persistenceId(table.schema, table.name)],
    ...form,
  };
  const [was, is] = [before, after].map((c) => c !== null && isWider(c));
  const typed = a !== undefined && before !== null && before.type !== after.type;
  // A column that changes its type takes its sequence along, which is of that type before and after.
  const first: StepDraft = {
    sql: `ALTER ${sequence} AS ${before?.type}`,
    undo: before === null ? [] : [setType(sequence, before)],
    needs: [owner],
    frees: [columnId(table.schema, table.name, after.name)],
    ...form,
  };
  const type: StepDraft = {
    sql: setType(sequence, after),
    undo: a === undefined || before === null || (typed && was) ? [] : [setType(sequence, before)],
    needs,
    ...form,
  };
  return [
    ...(typed && was ? [first] : []),
    ...(was === is && !(typed && was) ? [] : [type]),
    ...(a?.logged === b.logged ? [] : [set]),
    ...changedComment(sequence, a?.comment, b.comment, owner).map((d) => ({
      ...d,
      undo: a === undefined ? [] : d.undo,
      needs,
    })),
  ];
}

/** A table that is logged or no longer so takes its sequences along; these then are again what they are to be. */
export function sequencesKept(
  before: Table,
  after: Table,
  { before: objects, after: present }: DriverContext,
): string[] {
  return ownedBy(before, objects).flatMap((former) => {
    const sequence = present.get(idOf(former));
    if (sequence?.kind !== 'sequence' || sequence.unlogged === after.unlogged) return [];
    return [setLogged(`SEQUENCE ${quote.name(sequence.schema, sequence.name)}`, !sequence.unlogged)];
  });
}

/** The same for the way back. */
export function sequencesBack(table: Table, { before }: DriverContext): string[] {
  const owned = ownedBy(table, before)
    .filter((s) => s.unlogged !== table.unlogged)
    .map((s) => setLogged(`SEQUENCE IF EXISTS ${quote.name(s.schema, s.name)}`, !s.unlogged));
  const own = table.columns
    .filter((c) => c.identity?.logged !== undefined)
    .map((c) => setLogged(sequenceOf(table, c).replace('SEQUENCE', 'SEQUENCE IF EXISTS'), isLogged(table, c)));
  return [...owned, ...own];
}

function ownedBy({ schema, name }: Table, objects: DriverContext['before']): Sequence[] {
  return [...objects.values()].filter(
    (o): o is Sequence => o.kind === 'sequence' && o.schema === schema && o.ownedBy?.table === name,
  );
}
