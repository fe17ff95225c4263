import { type SchemaObject } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { holderOf, identityHolder, initialGrants, initialRights, rightsOf } from './access-kinds.ts';
import { type AclStep, aclSteps, type Holder, type Rights } from './acl-change.ts';

type Sides = Pick<DriverContext, 'before' | 'after' | 'server'>;

/** What gives an object that was just made its owner and its privileges; `named` is another name of it. */
export function firstAccess(
  object: SchemaObject,
  objects: 'before' | 'after',
  context: Sides,
  named?: string,
): AclStep[] {
  const { server } = context;
  const holder = holderOf(object, server, named);
  if (holder === null) return [];
  const rights = rightsOf(object, context[objects], server);
  const own = aclSteps(holder, initialRights(object, context), rights);
  if (object.kind !== 'table') return own;
  const identities = object.columns.filter((c) => c.identity !== undefined);
  return [...own, ...identities.flatMap((c) => firstIdentityAccess(object, c.name, rights.owner, context))];
}

/** The same for the sequence of an identity column. */
function firstIdentityAccess(
  object: Extract<SchemaObject, { kind: 'table' }>,
  column: string,
  owner: string,
  context: Sides,
): AclStep[] {
  const holder = identityHolder(object, column, context.server);
  return aclSteps(holder, initialIdentity(holder, object.schema, context), {
    owner,
    ...grantsOfIdentity(object, column),
  });
}

/** The rights on the sequence of an identity column just made. */
export function initialIdentity({ usual }: Holder, schema: string, context: Sides): Rights {
  return initialGrants('sequences', schema, usual, context);
}

export function grantsOfIdentity(object: SchemaObject, column: string): Pick<Rights, 'grants'> {
  const grants = object.identityGrants?.[column];
  return grants === undefined ? {} : { grants };
}

/** The statements that give back owner and privileges to something that an undo has made again. */
export function accessAgain(object: SchemaObject, context: Sides, named?: string): string[] {
  return firstAccess(object, 'before', context, named).map((s) => s.sql);
}
