import { lookAlikes } from '../diff/look-alike.ts';
import { didYouMean } from '../manifest/did-you-mean.ts';
import { type Change } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { HAZARD_KINDS, type Hazard, type HazardKind, REFUSED_HAZARDS } from '../model/hazard.ts';
import { idName, type ObjectId, shownName } from '../model/id.ts';
import { type Plan } from '../model/step.ts';
import { finding, Refusal } from './run.ts';

/** One `--allow`: a hazard, for every object or for the named one. */
export interface Allowance {
  readonly hazard: HazardKind;
  readonly object: string | null;
}

/** Reads `--allow loses_data`, `--allow loses_data:public.users.note`. */
export function parseAllowances(texts: readonly string[]): Allowance[] {
  return texts.map((text) => {
    const [name = '', ...rest] = text.split(':');
    const hazard = HAZARD_KINDS.find((h) => h === name);
    if (hazard === undefined) {
      const meant = didYouMean(name, HAZARD_KINDS);
      const hint = meant === undefined ? `one of: ${HAZARD_KINDS.join(', ')}` : `did you mean --allow ${meant}?`;
      throw new Refusal([finding('usage', `--allow knows no hazard ${JSON.stringify(name)}`, hint)]);
    }
    return { hazard, object: rest.length === 0 ? null : rest.join(':') };
  });
}

/**
 * Refuses the steps that lose data, or cannot be taken back in a way that matters, unless allowed by name. What looks renamed
 * is told so.
 */
export function refuseHazards(plan: Plan, allowed: readonly Allowance[], changes: readonly Change[]): void {
  const refused = plan.steps.flatMap((step) =>
    step.hazards
      .filter((h) => REFUSED_HAZARDS.includes(h.kind) && !isAllowed(h, allowed))
      .map((hazard) => ({ step, hazard })),
  );
  if (refused.length === 0) return;
  const renames = new Map(lookAlikes(changes).map((l) => [l.before, l.rename]));
  throw new Refusal(
    refused.map(
      ({ step, hazard }): Diagnostic => ({
        code: 'destructive-step',
        severity: 'error',
        message: `${hazard.message} (${step.sql.replaceAll(/\s+/g, ' ').slice(0, 120)})`,
        hint: hintFor(hazard, renames.get(hazard.object)),
        object: hazard.object,
      }),
    ),
  );
}

function hintFor({ kind, object }: Hazard, rename: string | undefined): string {
  const allow = `allow it by name: --allow ${kind}:${shellWord(shownName(object))}`;
  if (rename === undefined) return `if that is meant, ${allow}`;
  return `if it has another name now: --rename ${shellWord(rename)}; if it is meant to go, ${allow}`;
}

/** Whether somebody has said that a table or column may go with its values. */
export function mayBeLost(object: ObjectId, allowed: readonly Allowance[]): boolean {
  return isAllowed({ kind: 'loses_data', object, message: '' }, allowed);
}

export function isAllowed(hazard: Hazard, allowed: readonly Allowance[]): boolean {
  return allowed.some(
    (a) =>
      a.hazard === hazard.kind &&
      (a.object === null ||
        a.object === idName(hazard.object) ||
        a.object === shownName(hazard.object) ||
        a.object === hazard.object),
  );
}

export function shellWord(text: string): string {
  return /^[\w.:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
