import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { loadManifest } from '../manifest/load.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { rowSchemas } from '../report/row-schema.ts';
import { type Answer, Refusal, type Run, warn } from './run.ts';

/** TypeScript row types of the declared tables and views' tables, to stdout or a file. Needs no database. */
export async function types(run: Run, options: { readonly out: string | undefined }): Promise<Answer> {
  // No target is chosen, so that none of its variables has to be set.
  const loaded = await loadManifest(run.manifest, { env: run.env, target: '' });
  run.journal.dir = loaded.tasks;
  if (loaded.manifest === null) throw new Refusal(loaded.diagnostics);
  warn(run, loaded.diagnostics);
  const schemas = rowSchemas(loaded.manifest.desired.objects, loaded.manifest.dialect);
  const parts = await Promise.all(
    schemas.map(({ name, schema }) =>
      compile(schema as Parameters<typeof compile>[0], name, {
        bannerComment: '',
        additionalProperties: false,
        format: false,
      }),
    ),
  );
  const text = `// Row types of ${loaded.manifest.name}, made by \`dbops types\`: do not edit.\n\n${parts.map((p) => p.trim()).join('\n\n')}\n`;
  if (options.out !== undefined) {
    const path = resolve(run.cwd, options.out);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    run.journal.note({ type: 'file', path: options.out, purpose: 'row types' });
  }
  return {
    exit: EXIT.done,
    text: options.out === undefined ? text : `${count(schemas.length, 'type')} → ${options.out}\n`,
    json: { ok: true, types: schemas.length, text },
    status: count(schemas.length, 'type'),
  };
}
