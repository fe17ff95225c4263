import { sameData } from '../../model/digest.ts';
import { callOf, idKind, type ObjectId } from '../../model/id.ts';
import { type Column, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { formerTable, mentions } from './column-uses.ts';
import { columnStep } from './columns.ts';
import { exchangedBelow } from './exchanged.ts';
import { defaultValue, replay } from './expression.ts';
import { heirsOf } from './heirs.ts';
import { locks } from './locks.ts';
import { joinedBy, movesBelow } from './moved-types.ts';
import { ownType, sequencesOfDefault, tableId, typesIn } from './needs.ts';
import { quote } from './quote.ts';
import { attributesId } from './typed.ts';

/** `SET DEFAULT now()`, `DROP DEFAULT`. */
export function defaultClause(value: string | undefined): string {
  return value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${replay(value)}`;
}

/** What a partition that is made says of a default: another one than its table's, and each where that of its table changes around it. */
export function ownDefault(
  table: Table,
  column: Column,
  parent: Column | undefined,
  context: Pick<DriverContext, 'before' | 'after'>,
): string {
  const { default: own } = column;
  if (isDefaultSaid(table, column, context)) return ` DEFAULT ${own === undefined ? 'NULL' : defaultValue(own)}`;
  return own === parent?.default || own === undefined ? '' : ` DEFAULT ${defaultValue(own)}`;
}

function isDefaultSaid(
  { partitionOf: of }: Table,
  { name, type, default: own }: Column,
  { before, after }: Pick<DriverContext, 'before' | 'after'>,
): boolean {
  const above = [before, after].flatMap((objects) => {
    const whole = of === undefined ? undefined : objects.get(tableId(of.schema, of.table));
    return whole?.kind === 'table' ? whole.columns.filter((c) => c.name === name) : [];
  });
  const [a, b = a] = above.filter((c) => c.generated === undefined && c.identity === undefined);
  // A domain may have a default of its own, which NULL would be instead of.
  const named = ownType(type, { before, after });
  const isDomain = named !== null && idKind(named) === 'domain';
  return a?.default !== b?.default && (own !== undefined || !isDomain);
}

/** A NULL that is cut to a length stays as a default, where a mere one is none. */
export function withoutNull(
  table: Table,
  column: Column,
  context: Pick<DriverContext, 'before' | 'after'>,
): StepDraft[] {
  const isCut = column.default === undefined && /\(.*\)/.test(column.type);
  if (!isCut || !isDefaultSaid(table, column, context)) return [];
  const sql = `ALTER TABLE ONLY ${quote.name(table.schema, table.name)} ALTER COLUMN ${quote.ident(column.name)} DROP DEFAULT`;
  return [{ sql, undo: [], needs: [idOf(table)], locks: locks('alter column', idOf(table)) }];
}

/** Heirs have defaults of their own. */
export function defaultSteps(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  if (former.default === column.default) return [];
  const [a, b] = [defaultClause(former.default), defaultClause(column.default)];
  const [frees, needs] = [
    [
      ...sequencesOfDefault(former.default),
      ...mentions(formerTable(table, context), { ...former, generated: undefined }, context.before),
    ],
    [...sequencesOfDefault(column.default), ...mentions(table, { ...column, generated: undefined }, context.after)],
  ];
  const only = table.partitionBy !== undefined || heirsOf(table, context.after).length > 0;
  const calls = needs.map(callOf);
  const called = [
    ...frees.filter((id) => idKind(id) === 'function' && calls.includes(callOf(id))),
    ...exchangedBelow(frees, needs, context),
  ];
  const [left, taken] = changedTypes(column, context, [
    typesIn(former, formerTable(table, context), context.before),
    typesIn(column, table, context.after),
  ]);
  const moved = [...joinedBy(column.type, context), ...movesBelow([formerTable(table, context), table], context)];
  if (called.length + left.length + taken.length + moved.length === 0) {
    const step = columnStep(table, column, b, a, { frees, needs, only });
    const { undo } = only && isTakenUp(table, former, context) ? columnStep(table, column, b, a) : step;
    return [{ ...step, undo }];
  }
  const gone = defaultClause(undefined);
  // Before the type changes, and so before its column does.
  const first = columnStep(table, column, gone, a, { frees: [...frees, ...left, ...moved], only });
  return [
    ...(former.default === undefined ? [] : [{ ...first, needs: [idOf(table)] }]),
    ...(column.default === undefined
      ? []
      : [columnStep(table, column, b, gone, { needs: [...needs, ...taken, ...moved], only })]),
  ];
}

/** Whether partitions that come back may have taken up the default that an identity gave way to: none of them has had any. */
export function isTakenUp(table: Table, { name, identity }: Column, { before }: DriverContext): boolean {
  const all = identity === undefined || table.partitionBy === undefined ? [] : heirsOf(table, before);
  return all.length > 0 && all.every((t) => t.columns.every((c) => c.name !== name || c.default === undefined));
}

/**
 * What a column is of, itself or further below, and what its default says, before and after, if any of it changes or is another
 * type of that name: a default of the one form may be none of the other.
 */
function changedTypes(
  { type }: Column,
  { before, after }: DriverContext,
  said: readonly [before: readonly ObjectId[], after: readonly ObjectId[]],
): readonly [left: ObjectId[], taken: ObjectId[]] {
  const left = [...new Set([...typesBelow(type, before), ...said[0]])];
  const taken = [...new Set([...typesBelow(type, after), ...said[1]])];
  const same = taken.length === left.length && left.every((id) => sameData(before.get(id), after.get(id)));
  return same
    ? [[], []]
    : [left.flatMap((id) => withAttributes(id, before)), taken.flatMap((id) => withAttributes(id, after))];
}

/** A composite type changes in place. */
function withAttributes(id: ObjectId, objects: DriverContext['before']): ObjectId[] {
  const type = objects.get(id);
  return type?.kind === 'composite' ? [id, attributesId(type)] : [id];
}

function typesBelow(type: string, objects: DriverContext['before']): ObjectId[] {
  const found = new Set<ObjectId>();
  const own = ownType(type, { before: objects, after: objects });
  const queue = own === null ? [] : [own];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const dependsOn = objects.get(id)?.dependsOn ?? [];
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...dependsOn.filter((other) => TYPES.has(idKind(other))));
  }
  return [...found];
}

const TYPES = new Set(['enum', 'domain', 'composite', 'range']);
