import { join, relative } from 'node:path';
import { type Session } from '../dialects/dialect.ts';
import { type MigrationEvent } from '../migrations/event.ts';
import { migrateUp, type RunResult } from '../migrations/execute.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { readMigrations, writeMigrations } from '../migrations/files.ts';
import { type Layout } from '../migrations/formats/format.ts';
import { layoutOf } from '../migrations/formats/layouts.ts';
import { type Plan } from '../model/step.ts';
import { type Tell } from '../tasklog/workflow.ts';
import { type Project } from './project.ts';
import { finding, Refusal, type Run, refuseErrors } from './run.ts';

/** The layout that the manifest names. */
export function layout({ manifest }: Project): Layout {
  const found = layoutOf(manifest.migrations.layout);
  if (found === null) throw new Refusal([finding('invalid-value', `there is no layout ${manifest.migrations.layout}`)]);
  return found;
}

export function migrationsDir({ manifest }: Project): string {
  return join(manifest.dir, manifest.migrations.dir);
}

/** The migration files, in order. Throws their findings. */
export async function readFiles(project: Project): Promise<readonly MigrationFile[]> {
  const found = await readMigrations(migrationsDir(project), layout(project), project.manifest.dialect);
  refuseErrors(found.diagnostics);
  return found.files;
}

/** Writes the files of a plan and gives their paths. */
export async function writePlan(project: Project, run: Run, plan: Plan, name: string): Promise<readonly string[]> {
  const existing = await readFiles(project);
  const rendered = layout(project).render(plan, { name, now: run.now, dialect: project.manifest.dialect, existing });
  const paths = await writeMigrations(migrationsDir(project), rendered);
  for (const path of paths) run.journal.note({ type: 'file', path: shown(path, run), purpose: `migration: ${name}` });
  return paths.map((path) => shown(path, run));
}

/** Runs what is pending, and tells every statement to the journal. */
export async function runPending(
  project: Project,
  session: Session,
  run: Run,
  tell: Tell | null,
  limits: { readonly to?: string; readonly steps?: number; readonly baseline?: string } = {},
): Promise<RunResult> {
  const { dialect, manifest } = project;
  return migrateUp({
    session,
    dialect,
    files: await readFiles(project),
    layout: layout(project),
    safety: manifest.safety,
    signal: run.signal,
    onEvent: journalled(run, tell),
    ...limits,
  });
}

/** Statements of a migration run as entries of the journal and words of progress. */
export function journalled(run: Run, tell: Tell | null): (event: MigrationEvent) => void {
  return (event) => {
    if (event.type === 'wait') tell?.progress(`${event.file.name}: ${event.message}, attempt ${event.attempt}`);
    if (event.type !== 'statement') return;
    const where = `${event.file.name}:${event.line}`;
    if (event.status === 'started') tell?.progress(`${where} ${event.sql.replaceAll(/\s+/g, ' ').slice(0, 100)}`);
    else run.journal.note({ type: 'statement', sql: event.sql, status: event.status, ms: event.ms, where });
  };
}

export function shown(path: string, run: Run): string {
  const near = relative(run.cwd, path);
  return near.startsWith('..') ? path : near;
}
