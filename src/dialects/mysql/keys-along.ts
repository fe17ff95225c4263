import { sameData } from '../../model/digest.ts';
import { type Column, type Index, idOf, type Table, type Unique } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { columnChanges } from './alter-table.ts';
import { renamedColumns, withNames } from './column-renames.ts';
import { renameColumns } from './expression.ts';
import { columnsOf, isKey, type Key, membersOf, partsOf, primaryKeyId, successors } from './keys.ts';
import { changesEngine, sameCharset } from './table-options.ts';
import { takenKeys } from './taken-keys.ts';

/** Keys that go and keys that come in the statement that alters their table. */
export interface KeysAlong {
  readonly gone: readonly Key[];
  readonly added: readonly Key[];
}

/**
 * Keys whose change cannot wait for the table's nor go before it: one over a column that gets another type (`(b)` of a varchar
 * becomes `(b(20))` of a text), the one that an auto_increment column must be the first of at every moment, and all of them where
 * the table would give them its block size, or where another engine comes that may not know the ones or the others.
 * https://dev.mysql.com/doc/refman/9.0/en/create-table.html
 */
export function keysAlong(before: Table, after: Table, context: DriverContext): KeysAlong {
  const renamed = renamedColumns(before, after);
  const former = withNames(before, renamed);
  const nameOf = (key: Key): string => key.name.toLowerCase();
  const keys = new Map(
    membersOf(before, context.before.values())
      .filter(isKey)
      .map((k) => [nameOf(k), k]),
  );
  const present = membersOf(after, context.after.values()).filter(isKey);
  const others = retypedColumns(former, after);
  const all = keysTakeBlockSize(before, after) || changesEngine(before, after);
  const auto = autoKeys(before, after, context);
  const touches = (key: Key, table: Table): boolean => columnsOf(key, table).some((c) => others.has(c));
  const altered = present.flatMap((key) => {
    const old = keys.get(nameOf(key));
    if (old === undefined || sameKey(old, key)) return [];
    const present = withColumns(old, renamed);
    const retyped = ![old, key].some(isSpatial) && (touches(present, former) || touches(key, after));
    const along = all || retyped || auto.gone === old || auto.added === key;
    return along ? [[present, key] as const] : [];
  });
  const isRenamed = (k: Key): boolean => context.before.has(idOf({ ...k, name: k.renamedFrom ?? '' }));
  const names = new Set(present.flatMap((k) => [nameOf(k), isRenamed(k) ? (k.renamedFrom?.toLowerCase() ?? '') : '']));
  const left = all ? [...keys.values()].filter((k) => !names.has(nameOf(k))).map((k) => withColumns(k, renamed)) : [];
  const come = all ? present.filter((k) => !keys.has(nameOf(k)) && !isRenamed(k)) : [];
  const [gone, added] = [
    [...altered.map(([a]) => a), ...left],
    [...altered.map(([, b]) => b), ...come],
  ];
  const lone = (key: Key | null, others: readonly Key[], known: DriverContext['after']): key is Key =>
    key !== null && !known.has(idOf(key)) && !others.some((k) => idOf(k) === idOf(key));
  const more = {
    gone: lone(auto.gone, gone, context.after) ? [withColumns(auto.gone, renamed)] : [],
    added: lone(auto.added, added, context.before) ? [auto.added] : [],
  };
  // Who takes the place of one that goes along comes along, and so goes whose place is taken.
  const heirs = more.gone.flatMap((k) => present.filter((o) => takenKeys(o, context).some((t) => idOf(t) === idOf(k))));
  const allAdded = distinct([...added, ...more.added, ...heirs, ...primaryHeirs(former, after, context)]);
  const taken = allAdded.flatMap((k) => takenKeys(k, context));
  return { gone: distinct([...gone, ...more.gone, ...taken]), added: allAdded };
}

function distinct(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((k) => [idOf(k), k])).values()];
}

/** Who takes the place of the primary key over columns that change in the same statement: no other could make it. */
function primaryHeirs(former: Table, after: Table, context: DriverContext): Key[] {
  if (former.primaryKey === undefined || sameData(former.primaryKey, after.primaryKey ?? null)) return [];
  const { schema, name } = after;
  const heirs = new Set(successors(primaryKeyId(schema, name), { schema, table: name }, context));
  const changed = new Set(columnChanges(former, after).changed.map(([, b]) => b.name));
  const comes = (k: Key): boolean => heirs.has(idOf(k)) && !context.before.has(idOf(k));
  return membersOf(after, context.after.values())
    .filter(isKey)
    .filter((k) => comes(k) && columnsOf(k, after).some((c) => changed.has(c)));
}

/** The servers give the block size that a table had to its keys, unless they are made anew in the very statement. */
export function keysTakeBlockSize({ options: a }: Table, { options: b }: Table): boolean {
  return a?.key_block_size !== b?.key_block_size;
}

/** Whether a statement on the table takes care of the key. */
export function goesAlong(key: Key, which: keyof KeysAlong, context: DriverContext): boolean {
  const id = idOf({ kind: 'table', schema: key.schema, name: key.table, columns: [] });
  const [before, after] = [context.before.get(id), context.after.get(id)];
  if (before?.kind !== 'table' || after?.kind !== 'table') return false;
  return keysAlong(before, after, context)[which].some((k) => idOf(k) === idOf(key));
}

/** Names of the columns that get another type, character set or collation, or are made anew. */
export function retypedColumns(former: Table, after: Table): ReadonlySet<string> {
  const { anew, changed } = columnChanges(former, after);
  const converted = !sameCharset(former, after);
  const isRetyped = ([a, b]: readonly [Column, Column]): boolean =>
    converted || a.type !== b.type || a.charset !== b.charset || a.collation !== b.collation;
  return new Set([...changed.filter(isRetyped), ...anew].map(([, b]) => b.name));
}

function isSpatial(key: Key): boolean {
  return key.kind === 'index' && key.method === 'spatial';
}

function sameKey(a: Key, b: Key): boolean {
  const bare = ({ dependsOn: _, renamedFrom: __, ...key }: Key): unknown => key;
  return sameData(bare(a), bare(b));
}

/** The key as it is once the columns of its table are renamed. */
function withColumns(key: Key, renamed: ReadonlyMap<string, string>): Key {
  if (renamed.size === 0) return key;
  const name = (column: string): string => renamed.get(column) ?? column;
  if (key.kind === 'unique') return { ...key, columns: key.columns.map(name) } satisfies Unique;
  const parts = key.parts.map((p) => ({
    ...p,
    ...(p.column !== undefined && { column: name(p.column) }),
    ...(p.expression !== undefined && { expression: renameColumns(p.expression, renamed) }),
  }));
  return { ...key, parts } satisfies Index;
}

/** The keys that see to the auto_increment column, on both sides, when that is not the primary key's affair all along. */
function autoKeys(before: Table, after: Table, context: DriverContext): { gone: Key | null; added: Key | null } {
  if (stand(before) === stand(after)) return { gone: null, added: null };
  return { gone: keyOf(before, context.before), added: keyOf(after, context.after) };
}

function stand({ columns, primaryKey }: Table): string {
  const auto = columns.find((c) => c.autoIncrement)?.name ?? '';
  return `${auto} ${primaryKey?.columns[0]?.column === auto}`;
}

function keyOf(table: Table, objects: DriverContext['after']): Key | null {
  const auto = table.columns.find((c) => c.autoIncrement)?.name;
  if (auto === undefined || table.primaryKey?.columns[0]?.column === auto) return null;
  return (
    membersOf(table, objects.values())
      .filter(isKey)
      .find((k) => partsOf(k)[0]?.column === auto) ?? null
  );
}
