import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { fileReason } from '../model/file-error.ts';
import { type DialectName } from '../model/manifest.ts';
import { type Hooks, hookOf, parseBeside, standsBeside } from './beside.ts';
import { checkNotes } from './check-notes.ts';
import { byName, type RenderedMigration } from './file.ts';
import { type Layout, type MigrationSource, type ReadMigrations } from './formats/format.ts';
import { decode } from './formats/sql-text.ts';
import { checkSum, sumOf } from './sum.ts';

/** All that a migrations folder holds. */
export interface MigrationFolder extends ReadMigrations {
  /** Every file that is read, as it is. */
  readonly sources: readonly MigrationSource[];
  readonly hooks: Hooks;
  /** The text of `dbops.sum`; null where there is none. */
  readonly sum: string | null;
}

/** Its name; hidden where the tool would take every other file for a migration. */
function sumName(layout: Layout): string {
  return layout.name === 'node-pg-migrate' ? '.dbops.sum' : 'dbops.sum';
}

/** Folders below the migrations that hold none. */
const APART = /^(?:\.|__pycache__$|node_modules$|templates$)/;

/**
 * Reads every migration of the folder, in order, then those that are repeatable; a folder that does not exist holds none. What
 * contradicts `dbops.sum` is among the findings.
 */
export async function readMigrations(dir: string, layout: Layout, dialect: DialectName): Promise<MigrationFolder> {
  const paths = await pathsIn(dir);
  const owned = paths.filter((path) => layout.owns(path) || standsBeside(path));
  const sources: MigrationSource[] = [];
  for (const name of owned) {
    const path = join(dir, name);
    sources.push({ name, path, bytes: await readFile(path) });
  }
  const read = layout.read(
    sources.filter((s) => layout.owns(s.name)),
    dialect,
  );
  const beside = sources.filter((s) => !layout.owns(s.name)).map((s) => parseBeside(s, dialect));
  const others = beside.flatMap((p) => (p.file === null ? [] : [p.file])).sort(byName);
  const sum = paths.includes(sumName(layout)) ? await readFile(join(dir, sumName(layout)), 'utf8') : null;
  const strays = paths.filter((p) => !p.includes('/') && p.endsWith('.sql') && !owned.includes(p));
  const texts = new Map(sources.map((s) => [s.path, decode(s.bytes) ?? '']));
  return {
    files: [...read.files, ...others.filter((f) => f.repeatable)],
    sources,
    hooks: Object.fromEntries(others.flatMap((f) => (hookOf(f) === null ? [] : [[f.version, f]]))),
    sum,
    diagnostics: [
      ...strays.map((p) => badName(join(dir, p))),
      ...read.diagnostics,
      ...beside.flatMap((p) => p.diagnostics),
      ...[...read.files, ...others].flatMap((f) => checkNotes(f, texts, dialect)),
      ...(sum === null ? [] : checkSum(sum, sources, join(dir, sumName(layout)))),
    ],
  };
}

async function pathsIn(dir: string): Promise<string[]> {
  try {
    const found: string[] = [];
    for (const entry of await readdir(dir, { withFileTypes: true })) {
      if (!entry.isDirectory()) found.push(entry.name);
      else if (!APART.test(entry.name))
        found.push(...(await pathsIn(join(dir, entry.name))).map((p) => `${entry.name}/${p}`));
    }
    return found.sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new DbopsError('no-such-file', `cannot read the migrations folder ${dir}: ${fileReason(error)}`, {
      cause: error,
    });
  }
}

function badName(path: string): Diagnostic {
  return {
    code: 'bad-name',
    severity: 'warning',
    message: `${path} is not run: its name does not begin with a version`,
    hint: 'name it like 20260131120000_add_orders.sql, or move it out of the migrations folder',
  };
}

/**
 * Writes the files, each whole or not at all, and gives their paths. The folder is made. A migration that is there already
 * is never replaced: `DbopsError('duplicate-name')`.
 */
export async function writeMigrations(dir: string, rendered: readonly RenderedMigration[]): Promise<string[]> {
  const present = new Set(await pathsIn(dir));
  const clash = rendered.find((r) => present.has(r.path) && r.replaces === undefined);
  if (clash !== undefined) throw new DbopsError('duplicate-name', `${join(dir, clash.path)} is there already`);
  const paths: string[] = [];
  for (const { path, text } of rendered) paths.push(await writeWhole(join(dir, path), text));
  return paths;
}

/** Takes migrations away: those that others stand for now. */
export async function removeMigrations(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}

/** Gives a migration another name; a folder of its own goes with it. */
export async function renameMigration(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}

/** Writes `dbops.sum` for the files as they are now; nothing where there is no file. Gives its path when it changed. */
export async function writeSum(dir: string, layout: Layout, dialect: DialectName): Promise<string | null> {
  const { sources, sum } = await readMigrations(dir, layout, dialect);
  const text = sumOf(sources);
  if (sources.length === 0 || text === sum) return null;
  return writeWhole(join(dir, sumName(layout)), text);
}

async function writeWhole(target: string, text: string): Promise<string> {
  const folder = dirname(target);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new DbopsError('file-error', `cannot make the migrations folder ${folder}: ${fileReason(error)}`, {
      cause: error,
    });
  });
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new DbopsError('file-error', `cannot write ${target}: ${fileReason(error)}`, { cause: error });
  }
  return target;
}
