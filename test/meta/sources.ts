import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Source {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** A package's name, `node:…`, or a path relative to the repository. */
  readonly of: string;
  readonly typeOnly: boolean;
}

/** The TypeScript files below a folder of the repository. */
export function sourcesOf(folder: string): Source[] {
  return filesOf(folder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Every file below a folder of the repository. */
export function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/gm;

/** What a file imports, statically or not. */
export function importsOf({ path, text }: Source): Import[] {
  return Array.from(text.matchAll(IMPORT), ([, type, names, from, dynamic]) => {
    const specifier = from ?? dynamic ?? '';
    const named = /^\{([^}]*)\}$/
      .exec(names?.trim() ?? '')?.[1]
      ?.split(',')
      .map((n) => n.trim())
      .filter((n) => n !== '');
    const typeOnly =
      type !== undefined || (named !== undefined && named.length > 0 && named.every((n) => n.startsWith('type ')));
    const of = specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : packageOf(specifier);
    return { of, typeOnly };
  });
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
