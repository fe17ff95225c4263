import { sameData } from '../../model/digest.ts';
import { type Column, type Table } from '../../model/object.ts';
import { type ServerInfo } from '../dialect.ts';
import { columnDefinition, inheritsCharset } from './columns.ts';
import { columnsIn } from './expression.ts';
import { primaryKeyClause } from './keys.ts';
import { quote } from './quote.ts';
import { isRowTime, periodChanges } from './system-versioning.ts';
import { optionClauses, sameCharset } from './table-options.ts';
import { isCastless } from './types.ts';

export function alterTable({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `ALTER TABLE ${quote.name(schema, name)}`;
}

export type ColumnPair = readonly [before: Column, after: Column];

/** What changes at the columns of a table, by the names after it. */
export interface ColumnChanges {
  readonly gone: readonly Column[];
  readonly added: readonly Column[];
  /** Dropped and added in one statement: no MODIFY turns one into the other. */
  readonly anew: readonly ColumnPair[];
  readonly changed: readonly ColumnPair[];
  /** The table has another character set or collation, and so have the columns that take theirs from it. */
  readonly converted: boolean;
  /** Columns that only get another place. */
  readonly moved: readonly Column[];
}

export function columnChanges(before: Table, after: Table): ColumnChanges {
  const former = new Map(before.columns.map((c) => [c.name, c]));
  const present = new Set(after.columns.map((c) => c.name));
  const pairs = after.columns.flatMap((c) => {
    const old = former.get(c.name);
    return old === undefined ? [] : [[old, c] as const];
  });
  const gone = before.columns.filter((c) => !present.has(c.name));
  const added = after.columns.filter((c) => !former.has(c.name));
  const again = madeAnew(pairs, gone, added);
  const anew = pairs.filter(([, b]) => again.has(b.name));
  const kept = pairs.filter(([, b]) => !again.has(b.name));
  const converted = !sameCharset(before, after);
  const changed = kept.filter(([a, b]) => differs(a, b) || (converted && inheritsCharset(b)));
  const still = inOrder(
    before,
    kept.map(([, b]) => b.name),
  );
  return {
    gone,
    added,
    anew,
    changed,
    converted,
    moved: kept.flatMap(([, b]) => (still.has(b.name) ? [] : [b])),
  };
}

/**
 * With those that are computed from what goes, or on the way back from what comes: MySQL drops no column beside one that was computed
 * from it, whatever that is to be computed from.
 */
function madeAnew(
  pairs: readonly ColumnPair[],
  gone: readonly Column[],
  added: readonly Column[],
): ReadonlySet<string> {
  const anew = new Set(pairs.filter(([a, b]) => mustBeMadeAnew(a, b)).map(([, b]) => b.name));
  const uses = ({ generated }: Column, apart: readonly Column[]): boolean =>
    generated !== undefined && columnsIn(generated.expression, [...apart.map((c) => c.name), ...anew]).length > 0;
  const computed = pairs.filter(([a, b]) => a.generated !== undefined && b.generated !== undefined);
  for (let found = -1; found < anew.size; ) {
    found = anew.size;
    for (const [a, b] of computed) if (uses(a, gone) || uses(b, added)) anew.add(b.name);
  }
  return anew;
}

function differs({ renamedFrom: _, ...a }: Column, { renamedFrom: __, ...b }: Column): boolean {
  return !sameData(a, b);
}

/** Stored columns become plain ones and the other way round, virtual ones nothing else: https://dev.mysql.com/doc/refman/9.0/en/alter-table-generated-columns.html */
function mustBeMadeAnew(a: Column, b: Column): boolean {
  const isVirtual = ({ generated }: Column): boolean => generated !== undefined && !generated.stored;
  return (
    isVirtual(a) !== isVirtual(b) || isRowTime(a) !== isRowTime(b) || (!isVirtual(a) && isCastless(a.type, b.type))
  );
}

/** The longest run of columns, in the order that they shall have, which already stand in that order. */
function inOrder({ columns }: Table, wanted: readonly string[]): ReadonlySet<string> {
  const at = new Map(columns.map((c, i) => [c.name, i]));
  const places = wanted.map((name) => at.get(name) ?? -1);
  const best: { readonly length: number; readonly before: number }[] = [];
  places.forEach((place, i) => {
    let longest = { length: 1, before: -1 };
    for (let j = 0; j < i; j++) {
      const length = (best[j]?.length ?? 0) + 1;
      if ((places[j] ?? 0) < place && length > longest.length) longest = { length, before: j };
    }
    best.push(longest);
  });
  let end = best.reduce((top, b, i) => (b.length > (best[top]?.length ?? 0) ? i : top), 0);
  const run = new Set<string>();
  for (; wanted[end] !== undefined; end = best[end]?.before ?? -1) run.add(wanted[end] as string);
  return run;
}

/**
 * The clauses that turn one table into another of the same column names, in the order in which the server takes them:
 * a column that is added or moved stands behind one that already has its place.
 */
export function alterClauses(before: Table, after: Table, server: ServerInfo): string[] {
  const { gone, added, anew, changed, moved } = columnChanges(before, after);
  const [adds, moves] = [
    new Set([...added, ...anew.map(([, b]) => b)].map((c) => c.name)),
    new Set(moved.map((c) => c.name)),
  ];
  const modifies = new Set(changed.map(([, b]) => b.name));
  const lastKept = after.columns.findLastIndex((c) => !adds.has(c.name));
  const placed = after.columns.flatMap((column, i) => {
    const previous = after.columns[i - 1];
    const place = previous === undefined ? ' FIRST' : ` AFTER ${quote.ident(previous.name)}`;
    const definition = columnDefinition(column);
    if (adds.has(column.name)) return [`ADD COLUMN ${definition}${i > lastKept ? '' : place}`];
    if (moves.has(column.name)) return [`MODIFY COLUMN ${definition}${place}`];
    return modifies.has(column.name) ? [`MODIFY COLUMN ${definition}`] : [];
  });
  const sameKey = sameData(before.primaryKey ?? null, after.primaryKey ?? null);
  const periods = periodChanges(before, after);
  return [
    ...(sameKey || before.primaryKey === undefined ? [] : ['DROP PRIMARY KEY']),
    ...periods.gone,
    ...[...gone, ...anew.map(([a]) => a)].map((c) => `DROP COLUMN ${quote.ident(c.name)}`),
    ...placed,
    ...periods.added,
    ...(sameKey || after.primaryKey === undefined ? [] : [`ADD ${primaryKeyClause(after.primaryKey)}`]),
    ...optionClauses(before, after, server),
    ...periods.versioning,
  ];
}
