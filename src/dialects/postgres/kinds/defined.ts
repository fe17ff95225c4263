import { type Kind, type ObjectOf, type SchemaObject } from '../../../model/object.ts';
import { type Query, sql } from '../../../model/query.ts';
import { type KindDriver } from '../../dialect.ts';
import { definitionList, plainDriver, present } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { globalInScope, notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string | null;
  readonly name: string;
  /** Schemas of what it is made of, for what lives outside schemas. */
  readonly places?: readonly string[];
  readonly parts: readonly (readonly [string, string | null])[];
  readonly marked?: boolean;
  readonly comment: string | null;
}

/** A kind whose objects are a name and a definition. */
interface Form {
  /** `TEXT SEARCH PARSER`. */
  readonly noun: string;
  /** The field, and its word before the noun: `CREATE TRUSTED LANGUAGE`. */
  readonly mark?: string;
  /** Parts `key = value` in parentheses, or else words one after the other. */
  readonly list: boolean;
  readonly query: Query;
}

type Defined = Extract<ObjectOf<Kind>, { readonly definition: string }>['kind'];

function defined<K extends Defined>(kind: K, { noun, mark, list, query }: Form): KindDriver<K> {
  const target = ({ schema, name }: SchemaObject): string => `${noun} ${quote.name(schema, name)}`;
  return plainDriver<K>({
    async read(session, { inScope }) {
      const rows = await session.rows<Row>(query);
      return rows
        .filter((r) => (r.schema === null ? globalInScope(r.places ?? [], inScope) : inScope(r.schema, r.name)))
        .map(
          (r) =>
            ({
              kind,
              schema: r.schema ?? '',
              name: r.name,
              ...(mark !== undefined && r.marked ? { [mark]: true } : {}),
              definition: list ? definitionList(r.parts) : words(r.parts),
              ...present({ comment: r.comment }),
            }) as unknown as ObjectOf<K>,
        );
    },
    target,
    create(o) {
      const { definition, ...fields } = o as { readonly definition: string } & Readonly<Record<string, unknown>>;
      const word = mark !== undefined && fields[mark] === true ? `${mark.toUpperCase()} ` : '';
      return [`CREATE ${word}${target(o)} ${list ? `(${definition})` : definition}`];
    },
  });
}

function words(parts: Row['parts']): string {
  return parts.flatMap(([key, value]) => (value === null ? [] : [`${key} ${value}`])).join(' ');
}

/** https://www.postgresql.org/docs/current/sql-createtsparser.html */
export const textSearchParser = defined('text_search_parser', {
  noun: 'TEXT SEARCH PARSER',
  list: true,
  query: sql`SELECT n.nspname AS schema, p.prsname AS name, obj_description(p.oid, 'pg_ts_parser') AS comment,
                    json_build_array(json_build_array('start', p.prsstart::text), json_build_array('gettoken', p.prstoken::text),
                      json_build_array('end', p.prsend::text), json_build_array('headline', nullif(p.prsheadline::text, '-')),
                      json_build_array('lextypes', p.prslextype::text)) AS parts
             FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace WHERE ${USER_SCHEMAS} AND ${notOwned('pg_ts_parser', 'p')}
             ORDER BY n.nspname COLLATE "C", p.prsname COLLATE "C"`,
});

/** https://www.postgresql.org/docs/current/sql-createtstemplate.html */
export const textSearchTemplate = defined('text_search_template', {
  noun: 'TEXT SEARCH TEMPLATE',
  list: true,
  query: sql`SELECT n.nspname AS schema, t.tmplname AS name, obj_description(t.oid, 'pg_ts_template') AS comment,
                    json_build_array(json_build_array('init', nullif(t.tmplinit::text, '-')),
                      json_build_array('lexize', t.tmpllexize::text)) AS parts
             FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace WHERE ${USER_SCHEMAS} AND ${notOwned('pg_ts_template', 't')}
             ORDER BY n.nspname COLLATE "C", t.tmplname COLLATE "C"`,
});

/** https://www.postgresql.org/docs/current/sql-createlanguage.html */
export const language = defined('language', {
  noun: 'LANGUAGE',
  mark: 'trusted',
  list: false,
  query: sql`SELECT NULL AS schema, l.lanname AS name, obj_description(l.oid, 'pg_language') AS comment, l.lanpltrusted AS marked,
                    ARRAY(SELECT q.nspname::text FROM pg_proc p JOIN pg_namespace q ON q.oid = p.pronamespace WHERE p.oid = l.lanplcallfoid) AS places,
                    json_build_array(json_build_array('HANDLER', l.lanplcallfoid::regproc::text),
                      json_build_array('INLINE', nullif(l.laninline::regproc::text, '-')),
                      json_build_array('VALIDATOR', nullif(l.lanvalidator::regproc::text, '-'))) AS parts
             FROM pg_language l WHERE l.lanispl AND ${notOwned('pg_language', 'l')} ORDER BY l.lanname COLLATE "C"`,
});

/** https://www.postgresql.org/docs/current/sql-createconversion.html */
export const conversion = defined('conversion', {
  noun: 'CONVERSION',
  mark: 'default',
  list: false,
  query: sql`SELECT n.nspname AS schema, c.conname AS name, obj_description(c.oid, 'pg_conversion') AS comment, c.condefault AS marked,
                    json_build_array(json_build_array('FOR', quote_literal(pg_encoding_to_char(c.conforencoding))),
                      json_build_array('TO', quote_literal(pg_encoding_to_char(c.contoencoding))),
                      json_build_array('FROM', c.conproc::text)) AS parts
             FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace WHERE ${USER_SCHEMAS} AND ${notOwned('pg_conversion', 'c')}
             ORDER BY n.nspname COLLATE "C", c.conname COLLATE "C"`,
});

/** https://www.postgresql.org/docs/current/sql-create-access-method.html */
export const accessMethod: KindDriver<'access_method'> = {
  ...defined('access_method', {
    noun: 'ACCESS METHOD',
    list: false,
    query: sql`SELECT NULL AS schema, a.amname AS name, obj_description(a.oid, 'pg_am') AS comment,
                      ARRAY(SELECT q.nspname::text FROM pg_proc p JOIN pg_namespace q ON q.oid = p.pronamespace WHERE p.oid = a.amhandler) AS places,
                      json_build_array(json_build_array('TYPE', CASE a.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END),
                        json_build_array('HANDLER', a.amhandler::text)) AS parts
               FROM pg_am a WHERE a.oid >= 16384 AND ${notOwned('pg_am', 'a')} ORDER BY a.amname COLLATE "C"`,
  }),
  rename: undefined,
};
