import { type Change } from '../model/change.ts';
import { idKind, type ObjectId } from '../model/id.ts';
import { type Column, idOf, type SchemaObject, type Table } from '../model/object.ts';
import { reaches } from '../model/reaches.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/**
 * A default may call a routine that reads the very table: the table comes without it and gets it once the routine is there, and
 * loses it before the routine goes.
 */
export function withOwnDefaultsApart(changes: readonly Change[], before: Objects, after: Objects): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.type !== 'create' && change.type !== 'drop') return [change];
    const [table, objects] = change.type === 'create' ? [change.after, after] : [change.before, before];
    const bare = table.kind === 'table' ? withoutOwnDefaults(table, objects) : null;
    if (table.kind !== 'table' || bare === null) return [change];
    const fields = ['columns'];
    return change.type === 'create'
      ? [
          { ...change, after: bare },
          { type: 'alter', before: bare, after: table, fields },
        ]
      : [
          { type: 'alter', before: table, after: bare, fields },
          { ...change, before: bare },
        ];
  });
}

/** A table without the defaults that call something; null where there are none. */
export function withoutCalls(table: Table): Table | null {
  const calls = (column: Column): boolean => column.default?.includes('(') === true;
  if (!table.columns.some(calls)) return null;
  const plain = ({ default: _, ...column }: Column): Column => column;
  return { ...table, columns: table.columns.map((c) => (calls(c) ? plain(c) : c)) };
}

function withoutOwnDefaults(table: Table, objects: Objects): Table | null {
  const { dependsOn = [] } = table;
  const circular = dependsOn.filter((id) => idKind(id) === 'function' && reaches(id, idOf(table), objects));
  if (circular.length === 0) return null;
  const bare = withoutCalls(table);
  return bare && { ...bare, dependsOn: dependsOn.filter((id) => !circular.includes(id)) };
}
