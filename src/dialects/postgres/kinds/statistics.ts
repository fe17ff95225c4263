import { type Statistics } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly definition: string;
  /** As the definition has them: by their numbers. */
  readonly columns: readonly string[];
  readonly target: string | null;
  readonly comment: string | null;
}

const target = (o: Statistics): string => `STATISTICS ${quote.name(o.schema, o.name)}`;

/** `CREATE STATISTICS name`, which the object says by itself. */
const HEAD = /^CREATE STATISTICS (?:"(?:[^"]|"")*"|[^\s".])+(?:\.(?:"(?:[^"]|"")*"|[^\s".])+)?\s+/;

/** Which column came first to its table is nothing that statistics say: they name the columns by the alphabet. */
function ordered(definition: string, columns: readonly string[]): string {
  return definition.replace(`ON ${columns.join(', ')}`, () => `ON ${columns.toSorted().join(', ')}`);
}

const setTarget = (o: Statistics): string => `ALTER ${target(o)} SET STATISTICS ${o.target ?? '-1'}`;

/** https://www.postgresql.org/docs/current/sql-createstatistics.html */
export const statistics = plainDriver<'statistics'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, s.stxname AS name, pg_get_statisticsobjdef(s.oid) AS definition,
                 ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
                       WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[]) ORDER BY a.attnum) AS columns,
                 CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::text END AS target,
                 obj_description(s.oid, 'pg_statistic_ext') AS comment
          FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_statistic_ext', 's')}
          ORDER BY n.nspname COLLATE "C", s.stxname COLLATE "C"`,
    );
    return rows.map(
      (r): Statistics => ({
        kind: 'statistics',
        schema: r.schema,
        name: r.name,
        definition: ordered(r.definition.replace(HEAD, ''), r.columns),
        ...present({ target: r.target, comment: r.comment }),
      }),
    );
  },
  target,
  create: (o) => [`CREATE ${target(o)} ${o.definition}`, ...(o.target === undefined ? [] : [setTarget(o)])],
  change: (before, after) => (before.definition === after.definition ? [setTarget(after)] : null),
});
