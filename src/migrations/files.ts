import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { fileReason } from '../model/file-error.ts';
import { type DialectName } from '../model/manifest.ts';
import { byName, type MigrationFile, type RenderedMigration } from './file.ts';
import { type Layout } from './formats/format.ts';

/** The migrations of a folder, in the order in which they run, and what is wrong with the others. */
export interface ReadMigrations {
  readonly files: readonly MigrationFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every migration of the folder; one that does not exist holds none. */
export async function readMigrations(dir: string, layout: Layout, dialect: DialectName): Promise<ReadMigrations> {
  const files: MigrationFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of await namesIn(dir)) {
    const path = join(dir, name);
    if (!layout.owns(name)) {
      if (name.endsWith('.sql')) diagnostics.push(badName(path));
      continue;
    }
    const parsed = layout.parse({ name, path, bytes: await readFile(path) }, dialect);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.file !== null) files.push(parsed.file);
  }
  files.sort(byName);
  const byVersion = Map.groupBy(files, (f) => f.version);
  for (const [version, twins] of byVersion) if (twins.length > 1) diagnostics.push(duplicate(version, twins));
  return { files, diagnostics };
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.filter((e) => !e.isDirectory()).map((e) => e.name);
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

function duplicate(version: string, twins: readonly MigrationFile[]): Diagnostic {
  return {
    code: 'duplicate-name',
    severity: 'error',
    message: `version ${version} belongs to ${twins.length} files: ${twins.map((t) => t.name).join(', ')}`,
    hint: 'give each file a version of its own',
  };
}

/**
 * Writes the files, each whole or not at all, and gives their paths. The folder is made. A file that is there already
 * is never replaced: `DbopsError('duplicate-name')`.
 */
export async function writeMigrations(dir: string, rendered: readonly RenderedMigration[]): Promise<string[]> {
  await mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw new DbopsError('file-error', `cannot make the migrations folder ${dir}: ${fileReason(error)}`, {
      cause: error,
    });
  });
  const present = new Set(await namesIn(dir));
  const clash = rendered.find((r) => present.has(r.path));
  if (clash !== undefined) throw new DbopsError('duplicate-name', `${join(dir, clash.path)} is there already`);
  const paths: string[] = [];
  for (const { path, text } of rendered) {
    const target = join(dir, path);
    const temporary = join(dir, `.${path}.${randomUUID()}.tmp`);
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
    paths.push(target);
  }
  return paths;
}
