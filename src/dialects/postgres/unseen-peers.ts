import { isPeerUnseen, PEER_LIST, unseenPeers } from '../../model/peer-tables.ts';
import { sql } from '../../model/query.ts';
import { inScope } from '../../model/scope.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { USER_SCHEMAS } from './scope.ts';

/** What migration tools remember in this database, where neither the manifest declares it nor the layout keeps it. */
export async function readUnseenPeers(session: Session, { scope }: ReadContext): Promise<Catalog['unmanaged']> {
  const rows = await session.rows<{ kind: string; schema: string; name: string; columns: Record<string, string> }>(
    sql`SELECT 'schema' AS kind, n.nspname AS schema, n.nspname AS name, '{}'::json AS columns
        FROM pg_namespace n WHERE n.nspname IN (${PEER_LIST})
        UNION ALL SELECT 'table', n.nspname, c.relname,
          (SELECT json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname IN (${PEER_LIST}) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND ${USER_SCHEMAS}
        ORDER BY 1, 2, 3`,
  );
  const listed = inScope(scope);
  const found = rows.filter((r) => listed(r.schema, r.name) && (r.kind === 'schema' || !isPeerUnseen(scope, r.schema)));
  return unseenPeers(scope, found).map(({ kind, schema, name }) => ({
    kind,
    name: kind === 'schema' ? name : `${schema}.${name}`,
  }));
}
