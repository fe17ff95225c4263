-- One line of text for everything that a schema is made of, in the server's own words; for servers without a pg_dump of
-- their version. Extensions' members, the server's own schemas and dbops's bookkeeping are left out.
with spaces as (
  select oid, nspname from pg_namespace
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'dbops')
), relations as (
  select c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) as name, c.reloptions
  from pg_class c join spaces n on n.oid = c.relnamespace
  where c.relname <> 'schema_migrations'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), lines as (
  select 'schema ' || quote_ident(nspname) as line from spaces where nspname <> 'public'
  union all
  select format('extension %s in %I', extname, nspname)
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname <> 'plpgsql'
  union all
  select format('enum %I.%I %s', n.nspname, t.typname,
    (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
  from pg_type t join spaces n on n.oid = t.typnamespace
  where t.typtype = 'e'
    and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
  union all
  select format('sequence %s %s start %s by %s from %s to %s cache %s %s owned by %s', r.name, s.seqtypid::regtype,
    s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
    coalesce((select format('%s.%I %s', d.refobjid::regclass, a.attname, d.deptype) from pg_depend d
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = s.seqrelid and d.refclassid = 'pg_class'::regclass
        and d.deptype in ('a', 'i')), 'none'))
  from pg_sequence s join relations r on r.oid = s.seqrelid
  union all
  select format('relation %s %s %s', r.name, r.relkind, r.reloptions) from relations r where r.relkind not in ('i', 'S')
  union all
  select format('column %s.%I %s %s not_null=%s default=%s identity=%s generated=%s collation=%s', r.name, a.attname,
    row_number() over (partition by a.attrelid order by a.attnum), format_type(a.atttypid, a.atttypmod), a.attnotnull,
    coalesce(pg_get_expr(d.adbin, d.adrelid), '-'), a.attidentity, a.attgenerated,
    coalesce((select collname from pg_collation c where c.oid = a.attcollation), '-'))
  from pg_attribute a join relations r on r.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and r.relkind in ('r', 'p', 'v', 'm', 'f')
  union all
  select format('constraint %s on %s: %s', quote_ident(c.conname), r.name, pg_get_constraintdef(c.oid))
  from pg_constraint c join relations r on r.oid = c.conrelid where c.contype <> 'n'
  union all
  select format('index on %s: %s valid=%s', r.name, pg_get_indexdef(i.indexrelid), i.indisvalid)
  from pg_index i join relations r on r.oid = i.indrelid
  union all
  select format('view %s: %s', name, pg_get_viewdef(oid)) from relations where relkind in ('v', 'm')
  union all
  select format('comment on %s: %L', (pg_identify_object(d.classoid, d.objoid, d.objsubid)).identity, d.description)
  from pg_description d
  where (d.classoid = 'pg_class'::regclass and d.objoid in (select oid from relations))
     or (d.classoid = 'pg_namespace'::regclass and d.objoid in (select oid from spaces))
     or (d.classoid = 'pg_type'::regclass and d.objoid in (select oid from pg_type where typnamespace in (select oid from spaces)))
     or (d.classoid = 'pg_constraint'::regclass
         and d.objoid in (select oid from pg_constraint where connamespace in (select oid from spaces)))
)
select line from lines order by line collate "C"
