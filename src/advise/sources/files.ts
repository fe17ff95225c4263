import { createReadStream } from 'node:fs';
import { glob, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

export interface SourceFile {
  readonly path: string;
  /** For people: relative to the manifest's folder. */
  readonly shown: string;
}

/** The files of a path, a folder (with these endings) or a glob, sorted. */
export async function filesAt(where: string, dir: string, endings: readonly string[]): Promise<SourceFile[]> {
  const path = resolve(dir, where);
  const kind = await stat(path).catch(() => null);
  const shown = (p: string): SourceFile => ({ path: p, shown: relative(dir, p) || p });
  if (kind?.isFile()) return [shown(path)];
  const pattern = kind?.isDirectory() ? join(where, '**/*') : where;
  const found: string[] = [];
  for await (const match of glob(pattern, { cwd: dir })) found.push(resolve(dir, match));
  const files: string[] = [];
  for (const file of found.sort()) {
    const wanted = !kind?.isDirectory() || endings.some((e) => file.endsWith(e));
    if (wanted && (await stat(file)).isFile()) files.push(file);
  }
  return files.map(shown);
}

export function textOf(file: SourceFile): Promise<string> {
  return readFile(file.path, 'utf8');
}

/** Lines of a log, which may be compressed and of any length. */
export async function* linesOf(file: SourceFile): AsyncGenerator<string> {
  const raw = createReadStream(file.path);
  const input = file.path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  yield* createInterface({ input, crlfDelay: Infinity });
}
