import { type Scope } from '../../model/manifest.ts';
import { isPeerUnseen } from '../../model/peer-tables.ts';
import { type RawSql, raw } from '../../model/query.ts';
import { inScope } from '../../model/scope.ts';

/**
 * Tells what is in scope. dbops's own schema never is, nor are the server's own; tables and schemas of migration tools are where the
 * scope names them.
 */
export function scopeFilter(scope: Scope): (schema: string, name?: string) => boolean {
  const listed = inScope(scope);
  return (schema, name) => {
    if (schema === 'dbops' || schema === 'information_schema' || schema.startsWith('pg_')) return false;
    if (isPeerUnseen(scope, schema) || (name !== undefined && isPeerUnseen(scope, name))) return false;
    return listed(schema, name);
  };
}

/** SQL that leaves out the server's own and dbops's schemas; `n` is pg_namespace. */
export const userSchemas = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dbops')`;
export const USER_SCHEMAS: RawSql = raw(userSchemas);

/** SQL that leaves out members of extensions: `unowned('pg_class', 'c')`. */
export function unowned(catalog: string, alias: string): string {
  return `not exists (select from pg_depend e where e.classid = 'pg_catalog.${catalog}'::regclass and e.objid = ${alias}.oid and e.deptype = 'e')`;
}

/** The same, for the `sql` tag. */
export function notOwned(catalog: string, alias: string): RawSql {
  return raw(unowned(catalog, alias));
}

/** SQL for the oids of the functions that base types are made of: they come and go with those, which are not managed. */
export const TYPE_FUNCTIONS: RawSql = raw(
  `select unnest(array[y.typinput, y.typoutput, y.typreceive, y.typsend, y.typmodin, y.typmodout, y.typanalyze]) from pg_type y
   where y.typtype = 'b' and y.oid >= 16384`,
);

/** SQL for the types of a routine's input arguments, as its signature has them; `p` is pg_proc. */
export const SIGNATURE: RawSql = raw(
  `(select coalesce(string_agg(format_type(a.type, null), ', ' order by a.ord), '')
    from unnest(p.proargtypes::oid[]) with ordinality a(type, ord))`,
);

/** SQL for the tables that dbops manages; `c` is pg_class, `n` its pg_namespace. */
export const MANAGED_TABLE: RawSql = raw(
  `c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
   and ${userSchemas}
   and not exists (select from pg_depend e where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`,
);

/** What lives outside schemas belongs with what it is made of; when that is the server's own, with `public`. */
export function globalInScope(places: readonly string[], inScope: (schema: string) => boolean): boolean {
  const own = places.filter((schema) => schema !== 'pg_catalog');
  return own.length === 0 ? inScope('public') : own.every((schema) => inScope(schema));
}
