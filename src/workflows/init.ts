import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { initialFiles } from '../manifest/init.ts';
import { dialectOfScheme } from '../manifest/target.ts';
import { EXIT } from '../model/codes.ts';
import { count } from '../report/count.ts';
import { pull } from './pull.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';

export interface InitOptions {
  readonly dir: string;
  readonly dialect: string | undefined;
  /** A live database to start from. */
  readonly from: string | undefined;
}

/** Starts a project in a folder: a commented manifest that applies as it is, or the schema of a live database. */
export async function init(run: Run, options: InitOptions): Promise<Answer> {
  if (options.from !== undefined) {
    if (!options.from.includes('://')) {
      const hint = 'give a URL: dbops init --from postgres://user@host/database';
      throw new Refusal([finding('usage', `${options.from} is the URL of no database`, hint)]);
    }
    return pull({ ...run, target: options.from }, { out: options.dir, layout: 'file', scope: [], strict: false });
  }
  const dialect = options.dialect ?? dialectOfScheme(run.target ?? '') ?? 'postgres';
  if (dialect !== 'postgres' && dialect !== 'mysql') {
    throw new Refusal([
      finding('usage', `there is no dialect ${JSON.stringify(dialect)}`, 'one of: postgres, mysql (MariaDB included)'),
    ]);
  }
  const dir = resolve(run.cwd, options.dir);
  run.journal.dir = join(dir, '.tasks');
  const files = initialFiles(dialect, basename(dir), run.target);
  const there = [];
  for (const file of files) {
    const path = join(dir, file.path);
    if (!run.yes && (await stat(path).catch(() => null)) !== null) {
      there.push(
        finding(
          'usage',
          `${join(options.dir, file.path)} is there already`,
          'write over it: --yes; or elsewhere: dbops init DIR',
        ),
      );
    }
  }
  if (there.length > 0) throw new Refusal(there);
  for (const file of files) {
    const path = join(dir, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text);
    run.journal.note({ type: 'file', path: join(options.dir, file.path), purpose: 'new project' });
  }
  const next = options.dir === '.' ? 'dbops apply' : `cd ${options.dir} && dbops apply`;
  return {
    exit: EXIT.done,
    text: `${files.map((f) => `wrote ${join(options.dir, f.path)}`).join('\n')}\nnext: ${next}\n`,
    json: { ok: true, files: files.map((f) => f.path) },
    status: `${count(files.length, 'file')} written`,
  };
}
