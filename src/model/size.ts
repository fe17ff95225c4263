const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes for people, in powers of 1024. */
export function inBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round(bytes / 1024 ** power)} ${UNITS[power]}`;
}
