import { type Transform } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type KindDriver } from '../../dialect.ts';
import { plainDriver, present } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { globalInScope, notOwned } from '../scope.ts';

interface Row {
  readonly type: string;
  readonly language: string;
  readonly places: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly comment: string | null;
}

const target = (o: Transform): string => `TRANSFORM FOR ${o.type} LANGUAGE ${quote.ident(o.language)}`;

/** https://www.postgresql.org/docs/current/sql-createtransform.html */
export const transform: KindDriver<'transform'> = {
  ...plainDriver<'transform'>({
    async read(session, { inScope }) {
      const rows = await session.rows<Row>(
        sql`SELECT format_type(t.trftype, NULL) AS type, l.lanname AS language, obj_description(t.oid, 'pg_transform') AS comment,
                   CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::regprocedure::text END AS from,
                   CASE WHEN t.trftosql <> 0 THEN t.trftosql::regprocedure::text END AS to, ARRAY[n.nspname::text] AS places
            FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang JOIN pg_type y ON y.oid = t.trftype
            JOIN pg_namespace n ON n.oid = y.typnamespace
            WHERE ${notOwned('pg_transform', 't')} ORDER BY 1, 2`,
      );
      return rows
        .filter((r) => globalInScope(r.places, inScope))
        .map(
          (r): Transform => ({
            kind: 'transform',
            schema: '',
            name: `${r.type} for ${r.language}`,
            type: r.type,
            language: r.language,
            definition: [
              ...(r.from === null ? [] : [`FROM SQL WITH FUNCTION ${r.from}`]),
              ...(r.to === null ? [] : [`TO SQL WITH FUNCTION ${r.to}`]),
            ].join(', '),
            ...present({ comment: r.comment }),
          }),
        );
    },
    target,
    create: (o) => [`CREATE ${target(o)} (${o.definition})`],
  }),
  rename: undefined,
};
