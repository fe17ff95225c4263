import { type Change } from '../../model/change.ts';
import { type Database, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type Unfolding } from '../dialect.ts';

/**
 * Tables that name no character set have the database's. When that one changes they all say theirs, on both sides, so that what
 * differs is what the tables really have before and after.
 */
export function unfold(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
  changes: readonly Change[],
): Unfolding | null {
  const change = changes.find((c) => c.type === 'alter' && c.after.kind === 'database');
  if (change?.type !== 'alter' || change.before.kind !== 'database' || change.after.kind !== 'database') return null;
  if (change.before.charset === change.after.charset && change.before.collation === change.after.collation) return null;
  const spelledOut = (objects: readonly SchemaObject[], own: Database): SchemaObject[] =>
    objects.map((o) => (o.kind === 'table' ? { ...o, options: withCharset(o, own) } : o));
  const [from, to] = [spelledOut(before, change.before), spelledOut(after, change.after)];
  return { before: from, after: to, altered: [], apart: tableIds([...from, ...to]), between: new Map() };
}

function withCharset({ options = {} }: Table, { charset, collation }: Database): NonNullable<Table['options']> {
  if (options.charset !== undefined || charset === undefined) return options;
  const { collation: own = collation, ...rest } = options;
  return { ...rest, charset, ...(own === undefined ? {} : { collation: own }) };
}

function tableIds(objects: readonly SchemaObject[]): ReadonlySet<string> {
  return new Set(objects.filter((o) => o.kind === 'table').map(idOf));
}
