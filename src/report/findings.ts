import { shownName } from '../model/id.ts';
import { type Finding, type PolicyException } from '../model/policy.ts';

/** Findings of the index policies for people: what is open, what dbops mends by itself, which exceptions are over. */
export function formatFindings(
  open: readonly Finding[],
  mended: readonly Finding[],
  expired: readonly PolicyException[],
): string {
  const place = (f: Finding): string =>
    f.at === undefined ? shownName(f.object) : `${f.at.file}:${f.at.line}:${f.at.column}`;
  const lines = [
    ...open.map((f) => `${f.level} ${f.rule} ${place(f)}: ${f.message}${f.hint === undefined ? '' : ` (${f.hint})`}`),
    ...mended.map((f) => `mended ${f.rule} ${place(f)}: ${f.message}`),
    ...expired.map((e) => `expired: the exception for ${e.rule} on ${e.object} ended on ${e.until}`),
  ];
  return lines.length === 0 ? 'every index policy is kept\n' : `${lines.join('\n')}\n`;
}
