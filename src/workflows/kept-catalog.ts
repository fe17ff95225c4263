import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type KeptCatalog, type ServerInfo } from '../dialects/dialect.ts';
import { programDigest, writeWhole } from '../manifest/cache.ts';
import { type Manifest, type Scope } from '../model/manifest.ts';

/**
 * What the last run read of a target's catalog, in `.dbops/cache` beside the manifest: one file a target, its first line says
 * of which database it is, so that a file of another one is not parsed, and of what state.
 */
export function keptCatalog(
  { file }: Pick<Manifest, 'file'>,
  target: string,
  { identity, version }: ServerInfo,
  scope: Scope,
): KeptCatalog {
  const path = join(dirname(file), '.dbops/cache', `${basename(file)}.live-${digest(target).slice(0, 8)}.json`);
  const maker = digest(programDigest(), identity, version, JSON.stringify(scope));
  return {
    async last() {
      const text = await readFile(path, 'utf8').catch(() => '');
      const line = text.indexOf('\n');
      if (line < 0 || !text.startsWith(`${maker} `)) return null;
      try {
        return { catalog: JSON.parse(text.slice(line)), isOf: (mark) => text.slice(maker.length + 1, line) === mark };
      } catch {
        // A cache that cannot be read is none.
        return null;
      }
    },
    put: async (mark, catalog) => {
      try {
        await writeWhole(path, `${maker} ${mark}\n${JSON.stringify(catalog)}`);
        await forgetOldest(dirname(path), `${basename(file)}.live-`);
      } catch {
        // A cache that cannot be written is none.
      }
    },
  };
}

/** A manifest may be tried on any number of databases. */
async function forgetOldest(dir: string, prefix: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.startsWith(prefix));
  if (names.length <= MANY) return;
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(dir, name))).mtimeMs })));
  const oldest = dated.sort((a, b) => b.at - a.at).slice(MANY);
  for (const { name } of oldest) await rm(join(dir, name), { force: true });
}

const MANY = 8;

const digest = (...texts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex');
