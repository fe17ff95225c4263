import { roleMatcher } from '../../../model/access.ts';
import { sameData } from '../../../model/digest.ts';
import { objectId } from '../../../model/id.ts';
import { type Role } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { plainDriver, present } from '../plain-driver.ts';
import { quote } from '../quote.ts';

const target = (o: Role): string => `ROLE ${quote.ident(o.name)}`;

/** Attributes that are off unless they are said, and the word of each: https://www.postgresql.org/docs/current/sql-createrole.html */
const SWITCHES = [
  ['superuser', 'SUPERUSER', 'rolsuper'],
  ['createdb', 'CREATEDB', 'rolcreatedb'],
  ['createrole', 'CREATEROLE', 'rolcreaterole'],
  ['login', 'LOGIN', 'rolcanlogin'],
  ['replication', 'REPLICATION', 'rolreplication'],
  ['bypassRls', 'BYPASSRLS', 'rolbypassrls'],
] as const satisfies readonly (readonly [keyof Role, string, string])[];

/** The words that say what `after` has and `before` has not, or the other way round. */
function words(before: Role | null, after: Role): string {
  const said = SWITCHES.flatMap(([field, word]) =>
    (before?.[field] ?? false) === (after[field] ?? false) ? [] : [`${after[field] ? '' : 'NO'}${word}`],
  );
  if ((before?.noInherit ?? false) !== (after.noInherit ?? false)) said.push(after.noInherit ? 'NOINHERIT' : 'INHERIT');
  if (before?.connectionLimit !== after.connectionLimit) said.push(`CONNECTION LIMIT ${after.connectionLimit ?? '-1'}`);
  if (before?.validUntil !== after.validUntil)
    said.push(`VALID UNTIL ${quote.literal(after.validUntil ?? 'infinity')}`);
  const password = after.secrets?.password;
  if (before === null && password !== undefined) said.push(`PASSWORD ${quote.literal(password)}`);
  return said.map((word) => ` ${word}`).join('');
}

/** Lists are lists of names; everything else is one value: https://www.postgresql.org/docs/current/sql-alterrole.html */
const LISTS = new Set(['search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries']);

function settingValue(name: string, value: string): string {
  if (!LISTS.has(name)) return quote.literal(value);
  const names = value.match(/"(?:[^"]|"")*"|[^,\s][^,]*/g) ?? [];
  return names
    .map((n) => quote.literal(n.startsWith('"') ? n.slice(1, -1).replaceAll('""', '"') : n.trim()))
    .join(', ');
}

function settings(before: Role | null, after: Role): string[] {
  const [from, to] = [before?.settings ?? {}, after.settings ?? {}];
  const gone = Object.keys(from).filter((key) => to[key] === undefined);
  const set = Object.entries(to).filter(([key, value]) => from[key] !== value);
  const name = (key: string): string => key.split('.').map(quote.ident).join('.');
  return [
    ...gone.map((key) => `ALTER ${target(after)} RESET ${name(key)}`),
    ...set.map(([key, value]) => `ALTER ${target(after)} SET ${name(key)} TO ${settingValue(key, value)}`),
  ];
}

/** `member`, `admin`, `admin, no inherit, no set` → the words after WITH. Servers before 16 know ADMIN alone. */
function membershipOptions(text: string, detailed: boolean): string {
  const said = new Set(text.split(',').map((part) => part.trim()));
  if (!detailed) return said.has('admin') ? ' WITH ADMIN OPTION' : '';
  const option = (name: string, on: boolean): string => `${name} ${on ? 'TRUE' : 'FALSE'}`;
  return ` WITH ${[option('ADMIN', said.has('admin')), option('INHERIT', !said.has('no inherit')), option('SET', !said.has('no set'))].join(', ')}`;
}

function memberships(before: Role | null, after: Role, detailed: boolean): string[] {
  const [from, to] = [before?.memberOf ?? {}, after.memberOf ?? {}];
  const member = quote.ident(after.name);
  // A membership that loses something is taken back and given anew: no one statement takes one option alone on every version.
  const gone = Object.keys(from).filter((of) => to[of] !== from[of]);
  const come = Object.entries(to).filter(([of, how]) => from[of] !== how);
  return [
    ...gone.map((of) => `REVOKE ${quote.ident(of)} FROM ${member}`),
    ...come.map(([of, how]) => `GRANT ${quote.ident(of)} TO ${member}${membershipOptions(how, detailed)}`),
  ];
}

interface Row {
  readonly name: string;
  readonly limit: number;
  readonly until: string | null;
  readonly inherits: boolean;
  readonly switches: readonly string[];
  readonly settings: readonly string[] | null;
  readonly memberOf: Readonly<Record<string, string>> | null;
  readonly comment: string | null;
}

const detailedSince = 160000;

/** Only the roles that `scope.own_roles` names; the server's own (`pg_…`) and whoever is connected as the first user are its own. */
const plainRole = (detailed: boolean) =>
  plainDriver<'role'>({
    async read(session, { scope, server }) {
      const globs = scope.ownRoles ?? [];
      if (globs.length === 0) return [];
      const options =
        server.number >= detailedSince
          ? `concat_ws(', ', CASE WHEN m.admin_option THEN 'admin' ELSE 'member' END, CASE WHEN NOT m.inherit_option THEN 'no inherit' END, CASE WHEN NOT m.set_option THEN 'no set' END)`
          : `CASE WHEN m.admin_option THEN 'admin' ELSE 'member' END`;
      const switches = SWITCHES.map(([field, , column]) => `CASE WHEN r.${column} THEN '${field}' END`).join(', ');
      const rows = await session.rows<Row>(
        sql`SELECT r.rolname AS name, r.rolconnlimit AS limit, r.rolinherit AS inherits,
                 CASE WHEN r.rolvaliduntil <> 'infinity' THEN r.rolvaliduntil::text END AS until,
                 array_remove(ARRAY[${raw(switches)}], NULL) AS switches,
                 (SELECT s.setconfig FROM pg_db_role_setting s WHERE s.setrole = r.oid AND s.setdatabase = 0) AS settings,
                 (SELECT json_object_agg(g.rolname, ${raw(options)} ORDER BY g.rolname) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                  WHERE m.member = r.oid) AS "memberOf",
                 shobj_description(r.oid, 'pg_authid') AS comment
          FROM pg_roles r WHERE r.rolname !~ '^pg_' AND r.oid <> 10 ORDER BY r.rolname COLLATE "C"`,
      );
      const own = roleMatcher(globs);
      return rows
        .filter((r) => own(r.name))
        .map((r): Role => {
          const set = (r.settings ?? []).map((s) => [s.slice(0, s.indexOf('=')), s.slice(s.indexOf('=') + 1)] as const);
          return {
            kind: 'role',
            schema: '',
            name: r.name,
            ...Object.fromEntries(r.switches.map((field) => [field, true])),
            ...present({
              noInherit: r.inherits ? null : (true as const),
              connectionLimit: r.limit === -1 ? null : String(r.limit),
              validUntil: r.until,
              settings: set.length === 0 ? null : Object.fromEntries(set),
              memberOf: r.memberOf,
              comment: r.comment,
            }),
          };
        });
    },
    target,
    create: (o) => [`CREATE ${target(o)}${words(null, o)}`, ...settings(null, o), ...memberships(null, o, detailed)],
    change(before, after) {
      const said = words(before, after);
      return [
        ...(said === '' ? [] : [`ALTER ${target(after)}${said}`]),
        ...settings(before, after),
        ...(sameData(before.memberOf, after.memberOf) ? [] : memberships(before, after, detailed)),
      ];
    },
    needs: (o) => Object.keys(o.memberOf ?? {}).map((name) => objectId('role', '', name)),
  });

const [plain, detailed] = [plainRole(false), plainRole(true)];
const driver = ({ server }: Pick<DriverContext, 'server'>): typeof plain =>
  server.number >= detailedSince ? detailed : plain;

/** https://www.postgresql.org/docs/current/user-manag.html */
export const role: KindDriver<'role'> = {
  read: plain.read,
  create: (object, context) => driver(context).create(object, context),
  drop: (object, context) => driver(context).drop(object, context),
  alter: (before, after, fields, context) => driver(context).alter(before, after, fields, context),
  rename: (before, after, context) => driver(context).rename?.(before, after, context) ?? [],
};
