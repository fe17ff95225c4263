import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program } from './process.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/debian-sid', import.meta.url));

/** The folder with Debian sid's programs when it has been set up, else null. */
export function sidFolder(): string | null {
  const folder = process.env.DBOPS_TEST_SID ?? '/var/tmp/dbops-sid';
  return existsSync(join(folder, '.complete')) ? folder : null;
}

/** Sets the folder up when it is not there; throws with what the script said when that fails. */
export function setUpSid(): string {
  const present = sidFolder();
  if (present !== null) return present;
  const done = spawnSync(SCRIPT, [], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status !== 0) throw new Error(done.error?.message ?? done.stderr);
  return done.stdout.trim();
}

/** A program of the folder, run through the folder's own loader and libraries: no chroot, any user. */
export function sidProgram(folder: string, path: string): Program {
  const loaders = ['lib64', 'lib'].flatMap((lib) =>
    readdirSync(join(folder, lib))
      .filter((file) => file.startsWith('ld-linux'))
      .map((file) => join(folder, lib, file)),
  );
  const triplet = readdirSync(join(folder, 'usr/lib')).find((name) => name.endsWith('-linux-gnu')) ?? '';
  const libraries = [join(folder, 'usr/lib', triplet), join(folder, 'usr/lib/mysql/private')].join(':');
  return { command: [loaders[0] ?? '', '--library-path', libraries, join(folder, path)] };
}
