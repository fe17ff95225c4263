import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type MigrationStatus } from '../migrations/status.ts';
import { fileReason } from '../model/file-error.ts';
import { type Plan } from '../model/step.ts';
import { finding, Refusal } from './run.ts';

/** A plan that was written by `plan --out` and read by people: only these statements may run. */
export interface ReviewedPlan {
  /** As it was named. */
  readonly path: string;
  readonly digest: string;
}

/** Reads a plan file. Throws `no-such-file`, or `invalid-value` when it is none. */
export async function readReviewed(path: string, cwd: string): Promise<ReviewedPlan> {
  const hint = 'write one with: dbops plan --out plan.json';
  const text = await readFile(resolve(cwd, path), 'utf8').catch((error: unknown) => {
    throw new Refusal([finding('no-such-file', `cannot read the plan ${path}: ${fileReason(error)}`, hint)]);
  });
  const digest = digestIn(text);
  if (digest === null) throw new Refusal([finding('invalid-value', `${path} holds no plan of dbops`, hint)]);
  return { path, digest };
}

function digestIn(text: string): string | null {
  try {
    const { digest } = JSON.parse(text) as { readonly digest?: unknown };
    return typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest) ? digest : null;
  } catch {
    return null;
  }
}

/** Refuses migrations that are pending but no part of the plan: nobody has reviewed them with it. */
export function refuseOtherPending(reviewed: ReviewedPlan, status: MigrationStatus): void {
  const others = status.pending.filter((f) => f.header.plan !== reviewed.digest).map((f) => f.name);
  if (others.length === 0) return;
  throw new Refusal([
    finding(
      'plan-outdated',
      `the plan in ${reviewed.path} does not hold the pending migrations: ${others.join(', ')}`,
      'run them first, then plan again: dbops migrate up && dbops plan --out plan.json',
    ),
  ]);
}

/** Refuses when manifest and live schema ask for anything but the reviewed statements; what ran before need not run again. */
export function refuseOutdated(reviewed: ReviewedPlan, live: Plan, ran: boolean): void {
  if (live.digest === reviewed.digest || (ran && live.steps.length === 0)) return;
  throw new Refusal([
    finding(
      'plan-outdated',
      `the plan in ${reviewed.path} is not what would run now: the manifest or the live schema has changed since`,
      'look at the difference, and have it reviewed: dbops plan --out plan.json',
    ),
  ]);
}
