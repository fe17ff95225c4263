/**
 * dbops as a library. A verb (`plan`, `apply`, …) takes a run and gives what the command line would print, as text and as data; the parts
 * below them can be used by themselves. Verbs throw `Refusal` (findings that a user can mend) and `DbopsError` (what the world
 * refused); parts say in their own documentation what they throw.
 *
 * ```ts
 * import { openRun, plan } from 'dbops';
 * const { text, json } = await plan(openRun('plan', { target: 'staging' }), { format: 'text', exitCode: false, out: undefined });
 * ```
 */

// Databases.
export type { Catalog, Dialect, ServerInfo, Session } from './dialects/dialect.ts';
export { dialectOf } from './dialects/registry.ts';
// Differences and plans.
export { diff } from './diff/diff.ts';
// Manifests.
export { type LoadOptions, loadManifest } from './manifest/load.ts';
export { resolveTarget } from './manifest/target.ts';
export { renderManifest, type WrittenFile } from './manifest/write.ts';
export type { Change } from './model/change.ts';
// Findings and failures.
export { CODES, type Code, EXIT } from './model/codes.ts';
export type { Diagnostic, Span } from './model/diagnostic.ts';
export { DbopsError, ServerError } from './model/error.ts';
export type { Hazard, HazardKind } from './model/hazard.ts';
export type { ObjectId } from './model/id.ts';
export type { Desired, Loaded, Manifest, Scope, Target } from './model/manifest.ts';
export { idOf, type SchemaObject } from './model/object.ts';
export { type Query, raw, sql, type Value } from './model/query.ts';
export type { Batch, Plan, Step } from './model/step.ts';
export { makePlan, type PlanInput } from './plan/plan.ts';
export { type Spelled, type SpellInput, spell } from './plan/spell.ts';
export { formatDiagnostics } from './report/diagnostic.ts';
export { formatPlan, formatPlanMarkdown, formatPlanSql, planJson } from './report/plan.ts';
// The task log.
export type { Entry, Journal } from './tasklog/journal.ts';
export { appendTask, formatTask, type Outcome } from './tasklog/writer.ts';
// The verbs of the product.
export { type ApplyOptions, apply } from './workflows/apply.ts';
export { drift } from './workflows/drift.ts';
export { generate } from './workflows/generate.ts';
export { type InitOptions, init } from './workflows/init.ts';
export {
  type MigrateOptions,
  migrateBaselineCommand as migrateBaseline,
  migrateDownCommand as migrateDown,
  migrateRepairCommand as migrateRepair,
  migrateStatusCommand as migrateStatus,
  migrateUpCommand as migrateUp,
  migrateVerifyCommand as migrateVerify,
} from './workflows/migrate.ts';
export { type PlanOptions, plan } from './workflows/plan.ts';
export { policyCheck, policyEnforce } from './workflows/policy.ts';
export { connect } from './workflows/project.ts';
export { type PullOptions, pull } from './workflows/pull.ts';
export { type Answer, openRun, Refusal, type Run, type RunOptions } from './workflows/run.ts';
export { type Allowance, parseAllowances } from './workflows/safety.ts';
export { seedApply, seedPlan, seedStatusCommand as seedStatus } from './workflows/seed.ts';
export { types } from './workflows/types.ts';
export { validate } from './workflows/validate.ts';
