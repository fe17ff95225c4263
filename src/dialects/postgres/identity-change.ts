import { sameData } from '../../model/digest.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable, columnStep, identityClause, identitySequence } from './columns.ts';
import { identityMarks } from './identity-marks.ts';
import { locks } from './locks.ts';
import { identitySequenceName, notNullId, plainId } from './names.ts';
import { quote } from './quote.ts';
import { changedOptions, sequenceDefaults, withinLimits } from './sequence-options.ts';

/** What changes at a column's identity. `typed`: its type changes, too. */
export function identitySteps(table: Table, former: Column, column: Column, typed = false): StepDraft[] {
  const [a, b] = [former.identity, column.identity];
  if (sameData(a, b)) return [];
  if (a === undefined && b !== undefined) {
    const makes = identitySequence(table, column);
    const needs = [notNullId(table.schema, table.name, column.name)];
    const add = columnStep(table, column, `ADD ${identityClause(b)}`, 'DROP IDENTITY', { makes, needs });
    return [add, pastLargest(table, column)];
  }
  if (a !== undefined && b === undefined) {
    const ends = identitySequence(table, former);
    const drop = columnStep(table, column, 'DROP IDENTITY', `ADD ${identityClause(a)}`, { ends });
    // Only a column without identity takes a default, be it with another type.
    const makes = [plainId(table.schema, table.name, column.name)];
    const first = typed ? { needs: [idOf(table)], frees: [columnId(table.schema, table.name, column.name)] } : {};
    const marks = identityMarks(table, null, former).map((d) => d.sql);
    return [{ ...drop, ...first, makes, undo: [...(drop.undo ?? []), pastLargest(table, former).sql, ...marks] }];
  }
  if (a === undefined || b === undefined) return [];
  const change = (from: typeof a, to: typeof b): string[] => {
    const words = [
      ...(from.mode === to.mode ? [] : [`GENERATED ${to.mode === 'always' ? 'ALWAYS' : 'BY DEFAULT'}`]),
      ...changedOptions(from, to, [column.type, column.type]),
    ];
    if (words.length === 0) return [];
    const set = `${alterTable(table)} ALTER COLUMN ${quote.ident(column.name)} ${words.map((w) => `SET ${w}`).join(' ')}`;
    const place = quote.name(table.schema, identitySequenceName(table, { ...column, identity: a }));
    return [withinLimits(set, place, { ...from, type: column.type }, { ...to, type: column.type })];
  };
  const [text] = change(a, b);
  const renames = renameIdentitySequence(table, former, table, column);
  if (text === undefined) return renames;
  return [{ ...columnStep(table, column, '', ''), sql: text, undo: change(b, a) }, ...renames];
}

/**
 * The limits of a column whose type changes, where the next type has no room for them, or has them by itself: the server refuses
 * the ones, and forgets the others on the way back. They go before; `former` is the column without them.
 * https://www.postgresql.org/docs/current/sql-altersequence.html, AS
 */
export function withoutLimits(
  table: Table,
  former: Column,
  column: Column,
): { readonly former: Column; readonly steps: readonly StepDraft[] } {
  const { identity } = former;
  if (identity === undefined || column.identity === undefined) return { former, steps: [] };
  const next = sequenceDefaults(column.type, identity.increment);
  const isLost = (limit: string | undefined): boolean =>
    limit !== undefined && (BigInt(limit) >= BigInt(next.max) || BigInt(limit) <= BigInt(next.min));
  const { min, max, start, ...free } = identity;
  if (![min, max, start].some(isLost)) return { former, steps: [] };
  const { type } = former;
  const place = quote.name(table.schema, identitySequenceName(table, { ...column, identity }));
  const set = (from: typeof identity, to: typeof identity): string => {
    const words = changedOptions(from, to, [type, type]).map((w) => `SET ${w}`);
    const text = `${alterTable(table)} ALTER COLUMN ${quote.ident(column.name)} ${words.join(' ')}`;
    return withinLimits(text, place, { ...from, type }, { ...to, type });
  };
  const step = { ...columnStep(table, column, '', ''), sql: set(identity, free), undo: [set(free, identity)] };
  const id = columnId(table.schema, table.name, column.name);
  return { former: { ...former, identity: free }, steps: [{ ...step, needs: [idOf(table)], frees: [id] }] };
}

/** Starts a fresh identity after the values that are there. */
function pastLargest(table: Table, column: Column): StepDraft {
  const [name, place] = [quote.ident(column.name), quote.name(table.schema, table.name)];
  const sequence = `pg_get_serial_sequence(${quote.literal(place)}, ${quote.literal(column.name)})`;
  const { min, max, increment, start } = column.identity ?? {};
  const usual = sequenceDefaults(column.type, increment);
  // What is before its start it will not meet.
  const [last, first, end] = increment?.startsWith('-')
    ? [`min(${name})`, min ?? usual.min, start ?? max ?? usual.max]
    : [`max(${name})`, start ?? min ?? usual.min, max ?? usual.max];
  const limited = [min, max, start].some((limit) => limit !== undefined) || increment?.startsWith('-');
  const fits = limited ? `BETWEEN ${first} AND ${end}` : 'IS NOT NULL';
  return {
    sql: `SELECT setval(${sequence}, ${last}) FROM ${place} HAVING ${last} ${fits}`,
    undo: [],
    needs: [idOf(table), columnId(table.schema, table.name, column.name), ...identitySequence(table, column)],
    locks: locks('read', idOf(table)),
  };
}

/** The sequence behind an identity column keeps up with the names of its table and column, as a fresh one would be called. */
export function renameIdentitySequence(before: Table, former: Column, after: Table, column: Column): StepDraft[] {
  if (former.identity === undefined || column.identity === undefined) return [];
  const [a, b] = [identitySequenceName(before, former), identitySequenceName(after, column)];
  const rename = (from: string, to: string): string =>
    `ALTER SEQUENCE IF EXISTS ${quote.name(after.schema, from)} RENAME TO ${quote.ident(to)}`;
  const owner = idOf(after);
  if (a === b) return [];
  return [
    {
      sql: rename(a, b),
      undo: [rename(b, a)],
      needs: [owner, columnId(after.schema, after.name, column.name)],
      locks: locks('rename', owner),
    },
  ];
}
