import {
  ACCESS_FIELDS,
  type Access,
  defaultPrivilegesName,
  type Grants,
  granteeMatcher,
  parseGrants,
  rolesOf,
  WHOEVER_APPLIES,
  withColumnNames,
} from '../../model/access.ts';
import { DbopsError } from '../../model/error.ts';
import { type ObjectId } from '../../model/id.ts';
import {
  byId,
  type DefaultPrivileges,
  idOf,
  PUBLIC_COMMENT,
  type SchemaObject,
  type Table,
} from '../../model/object.ts';
import { type AdoptContext } from '../dialect.ts';
import {
  hasOwner,
  identityHolder,
  initialGrants,
  initialRights,
  isPublicSchema,
  ownerOf,
  usualFor,
  usualOwner,
  withPresentColumns,
} from './access-kinds.ts';
import { canonicalGrants, type Usual } from './acl.ts';
import { inTheirPlaces } from './column-lists.ts';
import { usualDefaults } from './kinds/default-privileges.ts';
import { numberedParts } from './part-names.ts';

type Managed = (role: string) => boolean;

interface Sides extends AdoptContext {
  readonly live: ReadonlyMap<ObjectId, SchemaObject>;
  readonly managed: Managed;
  /** Whom dbops.yaml itself lists: what belongs to them and names no owner goes to whoever applies. */
  readonly listed: Managed;
  /** Whether what is made here has the server's own privileges and no others. */
  readonly plain: boolean;
}

/**
 * The declared objects with all that roles have to do with them: what is declared, and for roles that nobody manages what they
 * have on the target, or will have on what is made there. After this, owners and privileges are attributes like any other.
 */
export function adopt(
  desired: readonly SchemaObject[],
  live: ReadonlyMap<ObjectId, SchemaObject>,
  context: AdoptContext,
): SchemaObject[] {
  const sides: Sides = {
    ...context,
    live,
    managed: managedRoles(desired, context.roles),
    listed: granteeMatcher(context.roles),
    plain: !desired.some(isDefault) && !live.values().some(isDefault),
  };
  const adopted = inTheirPlaces(desired, live).map((object): SchemaObject => {
    if (object.kind === 'default_privileges') return adoptedDefaults(object, sides);
    return hasOwner(object) ? adoptedObject(object, sides) : object;
  });
  const known = byId(adopted);
  const left = [...live.values()].flatMap((object): SchemaObject[] => {
    if (known.has(idOf(object))) return [];
    // The schema `public` is there whether it is declared or not, and a manifest that stands for everybody has it as it always is; so
    // are the default privileges of others.
    if (object.kind === 'schema' && isPublicSchema(object)) {
      const { missing, ...there } = object;
      if (missing && !desired.some((o) => o.schema === object.name)) return [object];
      const comment = context.roles.includes('*') ? PUBLIC_COMMENT : object.comment && PUBLIC_COMMENT;
      return [adoptedObject({ ...there, owner: undefined, grants: undefined, comment }, sides)];
    }
    if (object.kind !== 'default_privileges') return [];
    const { grants, ...rest } = object;
    const kept = adoptedDefaults(rest, sides);
    return kept.grants === undefined ? [] : [kept];
  });
  return [...adopted, ...left, ...numberedParts(known, live)];
}

/** Who is managed: whom dbops.yaml lists, and whoever is named. */
function managedRoles(desired: readonly SchemaObject[], globs: readonly string[]): Managed {
  const named = new Set(desired.flatMap((o) => (o.kind === 'policy' ? [] : rolesOf(o))));
  const listed = granteeMatcher(globs);
  return (role) => named.has(role) || listed(role);
}

const isDefault = (object: SchemaObject): boolean => object.kind === 'default_privileges';

/** Nobody has said anything: true of nearly every object. */
const isUntouched = (object: SchemaObject): boolean => ACCESS_FIELDS.every((field) => object[field] === undefined);

function adoptedObject(object: SchemaObject, sides: Sides): SchemaObject {
  const { live, server } = sides;
  const former = live.get(idOf(object));
  if (sides.plain && isUntouched(object) && (former === undefined || isUntouched(former))) return object;
  const present = former === undefined ? undefined : withColumnsThatStay(withPresentColumns(former, object), object);
  const owner = ownerAmong(object, present, sides);
  const usual = usualFor(object, server);
  const initial = present === undefined ? initialRights(object, { before: live, server }).grants : present.grants;
  const whose = ownerOf({ ...object, owner }, sides.live, server);
  const grants = usual === null ? undefined : among(object.grants, initial, whose, usual, sides);
  const { owner: _, grants: __, identityGrants: ___, ...rest } = object;
  const identity = object.kind === 'table' ? identities(object, present, owner ?? server.user, sides) : {};
  return {
    ...rest,
    ...(owner === undefined ? {} : { owner }),
    ...(grants === undefined ? {} : { grants }),
    ...identity,
  } as SchemaObject;
}

/** What was granted on columns that go goes with them. */
function withColumnsThatStay(former: SchemaObject, object: SchemaObject): SchemaObject {
  if (former.kind !== 'table' || object.kind !== 'table' || former.grants === undefined) return former;
  const names = (t: Table): Set<string> => new Set(t.columns.map((c) => c.name));
  const stay = names(object);
  const gone = [...names(former)].filter((c) => !stay.has(c) && !object.columns.some((k) => k.renamedFrom === c));
  return gone.length === 0
    ? former
    : { ...former, grants: withColumnNames(former.grants, (c) => (gone.includes(c) ? null : c)) };
}

/** The declared owner; else a live one that nobody manages; else the usual one, who is not named. */
function ownerAmong(object: SchemaObject, present: SchemaObject | undefined, { server, listed }: Sides) {
  if (object.kind === 'sequence' && object.ownedBy !== undefined) return undefined;
  const kept = present?.owner !== undefined && !listed(present.owner) ? present.owner : undefined;
  const declared = object.owner === server.user ? WHOEVER_APPLIES : object.owner;
  const owner = declared ?? kept;
  return (owner === WHOEVER_APPLIES ? server.user : owner) === usualOwner(object, server) ? undefined : owner;
}

function among(
  declared: Grants | undefined,
  present: Grants | undefined,
  owner: string,
  usual: Usual,
  { managed, server }: Pick<Sides, 'managed' | 'server'>,
): Grants | undefined {
  const names = [...parseGrants(declared).values()].flat().map((p) => p.name);
  const unknown = names.find((name) => name !== 'all' && !usual.all.includes(name));
  if (unknown !== undefined) {
    throw new DbopsError('unsupported-kind', `PostgreSQL ${server.version} has no privilege ${unknown} there`, {
      hint: `what there is: ${usual.all.join(', ')}`,
    });
  }
  const kept = Object.entries(present ?? {}).filter(([role]) => !managed(role) && declared?.[role] === undefined);
  return canonicalGrants({ ...Object.fromEntries(kept), ...declared }, owner, usual);
}

function identities(table: Table, present: SchemaObject | undefined, owner: string, sides: Sides): Access {
  const { live, server } = sides;
  const there = new Set(present?.kind === 'table' ? present.columns.flatMap((c) => (c.identity ? [c.name] : [])) : []);
  const entries = table.columns.flatMap(({ name, identity }): [string, Grants][] => {
    if (identity === undefined) return [];
    const { usual } = identityHolder(table, name, server);
    const made = initialGrants('sequences', table.schema, usual, { before: live, server }).grants;
    const initial = there.has(name) ? present?.identityGrants?.[name] : made;
    const grants = among(table.identityGrants?.[name], initial, owner, usual, sides);
    return grants === undefined ? [] : [[name, grants]];
  });
  return entries.length === 0 ? {} : { identityGrants: Object.fromEntries(entries) };
}

function adoptedDefaults(object: DefaultPrivileges, sides: Sides): DefaultPrivileges {
  const { server } = sides;
  const { role: said, grants: declared, ...rest } = object;
  const role = said === server.user ? undefined : said;
  const named = { ...rest, name: defaultPrivilegesName(object.on, role), ...(role === undefined ? {} : { role }) };
  const present = sides.live.get(idOf(named))?.grants;
  const grants = among(declared, present, role ?? server.user, usualDefaults(object, server), sides);
  return { ...named, ...(grants === undefined ? {} : { grants }) };
}
