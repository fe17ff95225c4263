import { type Dialect, type ServerInfo, type Session } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { withoutAccess } from '../model/access.ts';
import { type Change, changeId } from '../model/change.ts';
import { ServerError } from '../model/error.ts';
import { type ObjectId } from '../model/id.ts';
import { byId, type Check, idOf, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type Refused } from '../model/refused.ts';
import { type Step } from '../model/step.ts';
import { withoutCalls } from './own-defaults.ts';
import { makePlan } from './plan.ts';
import { refusedParts } from './refused-parts.ts';

/** A statement that a server refused while a schema was built from nothing. */
export interface BuildRefusal extends Refused {
  /** The field of the object that is refused by itself, where that is known: `columns.total.default`. */
  readonly path?: string;
}

/**
 * Builds objects in an empty place. Statements that fail are tried again after the others, as long as that helps
 * (the text of a view does not always tell what it needs). What fails only because something else failed is left out.
 * Owners and privileges are left out unless `access` asks for them: their roles may not be there.
 */
export async function buildSchema(
  dialect: Dialect,
  session: Session,
  given: readonly SchemaObject[],
  options: { readonly access?: true } = {},
): Promise<BuildRefusal[]> {
  const here = given.filter((o) => !reachesOut(o)).map(withoutSecrets);
  const objects = options.access ? here : withoutRoles(here);
  const plan = makePlan({
    dialect,
    server: session.server,
    before: [],
    after: objects,
    changes: diff([], objects),
    offline: true,
  });
  let open: readonly Step[] = plan.steps;
  let stuck: BuildRefusal[] | null = null;
  for (;;) {
    const before = open.length;
    const failed: { step: Step; error: ServerError }[] = [];
    for (const step of open) {
      try {
        await session.run(step.sql);
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        failed.push({ step, error });
      }
    }
    if (failed.length === 0) return [];
    open = failed.map((f) => f.step);
    if (failed.length < before) continue;
    const still = new Set(open.map((s) => changeId(s.why)));
    const known = stuck?.filter((r) => still.has(r.object)) ?? [];
    if (known.length > 0) return known;
    const apart = stuck === null ? defaultsApart(dialect, session.server, open, objects) : null;
    stuck = await inParts(dialect, session, rootRefusals(failed, objects), objects);
    if (apart === null) return stuck;
    open = apart;
  }
}

/** Tables that are refused come without the defaults that call something, as these may read the tables; null where none has such. */
function defaultsApart(
  dialect: Dialect,
  server: ServerInfo,
  open: readonly Step[],
  objects: readonly SchemaObject[],
): Step[] | null {
  const refused = new Set(open.flatMap(({ why, makes }) => (makes.includes(changeId(why)) ? [changeId(why)] : [])));
  const bare = byId(
    objects.flatMap((o) => (o.kind === 'table' && refused.has(idOf(o)) ? (withoutCalls(o) ?? []) : [])),
  );
  if (bare.size === 0) return null;
  const first = objects.map((o) => bare.get(idOf(o)) ?? o);
  const steps = (before: readonly SchemaObject[], after: readonly SchemaObject[], changes: Change[]): readonly Step[] =>
    makePlan({ dialect, server, before, after, changes, offline: true }).steps;
  const creates = steps([], first, diff([], [...bare.values()])).filter((s) => s.makes.includes(changeId(s.why)));
  const own = (s: Step): boolean => s.makes.includes(changeId(s.why)) && bare.has(changeId(s.why));
  return [...creates, ...open.filter((s) => !own(s)), ...steps(first, objects, diff(first, objects))];
}

/** What others have a part in is not tried: another server, whose secrets the place need not know, or all databases of this one. */
export function reachesOut({ kind }: SchemaObject): boolean {
  return kind === 'subscription' || kind === 'role';
}

function withoutSecrets(object: SchemaObject): SchemaObject {
  const { secrets: _, ...rest } = object;
  return object.secrets === undefined ? object : rest;
}

function withoutRoles(objects: readonly SchemaObject[]): SchemaObject[] {
  return objects.filter((o) => o.kind !== 'default_privileges').map(withoutAccess);
}

function rootRefusals(
  failed: readonly { readonly step: Step; readonly error: ServerError }[],
  objects: readonly SchemaObject[],
): BuildRefusal[] {
  const missing = new Set(failed.flatMap((f) => f.step.makes));
  const tables = new Map(objects.map((o) => [idOf(o), tableIdOf(o)]));
  const refusals = new Map<ObjectId, BuildRefusal>();
  for (const { step, error } of failed) {
    const object = changeId(step.why);
    const table = tables.get(object);
    const follows = step.needs.some((id) => missing.has(id) && !step.makes.includes(id));
    if (follows || (table !== null && table !== undefined && missing.has(table))) continue;
    if (!refusals.has(object)) refusals.set(object, { object, error });
  }
  // Views that need each other have no root among them: then each is one.
  if (refusals.size === 0) return failed.map(({ step, error }) => ({ object: changeId(step.why), error }));
  return [...refusals.values()];
}

/** Refused tables, each as what is wrong in it where that can be found. */
async function inParts(
  dialect: Dialect,
  session: Session,
  refusals: readonly BuildRefusal[],
  objects: readonly SchemaObject[],
): Promise<BuildRefusal[]> {
  const found = byId(objects);
  const parts: BuildRefusal[] = [];
  for (const refusal of refusals) {
    const table = found.get(refusal.object);
    const checks = objects.filter((o): o is Check => o.kind === 'check' && tableIdOf(o) === refusal.object);
    const within = table?.kind === 'table' ? await refusedParts(dialect, session, table, checks) : [];
    // Of a table that is there, and refuses only what completes it, no part can be tried by itself.
    const isThere = within.some(({ error }) => error.sqlstate === '42P07');
    parts.push(...(within.length > 0 && !isThere ? within : [refusal]));
  }
  return parts;
}
