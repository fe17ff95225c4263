import { type Rule } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { replay } from '../expression.ts';
import { rowsAround } from '../heirs.ts';
import { enabledOf, enableWord, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly relkind: string;
  readonly name: string;
  readonly definition: string;
  readonly enabled: string;
  readonly comment: string | null;
}

const target = (o: Rule): string => `RULE ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`;

const create = (o: Rule): string => `CREATE RULE ${quote.ident(o.name)} AS ${replay(o.definition)}`;

function enable(o: Rule): string {
  return `ALTER TABLE ${quote.name(o.schema, o.table)} ${enableWord(o.enabled)} RULE ${quote.ident(o.name)}`;
}

/** https://www.postgresql.org/docs/current/sql-createrule.html */
export const rule = plainDriver<'rule'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.relname AS table, c.relkind, r.rulename AS name, pg_get_ruledef(r.oid) AS definition,
                 r.ev_enabled AS enabled, obj_description(r.oid, 'pg_rewrite') AS comment
          FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE r.rulename <> '_RETURN' AND c.relkind IN ('r', 'p', 'v') AND ${USER_SCHEMAS}
            AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_rewrite'::regclass AND e.objid = r.oid AND e.deptype = 'e')
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", r.rulename COLLATE "C"`,
    );
    return rows.map(
      (r): Rule => ({
        kind: 'rule',
        schema: r.schema,
        table: r.table,
        name: r.name,
        ...(r.relkind === 'v' ? { relation: 'view' } : {}),
        definition: r.definition.replace(/^CREATE RULE (?:"(?:[^"]|"")*"|\S+) AS\s+/, '').replace(/;$/, ''),
        ...present({ enabled: enabledOf(r.enabled), comment: r.comment }),
      }),
    );
  },
  target,
  needs: (o, context) => rowsAround(o.schema, o.table, context),
  create: (o) => [create(o), ...(o.enabled === undefined ? [] : [enable(o)])],
  change: (before, after) => (before.definition === after.definition ? [enable(after)] : null),
});
