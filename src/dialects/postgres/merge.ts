import { type LoadTarget } from '../../model/load-target.ts';
import { type MergeSql, type MergeTarget } from '../dialect.ts';
import { quote } from './quote.ts';

const id = quote.ident;
const table = (t: LoadTarget): string => quote.name(t.schema, t.table);
const list = (columns: readonly string[], alias: string): string => columns.map((c) => `${alias}.${id(c)}`).join(', ');
const same = (columns: readonly string[], a: string, b: string): string =>
  columns.map((c) => `${a}.${id(c)} = ${b}.${id(c)}`).join(' and ');
const keyOf = (m: MergeTarget, a: string, b: string): string => same(m.key, a, b);

// `*<>` compares the stored form, so types without an equality operator (json, point, xml) and citext are told apart
// too; https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
const differs = (m: MergeTarget): string =>
  m.values.length === 0 ? 'false' : `row(${list(m.values, 't')})::record *<> row(${list(m.values, 's')})::record`;

/** SHA-256 of the key's values, each with its length, so that no two keys share a text. */
function rowKey(m: MergeTarget, alias: string): string {
  const parts = m.key.map((c) => `length(${alias}.${id(c)}::text), ':', ${alias}.${id(c)}::text`);
  return `encode(sha256(convert_to(concat(${parts.join(', ')}), 'UTF8')), 'hex')`;
}

export const merge: MergeSql = {
  live: (target) => `select a.attname as "column",
  greatest(c.reltuples, pg_relation_size(c.oid) / 100)::float8 as "rows"
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.oid = to_regclass(${quote.literal(table(target))})`,

  stage: (m) => `create temporary table ${id(m.stage)} as
select null::bigint as dbops_ord, ${list(m.columns, 't')} from ${table(m)} t with no data`,

  drop: (temporary) => `drop table if exists ${id(temporary)}`,

  duplicates: (m) => `select min(dbops_ord) as "first", max(dbops_ord) as "again" from ${id(m.stage)} s
group by ${list(m.key, 's')} having count(*) > 1 order by 1 limit 10`,

  nullKeys: (m) => `select dbops_ord as "ord" from ${id(m.stage)} s
where ${m.key.map((c) => `s.${id(c)} is null`).join(' or ')} order by 1 limit 10`,

  count: (m) => `select count(*) filter (where t.${id(m.key[0] ?? '')} is null) as "missing",
  count(*) filter (where t.${id(m.key[0] ?? '')} is not null and ${differs(m)}) as "differing",
  count(*) filter (where t.${id(m.key[0] ?? '')} is not null and not (${differs(m)})) as "equal"
from ${id(m.stage)} s left join ${table(m)} t on ${keyOf(m, 't', 's')}`,

  insertMissing: (m) => `insert into ${table(m)} (${m.columns.map(id).join(', ')}) overriding system value
select ${list(m.columns, 's')} from ${id(m.stage)} s
where not exists (select 1 from ${table(m)} t where ${keyOf(m, 't', 's')}) order by s.dbops_ord`,

  updateDiffering: (m) => `update ${table(m)} t set ${m.values.map((c) => `${id(c)} = s.${id(c)}`).join(', ')}
from ${id(m.stage)} s where ${keyOf(m, 't', 's')} and ${differs(m)}`,

  own: (m) => `insert into ${m.ledger} (set_name, row_key)
select ${quote.literal(m.set)}, ${rowKey(m, 's')} from ${id(m.stage)} s
where not exists (select 1 from ${table(m)} t where ${keyOf(m, 't', 's')}) on conflict do nothing`,

  vanished: (m, gone, all) => `create temporary table ${id(gone)} as
select ${list(m.key, 't')} from ${table(m)} t
where not exists (select 1 from ${id(m.stage)} s where ${keyOf(m, 's', 't')})${
    all
      ? ''
      : ` and exists (select 1 from ${m.ledger} l where l.set_name = ${quote.literal(m.set)} and l.row_key = ${rowKey(m, 't')})`
  }`,

  references: (target) => `select c.conname as "name", n.nspname as "schema", r.relname as "table",
  a.attname as "column", f.attname as "references"
from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = r.relnamespace
cross join lateral unnest(c.conkey, c.confkey) with ordinality as k(child, parent, n)
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.child
join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.parent
where c.contype = 'f' and c.conparentid = 0 and c.confrelid = to_regclass(${quote.literal(table(target))})
order by c.oid, k.n`,

  deleteVanished: (m, gone, references) => `delete from ${table(m)} t using ${id(gone)} g
where ${keyOf(m, 'g', 't')}${references
    .map(
      (r) => `
  and not exists (select 1 from ${quote.name(r.schema, r.table)} c where ${r.columns
    .map((c, i) => `c.${id(c)} = t.${id(r.references[i] ?? '')}`)
    .join(' and ')})`,
    )
    .join('')}`,

  disown: (m) => `delete from ${m.ledger} l where l.set_name = ${quote.literal(m.set)}
  and l.row_key not in (select ${rowKey(m, 's')} from ${id(m.stage)} s)
  and l.row_key not in (select ${rowKey(m, 't')} from ${table(m)} t)`,

  fingerprint: (target) => `select concat(count(*), ':',
  coalesce(sum(hashtextextended(row(${list(target.columns, 't')})::text, 0)), 0)) as "fingerprint" from ${table(target)} t`,

  advanceCounters: (target) =>
    target.columns.map((column) => {
      const sequence = `pg_get_serial_sequence(${quote.literal(table(target))}, ${quote.literal(column)})`;
      return `select setval(${sequence}, m) from (select max(${id(column)}) as m from ${table(target)}) x
where ${sequence} is not null and m > coalesce(pg_sequence_last_value(${sequence}), 0)`;
    }),
};
