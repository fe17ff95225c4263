import { type RawSql, raw } from '../../model/query.ts';
import { SECRET_OPTION } from './foreign-options.ts';
import { unowned, userSchemas } from './scope.ts';

/**
 * What managed objects may have that no reader reads: rows of kind, schema, relation (or what else the scope goes by), name
 * and attribute. Schema is null for what lives outside schemas. Each part looks for what is not as the server makes it.
 */
const PARTS: readonly string[] = [
  // Comments on what belongs to something else and is not listed by itself.
  `SELECT 'constraint', n.nspname, c.relname, format('%s on %s', k.conname, c.relname), 'comment'
   FROM pg_description d JOIN pg_constraint k ON k.oid = d.objoid JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE d.classoid = 'pg_constraint'::regclass AND ${userSchemas}
     AND (k.contype IN ('n', 't') OR k.conparentid <> 0 AND k.contype NOT IN ('p', 'u') OR k.contype = 'c' AND NOT k.conislocal)`,
  `SELECT 'domain', n.nspname, t.typname, t.typname, format('%s of NOT NULL', CASE WHEN d.objoid IS NULL THEN 'name' ELSE 'comment' END)
   FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
   LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid
   WHERE k.contype = 'n' AND ${userSchemas} AND ${unowned('pg_type', 't')}
     AND (d.objoid IS NOT NULL OR octet_length(t.typname) < 54 AND k.conname <> t.typname || '_not_null')`,
  `SELECT 'trigger', n.nspname, c.relname, format('%s on %s', g.tgname, c.relname),
          'comment'
   FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = g.oid
   WHERE ${userSchemas} AND g.tgconstrindid = 0 AND g.tgparentid <> 0`,
  `SELECT 'rule', n.nspname, c.relname, format('%s on %s', w.rulename, c.relname),
          concat_ws(' and ', CASE WHEN d.objoid IS NOT NULL THEN 'comment' END, CASE WHEN w.ev_enabled <> 'O' THEN 'enabled' END)
   FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_description d ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = w.oid
   WHERE w.rulename = '_RETURN' AND ${userSchemas} AND (d.objoid IS NOT NULL OR w.ev_enabled <> 'O')`,
  `SELECT 'type', n.nspname, t.typname, t.typname, 'comment'
   FROM pg_description d JOIN pg_type t ON t.oid = d.objoid JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
   WHERE d.classoid = 'pg_type'::regclass AND ${userSchemas} AND ${unowned('pg_type', 't')}
     AND (t.typtype = 'm' OR c.relkind <> 'c' OR t.typtype = 'b' AND t.typelem <> 0)`,
  `SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'index' END, n.nspname, coalesce(o.relname, c.relname), c.relname,
          CASE WHEN d.objsubid > 0 THEN 'comment of a column' ELSE 'comment' END
   FROM pg_description d JOIN pg_class c ON c.oid = d.objoid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_depend i ON i.classid = 'pg_class'::regclass AND i.objid = c.oid AND i.objsubid = 0 AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i'
   LEFT JOIN pg_class o ON o.oid = i.refobjid
   WHERE d.classoid = 'pg_class'::regclass AND ${userSchemas} AND ${unowned('pg_class', 'c')}
     AND (c.relkind = 'S' AND d.objsubid > 0 OR c.relkind IN ('i', 'I') AND (d.objsubid > 0
          OR EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.conparentid <> 0 AND k.contype = 'x')))`,
  // Constraints that a partition shares with its table: a name (one too long to be told apart aside) or storage parameters of its own.
  `SELECT 'constraint', n.nspname, c.relname, format('%s on %s', k.conname, c.relname),
          CASE WHEN x.named THEN 'storage parameters' ELSE 'name' END
   FROM pg_constraint k JOIN pg_constraint p ON p.oid = k.conparentid AND p.conrelid <> k.conrelid
   JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype <> 'f'
   LEFT JOIN pg_class ki ON ki.oid = i.indexrelid LEFT JOIN pg_class pi ON pi.oid = p.conindid,
     LATERAL (SELECT CASE k.contype WHEN 'f' THEN p.conname WHEN 'p' THEN c.relname || '_pkey' ELSE c.relname || '_'
       || (SELECT string_agg(a.attname, '_' ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY u(key, o) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.key)
       || '_excl' END) e(name),
     LATERAL (SELECT left(k.conname, length(e.name)) = e.name OR octet_length(e.name) > CASE k.contype WHEN 'f' THEN 58 ELSE 63 END OR e.name IS NULL OR coalesce(i.indnkeyatts < i.indnatts, false)) x(named)
   WHERE k.contype IN ('f', 'p', 'x') AND ${userSchemas} AND ${unowned('pg_class', 'c')}
     AND (NOT x.named AND k.contype <> 'p' OR k.contype <> 'f' AND ki.reloptions IS DISTINCT FROM pi.reloptions)`,
  // A table says of the sequence of its identity column all but its type, which is the column's, or a larger one that ends where it does.
  `SELECT 'sequence', n.nspname, c.relname, s.relname, format('type %s', format_type(q.seqtypid, NULL))
   FROM pg_sequence q JOIN pg_class s ON s.oid = q.seqrelid JOIN pg_namespace n ON n.oid = s.relnamespace
   JOIN pg_depend i ON i.classid = 'pg_class'::regclass AND i.objid = s.oid AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i'
   JOIN pg_class c ON c.oid = i.refobjid JOIN pg_attribute a ON a.attrelid = i.refobjid AND a.attnum = i.refobjsubid
   WHERE ${userSchemas} AND ${unowned('pg_class', 's')} AND q.seqtypid <> a.atttypid
     AND NOT (q.seqtypid = 20 AND q.seqmax = CASE a.atttypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 0 END)`,
  // What goes with an extension that does not hold it, and what was granted on that which one holds, or on the server's own.
  `SELECT o.type, o.schema, o.name, o.identity, 'DEPENDS ON EXTENSION ' || quote_ident(x.extname)
   FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid, pg_identify_object(d.classid, d.objid, d.objsubid) o
   WHERE d.deptype = 'x' AND d.refclassid = 'pg_extension'::regclass`,
  ...(
    [
      ['pg_proc', 'proacl', 'true'],
      ['pg_class', 'relacl', `relkind IN ('r', 'p', 'f', 'v', 'm', 'S')`],
      ['pg_type', 'typacl', 'true'],
      ['pg_language', 'lanacl', 'true'],
      ['pg_namespace', 'nspacl', `nspname <> 'public'`],
      ['pg_foreign_data_wrapper', 'fdwacl', 'true'],
    ] as const
  ).map(
    ([catalog, acl, where]) =>
      `SELECT o.type, NULL, '', o.identity, 'privileges' FROM pg_catalog.${catalog} z
       LEFT JOIN pg_init_privs i ON i.classoid = '${catalog}'::regclass AND i.objoid = z.oid AND i.objsubid = 0,
       pg_identify_object('${catalog}'::regclass, z.oid, 0) o
       WHERE ${where} AND z.${acl} IS NOT NULL AND z.${acl}::text[] IS DISTINCT FROM i.initprivs::text[]
         AND (z.oid < 16384 OR NOT ${unowned(catalog, 'z')})
         AND (z.oid >= 16384 OR 'information_schema' NOT IN (coalesce(o.schema, ''), o.identity))`,
  ),
  `SELECT o.type, NULL, '', o.identity, 'privileges' FROM pg_attribute z JOIN pg_class c ON c.oid = z.attrelid
   LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = z.attrelid AND i.objsubid = z.attnum,
   pg_identify_object('pg_class'::regclass, z.attrelid, z.attnum) o
   WHERE z.attacl IS NOT NULL AND z.attacl::text[] IS DISTINCT FROM i.initprivs::text[]
     AND (c.oid < 16384 AND o.schema <> 'information_schema' OR c.oid >= 16384 AND NOT ${unowned('pg_class', 'c')})`,
  // Secrets stay where they are.
  ...(
    [
      ['foreign data wrapper', 'fdwname', 'fdwoptions', 'pg_foreign_data_wrapper'],
      ['server', 'srvname', 'srvoptions', 'pg_foreign_server'],
      ['user mapping', `usename || ' for ' || srvname`, 'umoptions', 'pg_user_mappings'],
    ] as const
  ).map(
    ([kind, name, options, catalog]) =>
      `SELECT '${kind}', NULL, '', ${name}, format('the option %s, which may hold a secret', p.option_name)
       FROM ${catalog}, pg_options_to_table(${options}) p WHERE ${SECRET_OPTION}`,
  ),
  `SELECT 'database', NULL, '', current_database(), a.what FROM pg_database d, LATERAL (VALUES
     -- The server's own database has a comment from the start.
     ('comment', nullif(shobj_description(d.oid, 'pg_database'), 'default administrative connection database') IS NOT NULL), ('privileges', d.datacl IS NOT NULL), ('connection limit', d.datconnlimit <> -1)
   ) a(what, there) WHERE d.datname = current_database() AND a.there`,
  `SELECT 'database', NULL, '', current_database(), format('SET %s%s', split_part(s.setting, '=', 1), ' for the role ' || r.rolname)
   FROM pg_db_role_setting g LEFT JOIN pg_roles r ON r.oid = g.setrole, unnest(g.setconfig) s(setting)
   WHERE g.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`,
];

export const UNMANAGED_ATTRIBUTES: RawSql = raw(PARTS.join('\nUNION ALL\n'));
