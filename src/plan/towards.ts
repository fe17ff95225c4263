import { type ServerInfo, type Session } from '../dialects/dialect.ts';
import { afterRenames, findRenames, openRenames } from '../diff/rename.ts';
import { withRoleNames } from '../model/access.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { digest } from '../model/digest.ts';
import { type Desired, type Phase } from '../model/manifest.ts';
import { byId, type SchemaObject } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { hasManners, withManners } from './manners.ts';
import { type Phased, phasedPlan } from './phases.ts';
import { makePlan } from './plan.ts';
import { renamesFirst, withRenames } from './renames-first.ts';
import { moveSchemas, schemaRenames } from './schema-renames.ts';
import { compareTexts, noScratch, type Spelled, type SpellInput, spell } from './spell.ts';
import { batchSteps } from './transactions.ts';

export interface TowardsInput extends SpellInput {
  readonly server: ServerInfo;
  /** Absent: the live objects are those that replayed migrations made. */
  readonly target?: Session;
  /** Default: `expand`. */
  readonly phase?: Phase;
}

export interface Towards {
  /** The declared objects, with what roles that nobody manages have to do with them on the target. */
  readonly desired: Desired;
  readonly spelled: Spelled;
  readonly plan: Plan;
  /** What the plan leads to: the declared objects, and what waits for its contract. */
  readonly ends: readonly SchemaObject[];
  /** What is expanded by then, and waits: `public.users: full_name for name`. */
  readonly waiting: readonly string[];
}

/**
 * The plan from the live objects to the declared ones: schemas are renamed first, then both sides are compared as the
 * server understands them.
 */
export async function planTowards(input: TowardsInput): Promise<Towards> {
  const { dialect, server } = input;
  const renames = schemaRenames(input.before, input.desired.objects);
  if (renames.length === 0) return planRenamed(input);
  const scratch = await input.scratch();
  const { before, unavailable } = await moveSchemas(dialect, input.before, renames, scratch);
  const { plan, ...rest } = await planRenamed({ ...input, before });
  const { spelled } = rest;
  const first = makePlan({ dialect, server, before: input.before, after: before, changes: renames });
  const warnings: Diagnostic[] = unavailable === null ? [] : [noScratch(unavailable)];
  return {
    ...rest,
    spelled: {
      ...spelled,
      changes: [...renames, ...spelled.changes],
      diagnostics: [...warnings, ...spelled.diagnostics],
    },
    plan: joined(first, plan),
  };
}

/** The outcome where nothing is to be done, and null where anything is: what depends on what does not matter here. */
export function atRest(input: TowardsInput): Towards | null {
  const { dialect, server, before } = input;
  if (schemaRenames(before, input.desired.objects).length > 0) return null;
  const desired = adopted(input);
  const { after, changes } = compareTexts({ ...input, desired });
  if (changes.length > 0) return null;
  const spelled: Spelled = { after, changes, diagnostics: [], where: null };
  const plan = makePlan({ dialect, server, before, after, changes });
  return { desired, spelled, plan, ends: desired.objects, waiting: [] };
}

/** The declared objects with what roles that nobody manages have to do with them. */
function adopted({ dialect, server, before, desired, scope }: TowardsInput): Desired {
  const { objects } = desired;
  const present = byId(afterRenames(before, objects, findRenames(before, objects)));
  const { roles = [], definer } = scope;
  return {
    ...desired,
    objects: dialect.adopt(objects, present, { server, roles, ...(definer === undefined ? {} : { definer }) }),
  };
}

/** The live objects with the names that roles will have. */
function withPresentRoles({ before, desired }: TowardsInput): readonly SchemaObject[] {
  const there = new Set(before.flatMap((o) => (o.kind === 'role' ? [o.name] : [])));
  const names = new Map(
    desired.objects.flatMap((o) => {
      const moves = o.kind === 'role' && o.renamedFrom !== undefined && there.has(o.renamedFrom) && !there.has(o.name);
      return moves ? [[o.renamedFrom, o.name] as const] : [];
    }),
  );
  return names.size === 0 ? before : before.map((o) => withRoleNames(o, (role) => names.get(role) ?? role));
}

/** What is renamed already is as if it had never been called otherwise, but for what applications of both versions use. */
function withOpenRenames(input: TowardsInput): TowardsInput {
  const { before, desired } = input;
  if (desired.online !== undefined) return input;
  return { ...input, desired: { ...desired, objects: openRenames(before, desired.objects) } };
}

async function planRenamed(given: TowardsInput): Promise<Towards> {
  const input = withOpenRenames(given);
  const { dialect, server, before } = input;
  const renamed = await renamesFirst({ ...input, desired: adopted(input) });
  if (renamed === null) return planPresent(input);
  const { changes, named, present } = renamed;
  const first = makePlan({ dialect, server, before, after: named, changes });
  const { plan, spelled, ...rest } = await planPresent(withOpenRenames({ ...input, before: present }));
  const steps = [...first.steps, ...plan.steps];
  return {
    ...rest,
    spelled: { ...spelled, changes: withRenames(changes, spelled.changes) },
    plan: { steps, batches: batchSteps(steps), digest: digest(steps.map((s) => s.sql)) },
  };
}

async function planPresent(given: TowardsInput): Promise<Towards> {
  const input = { ...given, before: withPresentRoles(given) };
  const { dialect, server, before } = input;
  const desired = adopted(input);
  const straight = await spell({ ...input, desired });
  const { after } = straight;
  const direct = makePlan({ dialect, server, before, after, changes: straight.changes });
  const phased = phasedPlan({
    dialect,
    server,
    before,
    after,
    desired,
    phase: input.phase ?? 'expand',
    straight: direct,
  });
  const spelled = phased === null ? straight : inPhase(straight, phased);
  const plan = phased?.plan ?? direct;
  const { manners } = dialect;
  const rest = { desired, ends: phased?.after ?? desired.objects, waiting: phased?.waiting ?? [] };
  const refused = spelled.diagnostics.some((d) => d.severity === 'error');
  if (refused || manners === undefined || !hasManners(plan, manners, server)) return { ...rest, spelled, plan };
  const scratch = await input.scratch();
  const mannered = await withManners({ dialect, manners, server, before, plan, scratch, target: input.target ?? null });
  const diagnostics = [...spelled.diagnostics, ...mannered.diagnostics];
  return { ...rest, spelled: { ...spelled, diagnostics }, plan: mannered.plan };
}

function inPhase(spelled: Spelled, { after, changes, diagnostics }: Phased): Spelled {
  return { ...spelled, after, changes, diagnostics: [...spelled.diagnostics, ...diagnostics] };
}

function joined(first: Plan, second: Plan): Plan {
  const steps = [...first.steps, ...second.steps];
  return { steps, batches: [...first.batches, ...second.batches], digest: digest(steps.map((s) => s.sql)) };
}
