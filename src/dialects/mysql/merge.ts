import { type LoadTarget } from '../../model/load-target.ts';
import { type MergeSql, type MergeTarget } from '../dialect.ts';
import { quote } from './quote.ts';

const id = quote.ident;
const table = (t: LoadTarget): string => quote.name(t.schema, t.table);
const list = (columns: readonly string[], alias: string): string => columns.map((c) => `${alias}.${id(c)}`).join(', ');
const keyOf = (m: MergeTarget, a: string, b: string): string =>
  m.key.map((c) => `${a}.${id(c)} = ${b}.${id(c)}`).join(' and ');
const first = (m: MergeTarget, alias: string): string => `${alias}.${id(m.key[0] ?? '')}`;
const bytes = (column: string): string => `cast(${column} as binary)`;

// As bytes, because a case-insensitive collation would not see that a letter's case was changed.
const equal = (m: MergeTarget): string =>
  m.values.map((c) => `${bytes(`t.${id(c)}`)} <=> ${bytes(`s.${id(c)}`)}`).join(' and ') || 'true';

/** SHA-256 of the key's values, each with its length, so that no two keys share a text. */
function rowKey(m: MergeTarget, alias: string): string {
  const parts = m.key.map((c) => bytes(`${alias}.${id(c)}`)).map((v) => `length(${v}), ':', ${v}`);
  // In ASCII, which compares with a column of any character set and uses its index.
  return `convert(sha2(concat(${parts.join(', ')}), 256) using ascii)`;
}

const schemaOf = (target: LoadTarget): string => (target.schema === '' ? 'database()' : quote.literal(target.schema));

// A key over text or blob columns needs a length; 191 characters of four bytes fit every row format.
const indexed = (m: MergeTarget): string =>
  m.key.map((c, i) => id(c) + (/text|blob|json/i.test(m.keyTypes[i] ?? '') ? '(191)' : '')).join(', ');

// Managed servers may demand a primary key of every table, temporary ones too (sql_require_primary_key).
// Strict mode wants a default of every column that CREATE … SELECT does not fill, also when there are no rows.
// MySQL allows one mention of a temporary table in a statement ("Can't reopen table"), hence joins and not subqueries.
export const merge: MergeSql = {
  live: (target) => `select c.column_name as \`column\`, coalesce(t.table_rows, 0) as \`rows\`
from information_schema.tables t
join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
where t.table_schema = ${schemaOf(target)} and t.table_name = ${quote.literal(target.table)}`,

  stage: (
    m,
  ) => `create temporary table ${id(m.stage)} (dbops_ord bigint not null default 0 primary key, index (${indexed(m)}))
select ${list(m.columns, 't')} from ${table(m)} t limit 0`,

  drop: (temporary) => `drop temporary table if exists ${id(temporary)}`,

  duplicates: (m) => `select min(dbops_ord) as \`first\`, max(dbops_ord) as \`again\` from ${id(m.stage)} s
group by ${list(m.key, 's')} having count(*) > 1 order by 1 limit 10`,

  nullKeys: (m) => `select dbops_ord as \`ord\` from ${id(m.stage)} s
where ${m.key.map((c) => `s.${id(c)} is null`).join(' or ')} order by 1 limit 10`,

  count: (m) => `select coalesce(sum(${first(m, 't')} is null), 0) as \`missing\`,
  coalesce(sum(${first(m, 't')} is not null and not (${equal(m)})), 0) as \`differing\`,
  coalesce(sum(${first(m, 't')} is not null and (${equal(m)})), 0) as \`equal\`
from ${id(m.stage)} s left join ${table(m)} t on ${keyOf(m, 't', 's')}`,

  insertMissing: (m) => `insert into ${table(m)} (${m.columns.map(id).join(', ')})
select ${list(m.columns, 's')} from ${id(m.stage)} s left join ${table(m)} t on ${keyOf(m, 't', 's')}
where ${first(m, 't')} is null order by s.dbops_ord`,

  updateDiffering: (m) => `update ${table(m)} t join ${id(m.stage)} s on ${keyOf(m, 't', 's')}
set ${m.values.map((c) => `t.${id(c)} = s.${id(c)}`).join(', ')} where not (${equal(m)})`,

  own: (m) => `insert ignore into ${m.ledger} (set_name, row_key)
select ${quote.literal(m.set)}, ${rowKey(m, 's')} from ${id(m.stage)} s left join ${table(m)} t on ${keyOf(m, 't', 's')}
where ${first(m, 't')} is null`,

  vanished: (
    m,
    gone,
    all,
  ) => `create temporary table ${id(gone)} (dbops_ord bigint auto_increment primary key, index (${indexed(m)}))
select ${list(m.key, 't')} from ${table(m)} t${
    all ? '' : ` join ${m.ledger} l on l.set_name = ${quote.literal(m.set)} and l.row_key = ${rowKey(m, 't')}`
  } left join ${id(m.stage)} s on ${keyOf(m, 's', 't')} where ${first(m, 's')} is null`,

  references: (target) => `select constraint_name as \`name\`, table_schema as \`schema\`, table_name as \`table\`,
  column_name as \`column\`, referenced_column_name as \`references\` from information_schema.key_column_usage
where referenced_table_schema = ${schemaOf(target)} and referenced_table_name = ${quote.literal(target.table)}
order by table_schema, table_name, constraint_name, ordinal_position`,

  deleteVanished: (m, gone, references) => `delete t from ${table(m)} t join ${id(gone)} g on ${keyOf(m, 'g', 't')}
${references
  .map(
    (r, n) =>
      `left join ${quote.name(r.schema, r.table)} c${n} on ${r.columns
        .map((c, i) => `c${n}.${id(c)} = t.${id(r.references[i] ?? '')}`)
        .join(' and ')}\n`,
  )
  .join('')}where ${references.map((r, n) => `c${n}.${id(r.columns[0] ?? '')} is null`).join(' and ') || 'true'}`,

  disown: (m) => `delete l from ${m.ledger} l
left join (select ${rowKey(m, 's')} as k from ${id(m.stage)} s) s on s.k = l.row_key
left join (select ${rowKey(m, 't')} as k from ${table(m)} t) t on t.k = l.row_key
where l.set_name = ${quote.literal(m.set)} and s.k is null and t.k is null`,

  fingerprint: (target) =>
    `select concat(count(*), ':', coalesce(bit_xor(conv(left(sha2(concat_ws('|', ${target.columns
      .map((c) => `coalesce(hex(${bytes(`t.${id(c)}`)}), '-')`)
      .join(', ')}), 256), 16), 16, 10)), 0)) as \`fingerprint\` from ${table(target)} t`,

  // InnoDB moves auto_increment past every explicit value by itself.
  advanceCounters: () => [],
};
