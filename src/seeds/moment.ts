const UNITS = { s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Midnight, UTC, of the day of a moment. */
export function dayOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / UNITS.d) * UNITS.d);
}

/**
 * A moment as the YAML writes it: `now`, `now - 365d`, `now + 2h` (units s, m, h, d, w, y; `now` is `asOf`), `2026-01-31`,
 * `2026-01-31 12:00:00`, with `Z` or an offset, UTC without. Null when it is none of these.
 */
export function parseMoment(text: string, asOf: Date): Date | null {
  const relative = /^now(?:\s*([+-])\s*(\d+)\s*(s|min|m|h|d|w|y))?$/.exec(text.trim());
  if (relative !== null) {
    const amount = Number(relative[2] ?? 0) * (relative[1] === '-' ? -1 : 1);
    const moment = new Date(asOf);
    if (relative[3] === 'y') moment.setUTCFullYear(moment.getUTCFullYear() + amount);
    else moment.setTime(moment.getTime() + amount * UNITS[(relative[3] ?? 's') as keyof typeof UNITS]);
    return moment;
  }
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text.trim());
  if (iso === null) return null;
  const moment = new Date(`${iso[1]}T${iso[2] ?? '00:00:00'}${iso[3] ?? 'Z'}`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
