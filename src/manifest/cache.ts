import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasSecret } from '../model/url.ts';
import { type Source } from './read.ts';
import { type FileKind } from './validate.ts';

/** The data of files that were once parsed and found valid, by content: YAML takes a second a megabyte to parse. */
export interface ManifestCache {
  get(kind: FileKind, source: Source): { readonly data: unknown } | null;
  put(kind: FileKind, source: Source, data: unknown): void;
  /** Writes what was used in this run, and nothing that was not; a cache that cannot be written is none. */
  save(): Promise<void>;
}

/** By absolute path: the digest of the text, and its data. */
type Entries = Readonly<Record<string, readonly [digest: string, data: unknown]>>;

/** The cache of one dbops.yaml, in `.dbops/cache` beside it. What another version or another JSON Schema has made is not used. */
export async function openCache(manifest: string): Promise<ManifestCache> {
  const file = join(dirname(manifest), '.dbops/cache', `${basename(manifest)}.json`);
  const maker = digestOf(...MAKERS.map((path) => readFileSync(new URL(path, import.meta.url), 'utf8')));
  const known = await readEntries(file, maker);
  const used: Record<string, readonly [string, unknown]> = {};
  let fresh = false;
  const keyOf = (kind: FileKind, { text }: Source): string => digestOf(kind, text);
  return {
    get(kind, source) {
      const entry = known[source.path];
      if (entry === undefined || entry[0] !== keyOf(kind, source)) return null;
      used[source.path] = entry;
      return { data: entry[1] };
    },
    put(kind, source, data) {
      if (!isJson(data) || holdsSecrets(source.text)) return;
      used[source.path] = [keyOf(kind, source), data];
      fresh = true;
    },
    async save() {
      if (fresh || Object.keys(known).length > Object.keys(used).length) {
        await write(file, JSON.stringify({ maker, files: used })).catch(() => undefined);
      }
    },
  };
}

const MAKERS = [
  '../../package.json',
  ...(['dbops', 'schema', 'policies', 'seeds'] as const).map((kind) => `./schemas/${kind}.schema.json`),
];

function digestOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex');
}

async function readEntries(file: string, maker: string): Promise<Entries> {
  try {
    const read = JSON.parse(await readFile(file, 'utf8')) as { readonly maker: string; readonly files: Entries };
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
async function write(file: string, text: string): Promise<void> {
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
