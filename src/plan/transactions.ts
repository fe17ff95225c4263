import { type Batch, type Step } from '../model/step.ts';

/** Groups ordered steps into what commits together: `joins` steps share, `alone` steps stand outside, `commits_after` closes. */
export function batchSteps(steps: readonly Step[]): Batch[] {
  const batches: Batch[] = [];
  let open: Step[] = [];
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
    if (step.transaction === 'commits_after') close();
  }
  close();
  return batches;
}
