import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { emptyDraft, type MigrationDraft } from '../migrations/draft.ts';
import { parseMigration } from '../migrations/formats/dbmate.ts';
import { redraft } from '../migrations/redraft.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { migrationsDir, readFolder, writeDrafts } from './files.ts';
import { openProject, type Project } from './project.ts';
import { type Answer, finding, Refusal, type Run, refuseErrors } from './run.ts';

/** A migration for a person to fill, from a template of the folder's `templates/` when one is named. */
export async function migrateNew(
  run: Run,
  options: { readonly name: string; readonly template?: string | undefined },
): Promise<Answer> {
  const project = await openProject(run);
  const { files: existing } = await readFolder(project);
  const dialect = project.manifest.dialect;
  const empty = emptyDraft({ name: options.name, now: run.now, dialect, existing });
  const draft = options.template === undefined ? empty : await fromTemplate(project, options.template, empty);
  const paths = await writeDrafts(project, run, [draft], `migration: ${options.name}`);
  return {
    exit: EXIT.done,
    text: `${paths.join('\n')}\nafter an edit: dbops migrate rebase\n`,
    json: { ok: true, files: paths },
    status: `${count(paths.length, 'file')} written`,
  };
}

/** `templates/NAME.sql`, in dbmate's form; `{{name}}` and `{{version}}` stand for those of the migration. */
async function fromTemplate(project: Project, name: string, draft: MigrationDraft): Promise<MigrationDraft> {
  const path = join(migrationsDir(project), 'templates', `${basename(name, '.sql')}.sql`);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal([
      finding('no-such-file', `there is no template ${path}`, 'it holds a -- migrate:up and a -- migrate:down'),
    ]);
  });
  const filled = text.replaceAll('{{name}}', draft.slug).replaceAll('{{version}}', draft.version);
  const parsed = parseMigration(
    { name: `${draft.version}_x.sql`, path, bytes: Buffer.from(filled) },
    project.manifest.dialect,
  );
  refuseErrors(parsed.diagnostics);
  return parsed.file === null
    ? draft
    : { ...redraft(parsed.file), version: draft.version, slug: draft.slug, title: draft.title, head: draft.head };
}
