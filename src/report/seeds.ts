interface Counted {
  readonly set: string;
  readonly table: string;
  readonly inserted: number | null;
  readonly updated: number | null;
  readonly deleted: number | null;
  readonly unchanged: number | null;
  readonly notes: readonly string[];
  readonly skipped?: string;
  readonly approach?: string;
}

/** A line for each seed set: rows inserted, updated, deleted and left as they were. */
export function formatSeeds(sets: readonly Counted[]): string {
  if (sets.length === 0) return 'there are no seed sets\n';
  const width = Math.max(...sets.map((s) => s.set.length));
  const count = (sign: string, n: number | null): string => (n === null ? `${sign}?` : `${sign}${n}`);
  const lines = sets.flatMap((s) => {
    const head = `${s.set.padEnd(width)}  ${s.table}`;
    if (s.skipped !== undefined) return [`${head}: left out: ${s.skipped}`];
    const counts = [count('+', s.inserted), count('~', s.updated), count('-', s.deleted), count('=', s.unchanged)].join(
      ' ',
    );
    return [`${head}: ${counts}${s.approach === undefined ? '' : ` (${s.approach})`}`, ...s.notes.map((n) => `  ${n}`)];
  });
  return `${lines.join('\n')}\n`;
}
