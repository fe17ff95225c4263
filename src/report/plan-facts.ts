import { type Cost, describeRows, type Measured, type PlanFacts } from '../model/facts.ts';
import { idKind, type ObjectId, shownName } from '../model/id.ts';
import { inBytes } from '../model/size.ts';
import { type Lock, type Step } from '../model/step.ts';

/** Work on less than this is over before anybody could read of it. */
const WORTH_TELLING = 1 << 20;

/** What was looked up about a step, for people. */
export function formatFacts(step: Step, { rows, costs, measured, online }: PlanFacts): string[] {
  const [cost, seen, by] = [costs.get(step.id), measured.get(step.id), online.get(step.id)];
  return [
    ...(cost === undefined || cost.bytes < WORTH_TELLING ? [] : [`work: ${describeCost(cost)}`]),
    ...(by === undefined ? [] : [`online: ${by}`]),
    ...(seen === undefined ? [] : describeMeasured(step, seen)),
    ...rows.filter((f) => f.step === step.id).map((f) => `rows: ${describeRows(f)}`),
  ];
}

/** What was looked up about a step, as data. */
export function factsJson(id: string, { rows, costs, measured, online }: PlanFacts): object {
  const [cost, seen, by] = [costs.get(id), measured.get(id), online.get(id)];
  const found = rows.filter((f) => f.step === id).map(({ step: _, ...fact }) => fact);
  return {
    ...(cost === undefined ? {} : { cost: { ...cost, seconds: Math.round(cost.seconds * 10) / 10 } }),
    ...(by === undefined ? {} : { online: by }),
    ...(seen === undefined ? {} : { measured: seen }),
    ...(found.length === 0 ? {} : { rows: found }),
  };
}

function describeCost({ work, rows, bytes, seconds, disk }: Cost): string {
  const size = `${about(rows)} rows, ${inBytes(bytes)}, about ${duration(seconds)}`;
  return `${work} ${size}${disk > 0 ? `, needs ${inBytes(disk)} of disk` : ''}`;
}

function describeMeasured(step: Step, seen: Measured): string[] {
  const parts = [
    ...seen.locks.map((l) => `${l.mode} on ${shownName(l.object)}`),
    ...seen.rewrites.map((id) => `rewrites ${shownName(id)}`),
    ...seen.scans.filter((id) => !seen.rewrites.includes(id)).map((id) => `reads all of ${shownName(id)}`),
  ];
  const against = disagreements(step, seen);
  return [
    `measured: ${parts.length === 0 ? 'nothing that others could wait for' : parts.join(', ')}`,
    ...against.map((text) => `differs: ${text}`),
  ];
}

/** Where what was measured is not what the step says of itself. */
export function disagreements(step: Step, seen: Measured): string[] {
  const believed = new Map(step.locks.filter((l) => idKind(l.object) === 'table').map((l) => [l.object, l.mode]));
  const told = ({ object, mode }: Lock): boolean => believed.get(object) === mode || mode === 'row share';
  const rewritten = new Set(step.hazards.filter((h) => h.kind === 'rewrites_table').map((h) => h.object));
  const wrong = (id: ObjectId): boolean => rewritten.has(id) !== seen.rewrites.includes(id);
  return [
    ...seen.locks
      .filter((l) => !told(l))
      .map((l) => `${l.mode} on ${shownName(l.object)}, not ${believed.get(l.object) ?? 'no lock'}`),
    ...[...new Set([...rewritten, ...seen.rewrites])]
      .filter(wrong)
      .map((id) => (rewritten.has(id) ? `does not rewrite ${shownName(id)}` : `rewrites ${shownName(id)}`)),
  ];
}

function about(rows: number): string {
  if (rows < 1e4) return String(Math.round(rows));
  return rows < 1e6 ? `${Math.round(rows / 1e3)} thousand` : `${(rows / 1e6).toFixed(1)} million`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
