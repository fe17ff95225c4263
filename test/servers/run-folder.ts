import { chmodSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const GIGABYTE = 1024 ** 3;

/**
 * A folder for all that a run of tests keeps: in memory where there is plenty, as each new database is some hundred files, which
 * take ten times as long on a disk.
 */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(hasRoom() ? MEMORY : tmpdir(), 'dbops-tests-'));
  chmodSync(folder, 0o755);
  return folder;
}

function hasRoom(): boolean {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === MEMORY);
    const runs = mount !== undefined && !/[ ,](?:noexec|ro)[ ,]/.test(mount);
    const { bavail, bsize } = statfsSync(MEMORY);
    return runs && Math.min(bavail * bsize, freemem()) > 8 * GIGABYTE;
  } catch {
    return false;
  }
}
