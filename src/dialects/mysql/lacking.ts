import { idOf, type SchemaObject } from '../../model/object.ts';
import { type Lacking, type ServerInfo } from '../dialect.ts';
import { type Capability, capabilities } from './versions.ts';

/** What an object asks for, by the field that says so. Without a capability no server has it. */
interface Asked extends Omit<Lacking, 'object'> {
  readonly capability?: Capability;
}

/** https://mariadb.com/kb/en/create-sequence/, https://mariadb.com/kb/en/stored-aggregate-functions/ */
function askedBy(object: SchemaObject): Asked | null {
  if (object.kind === 'sequence') {
    return { capability: 'sequences', what: 'sequences', path: '', hint: 'write auto_increment: true at the column' };
  }
  if (object.kind !== 'function' || object.aggregate === undefined) return null;
  return object.procedure
    ? { what: 'aggregate procedures', path: 'aggregate', hint: 'take aggregate out' }
    : { capability: 'aggregateFunctions', what: 'aggregate functions', path: 'aggregate', hint: 'MariaDB has them' };
}

/** What the objects ask for that the server does not have, where its own refusal would not tell. */
export function lacking(objects: readonly SchemaObject[], server: ServerInfo): Lacking[] {
  const has = capabilities(server);
  return objects.flatMap((object): Lacking[] => {
    const asked = askedBy(object);
    if (asked === null || (asked.capability !== undefined && has[asked.capability])) return [];
    const { what, path, hint } = asked;
    return [{ object: idOf(object), what, path, hint }];
  });
}
