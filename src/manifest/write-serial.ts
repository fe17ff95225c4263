import { sameData } from '../model/digest.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { byId, columnId, idOf, type SchemaObject, type Sequence } from '../model/object.ts';
import { serialColumn } from './lower/column.ts';

/** What a serial type stands for, and nothing else: the columns by their ids, and their sequences. */
export interface Serials {
  readonly types: ReadonlyMap<ObjectId, string>;
  readonly sequences: ReadonlySet<ObjectId>;
}

export const NO_SERIALS: Serials = { types: new Map(), sequences: new Set() };

const WORDS: Readonly<Record<string, string>> = { integer: 'serial', bigint: 'bigserial', smallint: 'smallserial' };

/** The columns that a serial type would make exactly as they are, with the sequences that it would make (manual, section 8.1.4). */
export function serialsOf(objects: readonly SchemaObject[]): Serials {
  const found = byId(objects);
  const types = new Map<ObjectId, string>();
  const sequences = new Set<ObjectId>();
  for (const object of objects) {
    if (object.kind !== 'sequence' || object.ownedBy === undefined) continue;
    const { table, column: name } = object.ownedBy;
    const owner = found.get(objectId('table', object.schema, table));
    const column = owner?.kind === 'table' ? owner.columns.find((c) => c.name === name) : undefined;
    const word = WORDS[column?.type ?? ''];
    if (owner?.kind !== 'table' || column === undefined || word === undefined) continue;
    const { default: _, notNull: __, ...bare } = column;
    const made = serialColumn({ schema: owner.schema, name: owner.name }, bare, column.type);
    if (!sameData(made.column, column) || !sameData(made.sequence, plain(object))) continue;
    types.set(columnId(owner.schema, owner.name, name), word);
    sequences.add(idOf(object));
  }
  return { types, sequences };
}

function plain({ dependsOn: _, ...sequence }: Sequence): Sequence {
  return sequence;
}
