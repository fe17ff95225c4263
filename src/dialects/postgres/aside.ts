/** A name beside another one for the moment in which both are there, in 63 bytes. */
export function asideName(name: string, label: string): string {
  const suffix = `_dbops_${label}`;
  const whole = Buffer.from(name)
    .subarray(0, 63 - suffix.length)
    .toString();
  return `${whole.replace(/\uFFFD+$/, '')}${suffix}`;
}
