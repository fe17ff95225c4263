import { dotted, type ObjectId, objectId, parseDotted } from '../../../model/id.ts';
import { type FamilyMembers, type OperatorClass, type OperatorFamily, signedName } from '../../../model/object.ts';
import { type RawSql, raw, sql } from '../../../model/query.ts';
import { type KindDriver } from '../../dialect.ts';
import { plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { dottedIdent, quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';
import { placeOfClass } from '../standard-classes.ts';

const using = (o: OperatorFamily | OperatorClass): string =>
  `${quote.name(o.schema, o.name)} USING ${quote.ident(o.signature)}`;

/** What belongs to a class or to a family by itself, as pg_dump finds it: by the dependency. */
function membersOf(catalog: 'pg_opclass' | 'pg_opfamily', owner: string): RawSql {
  const belongs = (member: string): string =>
    `EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_catalog.${member}'::regclass AND d.objid = m.oid
             AND d.refclassid = 'pg_catalog.${catalog}'::regclass AND d.refobjid = ${owner})`;
  return raw(
    `(SELECT json_object_agg(m.key, m.value ORDER BY m.sort, m.number, m.key COLLATE "C") FROM (
        SELECT 1 AS sort, m.amopstrategy AS number,
               format('OPERATOR %s (%s, %s)', m.amopstrategy, format_type(m.amoplefttype, NULL), format_type(m.amoprighttype, NULL)) AS key,
               CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname ELSE quote_ident(q.nspname) || '.' || o.oprname END
               || coalesce((SELECT format(' FOR ORDER BY %I.%I', y.nspname, x.opfname) FROM pg_opfamily x
                            JOIN pg_namespace y ON y.oid = x.opfnamespace WHERE x.oid = m.amopsortfamily), '') AS value
        FROM pg_amop m JOIN pg_operator o ON o.oid = m.amopopr JOIN pg_namespace q ON q.oid = o.oprnamespace WHERE ${belongs('pg_amop')}
        UNION ALL
        SELECT 2, m.amprocnum,
               format('FUNCTION %s (%s, %s)', m.amprocnum, format_type(m.amproclefttype, NULL), format_type(m.amprocrighttype, NULL)),
               m.amproc::regprocedure::text
        FROM pg_amproc m WHERE ${belongs('pg_amproc')}) m)`,
  );
}

const OPERATOR = /^operator\s+(\d+)\s*(\(.*\))?$/is;

/** `OPERATOR 1 <(integer, bigint) FOR ORDER BY f`, `FUNCTION 1 (integer, bigint) f(integer,bigint)`. */
function added(key: string, value: string): string {
  const [, strategy, types = ''] = OPERATOR.exec(key.trim()) ?? [];
  if (strategy === undefined) return `${key} ${value}`;
  const [, operator = value, order = ''] = /^((?:"(?:[^"]|"")*"|[^\s"])+)(\s.*)?$/s.exec(value.trim()) ?? [];
  return `OPERATOR ${strategy} ${operator} ${types}${order}`.trim();
}

/** The operators of the database's own among the members. */
function operatorIds(members: FamilyMembers = {}): ObjectId[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const types = OPERATOR.exec(key.trim())?.[2]?.slice(1, -1);
    const [, schema = 'public', name = ''] = /^(?:("(?:[^"]|"")*"|[\w$]+)\.)?([^\s"\w]+)/.exec(value.trim()) ?? [];
    if (types === undefined || name === '') return [];
    return [objectId('operator', parseDotted(schema)?.[0] ?? schema, `${name}(${types})`)];
  });
}

/** https://www.postgresql.org/docs/current/sql-alteropfamily.html */
function changed(after: OperatorFamily, before: FamilyMembers = {}): string[] {
  const to = after.members ?? {};
  const gone = Object.keys(before).filter((key) => before[key] !== to[key]);
  const come = Object.entries(to).filter(([key, value]) => before[key] !== value);
  const alter = `ALTER OPERATOR FAMILY ${using(after)}`;
  return [
    ...(gone.length === 0 ? [] : [`${alter} DROP ${gone.join(', ')}`]),
    ...(come.length === 0 ? [] : [`${alter} ADD ${come.map(([key, value]) => added(key, value)).join(', ')}`]),
  ];
}

/** https://www.postgresql.org/docs/current/sql-createopfamily.html */
export const operatorFamily = plainDriver<'operator_family'>({
  async read(session, context) {
    type Row = Pick<OperatorFamily, 'schema' | 'name' | 'signature'> & {
      readonly members: FamilyMembers | null;
      readonly comment: string | null;
    };
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, f.opfname AS name, a.amname AS signature, obj_description(f.oid, 'pg_opfamily') AS comment,
                 ${membersOf('pg_opfamily', 'f.oid')} AS members
          FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_opfamily', 'f')}
          ORDER BY n.nspname COLLATE "C", f.opfname COLLATE "C", a.amname COLLATE "C"`,
    );
    return rows.map(
      ({ members, comment, ...row }): OperatorFamily => ({
        kind: 'operator_family',
        ...row,
        ...present({ members, comment }),
      }),
    );
  },
  target: (o) => `OPERATOR FAMILY ${using(o)}`,
  create: (o) => [`CREATE OPERATOR FAMILY ${using(o)}`, ...changed(o)],
  change: (before, after) => changed(after, before.members),
  needs: (o) => operatorIds(o.members),
});

function createClass(o: OperatorClass): string {
  const items = Object.entries(o.members ?? {}).map(([key, value]) => added(key, value));
  if (o.storage !== undefined || items.length === 0) items.push(`STORAGE ${o.storage ?? o.type}`);
  const place = `USING ${quote.ident(o.signature)} FAMILY ${dottedIdent(o.family)}`;
  const whose = `${o.default ? 'DEFAULT ' : ''}FOR TYPE ${o.type} ${place}`;
  return `CREATE OPERATOR CLASS ${quote.name(o.schema, o.name)} ${whose} AS ${items.join(', ')}`;
}

function familyId(o: OperatorClass): ObjectId {
  const parts = parseDotted(o.family) ?? [o.family];
  const name = signedName({ name: parts.at(-1) ?? '', signature: o.signature });
  return objectId('operator_family', parts.at(-2) ?? 'public', name);
}

/** https://www.postgresql.org/docs/current/sql-createopclass.html */
const plainly = plainDriver<'operator_class'>({
  async read(session, context) {
    type Row = Pick<OperatorClass, 'schema' | 'name' | 'signature' | 'type'> & {
      readonly default: boolean;
      readonly familySchema: string;
      readonly family: string;
      readonly storage: string | null;
      readonly members: FamilyMembers | null;
      readonly comment: string | null;
    };
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.opcname AS name, a.amname AS signature, format_type(c.opcintype, NULL) AS type, c.opcdefault AS default,
                 CASE WHEN pg_opfamily_is_visible(f.oid) THEN '' ELSE q.nspname END AS "familySchema", f.opfname AS family,
                 CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END AS storage,
                 ${membersOf('pg_opclass', 'c.oid')} AS members, obj_description(c.oid, 'pg_opclass') AS comment
          FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod
          JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace q ON q.oid = f.opfnamespace
          WHERE ${USER_SCHEMAS} AND ${notOwned('pg_opclass', 'c')}
          ORDER BY n.nspname COLLATE "C", c.opcname COLLATE "C", a.amname COLLATE "C"`,
    );
    return rows.map(
      ({ default: usual, familySchema, family, storage, members, comment, ...row }): OperatorClass => ({
        kind: 'operator_class',
        ...row,
        family: dotted(familySchema, family),
        ...present({ default: usual ? (true as const) : null, storage, members, comment }),
      }),
    );
  },
  target: (o) => `OPERATOR CLASS ${using(o)}`,
  create: (o) => [createClass(o)],
  needs: (o) => [familyId(o), ...operatorIds(o.members)],
});

/** Keys over a type whose default class comes or goes are there before or after it, never meanwhile. */
export const operatorClass: KindDriver<'operator_class'> = {
  ...plainly,
  create(object, context) {
    const place = placeOfClass(object, context.after);
    const [made, ...rest] = plainly.create(object, context);
    if (made === undefined) return rest;
    const { makes = [], needs = [] } = made;
    return [{ ...made, needs: [...needs, ...place], makes: [...makes, ...place], ends: place }, ...rest];
  },
  drop(object, context) {
    const place = placeOfClass(object, context.before);
    return plainly.drop(object, context).map((s) => ({ ...s, makes: place, ends: [...(s.ends ?? []), ...place] }));
  },
};
