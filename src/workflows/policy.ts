import { type Session } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { EXIT } from '../model/codes.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type Desired } from '../model/manifest.ts';
import { idOf, type SchemaObject } from '../model/object.ts';
import { type Finding, type PolicyException } from '../model/policy.ts';
import { makePlan } from '../plan/plan.ts';
import { checkPolicies } from '../policies/check.ts';
import { mendPolicies } from '../policies/mend.ts';
import { count } from '../report/count.ts';
import { formatFindings } from '../report/findings.ts';
import { describeChange, formatPlan, planJson } from '../report/plan.ts';
import { runWorkflow } from '../tasklog/workflow.ts';
import { runPending, writePlan } from './files.ts';
import { connectTarget, openProject, type Project } from './project.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';
import { type Allowance, refuseHazards } from './safety.ts';
import { refuseDrift, rememberShape } from './shape.ts';

/** The manifest's schema as the enforced policies would have it, with what they found on the way. */
export interface Enforced {
  readonly desired: Desired;
  readonly mended: readonly Finding[];
  /** Findings that nobody mends. */
  readonly open: readonly Finding[];
  readonly expired: readonly PolicyException[];
}

/** Enforces the policies on the declared schema: what they add or take away is desired like anything in the YAML. */
export function enforceOnManifest({ manifest }: Project, today: Date): Enforced {
  const { desired, policies, dialect } = manifest;
  const { findings, expired } = checkPolicies({ objects: desired.objects, policies, places: desired.places, today });
  const { objects, mended } = mendPolicies({ objects: desired.objects, policies, findings, dialect });
  const left = checkPolicies({ objects, policies, places: desired.places, today });
  return { desired: { ...desired, objects }, mended, open: left.findings, expired };
}

/** Findings of level error, as a refusal. */
export function refuseFindings(open: readonly Finding[]): void {
  const errors = open.filter((f) => f.level === 'error');
  if (errors.length > 0) throw new Refusal(errors.map(policyDiagnostic));
}

/** A finding of a policy as a diagnostic. */
export function policyDiagnostic(f: Finding): Diagnostic {
  return {
    code: 'policy-violation',
    severity: f.level,
    message: `${f.rule}: ${f.message}`,
    object: f.object,
    ...(f.hint === undefined ? {} : { hint: f.hint }),
    ...(f.at === undefined ? {} : { at: f.at }),
  };
}

/** Index policies against the manifest: every finding at its place; exit 3 when one of level error is left to a person. */
export async function policyCheck(run: Run): Promise<Answer> {
  const project = await openProject(run);
  const { mended, open, expired } = enforceOnManifest(project, run.now);
  const errors = open.filter((f) => f.level === 'error').length;
  return {
    exit: errors > 0 ? EXIT.refused : EXIT.done,
    text: formatFindings(open, mended, expired),
    json: { ok: errors === 0, findings: open, mended, expired },
    status: `${count(open.length, 'finding')}, ${mended.length} mended by dbops`,
  };
}

/** Mends the live database: plans, writes and runs what the enforced policies ask for, and nothing else. */
export async function policyEnforce(run: Run, allow: readonly Allowance[], acceptDrift = false): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  if (!acceptDrift) await refuseDrift(project, session);
  const { dialect, manifest } = project;
  const { policies } = manifest;
  const objects = await inOrder(project, session, run.now);
  const { findings, expired } = checkPolicies({ objects, policies, today: run.now });
  const { objects: after, mended } = mendPolicies({ objects, policies, findings, dialect: dialect.name });
  const changes = diff(objects, after, { columnOrder: dialect.columnsHaveOrder });
  const plan = makePlan({ dialect, server: session.server, before: objects, after, changes });
  refuseHazards(plan, allow, changes);
  for (const f of mended) run.journal.note({ type: 'bottleneck', text: `${f.rule}: ${f.message}` });
  for (const change of changes)
    run.journal.note({ type: 'technique', text: `${change.type} ${describeChange(change)}` });
  let files: readonly string[] = [];
  await runWorkflow(
    [
      {
        title: 'Mend',
        skip: () => (plan.steps.length === 0 ? 'Mend: nothing to do' : null),
        run: async (_, tell) => {
          files = await writePlan(project, run, plan, 'enforce policies');
          const result = await runPending(project, session, run, tell);
          await rememberShape(project, session);
          tell.result(count(result.statements, 'statement'));
        },
      },
    ],
    null,
    { output: run.output, journal: run.journal, write: run.say },
  );
  const left = checkPolicies({ objects: after, policies, today: run.now }).findings;
  return {
    exit: left.some((f) => f.level === 'error') ? EXIT.refused : EXIT.done,
    text: `${plan.steps.length === 0 ? '' : formatPlan(plan, changes)}${formatFindings(left, mended, expired)}`,
    json: { ok: true, ...(planJson(plan, changes) as object), files, mended, findings: left, expired },
    status: plan.steps.length === 0 ? 'nothing to do' : count(plan.steps.length, 'statement'),
  };
}

/** The live objects, those that the manifest keeps first: of two twins a rule drops the later one. */
async function inOrder(project: Project, session: Session, today: Date): Promise<readonly SchemaObject[]> {
  const { objects } = await project.dialect.read(session, project.manifest.scope);
  const kept = new Set(enforceOnManifest(project, today).desired.objects.map(idOf));
  return [...objects.filter((o) => kept.has(idOf(o))), ...objects.filter((o) => !kept.has(idOf(o)))];
}

/** Expired exceptions, as warnings. */
export function expiredWarnings(expired: readonly PolicyException[]): Diagnostic[] {
  return expired.map((e) => ({
    ...finding('policy-violation', `the exception for ${e.rule} on ${e.object} ended on ${e.until}`),
    severity: 'warning' as const,
    ...(e.at === undefined ? {} : { at: e.at }),
  }));
}
