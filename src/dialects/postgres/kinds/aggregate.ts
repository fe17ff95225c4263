import { type Aggregate } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { aggregatePlace, functionPlace } from '../names.ts';
import { definitionList, inPlaces, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly arguments: string;
  readonly parts: readonly (readonly [string, string | null])[];
  readonly comment: string | null;
}

const target = (o: Aggregate): string => `AGGREGATE ${quote.name(o.schema, o.name)}(${o.signature})`;

function create({ schema, name, signature, arguments: list = signature, definition }: Aggregate): string {
  return `CREATE AGGREGATE ${quote.name(schema, name)}(${list}) (${definition})`;
}

/** Every clause of CREATE AGGREGATE that is not the server's own: https://www.postgresql.org/docs/current/sql-createaggregate.html */
const PARTS = `json_build_array(
  json_build_array('sfunc', a.aggtransfn::regproc::text),
  json_build_array('stype', format_type(a.aggtranstype, NULL)),
  json_build_array('sspace', nullif(a.aggtransspace, 0)::text),
  json_build_array('finalfunc', CASE WHEN a.aggfinalfn <> 0 THEN a.aggfinalfn::regproc::text END),
  json_build_array('finalfunc_extra', CASE WHEN a.aggfinalextra THEN 'true' END),
  json_build_array('finalfunc_modify', CASE WHEN a.aggfinalmodify <> (CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END)::"char" THEN
                     CASE a.aggfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END),
  json_build_array('combinefunc', CASE WHEN a.aggcombinefn <> 0 THEN a.aggcombinefn::regproc::text END),
  json_build_array('serialfunc', CASE WHEN a.aggserialfn <> 0 THEN a.aggserialfn::regproc::text END),
  json_build_array('deserialfunc', CASE WHEN a.aggdeserialfn <> 0 THEN a.aggdeserialfn::regproc::text END),
  json_build_array('initcond', quote_literal(a.agginitval)),
  json_build_array('msfunc', CASE WHEN a.aggmtransfn <> 0 THEN a.aggmtransfn::regproc::text END),
  json_build_array('minvfunc', CASE WHEN a.aggminvtransfn <> 0 THEN a.aggminvtransfn::regproc::text END),
  json_build_array('mstype', CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END),
  json_build_array('msspace', nullif(a.aggmtransspace, 0)::text),
  json_build_array('mfinalfunc', CASE WHEN a.aggmfinalfn <> 0 THEN a.aggmfinalfn::regproc::text END),
  json_build_array('mfinalfunc_extra', CASE WHEN a.aggmfinalextra THEN 'true' END),
  json_build_array('mfinalfunc_modify', CASE WHEN a.aggmtransfn <> 0 AND a.aggmfinalmodify <> (CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END)::"char" THEN
                     CASE a.aggmfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END),
  json_build_array('minitcond', quote_literal(a.aggminitval)),
  json_build_array('sortop', (SELECT format('operator(%I.%s)', q.nspname, o.oprname) FROM pg_operator o
                              JOIN pg_namespace q ON q.oid = o.oprnamespace WHERE o.oid = a.aggsortop)),
  json_build_array('parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END),
  json_build_array('hypothetical', CASE WHEN a.aggkind = 'h' THEN '' END))`;

const plain = plainDriver<'aggregate'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, p.proname AS name, obj_description(p.oid, 'pg_proc') AS comment, ${raw(PARTS)} AS parts,
                 CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END AS signature,
                 CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END AS arguments
          FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_proc', 'p')}
          ORDER BY n.nspname COLLATE "C", p.proname COLLATE "C", p.oid`,
    );
    return rows.map(
      (r): Aggregate => ({
        kind: 'aggregate',
        schema: r.schema,
        name: r.name,
        signature: r.signature,
        definition: definitionList(r.parts),
        ...present({ arguments: r.arguments === r.signature ? null : r.arguments, comment: r.comment }),
      }),
    );
  },
  target,
  create: (o) => [create(o)],
});

/**
 * Two that differ only in the names of their arguments cannot stand side by side, nor can a function and an aggregate that take the
 * same, however they write it: https://www.postgresql.org/docs/current/sql-createaggregate.html
 */
export const aggregate = inPlaces(
  plain,
  (o) => [aggregatePlace(o)],
  (o) => [aggregatePlace(o), functionPlace(o)],
);
