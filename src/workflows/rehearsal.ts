import { type Change } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { unreachable } from '../model/error.ts';
import { type RefusedStep, type Rehearsal, rehearse } from '../plan/rehearse.ts';
import { rowsLost } from '../plan/rehearse-rows.ts';
import { count } from '../report/count.ts';
import { describeChange } from '../report/plan.ts';
import { type Comparison } from './live.ts';
import { type LazyScratch, type Project } from './project.ts';
import { finding, Refusal, type Run, warn } from './run.ts';

/** `proved` both ways, `irreversible` where the plan has no whole undo, `unavailable` where there was no place for it. */
export type Rehearsed = 'proved' | 'irreversible' | 'unavailable';

/** Runs a plan and its undo beside the target, over rows where that is asked for. Throws a `Refusal` that says what would go wrong; null when there is nothing to run. */
export async function rehearsePlan(
  project: Project,
  live: Comparison,
  place: LazyScratch,
  run: Run,
  options: { readonly rows?: true } = {},
): Promise<Rehearsed | null> {
  const { plan, before } = live;
  if (plan.steps.length === 0) return null;
  const scratch = await place.open();
  const where = 'where' in scratch ? scratch.where : '';
  const rehearsal: Rehearsal =
    'unavailable' in scratch
      ? { how: 'unavailable', reason: scratch.unavailable }
      : await rehearse({
          dialect: project.dialect,
          server: live.server,
          scratch,
          scope: project.manifest.scope,
          before,
          after: live.ends,
          plan,
        });
  switch (rehearsal.how) {
    case 'unavailable':
      warn(run, [notRehearsed(rehearsal.reason)]);
      return 'unavailable';
    case 'refused':
      throw new Refusal([refused(rehearsal.refused, where)]);
    case 'ran': {
      const { missed, left } = rehearsal;
      if (missed.length > 0) throw new Refusal([differs('the plan does not end in the declared schema', missed)]);
      if (left !== null && left.length > 0)
        throw new Refusal([differs('the undo of the plan does not restore the schema', left)]);
      const lost =
        options.rows && 'session' in scratch
          ? await rowsLost({ dialect: project.dialect, scratch, before, plan })
          : null;
      if (lost !== null && lost.length > 0) warn(run, [undoLoses(lost)]);
      const rows = lost === null ? '' : lost.length > 0 ? ' (rows do not come back whole)' : ' over rows';
      const way = left === null ? 'the plan ran; it has no whole undo' : `the plan and its undo ran${rows}`;
      run.journal.note({
        type: 'technique',
        text: `rehearsed in ${where}: ${way} (${count(plan.steps.length, 'statement')})`,
      });
      return left === null ? 'irreversible' : 'proved';
    }
    default:
      return unreachable(rehearsal);
  }
}

const HINT = 'nothing was touched; go on without the rehearsal: --no-rehearse; and please report it';

function refused({ way, sql, error }: RefusedStep, where: string): Diagnostic {
  const what = way === 'do' ? 'a statement of the plan' : 'a statement of the undo';
  const text = sql.replaceAll(/\s+/g, ' ').slice(0, 200);
  return finding('rehearsal-failed', `${what} fails in ${where}: ${error.message} (${text})`, HINT);
}

function differs(what: string, changes: readonly Change[]): Diagnostic {
  return finding('rehearsal-failed', `${what}: ${changes.map(describeChange).join(', ')}`, HINT);
}

function undoLoses(tables: readonly string[]): Diagnostic {
  return {
    code: 'irreversible-step',
    severity: 'warning',
    message: `the undo of the plan brings the schema back, but not the rows of ${tables.join(', ')} as they were`,
    hint: 'keep a copy of what changes before it runs where it matters',
  };
}

function notRehearsed(reason: string): Diagnostic {
  return {
    code: 'no-scratch',
    severity: 'warning',
    message: `the plan was not rehearsed: ${reason}`,
    hint: 'give the target a `dev:` database that may be wiped, or the right to create one',
  };
}
