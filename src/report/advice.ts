import { type AdviceReport, type Gain, type IndexAdvice } from '../model/index-advice.ts';
import { count } from './count.ts';

/** Advice for people; `verbose` also says what was considered and is not worth it. */
export function formatAdvice(report: AdviceReport, verbose: boolean): string {
  const { advice, sources, basis, hints, rejected, skipped } = report;
  const queries = sources.reduce((sum, s) => sum + s.queries, 0);
  const from = sources.map((s) => `${s.source} (${s.queries})`).join(', ');
  const lines = [
    advice.length === 0
      ? `${queries === 0 ? 'nothing can be said' : 'no index is missing'}: ${count(queries, 'query', 'queries')} looked at, from ${from || 'no source'}`
      : `${count(advice.length, 'index is', 'indexes are')} missing; gains are ${basis}; from ${from}`,
    ...advice.flatMap((a, i) => ['', ...adviceLines(a, i + 1)]),
  ];
  if (hints.length > 0) lines.push('', 'beside indexes:', ...hints.map((h) => `  ${h.at}: ${h.hint}`));
  const unread = unreadSources(report);
  if (unread.length > 0) lines.push('', 'not read:', ...unread.map((s) => `  ${s.query}: ${s.at}: ${s.reason}`));
  const unjudged = skipped.filter((s) => !unread.includes(s));
  if (unjudged.length > 0) {
    if (verbose) lines.push('', 'not judged:', ...unjudged.map((s) => `  ${s.at}: ${s.reason}: ${oneLine(s.query)}`));
    else lines.push('', `${count(unjudged.length, 'query was', 'queries were')} not judged: --verbose says why`);
  }
  if (verbose && rejected.length > 0)
    lines.push('', 'not suggested:', ...rejected.map((r) => `  ${r.what}: ${r.reason}`));
  return `${lines.join('\n')}\n`;
}

/** What could not be read of the sources themselves. */
export function unreadSources({ sources, skipped }: AdviceReport): AdviceReport['skipped'] {
  return skipped.filter((s) => sources.some(({ source }) => source === s.query));
}

function adviceLines(a: IndexAdvice, number: number): string[] {
  const size = a.bytes === undefined ? '' : `, about ${formatBytes(a.bytes)}`;
  const instead = a.supersedes.length === 0 ? [] : [`   makes ${a.supersedes.join(', ')} redundant`];
  return [
    `${number}. ${a.create};`,
    `   today: ${a.bottleneck}`,
    `   why: ${a.reason}`,
    `   gain: ${formatGain(a.gain)}${size}`,
    ...instead,
    ...a.queries.map(
      (q) => `   ${q.at}${q.calls > 1 ? `, ${q.calls} calls` : ''}: ${formatGain(q.gain)}: ${oneLine(q.text)}`,
    ),
  ];
}

/** `12.3 ms → 0.1 ms, 123 times less (measured)`. */
export function formatGain({ before, after, unit, basis }: Gain): string {
  return `${amount(before, unit)} → ${amount(after, unit)}, ${times(before, after)} (${basis})`;
}

export function amount(value: number, unit: Gain['unit']): string {
  const digits = value >= 100 ? 0 : value >= 1 ? 1 : 3;
  return unit === 'ms' ? `${value.toFixed(digits)} ms` : `cost ${value.toFixed(Math.min(digits, 1))}`;
}

function times(before: number, after: number): string {
  const ratio = before / Math.max(after, 0.001);
  return ratio < 1 ? 'no less' : `${ratio.toFixed(ratio < 10 ? 1 : 0)} times less`;
}

function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(value < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
