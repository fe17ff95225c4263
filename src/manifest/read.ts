import { glob, readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { type Diagnostic, type Span } from '../model/diagnostic.ts';
import { fileReason } from '../model/file-error.ts';

/** A file as it stands on disk; `shown` is its name for people, relative to the working directory. */
export interface Source {
  readonly path: string;
  readonly shown: string;
  readonly text: string;
}

/** One file, or the finding that it cannot be read. */
export async function readSource(path: string, at?: Span): Promise<Source | Diagnostic> {
  const absolute = resolve(path);
  const shown = shownPath(absolute);
  const refused = (reason: string, hint?: string): Diagnostic => ({
    code: 'no-such-file',
    severity: 'error',
    message: `cannot read ${shown}: ${reason}`,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
  });
  try {
    const bytes = await readFile(absolute);
    return { path: absolute, shown, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return refused('it is not UTF-8 text', 'save the file as UTF-8');
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return refused(fileReason(error));
    return refused('there is no such file', at === undefined ? undefined : 'paths are relative to dbops.yaml');
  }
}

/**
 * The files of the patterns, sorted, each once. A pattern without wildcards must name a file; one with wildcards that finds
 * nothing is worth a warning where files are `expected`.
 */
export async function readGlobs(
  dir: string,
  patterns: readonly { readonly pattern: string; readonly at: Span | undefined }[],
  options: { readonly expected: boolean },
): Promise<{ readonly sources: readonly Source[]; readonly diagnostics: readonly Diagnostic[] }> {
  const found = new Map<string, Span | undefined>();
  const warnings: Diagnostic[] = [];
  for (const { pattern, at } of patterns) {
    if (!/[*?[{]/.test(pattern)) {
      found.set(resolve(dir, pattern), at);
      continue;
    }
    const matches: string[] = [];
    for await (const match of glob(pattern, { cwd: dir })) matches.push(resolve(dir, match));
    if (matches.length === 0 && options.expected) warnings.push(nothingFound(pattern, at));
    for (const path of matches.sort()) if ((await stat(path)).isFile() && !found.has(path)) found.set(path, at);
  }
  const results = await Promise.all([...found].map(([path, at]) => readSource(path, at)));
  return {
    sources: results.filter((r): r is Source => 'text' in r),
    diagnostics: [...warnings, ...results.filter((r): r is Diagnostic => 'code' in r)],
  };
}

function nothingFound(pattern: string, at: Span | undefined): Diagnostic {
  return {
    code: 'no-such-file',
    severity: 'warning',
    message: `no file matches ${pattern}, so it declares nothing`,
    hint: 'paths are relative to dbops.yaml',
    ...(at === undefined ? {} : { at }),
  };
}

function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith(`..${sep}..${sep}..`) ? path : near;
}
