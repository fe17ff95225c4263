import { digest } from '../../model/digest.ts';

/**
 * A name beside another one for the moment in which both are there, in 63 bytes; two that are alike up to where they are cut
 * stay two.
 */
export function asideName(name: string, label: string): string {
  const suffix = `_dbops_${label}`;
  const bytes = Buffer.from(name);
  if (bytes.length + suffix.length <= 63) return `${name}${suffix}`;
  const mark = `_${digest(name).slice(0, 8)}`;
  const whole = bytes.subarray(0, 63 - suffix.length - mark.length).toString();
  return `${whole.replace(/\uFFFD+$/, '')}${mark}${suffix}`;
}
