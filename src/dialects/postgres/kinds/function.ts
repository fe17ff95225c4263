import { sameData } from '../../../model/digest.ts';
import { idKind, type ObjectId } from '../../../model/id.ts';
import { idOf, type Routine } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type DriverContext } from '../../dialect.ts';
import { bodyTypes } from '../body-types.ts';
import { replay } from '../expression.ts';
import { aggregatePlace, argumentTypes, functionPlace, rowTypeId } from '../names.ts';
import { calls } from '../needs.ts';
import { anew, inPlaces, optionMap, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { SIGNATURE, TYPE_FUNCTIONS, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly kind: string;
  readonly arguments: string;
  readonly returns: string | null;
  readonly language: string;
  readonly volatility: string;
  readonly parallel: string;
  readonly strict: boolean;
  readonly definer: boolean;
  readonly leakproof: boolean;
  readonly cost: string | null;
  readonly rows: string | null;
  readonly support: string | null;
  readonly transforms: readonly string[];
  readonly settings: readonly string[] | null;
  readonly body: string;
  readonly sqlBody: string | null;
  readonly library: string | null;
  readonly comment: string | null;
}

const word = (o: Routine): string => (o.procedure ? 'PROCEDURE' : 'FUNCTION');

const target = (o: Routine): string => `${word(o)} ${quote.name(o.schema, o.name)}(${argumentTypes(o)})`;

/** A string in dollar quotes whose tag does not occur in it. */
function dollarQuoted(text: string): string {
  let tag = '$$';
  for (let i = 0; text.includes(tag) || text.endsWith('$'); i++) {
    tag = i === 0 ? '$body$' : `$body${i}$`;
    if (!text.includes(tag)) break;
  }
  return `${tag}${text}${tag}`;
}

/** Settings whose value is a list of names: https://www.postgresql.org/docs/current/runtime-config.html */
const LISTS =
  /^(search_path|temp_tablespaces|(session|shared|local)_preload_libraries|unix_socket_directories|createrole_self_grant)$/i;

function settingValue(name: string, value: string): string {
  if (!LISTS.test(name)) return quote.literal(value);
  const items = value.match(/"(?:[^"]|"")*"|[^\s,]+/g) ?? [''];
  return items
    .map((item) => quote.literal(item.startsWith('"') ? item.slice(1, -1).replaceAll('""', '"') : item))
    .join(', ');
}

function bodyOf({ sqlBody, library, body = '' }: Routine): string {
  if (sqlBody !== undefined) return replay(sqlBody);
  return library === undefined ? `AS ${dollarQuoted(body)}` : `AS ${quote.literal(library)}, ${quote.literal(body)}`;
}

export function createRoutine(object: Routine): string {
  const { schema, name, signature, arguments: list = signature, returns, language, settings = {} } = object;
  const words = [
    object.window ? 'WINDOW' : '',
    object.volatility?.toUpperCase() ?? '',
    object.strict ? 'STRICT' : '',
    object.securityDefiner ? 'SECURITY DEFINER' : '',
    object.leakproof ? 'LEAKPROOF' : '',
    object.parallel === undefined ? '' : `PARALLEL ${object.parallel.toUpperCase()}`,
    object.cost === undefined ? '' : `COST ${object.cost}`,
    object.rows === undefined ? '' : `ROWS ${object.rows}`,
    object.support === undefined ? '' : `SUPPORT ${object.support}`,
  ].filter((w) => w !== '');
  return [
    `CREATE OR REPLACE ${word(object)} ${quote.name(schema, name)}(${list})`,
    ...(returns === undefined ? [] : [` RETURNS ${returns}`]),
    ` LANGUAGE ${quote.ident(language)}`,
    ...(object.transforms?.length ? [` TRANSFORM ${object.transforms.map((t) => `FOR TYPE ${t}`).join(', ')}`] : []),
    ...(words.length === 0 ? [] : [` ${words.join(' ')}`]),
    ...Object.entries(settings).map(
      ([k, v]) => ` SET ${k.split('.').map(quote.ident).join('.')} TO ${settingValue(k, v)}`,
    ),
    bodyOf(object),
  ].join('\n');
}

/** What names columns that the server does not write down, or takes all that a table has for what it uses (`excluded`). */
const WHOLE_ROWS = /\b(?:MERGE\s+INTO|ON\s+CONFLICT)\b/;

/** The tables whose row types the server checks a routine against as it is made: for a body of SQL's own, or a default. */
function checkedRows({
  signature,
  arguments: list = signature,
  returns,
  sqlBody,
  dependsOn = [],
}: Routine): ObjectId[] {
  if (sqlBody === undefined && !list.includes(' DEFAULT ')) return [];
  const isWhole = sqlBody !== undefined && WHOLE_ROWS.test(sqlBody);
  return dependsOn.filter(
    (id) => idKind(id) === 'table' && (isWhole || [list, returns].some((text) => calls(text, id))),
  );
}

/** What comes and goes with a row type that changes. */
function rowTypes(object: Routine, { before, after }: DriverContext): ObjectId[] {
  return checkedRows(object).flatMap((id) => {
    const table = after.get(id) ?? before.get(id);
    return table?.kind === 'table' ? [rowTypeId(table)] : [];
  });
}

function isOtherRow(id: ObjectId, { before, after }: DriverContext): boolean {
  const [a, b] = [before.get(id), after.get(id)];
  if (a?.kind !== 'table' || b?.kind !== 'table') return false;
  const [x, y] = [a, b].map((t) => t.columns.map(({ name, type }) => [name, type]));
  return !sameData(x, y);
}

const plain = plainDriver<'function'>({
  async read(session, context) {
    const sqlBody = raw(context.capabilities.sqlBodies ? 'pg_get_function_sqlbody(p.oid)' : 'NULL::text');
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`  SELECT n.nspname AS schema, p.proname AS name, p.prokind AS kind, pg_get_function_arguments(p.oid) AS arguments,
         ${SIGNATURE} AS signature,
         CASE WHEN p.prokind <> 'p' THEN pg_get_function_result(p.oid) END AS returns, l.lanname AS language,
         p.provolatile AS volatility, p.proparallel AS parallel, p.proisstrict AS strict, p.prosecdef AS definer,
         p.proleakproof AS leakproof,
         CASE WHEN p.procost <> (CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END) THEN p.procost::text END AS cost,
         CASE WHEN p.prorows <> (CASE WHEN p.proretset THEN 1000 ELSE 0 END) THEN p.prorows::text END AS rows,
         CASE WHEN p.prosupport <> 0 THEN p.prosupport::regproc::text END AS support,
         ARRAY(SELECT format_type(t, NULL) FROM unnest(p.protrftypes) t) AS transforms, p.proconfig AS settings,
         p.prosrc AS body, p.probin AS library, obj_description(p.oid, 'pg_proc') AS comment, ${sqlBody} AS "sqlBody"
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE p.prokind IN ('f', 'p', 'w')
    AND ${USER_SCHEMAS}
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
    AND p.oid <> ALL (ARRAY(${TYPE_FUNCTIONS}))
  ORDER BY n.nspname COLLATE "C", p.proname COLLATE "C", p.oid`,
    );
    return rows.map((r): Routine => {
      const isC = r.language === 'c';
      const plain = r.kind === 'p' || r.kind === 'w';
      return {
        kind: 'function',
        schema: r.schema,
        name: r.name,
        signature: r.signature,
        language: r.language,
        ...(plain && r.kind === 'p' ? { procedure: true } : {}),
        ...present({
          arguments: r.arguments === r.signature ? null : r.arguments,
          returns: r.returns,
          window: r.kind === 'w',
          volatility: r.volatility === 'i' ? ('immutable' as const) : r.volatility === 's' ? ('stable' as const) : null,
          strict: r.strict,
          securityDefiner: r.definer,
          leakproof: r.leakproof,
          parallel: r.parallel === 's' ? ('safe' as const) : r.parallel === 'r' ? ('restricted' as const) : null,
          cost: r.cost,
          rows: r.rows,
          support: r.support,
          transforms: r.transforms.length === 0 ? null : r.transforms,
          settings: optionMap(r.settings),
          sqlBody: r.sqlBody,
          library: isC ? r.library : null,
          comment: r.comment,
        }),
        ...(r.sqlBody === null ? { body: r.body } : {}),
      };
    });
  },
  target,
  needs: (object, context) => [...rowTypes(object, context), ...bodyTypes(object, context)],
  create: (object) => [createRoutine(object)],
  /** CREATE OR REPLACE keeps the kind, the result and the arguments as they are. */
  change(before, after) {
    const kept = ['procedure', 'window', 'returns', 'arguments'] as const;
    return kept.every((key) => before[key] === after[key]) ? [createRoutine(after)] : null;
  },
});

/** https://www.postgresql.org/docs/current/sql-createfunction.html */
export const routine = inPlaces(
  {
    ...plain,
    // Each text fits only the row type of its side.
    alter: (before, after, fields, context) =>
      fields.some((f) => f !== 'comment') && [before, after].flatMap(checkedRows).some((id) => isOtherRow(id, context))
        ? { how: 'replace' }
        : anew(plain.alter(before, after, fields, context), idOf(after)),
  },
  (o) => [functionPlace(o)],
  (o) => [aggregatePlace(o)],
);
