import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { type SeedSet } from '../model/seed.ts';
import { finding } from './resolve.ts';
import { type SeedTarget } from './run.ts';

/** What may never touch a protected target, in words; null for what may. */
function danger(set: SeedSet): string | null {
  if (set.source.from === 'generate') return 'generated rows';
  return set.mode === 'replace' ? 'mode replace, which deletes every other row' : null;
}

/** Why a set is left out on a target, or null when it belongs there. */
export function skipReason(set: SeedSet, target: SeedTarget): string | null {
  if (set.targets !== null && !set.targets.includes(target.name)) return `only for targets ${set.targets.join(', ')}`;
  if (set.targets === null && set.source.from === 'generate' && target.protected) {
    return `${target.name} is protected: generated rows stay away from it`;
  }
  return null;
}

/** A finding for each set that asks for a protected target and must not have it. */
export function refusals(set: SeedSet, targets: readonly SeedTarget[]): readonly Diagnostic[] {
  const what = danger(set);
  return targets
    .filter((t) => t.protected && what !== null && skipReason(set, t) === null)
    .map((t) =>
      finding(
        set,
        'targets',
        'protected-target',
        `${what} on the protected target ${t.name}`,
        'list the targets that are meant: targets: [local]',
      ),
    );
}

/** Throws `protected-target` when a set that is meant for the target must not touch it. Nothing is written before. */
export function refuseProtected(sets: readonly SeedSet[], target: SeedTarget): void {
  const found = sets.flatMap((set) => refusals(set, [target]));
  if (found.length === 0) return;
  throw new DbopsError('protected-target', `${target.name} is protected: nothing was seeded`, {
    details: found.map((d) => d.message),
    hint: found[0]?.hint,
  });
}
