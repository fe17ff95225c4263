import { type Lodger } from '../../model/lodger.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import { notOwned } from './scope.ts';

/** The relations of schemas, and their base and shell types, but for what extensions own: none goes unasked with its schema. */
export async function lodgersOf(session: Session, schemas: readonly string[]): Promise<readonly Lodger[]> {
  return session.rows<Lodger & Record<string, unknown>>(
    sql`SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END AS kind,
          n.nspname AS schema, c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${notOwned('pg_class', 'c')}
          AND n.nspname IN (SELECT json_array_elements_text(${JSON.stringify(schemas)}::json))
        UNION ALL SELECT 'type', n.nspname, t.typname
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE (t.typtype = 'b' AND t.typcategory <> 'A' OR NOT t.typisdefined) AND ${notOwned('pg_type', 't')}
          AND n.nspname IN (SELECT json_array_elements_text(${JSON.stringify(schemas)}::json))
        ORDER BY 2, 1, 3`,
  );
}
