import { type Change } from '../../model/change.ts';
import { type Database, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type Unfolding } from '../dialect.ts';

/**
 * Tables that name no character set have the database's. When that one changes they all say theirs, on both sides, so that what
 * differs is what the tables really have before and after. Stored code keeps the one that it was made under, and is made anew.
 */
export function unfold(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
  changes: readonly Change[],
): Unfolding | null {
  const change = changes.find((c) => c.type === 'alter' && c.after.kind === 'database');
  if (change?.type !== 'alter' || change.before.kind !== 'database' || change.after.kind !== 'database') return null;
  if (change.before.charset === change.after.charset && change.before.collation === change.after.collation) return null;
  const [from, to] = [under(before, change.before), under(after, change.after)];
  return {
    before: from,
    after: to,
    altered: [],
    again: new Set(),
    apart: compared([...from, ...to]),
    between: new Map(),
  };
}

const CODE = new Set<SchemaObject['kind']>(['function', 'trigger', 'event']);

/** The objects with what they have by the database that they are made in. */
function under(objects: readonly SchemaObject[], own: Database): SchemaObject[] {
  const databaseCollation = `${own.charset} ${own.collation ?? ''}`;
  return objects.map((o): SchemaObject => {
    if (o.kind === 'table') return { ...o, options: withCharset(o, own) };
    return CODE.has(o.kind) ? ({ ...o, databaseCollation } as SchemaObject) : o;
  });
}

function withCharset({ options = {} }: Table, { charset, collation }: Database): NonNullable<Table['options']> {
  if (options.charset !== undefined || charset === undefined) return options;
  const { collation: own = collation, ...rest } = options;
  return { ...rest, charset, ...(own === undefined ? {} : { collation: own }) };
}

function compared(objects: readonly SchemaObject[]): ReadonlySet<string> {
  return new Set(objects.filter((o) => o.kind === 'table' || CODE.has(o.kind)).map(idOf));
}
