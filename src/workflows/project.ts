import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type ConnectOptions, type Dialect, type Scratch, type Session } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/registry.ts';
import { loadManifest } from '../manifest/load.ts';
import { dialectOfScheme, resolveTarget } from '../manifest/target.ts';
import { takeRunLock } from '../migrations/run-lock.ts';
import { rolesOf } from '../model/access.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { type Manifest, type Target } from '../model/manifest.ts';
import { tablespacesOf } from '../model/object.ts';
import { safeUrl } from '../model/url.ts';
import { refuseProtectedUrl } from './protection.ts';
import { finding, Refusal, type Run, warn } from './run.ts';

/** A manifest with the target that this run is about. */
export interface Project {
  readonly manifest: Manifest;
  readonly dialect: Dialect;
  readonly target: Target;
  readonly warnings: readonly Diagnostic[];
}

/** Loads the manifest and chooses the target. Throws every finding as one `Refusal`. */
export async function openProject(run: Run): Promise<Project> {
  const loaded = await loadManifest(run.manifest, { env: run.env, target: run.target });
  run.journal.dir = loaded.tasks;
  if (loaded.manifest === null) throw new Refusal(loaded.diagnostics);
  const resolved = resolveTarget(loaded.manifest, run.target);
  if ('diagnostic' in resolved) throw new Refusal([...loaded.diagnostics, resolved.diagnostic]);
  // The young generation stays as it is by now: more room for it is a sixth of the memory, and no time.
  if (loaded.manifest.desired.objects.length > LARGE) setFlagsFromString('--semi-space-growth-factor=1');
  run.journal.target = safeUrl(resolved.target.url);
  warn(run, loaded.diagnostics);
  return {
    manifest: loaded.manifest,
    dialect: await dialectOf(loaded.manifest.dialect),
    target: resolved.target,
    warnings: loaded.diagnostics,
  };
}

/** Objects. */
const LARGE = 10_000;

/**
 * Connects to the target. Relative paths of embedded databases are relative to the manifest's folder. A database that was
 * protected under a target's name is not to be had under its bare URL: throws `protected-target`.
 */
export async function connectTarget({ dialect, target, manifest }: Project, run: Run): Promise<Session> {
  const session = await dialect.connect(embeddedUrl(target.url, manifest.dir), { signal: run.signal });
  try {
    if (!target.protected && !manifest.targets.includes(target)) await refuseProtectedUrl(session, dialect);
    return session;
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Has the target to itself, from what is read of it to what is written: plans of two runs must not mix. Says so when it has to
 * wait; throws `lock-timeout` when that takes too long.
 */
export async function holdTarget({ dialect, manifest }: Project, session: Session, run: Run): Promise<AsyncDisposable> {
  try {
    return await takeRunLock(session, dialect, 0);
  } catch (error) {
    if (!(error instanceof DbopsError) || error.code !== 'lock-timeout') throw error;
    run.say(`waiting for another run to end${error.details.map((d) => `, ${d}`).join('')}\n`);
    return takeRunLock(session, dialect, manifest.safety.runTimeout);
  }
}

/**
 * Opens a session to any database by its URL: `postgres://`, `mysql://` (MariaDB too), `pglite://FOLDER`. Relative folders are relative to
 * `dir`. Throws `DbopsError('connection-failed')`, or a `Refusal` when the text is no such URL.
 */
export async function connect(url: string, options: ConnectOptions & { readonly dir?: string } = {}): Promise<Session> {
  const name = dialectOfScheme(url);
  if (name === null) {
    const hint = 'it begins with postgres://, mysql:// or pglite://';
    throw new Refusal([finding('usage', `${safeUrl(url)} is the URL of no database`, hint)]);
  }
  return (await dialectOf(name)).connect(embeddedUrl(url, options.dir ?? process.cwd()), options);
}

/** `pglite://.dbops/local` with its folder made absolute; any other URL as it is. */
export function embeddedUrl(url: string, dir: string): string {
  const path = /^pglite:\/\/(.*)$/.exec(url)?.[1];
  if (path === undefined || path === '' || path === 'memory') return url;
  return `pglite://${resolve(dir, path)}`;
}

/** A scratch place that is opened when it is first needed, used again, and removed at the end. */
export interface LazyScratch extends AsyncDisposable {
  readonly open: () => Promise<Scratch | { readonly unavailable: string }>;
  /** A place that may lack some of what is asked for, too. */
  readonly openAny: () => Promise<Scratch | { readonly unavailable: string }>;
}

export function lazyScratch({ dialect, target, manifest }: Project, session: Session | null, run: Run): LazyScratch {
  let opened: Promise<Scratch | { readonly unavailable: string }> | null = null;
  const extensions = manifest.desired.objects.filter((o) => o.kind === 'extension').map((o) => o.name);
  const openAny: LazyScratch['openAny'] = async () => {
    opened ??= dialect.scratch({
      target: session,
      dev: target.dev,
      extensions,
      roles: manifest.desired.objects.flatMap(rolesOf).filter((role) => role !== 'public'),
      tablespaces: manifest.desired.objects.flatMap(tablespacesOf),
      scope: manifest.scope,
      signal: run.signal,
    });
    const scratch = await opened;
    if (run.verbose && 'where' in scratch) run.say(`expressions are spelled in ${scratch.where}\n`);
    return scratch;
  };
  return {
    openAny,
    open: async () => {
      const scratch = await openAny();
      return 'lacks' in scratch && scratch.lacks !== undefined ? { unavailable: scratch.lacks.reason } : scratch;
    },
    [Symbol.asyncDispose]: async () => {
      const scratch = await opened?.catch(() => null);
      if (scratch && 'session' in scratch) await scratch[Symbol.asyncDispose]();
    },
  };
}
