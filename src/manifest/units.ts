const DURATIONS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const SIZES: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40 };

/** `2s`, `15min`, `500ms`, `30d`, or a number of ms → ms; null when it is none of these. */
export function parseDuration(value: string | number): number | null {
  return measured(value, DURATIONS);
}

/** `2GB`, `100MB`, or a number of bytes → bytes (powers of 1024); null when it is none of these. */
export function parseSize(value: string | number): number | null {
  return measured(value, SIZES);
}

/** `30%` or `0.3` → 0.3; null when it is neither, or outside 0…1. */
export function parseShare(value: string | number): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(String(value));
  if (match === null) return null;
  const share = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return share <= 1 ? share : null;
}

function measured(value: string | number, units: Readonly<Record<string, number>>): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(value);
  const factor = units[(match?.[2] ?? '').toLowerCase()];
  return match === null || factor === undefined ? null : Number(match[1]) * factor;
}
