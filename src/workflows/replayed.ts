import { type Catalog, type Scratch, type ServerInfo, type Session } from '../dialects/dialect.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { replay } from '../migrations/replay.ts';
import { DbopsError } from '../model/error.ts';
import { withFormerSchemas } from '../plan/schema-renames.ts';
import { embeddedUrl, type LazyScratch, type Project } from './project.ts';
import { finding, Refusal, type Run } from './run.ts';

/** What migration files make from nothing, in the place of a live database. */
export interface Replayed {
  readonly catalog: Catalog;
  /** The server that they ran on. */
  readonly server: ServerInfo;
  /** The server that a plan is for. */
  readonly planFor: ServerInfo;
  readonly where: string;
}

/** The target, or null when it cannot be reached: for what is better with it and possible without. */
export async function tryTarget({ dialect, target, manifest }: Project, run: Run): Promise<Session | null> {
  if (target.url === '') return null;
  try {
    return await dialect.connect(embeddedUrl(target.url, manifest.dir), { signal: run.signal, connectTimeout: 3_000 });
  } catch (error) {
    if (error instanceof DbopsError && error.code === 'connection-failed') return null;
    throw error;
  }
}

/** The scratch place. Throws `no-scratch` when there is none. */
export async function scratchOf(place: LazyScratch): Promise<Scratch> {
  const scratch = await place.open();
  if ('session' in scratch) return scratch;
  throw new Refusal([
    finding(
      'no-scratch',
      scratch.unavailable,
      'give the target a `dev:` database that may be wiped, or the right to create one',
    ),
  ]);
}

/** Runs the files in the emptied scratch place and reads what they made. Throws `no-scratch`, `replay-failed`. */
export async function replayed(
  project: Project,
  place: LazyScratch,
  files: readonly MigrationFile[],
  target: ServerInfo | null,
): Promise<Replayed> {
  const { dialect, manifest } = project;
  const scratch = await scratchOf(place);
  await scratch.reset();
  await replay(scratch.session, files);
  const catalog = await dialect.read(scratch.session, withFormerSchemas(manifest.scope, manifest.desired.objects));
  const { server } = scratch.session;
  return { catalog, server, planFor: target ?? unknownTarget(server), where: scratch.where };
}

/** Statements for a server that nobody has seen: what every supported version of PostgreSQL takes, with others at work on it. */
function unknownTarget(server: ServerInfo): ServerInfo {
  if (server.product !== 'postgres') return server;
  return { ...server, embedded: false, number: Math.min(server.number, 130_000) };
}
