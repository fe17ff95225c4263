import {
  type Dialect,
  type Manners,
  type Scratch,
  type ServerInfo,
  type Session,
  type Way,
} from '../dialects/dialect.ts';
import { changeId } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { digest } from '../model/digest.ts';
import { type Hazard } from '../model/hazard.ts';
import { type ObjectId, objectId, shownName } from '../model/id.ts';
import { idOf, type SchemaObject, type Table, tableIdOf } from '../model/object.ts';
import { type Lock, type LockMode, type Plan, type Step } from '../model/step.ts';
import { refusalOf } from './attempt.ts';
import { buildSchema } from './build.ts';
import { closure } from './closure.ts';
import { withId } from './plan.ts';
import { batchSteps } from './transactions.ts';
import { type UnlikeTables, unlikeTables, withUnlike } from './unlike.ts';

export interface MannersInput {
  readonly dialect: Dialect;
  readonly manners: Manners;
  readonly server: ServerInfo;
  readonly before: readonly SchemaObject[];
  readonly plan: Plan;
  readonly scratch: Scratch | { readonly unavailable: string };
  /** The target itself; null when the plan starts from replayed migrations. */
  readonly target: Session | null;
}

/** Whether a statement of the plan can say in which way it shall be done, and somebody could have to wait for it. */
export function hasManners({ steps }: Plan, manners: Manners, server: ServerInfo): boolean {
  return steps.some((step) => step.locks.length > 0 && manners.ways(step.sql, server).length > 0);
}

/**
 * Every statement in the cheapest way that the server accepts for that very table: found by running the plan and its undo in a
 * scratch place that holds the tables without their rows. Where there is none, with the lock that the documentation tells of.
 */
export async function withManners(input: MannersInput): Promise<{ plan: Plan; diagnostics: readonly Diagnostic[] }> {
  const { plan, scratch } = input;
  const reason = 'unavailable' in scratch ? scratch.unavailable : await prepare(input, scratch);
  const asked = 'unavailable' in scratch || reason !== null ? null : scratch;
  const found: Found = { input, scratch: asked, refused: null };
  const unlike = await comparedTables(input, asked);
  const forth: Step[] = [];
  for (const step of plan.steps) forth.push(await mannered(withUnlike(step, unlike), found));
  if (plan.steps.some((s) => s.undo === null)) found.scratch = null;
  const steps: Step[] = [];
  for (const step of forth.toReversed()) steps.unshift(withId(await undone(step, found)));
  const why = reason ?? found.refused;
  return {
    plan: { steps, batches: batchSteps(steps), digest: digest(steps.map((s) => s.sql)) },
    diagnostics: why === null ? [] : [notAsked(why)],
  };
}

interface Found {
  readonly input: MannersInput;
  /** Null once it is not what the target will be. */
  scratch: Scratch | null;
  refused: string | null;
}

/** What the plan touches, and the tables of that. */
function touchedBy({ before, plan }: MannersInput): ReadonlySet<ObjectId> {
  const touched = new Set<ObjectId>(plan.steps.flatMap((s) => [changeId(s.why), ...s.locks.map((l) => l.object)]));
  for (const { why } of plan.steps) if (why.type !== 'create') touched.add(idOf(why.before));
  for (const object of before) if (touched.has(idOf(object))) touched.add(tableIdOf(object) ?? idOf(object));
  return touched;
}

/** The tables that the plan touches, where the scratch place has made them otherwise than they are. */
async function comparedTables(input: MannersInput, scratch: Scratch | null): Promise<UnlikeTables> {
  const { dialect, before, plan, target } = input;
  if (scratch === null || target === null) return new Map();
  const touched = touchedBy(input);
  const tables = before.filter((o) => o.kind === 'table' && touched.has(idOf(o)));
  return unlikeTables(dialect, [target, scratch.session], tables as Table[], plan);
}

/** Builds what the plan touches; gives why that cannot be. */
async function prepare(input: MannersInput, scratch: Scratch): Promise<string | null> {
  const { dialect, server, before } = input;
  const there = scratch.session.server;
  if (there.product !== server.product || there.number !== server.number) {
    return `${scratch.where} is on ${there.product} ${there.version}, the target on ${server.version}`;
  }
  const touched = touchedBy(input);
  const roots = before.filter((o) => tablesOf(o).some((id) => touched.has(id))).map(idOf);
  await scratch.reset();
  const [refusal] = await buildSchema(dialect, scratch.session, closure(before, roots));
  return refusal === undefined
    ? null
    : `${refusal.object} cannot be built in ${scratch.where}: ${refusal.error.message}`;
}

/** What an object stands on, itself among it. */
function tablesOf(object: SchemaObject): ObjectId[] {
  const to = object.kind === 'foreign_key' ? object.references : null;
  return [
    idOf(object),
    ...(object.dependsOn ?? []),
    ...[tableIdOf(object)].filter((id) => id !== null),
    ...(to === null ? [] : [objectId('table', to.schema, to.table)]),
  ];
}

async function mannered(step: Step, found: Found): Promise<Step> {
  const way = await cheapest(step.sql, step.locks, found);
  if (way === null) return { ...step };
  const locks = step.locks.map((l): Lock => ({ ...l, mode: way.lock }));
  return { ...step, sql: way.sql, locks, hazards: hazardsOf(step, way) };
}

async function undone(step: Step, found: Found): Promise<Step> {
  if (step.undo === null) return step;
  const undo: string[] = [];
  for (const sql of step.undo) undo.push((await cheapest(sql, step.locks, found))?.sql ?? sql);
  return { ...step, undo };
}

/** Runs a statement in the first way that the server takes; null when it says nothing of a way. */
async function cheapest(sql: string, locks: readonly Lock[], found: Found): Promise<Way | null> {
  const { manners, server } = found.input;
  const ways = locks.length === 0 ? [] : manners.ways(sql, server);
  for (const way of [...ways, null]) {
    const error = found.scratch === null ? null : await refusalOf(found.scratch.session, way?.sql ?? sql);
    if (found.scratch === null) break;
    if (error === null) return way;
    if (way !== null && manners.isDeclined(error)) continue;
    found.scratch = null;
    found.refused = `${error.message} (${sql.replaceAll(/\s+/g, ' ').slice(0, 100)})`;
  }
  return ways.length === 0 ? null : documented(sql, locks, found);
}

function documented(sql: string, locks: readonly Lock[], { input: { manners, server } }: Found): Way {
  const lock: LockMode = locks[0]?.mode ?? 'unknown';
  return { sql: manners.documented(sql, lock, server), lock, rewrites: 'maybe' };
}

const WAITS: Readonly<Record<'rewrites_table' | 'blocks_writes', (table: string) => string>> = {
  rewrites_table: (table) => `makes a copy of ${table}`,
  blocks_writes: (table) => `blocks writes to ${table} meanwhile`,
};

/** What the statement costs in that way, whatever the documentation says. */
function hazardsOf({ hazards, locks }: Step, way: Way): Hazard[] {
  const holds = { rewrites_table: way.rewrites === 'always', blocks_writes: way.lock !== 'none' };
  const gone = (kind: string): boolean =>
    (kind === 'rewrites_table' && way.rewrites === 'never') || (kind === 'blocks_writes' && way.lock === 'none');
  const kept = hazards.filter((h) => !gone(h.kind));
  const object = locks[0]?.object;
  const missing = (['rewrites_table', 'blocks_writes'] as const).filter(
    (kind) => holds[kind] && !hazards.some((h) => h.kind === kind),
  );
  return object === undefined
    ? kept
    : [...kept, ...missing.map((kind): Hazard => ({ kind, object, message: WAITS[kind](shownName(object)) }))];
}

function notAsked(reason: string): Diagnostic {
  return {
    code: 'no-scratch',
    severity: 'warning',
    message: `algorithms and locks are those of the documentation, not asked of the server: ${reason}`,
    hint: 'give the target a `dev:` database that may be wiped, or the right to create one',
  };
}
