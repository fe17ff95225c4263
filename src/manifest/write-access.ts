import { type Access, type Grants } from '../model/access.ts';
import { namePart } from '../model/id.ts';
import { type SchemaObject } from '../model/object.ts';

type Data = Record<string, unknown>;

/** The keys of an object that concern roles; none where all is as usual. */
export function accessData({ owner, grants, identityGrants }: Access): Data {
  const identity = Object.entries(identityGrants ?? {}).map(([column, list]) => [column, grantsData(list)] as const);
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(grants === undefined ? {} : { grants: grantsData(grants) }),
    ...(identity.length === 0 ? {} : { identity_grants: Object.fromEntries(identity) }),
  };
}

/** The section of what is granted on objects to come. */
export function defaultPrivilegesData(objects: readonly SchemaObject[]): Data {
  const entries = objects.flatMap((o) => {
    if (o.kind !== 'default_privileges') return [];
    const where = o.schema === '' ? '' : ` in ${namePart(o.schema)}`;
    const whose = o.role === undefined ? '' : ` for ${namePart(o.role)}`;
    return [[`${o.on}${where}${whose}`, grantsData(o.grants ?? {})] as const];
  });
  return entries.length === 0 ? {} : { default_privileges: Object.fromEntries(entries) };
}

/** A single privilege stands by itself. */
function grantsData(grants: Grants): Data {
  return Object.fromEntries(Object.entries(grants).map(([role, list]) => [role, list.length === 1 ? list[0] : list]));
}
