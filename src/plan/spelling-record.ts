import { type Dialect, type Session } from '../dialects/dialect.ts';
import { withoutAccess } from '../model/access.ts';
import { digest } from '../model/digest.ts';
import { type ObjectId } from '../model/id.ts';
import { byId, idOf, type SchemaObject } from '../model/object.ts';
import { raw, sql } from '../model/query.ts';

/** What the target remembers of one object: the manifest's text and the catalog's text that were found to mean the same. */
export interface SpellingRecord {
  readonly manifest: string;
  readonly catalog: string;
}

export type SpellingRecords = ReadonlyMap<ObjectId, SpellingRecord>;

/** The digest of an object's text: all that a server may spell otherwise, nothing else. */
export function spellingDigest(object: SchemaObject): string {
  const { renamedFrom: _, dependsOn: __, ...rest } = withoutAccess(object);
  if (rest.kind !== 'table') return digest(rest);
  return digest({ ...rest, columns: rest.columns.map(({ renamedFrom: _former, ...column }) => column) });
}

/** All records of the target; none when dbops has not written there yet. */
export async function readSpelling(session: Session, dialect: Dialect): Promise<SpellingRecords> {
  if (!(await dialect.state.exists(session))) return new Map();
  const rows = await session.rows<{ object: string; manifest_digest: string; catalog_digest: string }>(
    sql`select object, manifest_digest, catalog_digest from ${raw(dialect.state.table('spelling'))}`,
  );
  return new Map(rows.map((r) => [r.object, { manifest: r.manifest_digest, catalog: r.catalog_digest }]));
}

/** Remembers, after the live schema was found to equal the manifest, which texts mean the same. Gives the number of new records. */
export async function recordSpelling(
  session: Session,
  dialect: Dialect,
  live: readonly SchemaObject[],
  declared: readonly SchemaObject[],
): Promise<number> {
  const known = await readSpelling(session, dialect);
  const catalog = byId(live);
  const fresh = declared.flatMap((object) => {
    const id = idOf(object);
    const found = catalog.get(id);
    if (found === undefined) return [];
    const record = { manifest: spellingDigest(object), catalog: spellingDigest(found) };
    const old = known.get(id);
    if (record.manifest === record.catalog) return [];
    return old?.manifest === record.manifest && old.catalog === record.catalog ? [] : [{ id, ...record }];
  });
  await session.transaction(async (tx) => {
    for (const { id, manifest, catalog } of fresh) {
      await tx.run(
        dialect.state.upsert('spelling', { object: id, manifest_digest: manifest, catalog_digest: catalog }, [
          'object',
        ]),
      );
    }
  });
  return fresh.length;
}
