import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { loadManifest } from '../../src/manifest/load.ts';
import { REFUSED_HAZARDS } from '../../src/model/hazard.ts';
import { type Manifest } from '../../src/model/manifest.ts';
import { type Plan } from '../../src/model/step.ts';
import { rehearse } from '../../src/plan/rehearse.ts';
import { formatPlan } from '../../src/report/plan.ts';
import { withFolder } from '../servers/databases.ts';
import { type TestServer } from '../servers/servers.ts';
import { type Case, golden, isRehearsed, writeGolden } from './case-folder.ts';
import { inPlace, type Place } from './place.ts';
import { comparable, execute, type Planned, planOf, scratchBeside } from './planning.ts';
import { expectSurvival, reversed, snapshot } from './rows.ts';

const UPDATE = process.env.UPDATE_GOLDENS === '1';

/**
 * The five checks: the plan is what the folder says · the server accepts it · planning again gives nothing · the rows
 * survive · undo brings back what an observer said before.
 */
export async function runCase(of: Case, server: TestServer): Promise<void> {
  const { settings } = of;
  const manifest = await manifestOf(of, server);
  await inPlace(server, async (place) => {
    const { dialect, session } = place;
    await place.load(of.before);
    if (of.rows !== null) await place.load(of.rows);
    const rowsBefore = await snapshot(place.ask, dialect.name);
    const seenBefore = comparable(await place.observe(), server);

    const planned = await planOf(place, manifest);
    const { plan, changes } = planned;
    checkGolden(of, server, 'sql', sqlOf(plan));
    checkGolden(of, server, 'txt', formatPlan(plan, changes));
    expect(refusedHazards(plan), 'hazards that must be allowed').toEqual(settings.allow ?? []);

    if (isRehearsed(of, server)) await expectRehearsed(place, manifest, planned);
    await execute(plan, session);
    const rowsAfter = await snapshot(place.ask, dialect.name);
    expectSurvival(rowsBefore, rowsAfter, settings);
    expect(sqlOf((await planOf(place, manifest)).plan), 'planning again').toBe('');

    const ways = plan.steps.map((step) => step.undo);
    expect(ways.includes(null), 'a step without a way back').toBe(settings.undo === 'none');
    for (const statement of ways.toReversed().flatMap((way) => way ?? [])) await session.run(statement);
    expectSurvival(rowsAfter, await snapshot(place.ask, dialect.name), reversed(settings));
    if (settings.undo !== 'none') expect(comparable(await place.observe(), server), 'after undo').toBe(seenBefore);
  });
}

async function manifestOf(of: Case, server: TestServer): Promise<Manifest> {
  return withFolder(async (folder) => {
    const { dialect } = server;
    const scope = { ...(dialect === 'postgres' ? { schemas: ['*'] } : {}), ignore: of.settings.ignore ?? [] };
    const project = { version: 1, name: 'case', dialect, include: { schema: ['schema/*.yaml'] }, targets: {}, scope };
    await mkdir(join(folder, 'schema'));
    await copyFile(join(of.folder, 'manifest.yaml'), join(folder, 'schema/manifest.yaml'));
    await writeFile(join(folder, 'dbops.yaml'), stringify(project));
    const { manifest, diagnostics } = await loadManifest(join(folder, 'dbops.yaml'), { env: {} });
    expect(diagnostics, 'the manifest').toEqual([]);
    if (manifest === null) throw new Error('no manifest');
    return manifest;
  });
}

/** The product's own rehearsal must come to the same end as the server. */
async function expectRehearsed({ dialect, session }: Place, { scope }: Manifest, planned: Planned): Promise<void> {
  const scratch = await scratchBeside({ dialect, session });
  const { plan, before, after } = planned;
  const left = plan.steps.some((s) => s.undo === null) ? null : [];
  expect(await rehearse({ dialect, server: session.server, scratch, scope, before, after, plan }), 'rehearsal').toEqual(
    {
      how: 'ran',
      missed: [],
      left,
    },
  );
}

function refusedHazards(plan: Plan): string[] {
  const kinds = new Set(plan.steps.flatMap((step) => step.hazards.map((h) => h.kind)));
  return REFUSED_HAZARDS.filter((kind) => kinds.has(kind));
}

/** The statements by transaction, then their undo. */
function sqlOf(plan: Plan): string {
  if (plan.steps.length === 0) return '';
  const forward = plan.batches.flatMap(({ transaction, steps }) => [
    transaction ? '-- in one transaction' : '-- by itself',
    ...steps.map((step) => `${step.sql};`),
  ]);
  const back = plan.steps
    .toReversed()
    .flatMap((step) => step.undo?.map((sql) => `${sql};`) ?? [`-- no way back: ${step.sql}`]);
  return `${[...forward, '', '-- undo', ...back].join('\n')}\n`;
}

function checkGolden(of: Case, server: TestServer, ending: 'sql' | 'txt', text: string): void {
  if (UPDATE) writeGolden(of, server, ending, text);
  else expect(text, `expected.${ending}`).toBe(golden(of, server, ending));
}
