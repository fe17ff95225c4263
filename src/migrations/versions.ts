import { DbopsError } from '../model/error.ts';
import { byName, type MigrationFile } from './file.ts';

/**
 * `count` versions (`YYYYMMDDHHMMSS`, UTC) for files that are to run after the existing ones: from `now` on, or from
 * the newest file's version when that is later.
 */
export function nextVersions(
  count: number,
  now: Date,
  existing: readonly Pick<MigrationFile, 'version' | 'name'>[],
): string[] {
  const newest = existing
    .filter((f) => /^\d/.test(f.version))
    .sort(byName)
    .at(-1);
  const versions: string[] = [];
  let last = newest?.version;
  for (let i = 0; i < count; i++) {
    const stamp = stampOf(new Date(now.getTime() + i * 1000));
    last = last === undefined || precedes(last, stamp) ? stamp : successor(last);
    versions.push(last);
  }
  return versions;
}

/** A file name's part: lower-case letters, digits and underscores; `changes` when nothing is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
    .replace(/_+$/, '');
  return slug === '' ? 'changes' : slug;
}

function stampOf(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(0, 14);
}

/** Whether files of version `a` sort before files of version `b`: an underscore follows the version. */
function precedes(a: string, b: string): boolean {
  return `${a}_` < `${b}_`;
}

function successor(version: string): string {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(version) ?? [];
  const date = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (!Number.isNaN(date.getTime()) && stampOf(date) === version) {
    const next = stampOf(new Date(date.getTime() + 1000));
    if (precedes(version, next)) return next;
  }
  const counted = (BigInt(version) + 1n).toString().padStart(version.length, '0');
  if (precedes(version, counted)) return counted;
  throw new DbopsError('bad-name', `no version sorts after ${version}`, {
    hint: 'rename the newest migration file so that its name begins with a time: YYYYMMDDHHMMSS_name.sql',
  });
}
