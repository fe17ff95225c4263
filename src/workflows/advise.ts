import { advise } from '../advise/advise.ts';
import { type Session } from '../dialects/dialect.ts';
import { addIndexes } from '../manifest/add-index.ts';
import { EXIT } from '../model/codes.ts';
import { DbopsError } from '../model/error.ts';
import { type AdviceReport } from '../model/index-advice.ts';
import { byId, type SchemaObject } from '../model/object.ts';
import { DEFAULT_PATTERN, indexName } from '../policies/index-names.ts';
import { amount, formatAdvice, unreadSources } from '../report/advice.ts';
import { runWorkflow } from '../tasklog/workflow.ts';
import { enforceOnManifest } from './policy.ts';
import { connectTarget, openProject, type Project } from './project.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';

export interface AdviseOptions {
  /** Instead of the manifest's. */
  readonly sources: readonly string[];
  /** Adds the indexes to the YAML. */
  readonly write: boolean;
}

/** Slow queries → indexes, with measured, hypothetical or estimated gain. Changes nothing on the target. */
export async function adviseCommand(run: Run, options: AdviseOptions): Promise<Answer> {
  const project = await openProject(run);
  const config = project.manifest.policies.advice;
  const sources = options.sources.length > 0 ? options.sources : config.sources;
  if (sources.length === 0) {
    const hint =
      'name one: --source pg_stat_statements; or in a policies file: advice: { sources: ["workload:workload/*.sql"] }';
    throw new Refusal([finding('usage', 'there is no source of queries to advise on', hint)]);
  }
  await using session = await connectTarget(project, run);
  let report: AdviceReport | null = null;
  await runWorkflow(
    [
      {
        title: 'Suggest indexes',
        run: async (_, tell) => {
          const { objects } = await project.dialect.read(session, project.manifest.scope);
          report = await adviceFor(project, session, run, { objects, sources, progress: tell.progress });
          tell.result(`${report.advice.length} missing`);
        },
      },
    ],
    null,
    { output: run.output, journal: run.journal, write: run.say },
  );
  const { advice, ...rest } = report ?? NOTHING;
  refuseUnread({ advice, ...rest });
  const written =
    options.write && advice.length > 0
      ? await addIndexes(
          project.manifest,
          advice.map((a) => a.index),
        )
      : [];
  for (const path of written) run.journal.note({ type: 'file', path, purpose: 'suggested indexes' });
  const lines = written.map((path) => `wrote ${path}\n`).join('');
  return {
    exit: EXIT.done,
    text: `${formatAdvice({ advice, ...rest }, run.verbose)}${lines}`,
    json: { ok: true, advice, ...rest, files: written },
    status: advice.length === 0 ? 'no index is missing' : `${advice.length} indexes suggested`,
  };
}

/** Advice on nothing would read as if no index was missing. */
function refuseUnread(report: AdviceReport): void {
  const unread = unreadSources(report);
  if (unread.length === 0 || report.sources.some((s) => s.queries > 0)) return;
  throw new DbopsError('file-error', 'no source of queries could be read', {
    details: unread.map((s) => `${s.query}: ${s.at}: ${s.reason}`),
    hint: 'a source is pg_stat_statements, or slow_log:, auto_explain:, explain: or workload: before a path; paths are relative to dbops.yaml',
  });
}

const NOTHING: AdviceReport = { sources: [], basis: 'estimated', advice: [], hints: [], rejected: [], skipped: [] };

export interface AdviceRequest {
  /** The live objects. */
  readonly objects: readonly SchemaObject[];
  readonly sources: readonly string[];
  readonly progress: (text: string) => void;
}

/** Advice for a live schema, in the names that the policies ask for, noted in the task log. */
export async function adviceFor(
  project: Project,
  session: Session,
  run: Run,
  request: AdviceRequest,
): Promise<AdviceReport> {
  const { manifest, dialect, target } = project;
  const declared = enforceOnManifest(project, run.now).desired.objects;
  const naming = manifest.policies.rules.find((r) => r.rule === 'index-name' && r.level !== 'off');
  const report = await advise({
    session,
    dialect,
    objects: together(request.objects, declared),
    config: { ...manifest.policies.advice, sources: request.sources },
    dir: manifest.dir,
    build: !target.protected,
    name: (table, index, taken) => {
      const columns = index.parts.map((p) => p.column ?? words(p.expression ?? ''));
      return indexName(naming?.pattern ?? DEFAULT_PATTERN, table, columns, dialect.name, taken);
    },
    progress: request.progress,
  });
  noteAdvice(run, report);
  return report;
}

/** Declared keys count as being there; tables count only when they are live. */
function together(live: readonly SchemaObject[], declared: readonly SchemaObject[]): SchemaObject[] {
  const all = byId(declared.filter((o) => o.kind === 'index' || o.kind === 'unique'));
  return [...new Map([...all, ...byId(live)]).values()];
}

function words(expression: string): string {
  return (expression.match(/[A-Za-z_]\w*/g) ?? ['expression']).join('_').toLowerCase();
}

function noteAdvice({ journal }: Run, { advice, sources, skipped, rejected }: AdviceReport): void {
  for (const { source, queries } of sources) journal.note({ type: 'analysis', text: `${source}: ${queries} queries` });
  journal.note({
    type: 'analysis',
    text: `${rejected.length} indexes considered and not suggested, ${skipped.length} queries not judged`,
  });
  for (const a of advice) {
    journal.note({ type: 'bottleneck', text: a.bottleneck });
    journal.note({ type: 'technique', text: `${a.create} (${a.reason})` });
    for (const q of a.queries) {
      const what = `${q.at}, ${q.gain.basis} with ${a.index.name}`;
      journal.note({
        type: 'measured',
        what,
        before: amount(q.gain.before, q.gain.unit),
        after: amount(q.gain.after, q.gain.unit),
      });
    }
  }
}
