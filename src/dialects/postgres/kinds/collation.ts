import { type Collation } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly provider: string;
  readonly locale: string | null;
  readonly collate: string | null;
  readonly ctype: string | null;
  readonly rules: string | null;
  readonly deterministic: boolean;
  readonly comment: string | null;
}

const target = (o: Collation): string => `COLLATION ${quote.name(o.schema, o.name)}`;

const PROVIDERS: Readonly<Record<string, string>> = { i: 'icu', c: 'libc', b: 'builtin' };

function definitionOf({ provider, locale, collate, ctype, rules, deterministic }: Row): string {
  const parts: (readonly [string, string | null])[] = [
    ['provider', PROVIDERS[provider] ?? null],
    ['deterministic', deterministic ? null : 'false'],
    ['locale', locale ?? (collate === ctype ? collate : null)],
    ['lc_collate', locale === null && collate !== ctype ? collate : null],
    ['lc_ctype', locale === null && collate !== ctype ? ctype : null],
    ['rules', rules],
  ];
  const text = (key: string, value: string): string =>
    key === 'provider' || key === 'deterministic' ? value : quote.literal(value);
  return parts.flatMap(([key, value]) => (value === null ? [] : [`${key} = ${text(key, value)}`])).join(', ');
}

/** https://www.postgresql.org/docs/current/sql-createcollation.html */
export const collation = plainDriver<'collation'>({
  async read(session, { capabilities, ...context }) {
    const locale = capabilities.collationLocale
      ? 'l.colllocale'
      : capabilities.icuLocale
        ? 'l.colliculocale'
        : 'NULL::text';
    const rules = capabilities.collationRules ? 'l.collicurules' : 'NULL::text';
    const rows = await rowsInScope<Row>(
      session,
      { capabilities, ...context },
      sql`SELECT n.nspname AS schema, l.collname AS name, l.collprovider AS provider, ${raw(locale)} AS locale, ${raw(rules)} AS rules,
                 l.collcollate::text AS collate, l.collctype::text AS ctype, l.collisdeterministic AS deterministic,
                 obj_description(l.oid, 'pg_collation') AS comment
          FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_collation', 'l')}
          ORDER BY n.nspname COLLATE "C", l.collname COLLATE "C"`,
    );
    return rows.map(
      (r): Collation => ({
        kind: 'collation',
        schema: r.schema,
        name: r.name,
        definition: definitionOf(r),
        ...present({ comment: r.comment }),
      }),
    );
  },
  target,
  create: (o) => [`CREATE ${target(o)} (${o.definition})`],
});
