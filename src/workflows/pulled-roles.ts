import { roleMatcher, withRoles } from '../model/access.ts';
import { isUntouchedPublic, type SchemaObject } from '../model/object.ts';

/** A pulled manifest stands for all that roles have and have not, so that it leads to the same anywhere else. */
export const EVERYBODY: readonly string[] = ['*'];

/** Objects as they are written down: roles that are not managed are left out, as to name one is to manage it. */
export function concerning(objects: readonly SchemaObject[], roles: readonly string[]): SchemaObject[] {
  const listed = roles.includes('*') ? () => true : roleMatcher(roles);
  return objects.flatMap((object) => {
    const kept = withRoles(object, listed);
    const vain = kept.kind === 'default_privileges' && kept.grants === undefined;
    return vain || isUntouchedPublic(kept) ? [] : [kept];
  });
}
