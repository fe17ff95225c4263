import { type Catalog, type Dialect, type Scratch, type ServerInfo } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { type Change, changeId } from '../model/change.ts';
import { ServerError } from '../model/error.ts';
import { type Scope } from '../model/manifest.ts';
import { byId, type SchemaObject } from '../model/object.ts';
import { type Plan, type Step } from '../model/step.ts';
import { SYNC } from '../model/sync.ts';
import { refusalOf } from './attempt.ts';
import { buildSchema, reachesOut } from './build.ts';
import { makePlan } from './plan.ts';
import { everything } from './spell.ts';

export interface RehearsalInput {
  readonly dialect: Dialect;
  /** The server that the plan is for. */
  readonly server: ServerInfo;
  readonly scratch: Scratch;
  readonly scope: Scope;
  /** The live objects. */
  readonly before: readonly SchemaObject[];
  /** The declared objects, in the manifest's words. */
  readonly after: readonly SchemaObject[];
  readonly plan: Plan;
}

/** A statement of the plan or of its undo that the server refused. */
export interface RefusedStep {
  readonly way: 'do' | 'undo';
  readonly sql: string;
  readonly step: Step;
  readonly error: ServerError;
}

/**
 * What a rehearsal showed. `missed`: what differs from the declared schema once the plan has run; `left`: what differs from
 * the start once its undo has run, or null when the plan has a step that nothing takes back.
 */
export type Rehearsal =
  | { readonly how: 'unavailable'; readonly reason: string }
  | { readonly how: 'refused'; readonly refused: RefusedStep }
  | { readonly how: 'ran'; readonly missed: readonly Change[]; readonly left: readonly Change[] | null };

/**
 * Runs a plan, its undo, and the plan again in a scratch place that holds the live structure without its rows: the first must end in what
 * the declared objects give when built from nothing, the second in what there was.
 */
export async function rehearse(input: RehearsalInput): Promise<Rehearsal> {
  const { plan, before, after } = input;
  const declared = await built(input, after);
  if ('reason' in declared) return declared;
  const start = await built(input, before);
  if ('reason' in start) return start;
  const first = await firstRefusal(input);
  if (first !== null) return { how: 'refused', refused: first };
  const end = await read(input);
  const left = plan.steps.some((s) => s.undo === null) ? null : await leftAfterUndo(input, start);
  if (left !== null && 'how' in left) return left;
  if (left !== null && left.length === 0) {
    const again = await firstRefusal(input);
    if (again !== null) return { how: 'refused', refused: again };
  }
  const missed = differences(input, end, declared);
  if (missed.length === 0) return { how: 'ran', missed, left };
  // Unchanged objects were printed twice by now, and what a server prints is not always what it prints when told that.
  const twice = await built(input, declared.objects);
  if ('reason' in twice) return twice;
  const still = new Set(differences(input, end, twice).map(changeId));
  return { how: 'ran', missed: missed.filter((c) => still.has(changeId(c))), left };
}

/** Runs the plan; gives the first statement that is refused. */
async function firstRefusal({ scratch, plan }: RehearsalInput): Promise<RefusedStep | null> {
  for (const step of plan.steps.filter(isTried)) {
    const error = await refusalOf(scratch.session, withoutSecrets(step));
    if (error !== null) return { way: 'do', sql: step.sql, step, error };
  }
  return null;
}

/** What is tried need not know the secrets that it would give to the target. */
function withoutSecrets({ sql, why }: Step): string {
  const secrets = why.type === 'drop' ? [] : Object.values(why.after.secrets ?? {});
  return secrets.reduce((text, secret) => text.replaceAll(secret, 'secret'), sql);
}

function isTried({ why }: Step): boolean {
  return !reachesOut(why.type === 'drop' ? why.before : why.after);
}

async function leftAfterUndo(
  input: RehearsalInput,
  start: Catalog,
): Promise<readonly Change[] | { how: 'refused'; refused: RefusedStep }> {
  for (const step of input.plan.steps.filter(isTried).reverse()) {
    for (const sql of step.undo ?? []) {
      const error = await refusalOf(input.scratch.session, sql);
      if (error !== null) return { how: 'refused', refused: { way: 'undo', sql, step, error } };
    }
  }
  return differences(input, await read(input), start);
}

/** What the target has statements for: a scratch place of another version may tell more apart than the target does. */
function differences({ dialect, server }: RehearsalInput, from: Catalog, to: Catalog): Change[] {
  const before = from.objects.map(wherever);
  const after = (dialect.placed?.(to.objects, byId(before)) ?? to.objects).map(wherever);
  const changes = diff(before, after, { columnOrder: dialect.columnsHaveOrder });
  return changes.filter((c) => makePlan({ dialect, server, before, after, changes: [c] }).steps.length > 0);
}

/** A trigger that keeps columns up with each other, whichever of a table's comes first. */
function wherever(object: SchemaObject): SchemaObject {
  if (object.kind !== 'trigger' || !object.name.includes(SYNC)) return object;
  const { follows: _, ...trigger } = object;
  return trigger;
}

async function built(
  input: RehearsalInput,
  objects: readonly SchemaObject[],
): Promise<Catalog | { how: 'unavailable'; reason: string }> {
  const { dialect, scratch } = input;
  await scratch.reset();
  const [refusal] = await buildSchema(dialect, scratch.session, objects, { access: true });
  if (refusal !== undefined) {
    const reason = `${refusal.object} cannot be built in ${scratch.where}: ${refusal.error.message}`;
    return { how: 'unavailable', reason };
  }
  return read(input);
}

function read({ dialect, scratch, scope, before, after }: RehearsalInput): Promise<Catalog> {
  return dialect.read(scratch.session, everything(scope, [...before, ...after]));
}
