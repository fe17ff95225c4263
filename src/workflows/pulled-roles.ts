import { granteeMatcher, withRoles } from '../model/access.ts';
import { type Scope } from '../model/manifest.ts';
import { isUntouchedPublic, type SchemaObject } from '../model/object.ts';

/** A pulled manifest stands for all that roles have and have not, so that it leads to the same anywhere else. */
export const EVERYBODY: readonly string[] = ['*'];

/** Objects as they are written down: roles that are not managed are left out, as to name one is to manage it. */
export function concerning(objects: readonly SchemaObject[], roles: readonly string[]): SchemaObject[] {
  const listed = granteeMatcher(roles);
  return objects.flatMap((object) => {
    const kept = withRoles(object, listed);
    const vain = kept.kind === 'default_privileges' && kept.grants === undefined;
    return vain || isUntouchedPublic(kept) || (kept.kind === 'schema' && kept.missing) ? [] : [kept];
  });
}

const DEFINED = new Set<SchemaObject['kind']>(['view', 'function', 'trigger', 'event']);

/**
 * The scope of a manifest pulled from a URL of MySQL or MariaDB, where accounts are the server's: one without privileges says of none
 * that it manages them, and one with views or stored code leads to the same definers anywhere.
 */
export function accountsIn(scope: Scope, objects: readonly SchemaObject[]): Scope {
  if (scope.roles !== EVERYBODY) return scope;
  const { roles, ...others } = scope;
  return {
    ...others,
    ...(objects.some((o) => o.grants !== undefined) ? { roles } : {}),
    ...(objects.some((o) => DEFINED.has(o.kind)) ? { definer: 'current_user' } : {}),
  };
}
