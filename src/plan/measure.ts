import { type Dialect, type Scratch } from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';
import { type Measured } from '../model/facts.ts';
import { type ObjectId } from '../model/id.ts';
import { idOf, type SchemaObject } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { refusalOf } from './attempt.ts';
import { buildSchema, reachesOut } from './build.ts';

interface MeasureInput {
  readonly dialect: Dialect;
  readonly scratch: Scratch;
  readonly before: readonly SchemaObject[];
  readonly plan: Plan;
}

/** What was measured by steps, and what kept the rest from it. */
export interface Measurement {
  readonly measured: Map<string, Measured>;
  readonly stopped: string | null;
}

/** What each step of a plan does to the tables that are there already, as the server says while it runs in a scratch place. Steps outside transactions are not measured. */
export async function measurePlan({ dialect, scratch, before, plan }: MeasureInput): Promise<Measurement> {
  const measured = new Map<string, Measured>();
  const { measure } = dialect;
  if (measure === undefined) return { measured, stopped: null };
  await scratch.reset();
  const [refused] = await buildSchema(dialect, scratch.session, before, { access: true });
  if (refused !== undefined) {
    return {
      measured,
      stopped: `the live ${refused.object} cannot be built in ${scratch.where}: ${refused.error.message}`,
    };
  }
  const stoppedAt = (sql: string, error: ServerError): Measurement => {
    const text = sql.replaceAll(/\s+/g, ' ').slice(0, 200);
    return { measured, stopped: `a statement fails in ${scratch.where}: ${error.message} (${text})` };
  };
  const there = new Set(before.filter((o) => o.kind === 'table' || o.kind === 'materialized_view').map(idOf));
  for (const step of plan.steps) {
    if (reachesOut(step.why.type === 'drop' ? step.why.before : step.why.after)) continue;
    if (step.transaction === 'alone') {
      const refusal = await refusalOf(scratch.session, step.sql);
      if (refusal !== null) return stoppedAt(step.sql, refusal);
      continue;
    }
    try {
      const { locks, rewrites, scans } = await measure(scratch.session, step.sql);
      const known = (id: ObjectId): boolean => there.has(id);
      measured.set(step.id, {
        locks: locks.filter((l) => known(l.object)),
        rewrites: rewrites.filter(known),
        scans: scans.filter(known),
      });
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return stoppedAt(step.sql, error);
    }
  }
  return { measured, stopped: null };
}
