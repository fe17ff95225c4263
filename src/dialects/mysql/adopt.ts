import { accessOf, type Grants, roleMatcher, rolesOf } from '../../model/access.ts';
import { DbopsError } from '../../model/error.ts';
import { type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type AdoptContext, type Session } from '../dialect.ts';
import { accountName, grantable, grantsOf, holderOf, rightsOf } from './privileges.ts';
import { readAccounts } from './read-privileges.ts';
import { withServersNames } from './table-names.ts';

type Live = ReadonlyMap<ObjectId, SchemaObject>;
type Managed = (account: string) => boolean;

/**
 * The declared objects with what they leave to the target: privileges of accounts that nobody manages, definers as the manifest's
 * policy has it, counters that have gone on, and the database's own character set; by the names that the server has for them.
 */
export function adopt(declared: readonly SchemaObject[], live: Live, context: AdoptContext): SchemaObject[] {
  const desired = withServersNames(declared, live.values(), context.server);
  const managed = managedAccounts(desired, context);
  const adopted = desired.map((object) => {
    const former = live.get(idOf(object));
    return withDefiner(withCounter(withOthers(object, former, managed, context), former), former, context);
  });
  const database = live.get(DATABASE_ID);
  if (database === undefined) return adopted;
  const left = accessOf({ leftGrants: leftGrants(database, desired, live, managed) });
  const own = { ...database, grants: undefined, leftGrants: undefined };
  return desired.some((o) => o.kind === 'database')
    ? adopted.map((o) => (o.kind === 'database' ? { ...o, ...left } : o))
    : [{ ...withOthers(own, database, managed, context), ...left }, ...adopted];
}

/** What managed accounts may do with what is gone, or goes now: the next of its name would have it. */
function leftGrants(
  { leftGrants: left = {} }: SchemaObject,
  desired: readonly SchemaObject[],
  live: Live,
  managed: Managed,
): Readonly<Record<string, Grants>> {
  const stays = new Set(desired.map(idOf));
  const goes = [...live].flatMap(([id, o]) => (stays.has(id) || o.kind === 'function' ? [] : [o]));
  const found = [...Object.entries(left), ...goes.map((o) => [holderOf(o), o.grants ?? {}] as const)].flatMap(
    ([holder, grants]) => Object.entries(grants).map(([account, list]) => ({ holder, account, list })),
  );
  const byHolder = Map.groupBy(
    found.filter(({ account }) => managed(account)),
    (f) => f.holder,
  );
  return Object.fromEntries(
    [...byHolder].map(([holder, list]) => {
      const byAccount = Map.groupBy(list, (f) => f.account);
      return [holder, Object.fromEntries([...byAccount].map(([who, of]) => [who, of.flatMap((f) => f.list)]))];
    }),
  );
}

export const DATABASE_NAME = 'defaults';
export const DATABASE_ID = `database:${DATABASE_NAME}`;

/** Who is managed: whom dbops.yaml lists, and whoever is named. */
function managedAccounts(desired: readonly SchemaObject[], { server, roles }: AdoptContext): Managed {
  const named = new Set(desired.flatMap(rolesOf).map((account) => accountName(account, server)));
  const listed = roleMatcher(roles.map((role) => (/[*?]/.test(role) ? role : accountName(role, server))));
  return (account) => named.has(account) || listed(account);
}

function withOthers(
  object: SchemaObject,
  former: SchemaObject | undefined,
  managed: Managed,
  { server }: AdoptContext,
): SchemaObject {
  if (object.grants === undefined && former?.grants === undefined) return object;
  const all = grantable(object.kind, server);
  const kept = Object.entries(former?.grants ?? {}).filter(([account]) => !managed(account));
  const said = Object.entries(object.grants ?? {}).map(
    ([account, list]) => [accountName(account, server), list] as const,
  );
  const whole: Grants = Object.fromEntries([...kept, ...said]);
  const { grants: _, ...rest } = object;
  const grants = grantsOf(rightsOf(whole, all, server), all);
  return (grants === undefined ? rest : { ...rest, grants }) as SchemaObject;
}

/** A definer that is the user who applies is not written down, in what is read as in what is declared. */
function withDefiner(object: SchemaObject, former: SchemaObject | undefined, context: AdoptContext): SchemaObject {
  const { server, definer: policy = 'keep' } = context;
  if (!hasDefiner(object)) return object;
  const named = object.definer ?? (policy === 'keep' || policy === 'current_user' ? undefined : policy);
  const live = former !== undefined && hasDefiner(former) ? former.definer : undefined;
  const own = policy === 'current_user' && live !== undefined ? server.user : undefined;
  const wanted = named === undefined ? own : accountName(named, server);
  const { definer: _, ...rest } = object;
  return wanted === undefined || (wanted === server.user && live === undefined)
    ? rest
    : ({ ...rest, definer: wanted } as SchemaObject);
}

type WithDefiner = SchemaObject & { readonly definer?: string };
const DEFINED = new Set<SchemaObject['kind']>(['view', 'function', 'trigger', 'event']);

function hasDefiner(object: SchemaObject): object is WithDefiner {
  return DEFINED.has(object.kind);
}

/** Rows move a counter on, and nothing that is declared moves it back. */
function withCounter(object: SchemaObject, former: SchemaObject | undefined): SchemaObject {
  const [declared, live] = [counterOf(object), counterOf(former)];
  if (object.kind !== 'table' || declared === undefined || live === undefined) return object;
  if (BigInt(live) <= BigInt(declared)) return object;
  return { ...object, options: { ...object.options, auto_increment: live } };
}

function counterOf(object: SchemaObject | undefined): string | undefined {
  const value = object?.kind === 'table' ? (object as Table).options?.auto_increment : undefined;
  return value !== undefined && /^\d+$/.test(value) ? value : undefined;
}

/** Those of the accounts that the server does not have. Throws when this user may not know. */
export async function missingAccounts(session: Session, accounts: readonly string[]): Promise<string[]> {
  if (accounts.length === 0) return [];
  const there = await readAccounts(session);
  if (there === null) {
    throw new DbopsError('unsupported-kind', `${session.server.user} may not see the privileges of others`, {
      hint: 'grant SELECT ON `mysql`.* to the user that dbops connects as, or take the grants out of the manifest',
    });
  }
  return accounts.filter((account) => !there.has(accountName(account, session.server)));
}
