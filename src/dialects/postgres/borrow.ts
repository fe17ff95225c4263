import { type Scope } from '../../model/manifest.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import { notOwned, scopeFilter, USER_SCHEMAS } from './scope.ts';

/**
 * Statements that make the target's own functions, domains and composite types that are out of scope somewhere else:
 * dbops does not manage them, but what it manages may mention them.
 */
export async function borrow(target: Session, scope: Scope): Promise<string[]> {
  const inScope = scopeFilter(scope);
  const all = await target.rows<{ schema: string; place: string; name: string; statement: string }>(
    sql`SELECT format('%I', n.nspname) AS schema, n.nspname AS place, s.name, s.statement FROM (
          SELECT p.pronamespace AS ns, p.proname::text AS name, pg_get_functiondef(p.oid) AS statement FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE ${USER_SCHEMAS} AND p.prokind IN ('f', 'p') AND ${notOwned('pg_proc', 'p')}
          UNION ALL
          SELECT t.typnamespace, t.typname::text, format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
                 || CASE WHEN t.typcollation <> b.typcollation THEN format(' COLLATE %s', t.typcollation::regcollation) ELSE '' END
                 || coalesce(' DEFAULT ' || t.typdefault, '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
                 || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '')
                              FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated), '')
          FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typtype = 'd' AND ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')}
          UNION ALL
          SELECT t.typnamespace, t.typname::text, format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
                   (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
          FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')}
        ) s JOIN pg_namespace n ON n.oid = s.ns ORDER BY s.statement`,
  );
  const rows = all.filter((r) => !inScope(r.place, r.name));
  const schemas = [...new Set(rows.map((r) => r.schema))].filter((name) => name !== 'public');
  return [...schemas.map((name) => `CREATE SCHEMA IF NOT EXISTS ${name}`), ...rows.map((r) => r.statement)];
}
