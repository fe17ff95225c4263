import { type Change } from '../../model/change.ts';
import { ServerError } from '../../model/error.ts';
import { type MissingType } from '../../model/missing-type.ts';
import { idOf, type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import { isRelation, ownType } from './needs.ts';
import { parseType, typePlace } from './types.ts';

/**
 * The types of columns, attributes and domains that come or change which are neither declared nor on the server. Nothing is said
 * where an extension comes or moves, which may bring any.
 */
export async function missingTypes(
  session: Session,
  changes: readonly Change[],
  desired: ReadonlyMap<string, SchemaObject>,
): Promise<readonly MissingType[]> {
  const opaque = changes.some((c) => c.type === 'rename' || (c.type !== 'drop' && c.after.kind === 'extension'));
  if (opaque) return [];
  const relations = new Set([...desired].flatMap(([id, o]) => (isRelation(id) ? [`${o.schema}\n${o.name}`] : [])));
  const asked = changes.flatMap((change): (MissingType & { readonly base: string })[] => {
    if (change.type === 'drop') return [];
    return typesOf(change.after).flatMap(([path, type]) => {
      const { base } = parseType(type);
      const place = typePlace(type, 'public');
      if (place === null || !PLAIN.test(base) || relations.has(`${place.schema}\n${place.name}`)) return [];
      if (ownType(type, { before: desired, after: desired }) !== null) return [];
      return [{ object: idOf(change.after), path, type, base }];
    });
  });
  if (asked.length === 0) return [];
  const missing = await unknown(session, [...new Set(asked.map((a) => a.base))]);
  return asked.filter((a) => missing.has(a.base));
}

/** One word, or one after its schema: several words are the server's own, and three parts are of another database. */
const PLAIN = /^(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")(?:\.(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+"))?$/u;

/** Those of the names by which the server finds no type, be it in `public`. A word that no type can be called by is left to the server. */
async function unknown(session: Session, names: readonly string[]): Promise<ReadonlySet<string>> {
  const text = JSON.stringify(names);
  try {
    const rows = await session.rows<{ name: string }>(
      sql`SELECT name FROM json_array_elements_text(${text}::json) AS t (name)
          WHERE to_regtype(name) IS NULL
            AND CASE WHEN name ~ '^("([^"]|"")+"|[^".]+)$' THEN to_regtype('public.' || name) IS NULL ELSE true END`,
    );
    return new Set(rows.map((r) => r.name));
  } catch (error) {
    if (error instanceof ServerError && error.sqlstate === '42601') return new Set();
    throw error;
  }
}

function typesOf(object: SchemaObject): (readonly [string, string])[] {
  if (object.kind === 'domain') return [['type', object.type]];
  if (object.kind === 'composite') return object.attributes.map((a) => [`attributes.${a.name}.type`, a.type]);
  return object.kind === 'table' ? object.columns.map((c) => [`columns.${c.name}.type`, c.type]) : [];
}
