import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DialectName } from '../model/manifest.ts';
import { type SchemaObject } from '../model/object.ts';
import { hasSecret } from '../model/url.ts';
import { type Source } from './read.ts';
import { type FileKind } from './validate.ts';

/**
 * What came of files in an earlier run, by content: the data of each file that was parsed and found valid (YAML takes a
 * second a megabyte), and the objects that all schema files together declare.
 */
export interface ManifestCache {
  get(kind: FileKind, source: Source): { readonly data: unknown } | null;
  put(kind: FileKind, source: Source, data: unknown): void;
  /** The same for a piece of a file, wherever it stands. */
  piece(kind: FileKind, text: string): { readonly data: unknown } | null;
  putPiece(kind: FileKind, text: string, data: unknown): void;
  objects(dialect: DialectName, sources: readonly Source[]): readonly SchemaObject[] | null;
  putObjects(dialect: DialectName, sources: readonly Source[], objects: readonly SchemaObject[]): void;
  /** Writes what was used in this run, and nothing that was not; a cache that cannot be written is none. */
  save(): Promise<void>;
}

/** In place of a digest, where the name is one. */
const PIECE = '';

/** By absolute path, by a name, or by the digest of a piece: the digest of the text, and what came of it. */
type Entries = Readonly<Record<string, readonly [digest: string, data: unknown]>>;

/** One file of the cache: read when it is first asked, written when it holds something new or something that nobody uses. */
interface Shelf {
  get(name: string, digest: string): { readonly data: unknown } | null;
  put(name: string, digest: string, data: unknown): void;
  save(): Promise<void>;
}

/** The cache of one dbops.yaml, in `.dbops/cache` beside it. What another program has made is not used. */
export function openCache(manifest: string): ManifestCache {
  const maker = programDigest();
  const shelf = (part: string): Shelf =>
    openShelf(join(dirname(manifest), '.dbops/cache', `${basename(manifest)}${part}.json`), maker);
  const [small, schema, lowered] = [shelf(''), shelf('.schema'), shelf('.objects')];
  const shelfOf = (kind: FileKind): Shelf => (kind === 'schema' ? schema : small);
  const keyOf = (dialect: DialectName, sources: readonly Source[]): string =>
    digestOf(dialect, ...sources.flatMap(({ path, text }) => [path, text]));
  return {
    get: (kind, { path, text }) => shelfOf(kind).get(path, digestOf(kind, text)),
    put: (kind, { path, text }, data) => {
      if (isJson(data) && !holdsSecrets(text)) shelfOf(kind).put(path, digestOf(kind, text), data);
    },
    piece: (kind, text) => shelfOf(kind).get(digestOf(kind, text), PIECE),
    putPiece: (kind, text, data) => {
      if (isJson(data) && !holdsSecrets(text)) shelfOf(kind).put(digestOf(kind, text), PIECE, data);
    },
    objects: (dialect, sources) => {
      const found = lowered.get('objects', keyOf(dialect, sources));
      return found === null ? null : (found.data as readonly SchemaObject[]);
    },
    putObjects: (dialect, sources, objects) => {
      if (sources.some(({ text }) => holdsSecrets(text)) || !isJson(objects)) return;
      lowered.put('objects', keyOf(dialect, sources), objects);
    },
    save: async () => {
      for (const one of [small, schema, lowered]) await one.save();
    },
  };
}

function openShelf(file: string, maker: string): Shelf {
  let known: Entries | null = null;
  const used: Record<string, readonly [string, unknown]> = {};
  let fresh = false;
  return {
    get(name, digest) {
      known ??= readEntries(file, maker);
      const entry = known[name];
      if (entry === undefined || entry[0] !== digest) return null;
      used[name] = entry;
      return { data: entry[1] };
    },
    put(name, digest, data) {
      used[name] = [digest, data];
      fresh = true;
    },
    async save() {
      if (fresh || Object.keys(known ?? {}).length > Object.keys(used).length) {
        await writeWhole(file, JSON.stringify({ maker, files: used })).catch(() => undefined);
      }
    },
  };
}

/** Tells one build, or one state of the source, from another: what the build says of itself, or the program's own files by name, size and time. */
export function programDigest(): string {
  program ??= digestOfProgram();
  return program;
}

let program: string | null = null;

function digestOfProgram(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const built = join(root, 'digest');
  if (existsSync(built)) return readFileSync(built, 'utf8');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return digestOf(
    ...files.map((file) => {
      const { size, mtimeMs } = statSync(join(root, file));
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
}

function digestOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex');
}

function readEntries(file: string, maker: string): Entries {
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as { readonly maker: string; readonly files: Entries };
    return read.maker === maker ? read.files : {};
  } catch {
    return {};
  }
}

/** YAML also knows numbers that JSON does not. */
function isJson(data: unknown): boolean {
  if (typeof data === 'number') return Number.isFinite(data);
  return data === null || typeof data !== 'object' || Object.values(data).every(isJson);
}

/** A password stays in the one file where somebody wrote it. */
function holdsSecrets(text: string): boolean {
  return (text.match(/\w+:\/\/[^\s"']+/g) ?? []).some(hasSecret);
}

/** Two runs may write at once: each writes a file of its own, and the last one to be done stays. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const dir = dirname(file);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, '.gitignore'), '*\n');
  const own = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(own, text, { mode: 0o600 });
    await rename(own, file);
  } catch (error) {
    await rm(own, { force: true });
    throw error;
  }
}
