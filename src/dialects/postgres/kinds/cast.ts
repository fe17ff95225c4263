import { type ObjectId } from '../../../model/id.ts';
import { type Cast, idOf } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { commentAgain } from '../comment.ts';
import { anew, plainDriver, present } from '../plain-driver.ts';

interface Row {
  readonly source: string;
  readonly target: string;
  readonly places: readonly string[];
  readonly function: string | null;
  readonly method: string;
  readonly context: string;
  readonly comment: string | null;
}

const target = (o: Cast): string => `CAST (${o.source} AS ${o.target})`;

function create(o: Cast): string {
  const how =
    o.function === undefined
      ? 'WITHOUT FUNCTION'
      : o.function === 'inout'
        ? 'WITH INOUT'
        : `WITH FUNCTION ${o.function}`;
  return `CREATE ${target(o)} ${how}${o.context === undefined ? '' : ` AS ${o.context.toUpperCase()}`}`;
}

const plain = plainDriver<'cast'>({
  async read(session, { inScope }) {
    const rows = await session.rows<Row>(
      sql`SELECT format_type(k.castsource, NULL) AS source, format_type(k.casttarget, NULL) AS target,
                 CASE WHEN k.castfunc <> 0 THEN k.castfunc::regprocedure::text END AS function, k.castmethod AS method,
                 k.castcontext AS context, obj_description(k.oid, 'pg_cast') AS comment,
                 ARRAY(SELECT q.nspname::text FROM pg_namespace q WHERE q.oid IN (s.typnamespace, t.typnamespace)) AS places
          FROM pg_cast k JOIN pg_type s ON s.oid = k.castsource JOIN pg_type t ON t.oid = k.casttarget
          WHERE k.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid
                                               AND d.deptype IN ('e', 'i'))
          ORDER BY k.oid`,
    );
    return rows
      .filter((r) => r.places.every((schema) => schema === 'pg_catalog' || inScope(schema)))
      .map(
        (r): Cast => ({
          kind: 'cast',
          schema: '',
          name: `${r.source} as ${r.target}`,
          source: r.source,
          target: r.target,
          ...present({
            function: r.method === 'i' ? 'inout' : r.function,
            context: r.context === 'a' ? ('assignment' as const) : r.context === 'i' ? ('implicit' as const) : null,
            comment: r.comment,
          }),
        }),
      );
  },
  target,
  create: (o) => [create(o)],
  /** What does the cast by its function stays over that while only who asks for it changes. */
  change: (before, after) =>
    before.function === after.function
      ? [`DROP ${target(before)}`, create(after), ...commentAgain(target(after), after.comment)]
      : null,
});

/** https://www.postgresql.org/docs/current/sql-createcast.html */
export const cast: typeof plain = {
  ...plain,
  /** Where there is no cast, values go by their text; one that does no more than that changes nothing. */
  unsettles: (o) => (o.function === 'inout' ? [] : [idOf(o)]),
  create: (o, context) => atOnce(plain.create(o, context), idOf(o)),
  drop: (o, context) => atOnce(plain.drop(o, context), idOf(o)),
  alter: (before, after, fields, context) => anew(plain.alter(before, after, fields, context), idOf(after)),
};

/** Whoever casts goes before it means something else, and comes back after: where a cast comes, and where it goes, too. */
function atOnce(steps: readonly StepDraft[], id: ObjectId): StepDraft[] {
  const about = (s: StepDraft): boolean => [...(s.makes ?? []), ...(s.ends ?? [])].includes(id);
  return steps.map((s) => (about(s) ? { ...s, makes: [...(s.makes ?? []), id], ends: [...(s.ends ?? []), id] } : s));
}
