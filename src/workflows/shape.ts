import { type Dialect, type Session } from '../dialects/dialect.ts';
import { readHistory } from '../migrations/history.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { digest } from '../model/digest.ts';
import { titleOf } from '../model/id.ts';
import { type Scope, type Target } from '../model/manifest.ts';
import { idOf, type SchemaObject } from '../model/object.ts';
import { raw, sql } from '../model/query.ts';
import { type Project } from './project.ts';
import { finding, Refusal } from './run.ts';

const SHAPE = 'shape';

/** What a protected target looked like when dbops last left it: a digest for each object, and what must be as then to compare. */
interface Shape {
  readonly under: string;
  readonly objects: Readonly<Record<string, string>>;
}

/** Leaves word in a protected target of what it looks like now. */
export async function rememberShape(project: Project, session: Session): Promise<void> {
  const { dialect, manifest, target } = project;
  if (!target.protected || !(await dialect.state.exists(session))) return;
  const shape = await shapeOf(dialect, session, manifest.scope);
  await session.run(dialect.state.upsert('identity', { name: SHAPE, value: JSON.stringify(shape) }, ['name']));
}

/** Throws `live-drift` when a protected target is not what dbops left there. */
export async function refuseDrift(project: Project, session: Session): Promise<void> {
  const drift = await driftOf(project, session, project.target);
  if (drift.length > 0) throw new Refusal(drift);
}

async function driftOf({ dialect, manifest }: Project, session: Session, target: Target): Promise<Diagnostic[]> {
  if (!target.protected || !(await dialect.state.exists(session))) return [];
  const [row] = await session.rows<{ value: string }>(
    sql`select value from ${raw(dialect.state.table('identity'))} where name = ${SHAPE}`,
  );
  if (row === undefined) return [];
  const left = JSON.parse(row.value) as Shape;
  const now = await shapeOf(dialect, session, manifest.scope);
  if (left.under !== now.under) return [];
  const ids = [...new Set([...Object.keys(left.objects), ...Object.keys(now.objects)])].sort();
  const differing = ids.filter((id) => left.objects[id] !== now.objects[id]);
  const hint = 'see it: dbops drift; take it into the manifest or undo it; or go on over it: --accept-drift';
  return differing.map((id) => {
    const how = now.objects[id] === undefined ? 'is gone' : left.objects[id] === undefined ? 'is new' : 'has changed';
    const message = `${titleOf(id)} ${how} on ${target.name}, and not by dbops`;
    return finding('live-drift', message, hint);
  });
}

/**
 * Another scope or server reads other things, and a run that stopped part-way left what nobody looked at: what was left before says
 * nothing then.
 */
async function shapeOf(dialect: Dialect, session: Session, scope: Scope): Promise<Shape> {
  const { objects } = await dialect.read(session, scope);
  const ran = (await readHistory(session, dialect)).map((r) => [r.version, r.checksum, r.status, r.done]);
  const under = digest([scope, session.server.version, ran]);
  return { under, objects: Object.fromEntries(objects.map((o) => [idOf(o), digest(comparable(o)).slice(0, 16)])) };
}

/** The order in which a server lists what an object stands on may change by itself. */
function comparable(object: SchemaObject): unknown {
  const { dependsOn: _, ...rest } = object as SchemaObject & { readonly dependsOn?: unknown };
  return rest;
}
