import { migrationStatus } from '../migrations/status.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { describeChange, planJson } from '../report/plan.ts';
import { statusInput } from './files.ts';
import { compare, rememberSpelling } from './live.ts';
import { note } from './plan.ts';
import { enforceOnManifest } from './policy.ts';
import { connectTarget, lazyScratch, openProject } from './project.ts';
import { type Answer, type Run } from './run.ts';

/** What differs on the live database from the manifest and from the history; exit 2 when anything does. Changes nothing. */
export async function drift(run: Run): Promise<Answer> {
  const project = await openProject(run);
  await using session = await connectTarget(project, run);
  await using scratch = lazyScratch(project, session, run);
  const status = await migrationStatus(await statusInput(project, session));
  const { desired } = enforceOnManifest(project, run.now);
  const live = await compare(project, session, scratch, { desired });
  await rememberSpelling(project, session, live);
  note(run, live);
  const words = { create: 'missing', drop: 'not declared', rename: 'renamed', alter: 'differs' } as const;
  const lines = [
    ...live.spelled.changes.map((c) => `${words[c.type]}: ${describeChange(c)}`),
    ...status.mismatches.map((d) => `history: ${d.message}`),
    ...status.pending.map((f) => `pending: ${f.name}`),
    ...live.catalog.unmanaged.map((u) => `not managed: ${u.kind} ${u.name}`),
  ];
  const found = live.spelled.changes.length + status.mismatches.length + status.pending.length;
  return {
    exit: found > 0 ? EXIT.pending : EXIT.done,
    text: `${(found === 0 ? ['no drift', ...lines] : lines).join('\n')}\n`,
    json: {
      ok: true,
      drift: found > 0,
      ...(planJson(live.plan, live.spelled.changes) as object),
      history: status.mismatches,
      pending: status.pending.map((f) => f.name),
      unmanaged: live.catalog.unmanaged,
    },
    status: found === 0 ? 'no drift' : count(found, 'difference'),
  };
}
