import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Hazard } from '../model/hazard.ts';
import { type ObjectId } from '../model/id.ts';
import { idOf, type Table, tableIdOf } from '../model/object.ts';
import { type Plan, type Step } from '../model/step.ts';

/** What the server prints of a live table, and of the same one made by dbops: only the lines that differ. */
interface Unlike {
  readonly live: readonly string[];
  readonly made: readonly string[];
}

export type UnlikeTables = ReadonlyMap<ObjectId, Unlike>;

/**
 * Compares tables of the target with what dbops made of them in a scratch place, where all that it does not know is missing.
 * Only those that differ, by the ids that they have before and after the plan.
 */
export async function unlikeTables(
  { printed }: Dialect,
  [target, scratch]: readonly [target: Session, scratch: Session],
  tables: readonly Table[],
  { steps }: Plan,
): Promise<UnlikeTables> {
  if (printed === undefined || tables.length === 0) return new Map();
  const [live, made] = await Promise.all([printed(target, tables), printed(scratch, tables)]);
  const present = new Map(
    steps.flatMap(({ why }) => (why.type === 'rename' ? [[idOf(why.before), idOf(why.after)] as const] : [])),
  );
  return new Map(
    tables.flatMap((table, i): [ObjectId, Unlike][] => {
      const [a, b] = [live[i] ?? [], made[i] ?? []];
      const unlike = { live: a.filter((line) => !b.includes(line)), made: b.filter((line) => !a.includes(line)) };
      const id = idOf(table);
      return unlike.live.length === 0 ? [] : [id, present.get(id) ?? id].map((name) => [name, unlike]);
    }),
  );
}

/** The step with the hazard that it loses what dbops does not know of its table. */
export function withUnlike(step: Step, tables: UnlikeTables): Step {
  const { why } = step;
  if (tables.size === 0 || why.type === 'create' || why.type === 'rename') return step;
  const { before } = why;
  const table = before.kind === 'table' ? (why.type === 'alter' ? idOf(before) : null) : tableIdOf(before);
  const unlike = table === null ? undefined : tables.get(table);
  if (table === null || unlike === undefined) return step;
  // What is dropped or made anew loses what its own line tells.
  if (before.kind !== 'table' && !unlike.live.some((line) => line.includes(`\`${before.name}\``))) return step;
  const hazard: Hazard = { kind: 'loses_data', object: table, message: told(unlike) };
  return { ...step, hazards: [...step.hazards, hazard] };
}

function told({ live, made }: Unlike): string {
  const lines = [...live.map((line) => `- ${line}`), ...made.map((line) => `+ ${line}`)];
  return `may lose what dbops does not know: what the server prints (-) is not what dbops would make (+): ${lines.join('; ')}`;
}
