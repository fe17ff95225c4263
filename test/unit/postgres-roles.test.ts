import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, migrateDown, openRun, parseAllowances, plan } from '../../src/index.ts';
import { NO_OPTIONS } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';

const MANIFEST = `version: 1
name: roles
dialect: postgres
include: { schema: [schema.yaml] }
targets: { nowhere: { url: "pglite://memory" } }
`;

/** What the server says of the roles that begin with a prefix: their attributes, settings and memberships. */
const SAID = (prefix: string): string => `
  SELECT r.rolname AS name, r.rolcanlogin AS login, r.rolcreatedb AS createdb, r.rolinherit AS inherits, r.rolconnlimit AS "limit",
         coalesce(r.rolvaliduntil = 'epoch', false) AS ended, r.rolpassword IS NOT NULL AS secret, s.setconfig AS settings, shobj_description(r.oid, 'pg_authid') AS comment,
         ARRAY(SELECT g.rolname || CASE WHEN m.admin_option THEN ' admin' ELSE '' END FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
               WHERE m.member = r.oid ORDER BY 1) AS "memberOf"
  FROM pg_authid r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
  WHERE starts_with(r.rolname, '${prefix}') ORDER BY 1`;

const servers = SERVERS.filter((s) => s.dialect === 'postgres' && s.variable !== null);

/** Roles belong to the whole server: each test has a prefix of its own, and takes its roles away. */
async function withRoles(server: TestServer, work: (url: string, prefix: string) => Promise<void>): Promise<void> {
  await withDatabase(server, async (url) => {
    const prefix = `r${process.pid}${Date.now().toString(36)}_`;
    try {
      await work(url, prefix);
    } finally {
      for (const { name } of await rowsOf(server, url, SAID(prefix))) {
        await load(server, url, `DROP OWNED BY "${name}" CASCADE; DROP ROLE "${name}"`);
      }
    }
  });
}

describe.each(servers)('roles on $name', (server) => {
  it('are made, altered, renamed and dropped with their memberships, and come back', { timeout: 60_000 }, async () => {
    await withFolder((cwd) =>
      withRoles(server, async (target, p) => {
        const said = (): Promise<unknown> => rowsOf(server, target, SAID(p));
        const allow = parseAllowances(['loses_data']);
        const converge = async (schema: string): Promise<void> => {
          await writeFile(join(cwd, 'dbops.yaml'), `${MANIFEST}scope: { own_roles: ["${p}*"] }\n`);
          await writeFile(join(cwd, 'schema.yaml'), schema);
          const run = { cwd, target, yes: true };
          await apply(openRun('apply', run), { allow, name: 'roles', seeds: false, plan: undefined });
          const again = await plan(openRun('plan', run), { format: 'text', exitCode: true, out: undefined });
          expect(again.text).toMatch(/nothing to do/);
        };
        process.env.DBOPS_TEST_ROLE_PASSWORD = "it's secret";
        await load(server, target, `CREATE ROLE "${p}gone" LOGIN`);
        await converge(`roles:
  ${p}app:
    login: true
    connection_limit: 3
    valid_until: 1970-01-01
    password: \${DBOPS_TEST_ROLE_PASSWORD}
    settings: { search_path: 'app, "Odd one"', statement_timeout: 5s }
    member_of: { ${p}readers: member, ${p}owner: admin }
  ${p}readers: { no_inherit: true, comment: Who read }
  ${p}owner: null
tables:
  ${p}t: { columns: { id: integer }, owner: ${p}owner, grants: { ${p}readers: [select] } }
`);
        const first = await said();
        const rest = { createdb: false, comment: null, memberOf: [] };
        const plainRole = {
          ...rest,
          login: false,
          inherits: true,
          limit: -1,
          ended: false,
          secret: false,
          settings: null,
        };
        expect(first).toEqual([
          {
            ...rest,
            name: `${p}app`,
            login: true,
            inherits: true,
            limit: 3,
            ended: true,
            secret: true,
            settings: ['search_path=app, "Odd one"', 'statement_timeout=5s'],
            memberOf: [`${p}owner admin`, `${p}readers`],
          },
          { ...plainRole, name: `${p}owner` },
          { ...plainRole, name: `${p}readers`, inherits: false, comment: 'Who read' },
        ]);
        await converge(`roles:
  ${p}service: { renamed_from: ${p}app, createdb: true, member_of: { ${p}readers: admin } }
  ${p}readers: { no_inherit: true }
tables:
  ${p}t: { columns: { id: integer }, owner: ${p}service, grants: { ${p}readers: [select, insert] } }
`);
        expect(await said()).toEqual([
          { ...plainRole, name: `${p}readers`, inherits: false },
          { ...plainRole, name: `${p}service`, createdb: true, secret: true, memberOf: [`${p}readers admin`] },
        ]);
        const down = { ...NO_OPTIONS, steps: 1, allow };
        await migrateDown(openRun('migrate down', { cwd, target, yes: true }), down);
        expect(await said()).toEqual(first);
      }),
    );
  });

  it('keep what nobody manages on the columns that a table keeps once it is made anew', {
    timeout: 60_000,
  }, async () => {
    await withFolder((cwd) =>
      withDatabase(server, async (target) => {
        await load(
          server,
          target,
          'CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); GRANT SELECT (a, b) ON t TO PUBLIC; GRANT UPDATE (b) ON t TO PUBLIC',
        );
        await writeFile(join(cwd, 'dbops.yaml'), MANIFEST);
        await writeFile(join(cwd, 'schema.yaml'), 'tables: { t: { columns: { a: integer } } }\n');
        const allow = parseAllowances(['loses_data', 'rewrites_table']);
        await apply(openRun('apply', { cwd, target, yes: true }), {
          allow,
          name: 'anew',
          seeds: false,
          plan: undefined,
        });
        const held =
          "SELECT attname, attacl::text FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid = 't'::regclass";
        expect(await rowsOf(server, target, held)).toEqual([{ attname: 'a', attacl: '{=r/postgres}' }]);
      }),
    );
  });

  it.each([
    ['roles: ["*"]', '{postgres=arwdDxtm/postgres}', 'postgres'],
    ['ignore: [none]', '{postgres=arwdDxtm/postgres,pg_monitor=r/postgres}', 'pg_monitor'],
  ])(
    'of the server itself lose what the manifest does not say where everybody is managed: %s',
    {
      timeout: 60_000,
    },
    async (scope, are, owner) => {
      await withFolder((cwd) =>
        withDatabase(server, async (target) => {
          await load(server, target, 'CREATE TABLE t (a integer); GRANT SELECT ON t TO pg_monitor');
          await load(server, target, 'CREATE TABLE o (a integer); ALTER TABLE o OWNER TO pg_monitor');
          await writeFile(join(cwd, 'dbops.yaml'), `${MANIFEST}scope: { ${scope} }\n`);
          const tables = 'tables: { t: { columns: { a: integer } }, o: { columns: { a: integer } } }\n';
          await writeFile(join(cwd, 'schema.yaml'), tables);
          const allow = parseAllowances(['loses_data']);
          await apply(openRun('apply', { cwd, target, yes: true }), {
            allow,
            name: 'x',
            seeds: false,
            plan: undefined,
          });
          const [held] = await rowsOf(server, target, "SELECT relacl::text AS acl FROM pg_class WHERE relname = 't'");
          expect(String(held?.acl).replace('Dxt/', 'Dxtm/')).toBe(are);
          expect(await rowsOf(server, target, "SELECT tableowner FROM pg_tables WHERE tablename = 'o'")).toEqual([
            { tableowner: owner },
          ]);
        }),
      );
    },
  );
});
