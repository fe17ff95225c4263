import { type IndexPart, type SchemaObject, type Table } from '../model/object.ts';
import { type Shape } from './candidate.ts';

/** A key that the table has, or is declared to have. */
export interface ExistingKey extends Omit<Shape, 'why'> {
  readonly name: string;
  readonly unique: boolean;
}

/** Primary key, unique constraints and indexes of a table. */
export function keysOf(table: Table, objects: Iterable<SchemaObject>): ExistingKey[] {
  const keys: ExistingKey[] = [];
  if (table.primaryKey !== undefined) {
    const parts = table.primaryKey.columns.map(({ column, descending }) => ({
      column,
      ...(descending ? { descending } : {}),
    }));
    keys.push({ name: table.primaryKey.name ?? `${table.name}_pkey`, unique: true, parts });
  }
  for (const o of objects) {
    if (!('table' in o) || o.schema !== table.schema || o.table !== table.name) continue;
    if (o.kind === 'unique') {
      keys.push({
        name: o.name,
        unique: true,
        parts: o.columns.map((column) => ({ column })),
        ...(o.include === undefined ? {} : { include: o.include }),
      });
    } else if (o.kind === 'index' && o.invisible === undefined) {
      const { name, parts, method, where, include, unique } = o;
      keys.push({
        name,
        parts,
        unique: unique === true,
        ...(method === undefined ? {} : { method }),
        ...(where === undefined ? {} : { where }),
        ...(include === undefined ? {} : { include }),
      });
    }
  }
  return keys;
}

/** The key that already does what the shape would do. */
export function servedBy(shape: Omit<Shape, 'why'>, keys: readonly ExistingKey[]): ExistingKey | undefined {
  return keys.find((key) => covers(key, shape));
}

/** Whether one index does all that another does: the same key or a longer one, for the same rows or more. */
export function covers(longer: Omit<Shape, 'why'>, shorter: Omit<Shape, 'why'>): boolean {
  if ((longer.method ?? 'btree') !== (shorter.method ?? 'btree')) return false;
  if (longer.where !== undefined && longer.where !== shorter.where) return false;
  const has = new Set([...longer.parts.map((p) => p.column), ...(longer.include ?? [])]);
  if (!(shorter.include ?? []).every((column) => has.has(column))) return false;
  const beginning = longer.parts.slice(0, shorter.parts.length);
  if (beginning.length < shorter.parts.length) return false;
  const pairs = shorter.parts.map((part, i) => [part, beginning[i]] as const);
  if (!pairs.every(([a, b]) => sameKey(a, b))) return false;
  const turned = pairs.map(([a, b]) => (a.descending === true) === (b?.descending === true));
  return turned.every((t) => t) || turned.every((t) => !t);
}

function sameKey(a: IndexPart, b: IndexPart | undefined): boolean {
  return (
    b !== undefined &&
    a.column === b.column &&
    a.expression === b.expression &&
    a.opclass === b.opclass &&
    a.collation === b.collation &&
    (b.length === undefined || (a.length !== undefined && a.length <= b.length))
  );
}
