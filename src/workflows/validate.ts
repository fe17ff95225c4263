import { dialectOf } from '../dialects/registry.ts';
import { loadManifest } from '../manifest/load.ts';
import { resolveTarget } from '../manifest/target.ts';
import { EXIT } from '../model/codes.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type Target } from '../model/manifest.ts';
import { spell } from '../plan/spell.ts';
import { count } from '../report/count.ts';
import { checkSeeds } from '../seeds/check.ts';
import { missingFeatures } from './live.ts';
import { connectTarget, lazyScratch, type Project } from './project.ts';
import { type Answer, Refusal, type Run, warn } from './run.ts';

/** Schema, references, seeds and, where a scratch place can be had, every expression: all findings at their places. */
export async function validate(run: Run): Promise<Answer> {
  const loaded = await loadManifest(run.manifest, { env: run.env, target: run.target });
  run.journal.dir = loaded.tasks;
  if (loaded.manifest === null) throw new Refusal(loaded.diagnostics);
  const { manifest } = loaded;
  const dialect = await dialectOf(manifest.dialect);
  const { desired, targets, seeds, dir } = manifest;
  const found: Diagnostic[] = [
    ...loaded.diagnostics,
    ...(await checkSeeds({ sets: seeds, objects: desired.objects, targets, dir })),
  ];
  const resolved = resolveTarget(manifest, run.target);
  if ('diagnostic' in resolved && run.target !== undefined) found.push(resolved.diagnostic);
  const target = 'target' in resolved ? resolved.target : NOWHERE;
  found.push(...(await expressions({ manifest, dialect, target, warnings: [] }, run)));
  if (found.some((d) => d.severity === 'error')) throw new Refusal(found);
  const objects = desired.objects.length;
  warn(run, found);
  return {
    exit: EXIT.done,
    text: `valid: ${count(objects, 'object')}, ${count(seeds.length, 'seed set')}\n`,
    json: { ok: true, objects, seeds: seeds.length, diagnostics: found },
    status: 'valid',
  };
}

/** Without a target expressions still are checked where the scratch place needs none. */
const NOWHERE: Target = { name: 'none', url: '', protected: false };

/** Builds everything in scratch. PostgreSQL needs no server for that; MySQL needs the target or a `dev:` database. */
async function expressions(project: Project, run: Run): Promise<readonly Diagnostic[]> {
  const { dialect, manifest } = project;
  const embedded = dialect.name === 'postgres';
  await using session =
    embedded || project.target.url === '' ? null : await connectTarget(project, run).catch(() => null);
  await using scratch = lazyScratch(project, session, run);
  const { scope, desired } = manifest;
  const missing = session === null ? [] : missingFeatures(dialect, session.server, desired);
  if (missing.length > 0) return missing;
  const spelled = await spell({
    dialect,
    before: [],
    desired,
    records: new Map(),
    scope,
    scratch: scratch.openAny,
    checkAll: true,
  });
  return spelled.diagnostics;
}
