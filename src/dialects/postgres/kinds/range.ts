import { parseDotted } from '../../../model/id.ts';
import { idOf, type RangeType } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { NO_LOCKS } from '../locks.ts';
import { multirangeName } from '../names.ts';
import { definitionParts, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly parts: readonly (readonly [string, string | null])[];
  readonly comment: string | null;
}

const target = (o: RangeType): string => `TYPE ${quote.name(o.schema, o.name)}`;

const plain = plainDriver<'range'>({
  async read(session, context) {
    const multirange = raw(
      context.capabilities.multiranges
        ? `(SELECT CASE WHEN m.typnamespace <> t.typnamespace
                          OR m.typname <> CASE WHEN t.typname ~ 'range' THEN regexp_replace(t.typname, 'range', 'multirange')
                                          ELSE t.typname || '_multirange' END THEN
                        CASE WHEN mn.nspname <> 'public' THEN quote_ident(mn.nspname) || '.' ELSE '' END || quote_ident(m.typname) END
              FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)`
        : 'NULL::text',
    );
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, t.typname AS name, obj_description(t.oid, 'pg_type') AS comment,
                 json_build_array(
                   json_build_array('subtype', format_type(r.rngsubtype, NULL)),
                   json_build_array('multirange_type_name', ${multirange}),
                   json_build_array('subtype_opclass', CASE WHEN NOT o.opcdefault THEN quote_ident(oq.nspname) || '.' || quote_ident(o.opcname) END),
                   json_build_array('collation', CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END),
                   json_build_array('canonical', CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END),
                   json_build_array('subtype_diff', CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END)) AS parts
          FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type s ON s.oid = r.rngsubtype
          JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_opclass o ON o.oid = r.rngsubopc
          JOIN pg_namespace oq ON oq.oid = o.opcnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_type', 't')}
          ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"`,
    );
    return rows.map(
      ({ parts, comment, ...row }): RangeType => ({
        kind: 'range',
        ...row,
        definition: parts.flatMap(([key, value]) => (value === null ? [] : [`${key} = ${value}`])).join(', '),
        ...present({ comment }),
      }),
    );
  },
  target,
  create: (o) => [`CREATE ${target(o)} AS RANGE (${o.definition})`],
});

/** Where a range's multirange is: by a name of its own, which may be that of another schema, or by the server's. */
export function multirangeOf({ schema, name, definition }: RangeType): { schema: string; name: string } {
  const named = definitionParts(definition).get('multirange_type_name');
  if (named === undefined) return { schema, name: multirangeName(name) };
  const parts = parseDotted(named) ?? [named];
  return { schema: parts.at(-2) ?? 'public', name: parts.at(-1) ?? named };
}

function renameMultirange({ schema }: RangeType, from: string, to: string): string {
  return `ALTER TYPE ${quote.name(schema, multirangeName(from))} RENAME TO ${quote.ident(multirangeName(to))}`;
}

/** https://www.postgresql.org/docs/current/sql-createtype.html#SQL-CREATETYPE-RANGE */
export const range: typeof plain = {
  ...plain,
  rename(before, after, context) {
    const steps = plain.rename?.(before, after, context) ?? [];
    const named = before.definition.includes('multirange_type_name');
    if (named || !context.capabilities.multiranges) return steps;
    const sql = renameMultirange(after, before.name, after.name);
    const undo = [renameMultirange(after, after.name, before.name)];
    return [...steps, { sql, undo, needs: [idOf(after)], locks: NO_LOCKS }];
  },
};
