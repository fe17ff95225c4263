import { namePart } from './id.ts';
import { type SchemaObject } from './object.ts';

/**
 * Who may do what with an object: role (`public` is everybody) → privileges as SQL words them, `select`,
 * `update(a, b) with grant option`. A role that is left out has what the server gives by itself, which is all for the
 * owner, what the kind grants to `public`, and else nothing; an empty list is none at all.
 */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** What concerns the roles of a server: the same on every kind that has an owner. */
export interface Access {
  /** Absent for whoever connects. */
  readonly owner?: string;
  readonly grants?: Grants;
  /** Privileges on the sequences of a table's identity columns, by column. */
  readonly identityGrants?: Readonly<Record<string, Grants>>;
  /** Of a MySQL database: what accounts may do with what is gone, and so with the next of its name; by what GRANT calls it. Not compared. */
  readonly leftGrants?: Readonly<Record<string, Grants>>;
}

export const ACCESS_FIELDS = [
  'owner',
  'grants',
  'identityGrants',
  'leftGrants',
] as const satisfies readonly (keyof Access)[];

/** An entry of a list of privileges. */
export interface Privilege {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly grantable?: true;
  /** The role that has granted it, when that is not the owner. */
  readonly by?: string;
}

/** In the order in which they are listed. */
export const PRIVILEGES = [
  'all',
  'select',
  'insert',
  'update',
  'delete',
  'truncate',
  'references',
  'trigger',
  'maintain',
  'usage',
  'create',
  'execute',
  'drop',
  'index',
  'alter',
  'create view',
  'show view',
  'delete history',
  'create temporary tables',
  'lock tables',
  'create routine',
  'alter routine',
  'show create routine',
  'event',
] as const;

const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s",()]+)`;
const FORM = new RegExp(
  String.raw`^([a-z]+(?:\s+(?!privileges\b|with\b|granted\b)[a-z]+)*)(?:\s+privileges)?\s*(?:\(\s*(${NAME}(?:\s*,\s*${NAME})*)\s*\))?(\s*with\s+grant\s+option)?(?:\s*granted\s+by\s+(${NAME}))?$`,
  'i',
);

/** `update(a, b) with grant option granted by admin`; null for what is no privilege. */
export function parsePrivilege(text: string): Privilege | null {
  const [, word = '', columns, grantable, by] = FORM.exec(text.trim()) ?? [];
  const name = PRIVILEGES.find((p) => p === word.toLowerCase().replaceAll(/\s+/g, ' '));
  if (name === undefined) return null;
  return {
    name,
    ...(columns === undefined ? {} : { columns: (columns.match(new RegExp(NAME, 'g')) ?? []).map(unquoted).sort() }),
    ...(grantable === undefined ? {} : { grantable: true }),
    ...(by === undefined ? {} : { by: unquoted(by) }),
  };
}

export function formatPrivilege({ name, columns, grantable, by }: Privilege): string {
  const list = columns === undefined ? '' : `(${columns.map(namePart).join(', ')})`;
  return `${name}${list}${grantable ? ' with grant option' : ''}${by === undefined ? '' : ` granted by ${namePart(by)}`}`;
}

/** The one way to write a list of privileges, roles and columns by name. */
export function formatGrants(grants: ReadonlyMap<string, readonly Privilege[]>): Grants {
  const rank = (p: Privilege): number => (PRIVILEGES as readonly string[]).indexOf(p.name);
  const sorted = [...grants].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([role, list]) => {
      const entries = list.map((p) => [rank(p), formatPrivilege(p)] as const);
      entries.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
      return [role, entries.map(([, text]) => text)];
    }),
  );
}

/** Privileges as `formatGrants` writes them; what is no privilege is left out. */
export function parseGrants(grants: Grants = {}): Map<string, Privilege[]> {
  const parsed = Object.entries(grants).map(
    ([role, list]) => [role, list.flatMap((text) => parsePrivilege(text) ?? [])] as const,
  );
  return new Map(parsed);
}

/** The privileges once columns are called otherwise, or (null) are gone. */
export function withColumnNames(grants: Grants, name: (column: string) => string | null): Grants {
  const parsed = [...parseGrants(grants)].flatMap(([role, list]) => {
    const renamed = list.flatMap((p): Privilege[] => {
      if (p.columns === undefined) return [p];
      const columns = p.columns.flatMap((c) => name(c) ?? []).sort();
      return columns.length === 0 ? [] : [{ ...p, columns }];
    });
    return renamed.length === 0 && list.length > 0 ? [] : [[role, renamed] as const];
  });
  return formatGrants(new Map(parsed));
}

/** The owner of what belongs to whoever applies: left out where that goes without saying. */
export const WHOEVER_APPLIES = 'current_user';

/** Every role that an object's owner, privileges or policy names. */
export function rolesOf(object: SchemaObject): string[] {
  const { grants, identityGrants = {} } = object;
  const given = grants === undefined ? Object.values(identityGrants) : [grants, ...Object.values(identityGrants)];
  const named = given.flatMap((g) => [
    ...Object.keys(g),
    ...[...parseGrants(g).values()].flat().flatMap((p) => p.by ?? []),
  ]);
  const role = object.kind === 'default_privileges' && object.role !== undefined ? [object.role] : [];
  const policy = object.kind === 'policy' ? (object.roles ?? []) : [];
  const owner = object.owner === undefined || object.owner === WHOEVER_APPLIES ? [] : [object.owner];
  return [...owner, ...named, ...role, ...policy];
}

/** `tables`, `tables for deploy`: default privileges of one schema go by what they are about and whose they are. */
export function defaultPrivilegesName(on: string, role: string | undefined): string {
  return role === undefined ? on : `${on} for ${namePart(role)}`;
}

/** Roles and accounts that a server brings along. */
const PREDEFINED = /^(?:pg_|mysql\.|mariadb\.)/;

/** Whom a list of names and globs means; predefined roles only by their own names. */
export function roleMatcher(globs: readonly string[]): (role: string) => boolean {
  const patterns = globs.map((glob) => {
    const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
  });
  return (role) => globs.includes(role) || (!PREDEFINED.test(role) && patterns.some((p) => p.test(role)));
}

/** Whose privileges a list means: `*` is everybody, predefined roles among them. */
export function granteeMatcher(globs: readonly string[]): (role: string) => boolean {
  return globs.includes('*') ? () => true : roleMatcher(globs);
}

/** An object with what concerns some roles only. */
export function withRoles(object: SchemaObject, concerns: (role: string) => boolean): SchemaObject {
  const { owner, grants, identityGrants } = object;
  const only = (of: Grants): Grants => Object.fromEntries(Object.entries(of).filter(([role]) => concerns(role)));
  const identity = Object.entries(identityGrants ?? {}).map(([column, list]) => [column, only(list)] as const);
  const kept: Access = {
    ...(owner !== undefined && concerns(owner) ? { owner } : {}),
    ...(grants === undefined ? {} : { grants: only(grants) }),
    identityGrants: Object.fromEntries(identity.filter(([, list]) => Object.keys(list).length > 0)),
  };
  return { ...withoutAccess(object), ...accessOf(kept) };
}

/** An object with roles under other names. */
export function withRoleNames(object: SchemaObject, name: (role: string) => string): SchemaObject {
  const renamed = (of: Grants): Grants => {
    const entries = [...parseGrants(of)].map(
      ([role, list]) => [name(role), list.map((p) => (p.by === undefined ? p : { ...p, by: name(p.by) }))] as const,
    );
    return formatGrants(new Map(entries));
  };
  const { owner, grants, identityGrants } = object;
  const access = accessOf({
    ...(owner === undefined ? {} : { owner: name(owner) }),
    ...(grants === undefined ? {} : { grants: renamed(grants) }),
    identityGrants: Object.fromEntries(Object.entries(identityGrants ?? {}).map(([c, g]) => [c, renamed(g)])),
  });
  const named = { ...withoutAccess(object), ...access };
  if (named.kind === 'policy' && named.roles !== undefined) return { ...named, roles: named.roles.map(name) };
  if (named.kind === 'default_privileges' && named.role !== undefined) {
    const role = name(named.role);
    return { ...named, role, name: defaultPrivilegesName(named.on, role) };
  }
  if (named.kind !== 'role' || named.memberOf === undefined) return named;
  const memberOf = Object.fromEntries(Object.entries(named.memberOf).map(([of, how]) => [name(of), how]));
  return { ...named, memberOf };
}

/** An object as if roles had nothing to do with it. */
export function withoutAccess<T extends SchemaObject>(object: T): T {
  if (ACCESS_FIELDS.every((field) => object[field] === undefined)) return object;
  const { owner: _owner, grants: _grants, identityGrants: _identity, leftGrants: _left, ...rest } = object;
  return rest as T;
}

/** What of an object concerns roles. */
export function accessOf({ owner, grants, identityGrants, leftGrants }: Access): Access {
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(grants === undefined || Object.keys(grants).length === 0 ? {} : { grants }),
    ...(identityGrants === undefined || Object.keys(identityGrants).length === 0 ? {} : { identityGrants }),
    ...(leftGrants === undefined || Object.keys(leftGrants).length === 0 ? {} : { leftGrants }),
  };
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
