import { type Catalog, type ServerInfo, type Session } from '../dialects/dialect.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type Desired } from '../model/manifest.ts';
import { type SchemaObject } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { makePlan } from '../plan/plan.ts';
import { type Spelled, spell } from '../plan/spell.ts';
import { readSpelling, recordSpelling } from '../plan/spelling-record.ts';
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
  const catalog = await dialect.read(session, manifest.scope);
  const before = managed(catalog.objects, desired.objects);
  const records = await readSpelling(session, dialect);
  const spelled = await spell({
    dialect,
    before,
    desired,
    records,
    scope: manifest.scope,
    scratch: scratch.open,
    checkAll: options.checkAll ?? false,
  });
  refuseErrors(spelled.diagnostics);
  const plan = makePlan({
    dialect,
    server: session.server,
    before,
    after: spelled.after,
    changes: spelled.changes,
  });
  return { server: session.server, desired, catalog, before, spelled, plan, warnings: spelled.diagnostics };
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
