import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of the candidates that exists; bare names are looked up in PATH. */
export function findProgram(...candidates: readonly string[]): string | null {
  for (const candidate of candidates) {
    if (candidate.includes('/')) {
      if (existsSync(candidate)) return candidate;
      continue;
    }
    const folders = (process.env.PATH ?? '').split(delimiter);
    const found = folders.map((f) => join(f, candidate)).find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return null;
}

/** What `find` finds, after installing Debian packages when it finds nothing; else throws with the command to type. */
export function foundOrInstalled<T>(
  title: string,
  find: () => T | null,
  packages: readonly string[],
  variable: string | null,
): T {
  const present = find();
  if (present !== null) return present;
  const install = `apt-get install -y ${packages.join(' ')}`;
  const other = variable === null ? '' : `\nor start one (docker compose up -d --wait) and set ${variable}`;
  const help = `${title} is not here. Type: sudo ${install}${other}`;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) throw new Error(help);
  console.error(`installing ${title}: ${install}`);
  // RUNLEVEL keeps the packages from starting servers of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const run = (args: readonly string[]): boolean =>
    spawnSync('apt-get', [...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  run(['update', '-qq']);
  run(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  const installed = find();
  if (installed === null) throw new Error(help);
  return installed;
}
