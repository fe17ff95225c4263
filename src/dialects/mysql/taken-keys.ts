import { type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { begins, isKey, type Key, partsOf, primaryKeyId } from './keys.ts';

/**
 * Keys that go in the very statement that makes another one: a key of the same name, which must make room for it; and the
 * index that a server made for a foreign key, which it drops by itself as soon as another key serves that.
 * `heir` is a key, or the table whose primary key it is.
 */
export function takenKeys(heir: Key | Table, context: DriverContext): Key[] {
  const id = heir.kind === 'table' ? primaryKeyId(heir.schema, heir.name) : idOf(heir);
  const table = heir.kind === 'table' ? heir.name : heir.table;
  return goneKeys(context).filter((k) => k.schema === heir.schema && k.table === table && heirOf(k, context) === id);
}

/** Whether a key that goes is taken care of by the statement that makes its heir. */
export function isTaken(key: Key, context: DriverContext): boolean {
  return !context.after.has(idOf(key)) && heirOf(key, context) !== null;
}

/**
 * Keys whose statement must come before that of another one, which serves the same foreign key: the server would drop the
 * index by itself that they drop.
 */
export function earlierHeirs(key: Key, context: DriverContext): ObjectId[] {
  if (!isOrdered(key)) return [];
  return [...context.before.values()].flatMap((own) => {
    if (own.kind !== 'index' || own.schema !== key.schema || own.table !== key.table) return [];
    const columns = own.parts.flatMap((p) => p.column ?? []);
    if (!begins(partsOf(key), columns) || !isServersOwn(own, context.before.values())) return [];
    const heir = context.after.has(idOf(own)) ? idOf(own) : heirOf(own, context);
    return heir === null || heir === idOf(key) ? [] : [heir];
  });
}

function goneKeys({ before, after }: DriverContext): Key[] {
  return [...before.values()].filter(isKey).filter((k) => !after.has(idOf(k)));
}

/** The first who makes the key superfluous. */
function heirOf(key: Key, { before, after }: DriverContext): ObjectId | null {
  for (const o of after.values()) {
    const named = isKey(o) && o.table === key.table && o.name.toLowerCase() === key.name.toLowerCase();
    if (named && !before.has(idOf(o)) && o.renamedFrom !== key.name) return idOf(o);
  }
  if (key.kind !== 'index' || !isServersOwn(key, before.values())) return null;
  const columns = key.parts.flatMap((p) => p.column ?? []);
  for (const o of after.values()) {
    const former = before.get(idOf(o));
    if (o.kind === 'table' && o.name === key.table && former?.kind === 'table') {
      const serves = (t: Table): boolean => begins(t.primaryKey?.columns ?? [], columns);
      if (serves(o) && !serves(former)) return primaryKeyId(o.schema, o.name);
    }
    if (!isKey(o) || o.table !== key.table || !isOrdered(o)) continue;
    const served = former !== undefined && isKey(former) && isOrdered(former) && begins(partsOf(former), columns);
    if (begins(partsOf(o), columns) && !served) return idOf(o);
  }
  return null;
}

function isOrdered(key: Key): boolean {
  return key.kind === 'unique' || key.method === undefined || key.method === 'btree';
}

/** Without any option that the server gives no key of its own. */
export function isPlain({ unique, method, comment, invisible }: Index): boolean {
  return !unique && method === undefined && comment === undefined && !invisible;
}

/** Over the columns of a foreign key of its table, with nothing else to say: the catalog does not tell the server's own apart, and in one statement it makes no difference. */
function isServersOwn(key: Index, objects: Iterable<SchemaObject>): boolean {
  if (!isPlain(key)) return false;
  for (const o of objects) {
    if (o.kind !== 'foreign_key' || o.schema !== key.schema || o.table !== key.table) continue;
    if (o.columns.length === key.parts.length && begins(key.parts, o.columns)) return true;
  }
  return false;
}
