import { defaultPrivilegesName, type Grants } from '../../../model/access.ts';
import { sameData } from '../../../model/digest.ts';
import { objectId } from '../../../model/id.ts';
import { type DefaultPrivileges, idOf } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver, type ServerInfo } from '../../dialect.ts';
import { DEFAULTS, DEFAULTS_SET, usualOn } from '../access-kinds.ts';
import { grantsOf, parseAcl, type Usual } from '../acl.ts';
import { aclSteps } from '../acl-change.ts';
import { block } from '../block.ts';
import { NO_LOCKS } from '../locks.ts';
import { schemaId } from '../needs.ts';
import { quote } from '../quote.ts';

const LETTERS: Readonly<Record<string, DefaultPrivileges['on']>> = {
  r: 'tables',
  S: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
  L: 'large objects',
};

/** Within a schema they come on top of what is given everywhere; there, in place of what the server gives. */
export function usualDefaults({ on, schema }: Pick<DefaultPrivileges, 'on' | 'schema'>, server: ServerInfo): Usual {
  const usual = usualOn(on, server);
  return schema === '' ? usual : { ...usual, owner: [], public: [] };
}

function steps(object: DefaultPrivileges, before: Grants | undefined, after: Grants | undefined, server: ServerInfo) {
  const { role, schema, on } = object;
  const owner = role ?? server.user;
  const whose = role === undefined ? '' : ` FOR ROLE ${quote.ident(role)}`;
  const where = schema === '' ? '' : ` IN SCHEMA ${quote.ident(schema)}`;
  const lead = `ALTER DEFAULT PRIVILEGES${whose}${where} `;
  const holder = { on: on.toUpperCase(), lead, usual: usualDefaults(object, server), own: null };
  const side = (grants: Grants | undefined) => (grants === undefined ? { owner } : { owner, grants });
  return aclSteps(holder, side(before), side(after));
}

/** Last of all, so that what the plan makes is made under those that were there before: the same on the way back. */
function drafts(
  object: DefaultPrivileges,
  before: Grants | undefined,
  after: Grants | undefined,
  context: DriverContext,
): StepDraft[] {
  return steps(object, before, after, context.server).map(({ sql: text, undo }) => ({
    sql: text,
    undo,
    needs: schemaId(object.schema),
    ends: [DEFAULTS],
    makes: [DEFAULTS_SET],
    locks: NO_LOCKS,
  }));
}

/**
 * A statement that makes what nobody gives privileges on by name, as members of an extension: under the default privileges that
 * are there before and after a plan. `now` is the side that is in force when it runs.
 */
export function underLasting(statement: string, now: 'before' | 'after', context: DriverContext): string {
  const then = context[now === 'before' ? 'after' : 'before'];
  const apart = [...context[now].values()].flatMap((o): [DefaultPrivileges, Grants][] => {
    if (o.kind !== 'default_privileges' || o.role !== undefined || o.grants === undefined) return [];
    const other = then.get(idOf(o))?.grants ?? {};
    const lasting = Object.entries(o.grants).filter(([role, rights]) => sameData(other[role], rights));
    return lasting.length === Object.keys(o.grants).length ? [] : [[o, Object.fromEntries(lasting)]];
  });
  if (apart.length === 0) return statement;
  const between = (o: DefaultPrivileges, a: Grants, b: Grants): string[] =>
    steps(o, a, b, context.server).map((s) => s.sql);
  return block([
    ...apart.flatMap(([o, lasting]) => between(o, o.grants ?? {}, lasting)),
    statement,
    ...apart.flatMap(([o, lasting]) => between(o, lasting, o.grants ?? {})),
  ]);
}

/** `public` stays, and is not spoken of where it is as usual. */
function goesWithSchema({ schema }: DefaultPrivileges, { before, after }: DriverContext): boolean {
  const id = objectId('schema', '', schema);
  return schema !== 'public' && before.has(id) && !after.has(id);
}

/** The statements that give a schema its default privileges again. */
export function defaultsAgain(schema: string, { before, server }: DriverContext): string[] {
  return [...before.values()].flatMap((o) =>
    o.kind === 'default_privileges' && o.schema === schema
      ? steps(o, undefined, o.grants, server).map((s) => s.sql)
      : [],
  );
}

/** https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html */
export const defaultPrivileges: KindDriver<'default_privileges'> = {
  async read(session, { inScope, server }) {
    const rows = await session.rows<{ role: string; schema: string | null; letter: string; acl: string[] }>(
      sql`SELECT pg_get_userbyid(d.defaclrole) AS role, n.nspname AS schema, d.defaclobjtype AS letter, d.defaclacl::text[] AS acl
          FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
          ORDER BY n.nspname COLLATE "C" NULLS FIRST, d.defaclobjtype, 1`,
    );
    return rows.flatMap(({ role: owner, schema, letter, acl }): DefaultPrivileges[] => {
      const on = LETTERS[letter];
      if (on === undefined || (schema !== null && !inScope(schema))) return [];
      const place = { on, schema: schema ?? '' };
      const grants = grantsOf(parseAcl(acl, owner), owner, usualDefaults(place, server));
      const role = owner === server.user ? undefined : owner;
      const named = { ...place, name: defaultPrivilegesName(on, role), ...(role === undefined ? {} : { role }) };
      return [{ kind: 'default_privileges', ...named, ...(grants === undefined ? {} : { grants }) }];
    });
  },
  create: (object, context) =>
    drafts(object, undefined, object.grants, context).map((d) => ({ ...d, makes: [idOf(object), DEFAULTS_SET] })),
  // Those of a schema that goes, go with it.
  drop: (object, context) =>
    goesWithSchema(object, context)
      ? []
      : drafts(object, object.grants, undefined, context).map((d) => ({
          ...d,
          ends: [idOf(object), DEFAULTS],
          frees: schemaId(object.schema),
          needs: [],
        })),
  alter: (before, after, _fields, context) => ({
    how: 'steps',
    steps: drafts(after, before.grants, after.grants, context),
  }),
};
