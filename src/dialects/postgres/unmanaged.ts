import { PEER_NAMES } from '../../model/peer-tables.ts';
import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { unmanagedSubscriptions } from './kinds/subscription.ts';
import { notOwned, TYPE_FUNCTIONS, USER_SCHEMAS } from './scope.ts';
import { UNMANAGED_ATTRIBUTES } from './unmanaged-attributes.ts';
import { readUnseenPeers } from './unseen-peers.ts';

interface Row {
  readonly kind: string;
  readonly schema: string | null;
  readonly owner: string;
  readonly name: string;
  readonly attribute: string | null;
}

/** What the database has, within the scope, that dbops neither writes nor drops: kinds, and attributes of what it manages. */
export async function readUnmanaged(session: Session, context: ReadContext): Promise<Catalog['unmanaged']> {
  const { inScope, scope } = context;
  const rows = await session.rows<Row>(
    sql`WITH relation AS (
          SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE ${USER_SCHEMAS} AND c.relpersistence <> 't' AND ${notOwned('pg_class', 'c')}
        ), type AS (
          SELECT 'type' AS kind, n.nspname AS schema, t.typname::text AS owner, t.typname::text AS name
          FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')} AND (t.typtype = 'b' AND t.typelem = 0 OR NOT t.typisdefined)
        )
        SELECT *, NULL AS attribute FROM type
        UNION ALL SELECT 'function', n.nspname, p.proname, (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity, NULL
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_proc', 'p')} AND p.oid = ANY (ARRAY(${TYPE_FUNCTIONS}))
        UNION ALL SELECT 'invalid index', c.nspname, c.relname, x.relname, NULL FROM pg_index i JOIN relation c ON c.oid = i.indrelid
          JOIN pg_class x ON x.oid = i.indexrelid WHERE NOT i.indisvalid
          AND (x.relkind <> 'I' OR EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid))
        UNION ALL SELECT 'schema', NULL, '', n.nspname, NULL FROM pg_namespace n WHERE ${USER_SCHEMAS} AND ${notOwned('pg_namespace', 'n')}
        UNION ALL SELECT 'large objects', NULL, '', count(*) || ' of them', NULL FROM pg_largeobject_metadata HAVING count(*) > 0
        UNION ALL SELECT 'security label', NULL, '', objtype || ' ' || objname, provider FROM pg_seclabels WHERE objtype NOT IN ('role', 'tablespace')
        UNION ALL ${UNMANAGED_ATTRIBUTES}
        ORDER BY 1, 2, 4, 5`,
  );
  const found = rows
    .filter(
      ({ kind, name }) => kind !== 'schema' || (scope.implied === true && !PEER_NAMES.has(name) && !inScope(name)),
    )
    .filter(({ schema, owner }) => schema === null || inScope(schema, owner))
    .map(({ kind, schema, name, attribute }) => {
      const whole = schema === null || name.startsWith(`${schema}.`) ? name : `${schema}.${name}`;
      return attribute === null ? { kind, name: whole } : { kind: `${kind} attribute`, name: `${whole}: ${attribute}` };
    });
  return [...found, ...(await readUnseenPeers(session, context)), ...(await unmanagedSubscriptions(session))];
}
