import { type ObjectId } from '../../../model/id.ts';
import { idOf, type Operator } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type DriverContext } from '../../dialect.ts';
import { definitionList, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly parts: readonly (readonly [string, string | null])[];
  readonly comment: string | null;
}

/** An operator's name is made of signs and is never quoted; its schema is. */
const name = (o: Operator): string => `${quote.ident(o.schema)}.${o.name}`;

/**
 * Operators that name this one as their opposite, which does not name them: made beside it, they would make it do so, too.
 * https://www.postgresql.org/docs/current/xoper-optimization.html
 */
function namedBy(o: Operator, { before, after }: DriverContext): ObjectId[] {
  const objects = after.has(idOf(o)) ? after : before;
  const open = ['commutator', 'negator'].filter((word) => !o.definition.includes(`${word} = operator(`));
  const others = open.length === 0 ? [] : [...objects.values()];
  return others.flatMap((other) => {
    const names =
      other.kind === 'operator' && open.some((w) => other.definition.includes(`${w} = operator(${name(o)})`));
    return names && idOf(other) !== idOf(o) ? [idOf(other)] : [];
  });
}

/** https://www.postgresql.org/docs/current/sql-createoperator.html */
export const operator = plainDriver<'operator'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, o.oprname AS name, obj_description(o.oid, 'pg_operator') AS comment,
                 concat(CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END, ', ', format_type(o.oprright, NULL)) AS signature,
                 json_build_array(
                   json_build_array('function', o.oprcode::regproc::text),
                   json_build_array('leftarg', CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END),
                   json_build_array('rightarg', format_type(o.oprright, NULL)),
                   json_build_array('commutator', (SELECT format('operator(%I.%s)', q.nspname, x.oprname) FROM pg_operator x
                                    JOIN pg_namespace q ON q.oid = x.oprnamespace WHERE x.oid = o.oprcom)),
                   json_build_array('negator', (SELECT format('operator(%I.%s)', q.nspname, x.oprname) FROM pg_operator x
                                    JOIN pg_namespace q ON q.oid = x.oprnamespace WHERE x.oid = o.oprnegate)),
                   json_build_array('restrict', CASE WHEN o.oprrest <> 0 THEN o.oprrest::regproc::text END),
                   json_build_array('join', CASE WHEN o.oprjoin <> 0 THEN o.oprjoin::regproc::text END),
                   json_build_array('hashes', CASE WHEN o.oprcanhash THEN '' END),
                   json_build_array('merges', CASE WHEN o.oprcanmerge THEN '' END)) AS parts
          FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
          WHERE o.oprcode <> 0 AND ${USER_SCHEMAS} AND ${notOwned('pg_operator', 'o')}
          ORDER BY n.nspname COLLATE "C", o.oprname COLLATE "C", o.oid`,
    );
    return rows.map(
      (r): Operator => ({
        kind: 'operator',
        schema: r.schema,
        name: r.name,
        signature: r.signature,
        definition: definitionList(r.parts),
        ...present({ comment: r.comment }),
      }),
    );
  },
  target: (o) => `OPERATOR ${name(o)} (${o.signature})`,
  needs: namedBy,
  create: (o) => [`CREATE OPERATOR ${name(o)} (${o.definition})`],
});
