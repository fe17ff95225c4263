import { expect } from 'vitest';
import { type Session } from '../../src/dialects/dialect.ts';
import { type Change } from '../../src/model/change.ts';
import { type Manifest } from '../../src/model/manifest.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { withCounters } from '../../src/model/scope.ts';
import { type Plan } from '../../src/model/step.ts';
import { planTowards } from '../../src/plan/towards.ts';
import { keysSorted } from '../servers/observe.ts';
import { type TestServer } from '../servers/servers.ts';
import { keptScratch, type Place } from './place.ts';

export interface Planned {
  readonly plan: Plan;
  readonly changes: readonly Change[];
  readonly before: readonly SchemaObject[];
  /** What the plan leads to, with what roles that nobody manages have. */
  readonly after: readonly SchemaObject[];
}

/** The plan from a database to a manifest, spelled in a scratch place that is kept. */
export async function planOf({ dialect, session }: Place, manifest: Manifest): Promise<Planned> {
  const scope = withCounters(manifest.scope, manifest.desired.objects);
  const { objects: before } = await dialect.read(session, scope);
  const { ends, spelled, plan } = await planTowards({
    dialect,
    server: session.server,
    before,
    desired: manifest.desired,
    records: new Map(),
    scope,
    scratch: () => scratchBeside({ dialect, session }),
  });
  expect(spelled.diagnostics, 'spelling').toEqual([]);
  return { plan, changes: spelled.changes, before, after: ends };
}

export function scratchBeside({
  dialect,
  session,
}: Pick<Place, 'dialect' | 'session'>): ReturnType<typeof keptScratch> {
  return keptScratch(dialect, `spelling ${session.server.product}`, dialect.name === 'mysql' ? session : null);
}

/** Runs a plan, transaction by transaction. */
export async function execute(plan: Plan, session: Session): Promise<void> {
  for (const { transaction, steps } of plan.batches) {
    const runAll = async (on: Session): Promise<void> => {
      for (const step of steps) await on.run(step.sql);
    };
    await (transaction ? session.transaction(runAll) : runAll(session));
  }
}

/** On PostgreSQL a column that is dropped and added again comes last, and nothing can move it: the order of lines does not count there. */
export function comparable(seen: string, { dialect }: TestServer): string {
  if (dialect !== 'postgres') return keysSorted(seen);
  return seen
    .split('\n')
    .map((line) => line.replace(/,$/, '').replace(/^(column .*?) \d+ /, '$1 '))
    .sort()
    .join('\n');
}
