import { type Change } from '../../model/change.ts';
import { idOf, type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type MissingType, type Session } from '../dialect.ts';
import { isRelation, ownType } from './needs.ts';
import { parseType, typePlace } from './types.ts';

/**
 * The types of columns, attributes and domains that come or change which are neither declared nor on the server. Nothing is said
 * where an extension is still to come, which may bring any.
 */
export async function missingTypes(
  session: Session,
  changes: readonly Change[],
  desired: ReadonlyMap<string, SchemaObject>,
): Promise<readonly MissingType[]> {
  const opaque = changes.some((c) => c.type === 'rename' || (c.type === 'create' && c.after.kind === 'extension'));
  if (opaque) return [];
  const relations = new Set([...desired].flatMap(([id, o]) => (isRelation(id) ? [`${o.schema}\n${o.name}`] : [])));
  const asked = changes.flatMap((change): (MissingType & { readonly base: string })[] => {
    if (change.type === 'drop') return [];
    return typesOf(change.after).flatMap(([path, type]) => {
      const place = typePlace(type, 'public');
      const declared = place === null || relations.has(`${place.schema}\n${place.name}`);
      if (declared || ownType(type, { before: desired, after: desired }) !== null) return [];
      return [{ object: idOf(change.after), path, type, base: parseType(type).base }];
    });
  });
  if (asked.length === 0) return [];
  const names = JSON.stringify([...new Set(asked.map((a) => a.base))]);
  const rows = await session.rows<{ name: string }>(
    sql`SELECT name FROM json_array_elements_text(${names}::json) AS t (name)
        WHERE coalesce(to_regtype(name), to_regtype('public.' || name)) IS NULL`,
  );
  const missing = new Set(rows.map((r) => r.name));
  return asked.filter((a) => missing.has(a.base));
}

function typesOf(object: SchemaObject): (readonly [string, string])[] {
  if (object.kind === 'domain') return [['type', object.type]];
  if (object.kind === 'composite') return object.attributes.map((a) => [`attributes.${a.name}.type`, a.type]);
  return object.kind === 'table' ? object.columns.map((c) => [`columns.${c.name}.type`, c.type]) : [];
}
