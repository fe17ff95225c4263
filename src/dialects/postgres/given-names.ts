import { type ObjectId, objectId } from '../../model/id.ts';
import { idOf, type Kind, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { impliedNameOf } from './index-partitions.ts';
import { keyAsPart } from './key-parts.ts';
import { locks } from './locks.ts';
import { primaryKeyName } from './names.ts';
import { tableId } from './needs.ts';
import { once } from './once.ts';
import { quote } from './quote.ts';
import { isPart, partsOf } from './whole-index.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

const slot = (schema: string, name: string): ObjectId => objectId('name', schema, name);

const RELATIONS = new Set<Kind>(['table', 'view', 'materialized_view', 'sequence', 'composite']);

/** The names that relations, keys among them, say themselves, each with whose it is. */
const said = once((objects: Objects): ReadonlyMap<ObjectId, ObjectId> => {
  const all = [...objects.values()].flatMap((o): (readonly [ObjectId, ObjectId])[] => {
    if (isPart(o)) return [[slot(o.schema, o.name), tableId(o.schema, o.table)]];
    if (!RELATIONS.has(o.kind)) return [];
    const own = [slot(o.schema, o.name), idOf(o)] as const;
    if (o.kind !== 'table' || o.primaryKey === undefined) return [own];
    return [own, [slot(o.schema, primaryKeyName(o.name, o.primaryKey.name)), idOf(o)]];
  });
  return new Map(all);
});

/**
 * The names of what the server makes on a partition by itself, where another relation has them on the other side: they are free only
 * once the partition is gone.
 */
export function givenNames(table: Table, objects: Objects, { before, after }: DriverContext): ObjectId[] {
  if (table.partitionOf === undefined) return [];
  const claimed = said(objects === before ? after : before);
  return namesOf(table, table, objects).filter((id) => {
    const other = claimed.get(id);
    return other !== undefined && other !== tableId(table.schema, table.name);
  });
}

/** What the server has made on a partition by itself follows where that gets another name, as it would be called on one made afresh. */
export function renameGiven(before: Table, after: Table, { before: objects }: DriverContext): StepDraft[] {
  const { schema } = after;
  const above = tablesAbove(after, objects);
  const parts = above.flatMap((t) => partsOf(idOf(t), objects));
  const isKeyed = before.primaryKey === undefined && above.some((t) => t.primaryKey !== undefined);
  const called = ({ name }: Table): string[] => [
    ...(isKeyed ? [primaryKeyName(name)] : []),
    ...parts.map((part) => impliedNameOf({ ...part, schema, table: name })),
  ];
  const [from, to] = [called(before), called(after)];
  return from.flatMap((name, i): StepDraft[] => {
    const next = to[i] ?? name;
    if (name === next || said(objects).has(slot(schema, name))) return [];
    const rename = (a: string, b: string): string =>
      `ALTER INDEX IF EXISTS ${quote.name(schema, a)} RENAME TO ${quote.ident(b)}`;
    return [
      {
        sql: rename(name, next),
        undo: [rename(next, name)],
        needs: [idOf(after)],
        locks: locks('rename index', idOf(after)),
      },
    ];
  });
}

function tablesAbove({ partitionOf }: Table, objects: Objects): readonly Table[] {
  const of = partitionOf && objects.get(tableId(partitionOf.schema, partitionOf.table));
  return of?.kind === 'table' ? [of, ...tablesAbove(of, objects)] : [];
}

function namesOf(table: Table, below: Table, objects: Objects): ObjectId[] {
  const { schema, name } = table;
  const of = below.partitionOf && objects.get(tableId(below.partitionOf.schema, below.partitionOf.table));
  if (of?.kind !== 'table') return [];
  const key = below === table && keyAsPart(table, objects) !== undefined ? [slot(schema, primaryKeyName(name))] : [];
  const parts = partsOf(tableId(of.schema, of.name), objects);
  const implied = parts.map((part) => slot(schema, impliedNameOf({ ...part, schema, table: name })));
  return [...key, ...implied, ...namesOf(table, of, objects)];
}
