import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';

/**
 * A new cluster of the embedded server, as a tar archive: `initdb` takes seconds, unpacking one that is kept takes none.
 * It is kept where programs of the user keep such things (https://specifications.freedesktop.org/basedir-spec), one for each
 * version; where nothing can be kept, it is made each time.
 */
export async function pgliteTemplate(): Promise<Blob> {
  const file = join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'dbops',
    `embedded-postgres-${await version()}.tar.gz`,
  );
  return (await kept(file)) ?? (await made(file));
}

async function version(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const text = await readFile(join(dirname(entry), '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function kept(file: string): Promise<Blob | null> {
  try {
    return new Blob([await promisify(gunzip)(await readFile(file))]);
  } catch {
    return null;
  }
}

async function made(file: string): Promise<Blob> {
  const { PGlite } = await import('@electric-sql/pglite');
  const db = await PGlite.create();
  const archive = await db.dumpDataDir('none');
  await db.close();
  const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    const packed = await promisify(gzip)(await archive.arrayBuffer(), { level: constants.Z_BEST_SPEED });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(unfinished, packed);
    await rename(unfinished, file);
  } catch {
    await rm(unfinished, { force: true });
  }
  return archive;
}
