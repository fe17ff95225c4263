import { type Batch, type Step } from '../model/step.ts';
import { onTheWay } from './together.ts';

/**
 * The most statements that one transaction holds: PostgreSQL keeps a lock on all that they touch, and has room for
 * max_locks_per_transaction (64) times max_connections (100).
 */
const MOST = 2500;

/**
 * Groups ordered steps into what commits together: `joins` steps share, `alone` steps stand outside, `commits_after` closes, and
 * so does a full transaction as soon as no rows are on their way.
 */
export function batchSteps(steps: readonly Step[]): Batch[] {
  const batches: Batch[] = [];
  let open: Step[] = [];
  const moving = new Set(steps.length > MOST ? onTheWay(steps).slice(0, -1) : []);
  const close = (): void => {
    if (open.length > 0) batches.push({ transaction: true, steps: open });
    open = [];
  };
  for (const step of steps) {
    if (step.transaction === 'alone') {
      close();
      batches.push({ transaction: false, steps: [step] });
      continue;
    }
    open.push(step);
    if (step.transaction === 'commits_after' || (open.length >= MOST && !moving.has(step))) close();
  }
  close();
  return batches;
}
