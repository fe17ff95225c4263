import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { dialectOf } from '../dialects/registry.ts';
import { diff } from '../diff/diff.ts';
import { loadManifest } from '../manifest/load.ts';
import { dialectOfScheme, resolveTarget } from '../manifest/target.ts';
import { renderManifest, type WrittenFile } from '../manifest/write.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type DialectName, type Scope } from '../model/manifest.ts';
import { objectCount } from '../model/mysql-object.ts';
import { PEER_NAMES } from '../model/peer-tables.ts';
import { safeUrl } from '../model/url.ts';
import { count } from '../report/count.ts';
import { formatUnmanaged } from '../report/unmanaged.ts';
import { embeddedUrl } from './project.ts';
import { pullInto } from './pull-into.ts';
import { accountsIn, concerning, EVERYBODY } from './pulled-roles.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';
import { withUnchecked } from './unchecked.ts';

export interface PullOptions {
  readonly out: string;
  readonly layout: 'file' | 'table';
  /** Globs of schemas; what the manifest says, or the default schema, when empty. */
  readonly scope: readonly string[];
  readonly strict: boolean;
}

/** Live database → a runnable manifest under `out`, which plans to nothing against the same database. One that is there already is edited. */
export async function pull(run: Run, options: PullOptions): Promise<Answer> {
  const there = join(resolve(run.cwd, options.out), 'dbops.yaml');
  if (!run.yes && existsSync(there)) {
    if (options.scope.length === 0) return pullInto(run, there, options);
    const hint = 'write the scope there; or write everything anew: --yes';
    throw new Refusal([finding('usage', `the scope of ${there} is what stands in it`, hint)]);
  }
  const source = await sourceOf(run, options);
  run.journal.target = safeUrl(source.url);
  const dialect = await dialectOf(source.dialect);
  await using session = await dialect.connect(embeddedUrl(source.url, run.cwd), { signal: run.signal });
  const catalog = await dialect.read(session, source.scope);
  const read = await withUnchecked(dialect, session, catalog.objects);
  const objects = concerning(read, source.scope.roles ?? []);
  const files = renderManifest(objects, {
    name: session.server.database || 'database',
    dialect: source.dialect,
    scope: source.dialect === 'mysql' ? accountsIn(source.scope, objects) : source.scope,
    url: source.url,
    layout: options.layout,
  });
  const dir = resolve(run.cwd, options.out);
  run.journal.dir = join(dir, '.tasks');
  await refuseOverwrite(dir, files, run);
  for (const file of files) {
    const path = join(dir, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text);
    run.journal.note({ type: 'file', path: join(options.out, file.path), purpose: 'manifest, pulled' });
  }
  const written = await loadManifest(join(dir, 'dbops.yaml'), { env: { ...run.env, DATABASE_URL: source.url } });
  if (written.manifest === null) throw new Refusal(written.diagnostics);
  const left = diff(objects, written.manifest.desired.objects, { columnOrder: dialect.columnsHaveOrder });
  if (left.length > 0) {
    const what = left.map((c) => `${c.type} ${(c.type === 'drop' ? c.before : c.after).name}`).slice(0, 5);
    throw new Refusal([
      finding('not-converged', `what was written does not read back as what was there: ${what.join(', ')}`),
    ]);
  }
  const { unmanaged } = catalog;
  const number = objectCount(objects);
  const paths = files.map((f) => join(options.out, f.path)).join(', ');
  return {
    exit: options.strict && unmanaged.length > 0 ? 3 : 0,
    text: `${count(number, 'object')} → ${paths}\n${formatUnmanaged(unmanaged)}`,
    json: { ok: true, files: files.map((f) => f.path), objects: number, unmanaged },
    status: `pulled ${count(number, 'object')}`,
  };
}

async function sourceOf(
  run: Run,
  options: PullOptions,
): Promise<{ readonly url: string; readonly dialect: DialectName; readonly scope: Scope }> {
  const peers = [...PEER_NAMES];
  const direct = run.target === undefined ? null : dialectOfScheme(run.target);
  if (run.target !== undefined && direct !== null) {
    const schemas = options.scope.length > 0 ? options.scope : ['*'];
    return {
      url: run.target,
      dialect: direct,
      scope: { schemas, roles: EVERYBODY, ignore: [], layout: 'dbmate', peers },
    };
  }
  if (run.target?.includes('://')) {
    const hint = 'it begins with postgres://, mysql:// or pglite://';
    throw new Refusal([finding('usage', `${safeUrl(run.target)} is the URL of no database`, hint)]);
  }
  const loaded = await loadManifest(run.manifest, { env: run.env, target: run.target });
  if (loaded.manifest === null) throw new Refusal(loaded.diagnostics);
  const resolved = resolveTarget(loaded.manifest, run.target);
  if ('diagnostic' in resolved) throw new Refusal([resolved.diagnostic]);
  const { scope, dialect } = loaded.manifest;
  return {
    url: resolved.target.url,
    dialect,
    scope: { ...scope, peers, ...(options.scope.length > 0 ? { schemas: options.scope } : {}) },
  };
}

async function refuseOverwrite(dir: string, files: readonly WrittenFile[], run: Run): Promise<void> {
  if (run.yes) return;
  const there: Diagnostic[] = [];
  for (const file of files) {
    const path = join(dir, file.path);
    const found = await stat(path).catch(() => null);
    if (found !== null)
      there.push(finding('usage', `${path} is there already`, 'write over it: --yes; or elsewhere: --out DIR'));
  }
  if (there.length > 0) throw new Refusal(there);
}
