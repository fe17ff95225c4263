import { type Catalog, type Dialect, type ServerInfo, type Session } from '../dialects/dialect.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type Desired, type Scope } from '../model/manifest.ts';
import { type SchemaObject } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { schemaRenames, withFormerSchemas } from '../plan/schema-renames.ts';
import { type Spelled } from '../plan/spell.ts';
import { readSpelling, recordSpelling } from '../plan/spelling-record.ts';
import { planTowards } from '../plan/towards.ts';
import { type LazyScratch, type Project } from './project.ts';
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
  readonly warnings: readonly Diagnostic[];
}

/** Reads the live schema and plans what leads to the desired one. Throws a `Refusal` when the server refuses an expression. */
export async function compare(
  project: Project,
  session: Session,
  scratch: LazyScratch,
  options: { readonly desired: Desired; readonly checkAll?: boolean },
): Promise<Comparison> {
  const { dialect, manifest } = project;
  const { desired } = options;
  const catalog = await readLive(dialect, session, manifest.scope, desired);
  const before = managed(catalog.objects, desired.objects);
  const records = await readSpelling(session, dialect);
  const { spelled, plan } = await planTowards({
    dialect,
    server: session.server,
    before,
    desired,
    records,
    scope: manifest.scope,
    scratch: scratch.open,
    checkAll: options.checkAll ?? false,
  });
  refuseErrors(spelled.diagnostics);
  return { server: session.server, desired, catalog, before, spelled, plan, warnings: spelled.diagnostics };
}

/** What is in scope; a schema that is to be renamed is found under its former name while it has that. */
async function readLive(dialect: Dialect, session: Session, scope: Scope, desired: Desired): Promise<Catalog> {
  const wider = withFormerSchemas(scope, desired.objects);
  if (wider === scope) return dialect.read(session, scope);
  const catalog = await dialect.read(session, wider);
  const waiting = schemaRenames(catalog.objects, desired.objects).map((r) => r.before.name);
  return dialect.read(session, { ...scope, schemas: [...scope.schemas, ...waiting] });
}

/** Remembers the spellings of a live schema that equals the manifest, so that the next plan needs no scratch. */
export async function rememberSpelling(project: Project, session: Session, live: Comparison): Promise<number> {
  const { dialect } = project;
  if (live.plan.steps.length > 0) return 0;
  if (live.spelled.where === null || !(await dialect.state.exists(session))) return 0;
  return recordSpelling(session, dialect, live.catalog.objects, live.desired.objects);
}

/** A comment that every server puts on its own things is nobody's declaration: `public` is managed only when declared. */
function managed(live: readonly SchemaObject[], declared: readonly SchemaObject[]): readonly SchemaObject[] {
  const names = new Set(declared.filter((o) => o.kind === 'schema').map((o) => o.name));
  return live.filter((o) => o.kind !== 'schema' || o.name !== 'public' || names.has('public'));
}
