import { type Catalog, type Dialect, type Scratch } from '../dialects/dialect.ts';
import { accessOf } from '../model/access.ts';
import { type Change } from '../model/change.ts';
import { type Scope } from '../model/manifest.ts';
import { byId, idOf, type Schema, type SchemaObject } from '../model/object.ts';
import { buildSchema } from './build.ts';
import { makePlan } from './plan.ts';
import { reconcile } from './reconcile.ts';
import { sameOverloads } from './same-overloads.ts';
import { everything } from './spell.ts';

export interface Moved {
  /** The live objects as they are called and worded once the schemas have their present names. */
  readonly before: readonly SchemaObject[];
  /** Why the texts still have the former names; null when they have the present ones. */
  readonly unavailable: string | null;
}

export type SchemaRename = Extract<Change, { type: 'rename' }>;

/** The renames of schemas that the manifest asks for and that have not happened yet. */
export function schemaRenames(live: readonly SchemaObject[], declared: readonly SchemaObject[]): SchemaRename[] {
  const present = new Map(live.flatMap((o) => (o.kind === 'schema' ? [[o.name, o] as const] : [])));
  const kept = new Set(declared.flatMap((o) => (o.kind === 'schema' ? [o.name] : [])));
  return declared.flatMap((after): SchemaRename[] => {
    if (after.kind !== 'schema' || after.renamedFrom === undefined || present.has(after.name)) return [];
    const before = present.get(after.renamedFrom);
    return before === undefined || kept.has(before.name) ? [] : [{ type: 'rename', before, after }];
  });
}

/** The scope with the former names of schemas that it has, so that a schema is found under the name that it still has. */
export function withFormerSchemas(scope: Scope, declared: readonly SchemaObject[]): Scope {
  const former = declared.flatMap((o) => (o.kind === 'schema' && o.renamedFrom !== undefined ? [o.renamedFrom] : []));
  return former.length === 0 ? scope : { ...scope, schemas: [...scope.schemas, ...former] };
}

/**
 * Everything in a schema goes by another name once that is renamed, in texts too. The server itself says how: the live
 * structure is built in the scratch place, the schemas are renamed there, and what changed by that is taken over.
 */
export async function moveSchemas(
  dialect: Dialect,
  live: readonly SchemaObject[],
  renames: readonly SchemaRename[],
  scratch: Scratch | { readonly unavailable: string },
): Promise<Moved> {
  const names = new Map(renames.map((r) => [r.before.name, r.after.name]));
  const plain = live.map((o) => placed(o, names));
  if ('unavailable' in scratch) return { before: plain, unavailable: scratch.unavailable };
  const read = (): Promise<Catalog> => {
    const renamed = renames.map((r): Schema => ({ kind: 'schema', schema: r.after.name, name: r.after.name }));
    return dialect.read(scratch.session, everything({ schemas: [], ignore: [] }, [...live, ...renamed]));
  };
  await scratch.reset();
  const [refusal] = await buildSchema(dialect, scratch.session, live);
  if (refusal !== undefined) {
    const reason = `${refusal.object} cannot be built in ${scratch.where}: ${refusal.error.message}`;
    return { before: plain, unavailable: reason };
  }
  const start = byId((await read()).objects.map((o) => placed(o, names)));
  const { server } = scratch.session;
  const plan = makePlan({ dialect, server, before: live, after: plain, changes: renames, offline: true });
  for (const step of plan.steps) await scratch.session.run(step.sql);
  const end = sameOverloads(start, byId((await read()).objects));
  const before = plain.map((object) => {
    const [beforeSpelled, after] = [start.get(idOf(object)), end.get(idOf(object))];
    if (beforeSpelled === undefined || after === undefined) return object;
    return reconcile({ before: object, after: { ...after, ...accessOf(object) }, beforeSpelled, afterSpelled: after });
  });
  return { before, unavailable: null };
}

/** An object in the schema's present name; its texts are as they were. */
function placed(object: SchemaObject, names: ReadonlyMap<string, string>): SchemaObject {
  const name = (former: string): string => names.get(former) ?? former;
  if (object.kind === 'schema') return { ...object, name: name(object.name) };
  if (object.kind === 'extension' && object.into !== undefined) return { ...object, into: name(object.into) };
  return { ...object, schema: name(object.schema) };
}
