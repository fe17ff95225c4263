import { type Column } from '../../model/object.ts';
import { type RawSql, raw, sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { unwrap } from './expression.ts';
import { type ForeignOptions, readableOptions } from './foreign-options.ts';
import { makeObjectName } from './names.ts';
import { optionMap, present } from './plain-driver.ts';
import { MANAGED_TABLE } from './scope.ts';
import { readOptions, type SequenceRow } from './sequence-options.ts';

interface ColumnRow {
  readonly table: number;
  readonly name: string;
  readonly type: string;
  /** Flags and words are null where they are as usual: most of a catalog is. */
  readonly notNull: true | null;
  readonly inherited: true | null;
  readonly expression: string | null;
  readonly identity: string | null;
  readonly generated: string | null;
  readonly collation: string | null;
  readonly storage: string | null;
  readonly compression: string | null;
  readonly statistics: string | null;
  readonly options: readonly string[] | null;
  readonly foreignOptions: ForeignOptions | null;
  readonly notNullNames: readonly [name: string, table: string, partition: boolean] | null;
  readonly notNullInherited: true | null;
  readonly notNullOwn: true | null;
  readonly notNullComment: string | null;
  readonly noInherit: true | null;
  readonly valid: false | null;
  readonly comment: string | null;
  readonly sequence: IdentityRow | null;
}

interface IdentityRow extends SequenceRow {
  readonly name: string;
  /** Its own, which may be another than the column's: its limits are the usual ones of this. */
  readonly type: string;
  readonly table: string;
  /** Null when it is as its table. */
  readonly logged: boolean | null;
  readonly comment: string | null;
}

/** A column's method of compression in words, null for the usual one. */
export function attributeCompression({ columnCompression }: ReadContext['capabilities']): RawSql {
  return raw(columnCompression ? `CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END` : 'NULL::text');
}

/** The columns of every table by its oid, those too that heirs and partitions have from others. */
export async function readColumns(
  session: Session,
  { capabilities }: ReadContext,
): Promise<ReadonlyMap<number, readonly Column[]>> {
  const compression = attributeCompression(capabilities);
  const notNull = capabilities.namedNotNull;
  const ownPersistence = raw(
    capabilities.unloggedSequences ? `(s.relpersistence = 'u') <> (c.relpersistence = 'u')` : 'false',
  );
  const rows = await session.rows<ColumnRow>(
    sql`SELECT c.oid AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
               nullif(a.attnotnull, false) AS "notNull", nullif(NOT (a.attislocal OR c.relispartition), false) AS inherited,
               pg_get_expr(d.adbin, d.adrelid) AS expression, nullif(a.attidentity, '') AS identity, nullif(a.attgenerated, '') AS generated,
               CASE WHEN a.attcollation <> t.typcollation THEN
                 CASE WHEN ln.nspname IN ('pg_catalog', 'public')
                   THEN CASE WHEN l.collname ~ '[."]' THEN quote_ident(l.collname) ELSE l.collname END
                   ELSE quote_ident(ln.nspname) || '.' || quote_ident(l.collname) END END AS collation,
               CASE WHEN a.attstorage <> t.typstorage THEN
                 CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END AS storage,
               ${compression} AS compression,
               CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END AS statistics, a.attoptions AS options,
               CASE WHEN a.attfdwoptions IS NOT NULL THEN ${raw(readableOptions('a.attfdwoptions'))} END AS "foreignOptions",
               ${raw(notNull ? UNUSUAL : 'NULL')} AS "notNullNames",
               ${raw(notNull ? ABOVE : 'NULL::bool')} AS "notNullInherited",
               ${raw(notNull ? BESIDE : 'NULL::bool')} AS "notNullOwn",
               ${raw(notNull ? 'nullif(nn.connoinherit, false)' : 'NULL::bool')} AS "noInherit",
               ${raw(notNull ? 'nullif(nn.convalidated, true)' : 'NULL::bool')} AS valid,
               ${raw(notNull ? 'nns.description' : 'NULL::text')} AS "notNullComment",
               s.description AS comment,
               CASE WHEN a.attidentity <> '' THEN
                 (SELECT json_build_object('start', q.seqstart::text, 'increment', q.seqincrement::text, 'min', q.seqmin::text,
                                           'max', q.seqmax::text, 'cache', q.seqcache::text, 'cycle', q.seqcycle, 'name', s.relname, 'table', c.relname, 'type', format_type(q.seqtypid, NULL),
                                           'logged', CASE WHEN ${ownPersistence} THEN s.relpersistence <> 'u' END,
                                           'comment', obj_description(s.oid, 'pg_class'))
                  FROM pg_depend p JOIN pg_sequence q ON q.seqrelid = p.objid JOIN pg_class s ON s.oid = p.objid
                  WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                    AND p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i') END AS sequence
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        LEFT JOIN pg_collation l ON l.oid = a.attcollation LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
        LEFT JOIN pg_description s ON s.classoid = 'pg_class'::regclass AND s.objoid = c.oid AND s.objsubid = a.attnum
        ${raw(notNull ? NOT_NULL : '')}
        WHERE ${MANAGED_TABLE}
        ORDER BY c.oid, a.attnum`,
  );
  const columns = new Map<number, Column[]>();
  for (const row of rows) {
    const list = columns.get(row.table);
    if (list === undefined) columns.set(row.table, [readColumn(row)]);
    else list.push(readColumn(row));
  }
  return columns;
}

/** Nothing where the name is the table's, the column's and `not_null`: what the server makes of long ones is not for SQL to say. */
const UNUSUAL = `CASE WHEN nn.conname <> concat(c.relname, '_', a.attname, '_not_null')
                        OR nn.conname IS NOT NULL AND (c.relispartition OR NOT a.attislocal)
                 THEN json_build_array(nn.conname, c.relname, c.relispartition) END`;

/** A column of an heir's own that its parents alone make NOT NULL. */
const ABOVE = `CASE WHEN a.attnotnull AND a.attislocal AND nn.conname IS NULL AND NOT c.relispartition THEN true END`;

/** Of a partition's own, pg_dump tells what is NOT VALID apart from what is its table's alone. */
const BESIDE = `nullif(c.relispartition AND nn.conislocal AND nn.coninhcount > 0 AND NOT nn.convalidated, false)`;

/** An heir's own is also what holds for all rows while that of its parents does not, as pg_dump has it. */
const NOT_NULL = `LEFT JOIN pg_constraint nn ON nn.conrelid = c.oid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum
    AND (nn.conislocal OR c.relispartition OR nn.convalidated AND
         (SELECT bool_or(NOT pn.convalidated) AND NOT bool_or(pn.convalidated)
          FROM pg_inherits h JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attname = a.attname
          JOIN pg_constraint pn ON pn.conrelid = h.inhparent AND pn.contype = 'n' AND pn.conkey[1] = pa.attnum AND NOT pn.connoinherit
          WHERE h.inhrelid = c.oid))
  LEFT JOIN pg_description nns ON nns.classoid = 'pg_constraint'::regclass AND nns.objoid = nn.oid`;

function readColumn(row: ColumnRow): Column {
  const { expression, identity, generated, sequence } = row;
  const { pg_attver: _, ...options } = optionMap(row.options) ?? {};
  const [notNullName, table = '', part] = row.notNullNames ?? [];
  const usual = !row.inherited && !part && notNullName === makeObjectName(table, row.name, 'not_null');
  return {
    name: row.name,
    type: row.type,
    ...(row.inherited ? { inherited: true } : {}),
    ...(row.notNull || row.valid === false ? { notNull: true } : {}),
    ...(expression === null || generated !== null ? {} : { default: unwrap(expression) }),
    ...(identity === null || sequence === null
      ? {}
      : {
          identity: {
            mode: identity === 'a' ? 'always' : 'by_default',
            ...(sequence.name === makeObjectName(sequence.table, row.name, 'seq') ? {} : { sequence: sequence.name }),
            ...readOptions(sequence, sequence.type),
            ...(sequence.logged === null ? {} : { logged: sequence.logged }),
            ...(sequence.comment === null ? {} : { comment: sequence.comment }),
          },
        }),
    ...(expression === null || generated === null
      ? {}
      : { generated: { expression: unwrap(expression), ...(generated === 's' ? { stored: true } : {}) } }),
    ...present({
      collation: row.collation,
      storage: row.storage,
      compression: row.compression,
      statistics: row.statistics,
      options: Object.keys(options).length === 0 ? null : options,
      foreignOptions: row.foreignOptions,
      notNullName: usual ? null : notNullName,
      notNullInherited: row.notNullInherited,
      notNullOwn: row.notNullOwn,
      notNullNoInherit: row.noInherit,
      notNullNotValid: row.valid === false,
      notNullComment: row.notNullComment,
      comment: row.comment,
    }),
  };
}
