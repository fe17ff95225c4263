import { type ServerInfo } from '../dialects/dialect.ts';
import { afterRenames, findRenames } from '../diff/rename.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { digest } from '../model/digest.ts';
import { type Desired } from '../model/manifest.ts';
import { byId } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { makePlan } from './plan.ts';
import { moveSchemas, schemaRenames } from './schema-renames.ts';
import { noScratch, type Spelled, type SpellInput, spell } from './spell.ts';

export interface Towards {
  /** The declared objects, with what roles that nobody manages have to do with them on the target. */
  readonly desired: Desired;
  readonly spelled: Spelled;
  readonly plan: Plan;
}

/**
 * The plan from the live objects to the declared ones: schemas are renamed first, then both sides are compared as the
 * server understands them.
 */
export async function planTowards(input: SpellInput & { readonly server: ServerInfo }): Promise<Towards> {
  const { dialect, server } = input;
  const renames = schemaRenames(input.before, input.desired.objects);
  if (renames.length === 0) return planPresent(input);
  const scratch = await input.scratch();
  const { before, unavailable } = await moveSchemas(dialect, input.before, renames, scratch);
  const { desired, spelled, plan } = await planPresent({ ...input, before });
  const first = makePlan({ dialect, server, before: input.before, after: before, changes: renames });
  const warnings: Diagnostic[] = unavailable === null ? [] : [noScratch(unavailable)];
  return {
    desired,
    spelled: {
      ...spelled,
      changes: [...renames, ...spelled.changes],
      diagnostics: [...warnings, ...spelled.diagnostics],
    },
    plan: joined(first, plan),
  };
}

async function planPresent(input: SpellInput & { readonly server: ServerInfo }): Promise<Towards> {
  const { dialect, server, before } = input;
  const { objects } = input.desired;
  const present = byId(afterRenames(before, objects, findRenames(before, objects)));
  const adopted = dialect.adopt(objects, present, { server, roles: input.scope.roles ?? [] });
  const desired: Desired = { ...input.desired, objects: adopted };
  const spelled = await spell({ ...input, desired });
  const { after, changes } = spelled;
  return { desired, spelled, plan: makePlan({ dialect, server, before, after, changes }) };
}

function joined(first: Plan, second: Plan): Plan {
  const steps = [...first.steps, ...second.steps];
  return { steps, batches: [...first.batches, ...second.batches], digest: digest(steps.map((s) => s.sql)) };
}
