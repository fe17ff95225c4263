import { type Catalog, type Dialect, type ServerInfo, type Session } from '../dialects/dialect.ts';
import { rolesOf } from '../model/access.ts';
import { type Change } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { dotted, namePart, objectId, titleOf } from '../model/id.ts';
import { type Desired, type Phase, placeOf, type Scope } from '../model/manifest.ts';
import { byId, idOf, type SchemaObject } from '../model/object.ts';
import { withCounters } from '../model/scope.ts';
import { type Plan } from '../model/step.ts';
import { columnPlaces } from '../plan/column-places.ts';
import { keepDropped } from '../plan/keep-dropped.ts';
import { schemaRenames, withFormerSchemas } from '../plan/schema-renames.ts';
import { type Spelled } from '../plan/spell.ts';
import { readSpelling, recordSpelling } from '../plan/spelling-record.ts';
import { atRest, planTowards, type Towards, type TowardsInput } from '../plan/towards.ts';
import { keptCatalog } from './kept-catalog.ts';
import { type LazyScratch, type Project } from './project.ts';
import { type Replayed } from './replayed.ts';
import { refuseErrors } from './run.ts';

/** The manifest beside the live database, and the plan from here to there. */
export interface Comparison {
  readonly server: ServerInfo;
  readonly desired: Desired;
  readonly catalog: Catalog;
  /** What of it is managed. */
  readonly before: readonly SchemaObject[];
  readonly spelled: Spelled;
  readonly plan: Plan;
  /** What the plan leads to: the declared objects, and what waits for its contract. */
  readonly ends: readonly SchemaObject[];
  /** What is expanded once the plan has run, and waits for its contract. */
  readonly waiting: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** Reads the live schema (or takes what replayed migrations made) and plans what leads to the desired one. Throws a `Refusal` when the server refuses an expression. */
export async function compare(
  project: Project,
  from: Session | Replayed,
  scratch: LazyScratch,
  options: { readonly desired: Desired; readonly checkAll?: boolean; readonly phase?: Phase | undefined },
): Promise<Comparison> {
  const { dialect, manifest } = project;
  const scope = withCounters(manifest.scope, options.desired.objects);
  const session = 'catalog' in from ? null : from;
  const server = 'catalog' in from ? from.planFor : from.server;
  if (session !== null) refuseErrors(await missingRoles(dialect, session, options.desired));
  const input: Omit<TowardsInput, 'before'> = {
    dialect,
    server,
    desired: options.desired,
    records: session === null ? new Map() : await readSpelling(session, dialect),
    scope,
    scratch: scratch.openAny,
    checkAll: options.checkAll ?? false,
    ...(session === null ? {} : { target: session }),
    ...(options.phase === undefined ? {} : { phase: options.phase }),
  };
  const rest: { found: Towards | null; lacks?: Diagnostic[] } = { found: null };
  const lacks = (): Diagnostic[] => (rest.lacks ??= missingFeatures(dialect, from.server, options.desired));
  const isOpen = (objects: readonly SchemaObject[]): boolean => {
    rest.found = lacks().length > 0 ? null : atRest({ ...input, before: objects });
    return rest.found === null;
  };
  const catalog = 'catalog' in from ? from.catalog : await readLive(project, from, scope, options.desired, isOpen);
  refuseErrors(lacks());
  const before = catalog.objects;
  const { desired, spelled, ends, waiting, plan: straight } = rest.found ?? (await planTowards({ ...input, before }));
  const plan = manifest.safety.keepDropped === undefined ? straight : keepDropped(straight, dialect);
  refuseErrors(spelled.diagnostics);
  if (session !== null) refuseErrors(await missingTypes(dialect, session, spelled.changes, desired));
  if (session !== null) refuseErrors(await heldSchemas(dialect, session, spelled.changes, before));
  const places = dialect.columnsHaveOrder ? [] : columnPlaces(spelled.changes, plan, byId(options.desired.objects));
  const warnings = [...spelled.diagnostics, ...places];
  return { server, desired, catalog, before, spelled, plan, ends, waiting, warnings };
}

/** What is in scope; a schema that is to be renamed is found under its former name while it has that. */
async function readLive(
  { dialect, manifest, target }: Project,
  session: Session,
  scope: Scope,
  desired: Desired,
  dependencies: (objects: readonly SchemaObject[]) => boolean,
): Promise<Catalog> {
  const wider = withFormerSchemas(scope, desired.objects);
  if (wider === scope) {
    return dialect.read(session, scope, {
      dependencies,
      kept: keptCatalog(manifest, target.name, session.server, scope),
    });
  }
  const catalog = await dialect.read(session, wider);
  const waiting = schemaRenames(catalog.objects, desired.objects).map((r) => r.before.name);
  return dialect.read(session, { ...scope, schemas: [...scope.schemas, ...waiting] }, { dependencies });
}

/** Remembers the spellings of a live schema that equals the manifest, so that the next plan needs no scratch. */
export async function rememberSpelling(project: Project, session: Session, live: Comparison): Promise<number> {
  const { dialect } = project;
  // What waits for its contract is not as it is declared.
  if (live.plan.steps.length > 0 || live.waiting.length > 0) return 0;
  if (live.spelled.where === null || !(await dialect.state.exists(session))) return 0;
  return recordSpelling(session, dialect, live.catalog.objects, live.desired.objects);
}

const PRODUCT: Readonly<Record<ServerInfo['product'], string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
};

/** A finding for each thing that the manifest asks for and the server does not have. */
export function missingFeatures(dialect: Dialect, server: ServerInfo, { objects, places }: Desired): Diagnostic[] {
  return dialect.lacking(objects, server).map(({ object, path, what, hint }) => {
    const at = placeOf(places, object, path);
    return {
      code: 'unsupported-kind',
      severity: 'error',
      message: `${PRODUCT[server.product]} ${server.version} lacks ${what}: ${titleOf(object)}`,
      hint,
      object,
      ...(at === undefined ? {} : { at }),
    };
  });
}

/** A finding for each type that is neither declared nor on the server: where a scratch place is asked, it says the same. */
async function missingTypes(
  dialect: Dialect,
  session: Session,
  changes: readonly Change[],
  { objects, places }: Desired,
): Promise<Diagnostic[]> {
  if (changes.length === 0 || dialect.missingTypes === undefined) return [];
  return (await dialect.missingTypes(session, changes, byId(objects))).map(({ object, path, type }) => {
    const at = placeOf(places, object, path);
    return {
      code: 'bad-expression',
      severity: 'error',
      message: `${session.server.database} has no type ${type}, and none is declared: ${titleOf(object)}`,
      hint: 'mend its name, declare it, or make it on the server where dbops does not manage its kind',
      object,
      ...(at === undefined ? {} : { at }),
    };
  });
}

/** A finding for each thing in a schema that shall go which is out of scope, or of a kind that is not managed: it would have to go, too. */
async function heldSchemas(
  dialect: Dialect,
  session: Session,
  changes: readonly Change[],
  before: readonly SchemaObject[],
): Promise<Diagnostic[]> {
  const going = changes.flatMap((c) => (c.type === 'drop' && c.before.kind === 'schema' ? [c.before.name] : []));
  if (going.length === 0 || dialect.lodgersOf === undefined) return [];
  const managed = new Set(before.map((o) => `${o.schema}\n${o.name}`));
  const lodgers = await dialect.lodgersOf(session, going);
  return lodgers
    .filter(({ schema, name }) => !managed.has(`${schema}\n${name}`))
    .map(({ kind, schema, name }) => ({
      code: 'not-managed',
      severity: 'error',
      message: `the schema ${namePart(schema)} cannot go: dbops leaves the ${kind} ${dotted(schema, name)} in it alone`,
      hint: 'keep the schema in the manifest, or drop by hand what is in it',
      object: objectId('schema', '', schema),
    }));
}

/** A finding for each role that the manifest names, does not declare, and the server lacks. */
async function missingRoles(dialect: Dialect, session: Session, { objects, places }: Desired): Promise<Diagnostic[]> {
  const naming = new Map(objects.flatMap((o) => rolesOf(o).map((role) => [role, idOf(o)] as const)).toReversed());
  const made = new Set(objects.flatMap((o) => (o.kind === 'role' ? [o.name] : [])));
  const names = [...naming.keys()].filter((role) => role !== 'public' && !made.has(role)).sort();
  return (await dialect.missingRoles(session, names)).map((role) => {
    const object = naming.get(role) ?? '';
    const at = placeOf(places, object);
    return {
      code: 'unknown-role',
      severity: 'error',
      message: `${session.server.database} has no role ${JSON.stringify(role)}`,
      hint:
        dialect.name === 'mysql'
          ? 'make the account on the server (CREATE USER, CREATE ROLE), or take it out of the manifest'
          : `declare it under roles:, make it on the server (CREATE ROLE ${dialect.quote.ident(role)}), or take it out of the manifest`,
      object,
      ...(at === undefined ? {} : { at }),
    };
  });
}
