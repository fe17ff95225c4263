import { type Diagnostic } from '../model/diagnostic.ts';

interface Line {
  readonly name: string;
  readonly state: string;
  readonly outOfOrder: boolean;
}

/** The migrations in order, each with its state, then what is wrong. */
export function formatStatus(entries: readonly Line[], diagnostics: readonly Diagnostic[]): string {
  if (entries.length === 0) return 'there are no migrations\n';
  const width = Math.max(...entries.map((e) => e.state.length));
  const lines = entries.map((e) => `${e.state.padEnd(width)}  ${e.name}${e.outOfOrder ? ' (out of order)' : ''}`);
  const notes = diagnostics.map(
    (d) => `${d.severity}: ${d.message}${d.hint === undefined ? '' : `\n  fix: ${d.hint}`}`,
  );
  return `${[...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}
