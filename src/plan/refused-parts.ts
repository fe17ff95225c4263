import { type Dialect, type Session } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { ServerError } from '../model/error.ts';
import { type Check, type Column, idOf, type SchemaObject, type Table } from '../model/object.ts';
import { type BuildRefusal } from './build.ts';
import { makePlan } from './plan.ts';

/**
 * What is wrong with a table that the server refuses as a whole: each type, default, generated column and check is tried
 * by itself on the bare columns, so that all are found, also where the server does not say where. None when it is none of these.
 */
export async function refusedParts(
  dialect: Dialect,
  session: Session,
  table: Table,
  checks: readonly Check[],
): Promise<BuildRefusal[]> {
  const refusals: BuildRefusal[] = [];
  const object = idOf(table);
  const sound: Column[] = [];
  for (const column of table.columns) {
    const error = await tryBuild(dialect, session, [bareTable(table, [bare(column)])]);
    if (error === null) sound.push(column);
    else refusals.push({ object, error, path: `columns.${column.name}.type` });
  }
  // What speaks of a column that cannot be made would be refused for that alone.
  const lost = table.columns.filter((c) => !sound.includes(c)).map((c) => c.name);
  const follows = (text: string): boolean => lost.some((name) => text.includes(name));
  for (const column of sound) {
    for (const field of ['default', 'generated', 'onUpdate', 'check'] as const) {
      if (column[field] === undefined || follows(JSON.stringify(column[field]))) continue;
      const columns = sound.map((c) => (c === column ? { ...bare(c), [field]: c[field] } : bare(c)));
      const error = await tryBuild(dialect, session, [bareTable(table, columns)]);
      if (error !== null) refusals.push({ object, error, path: `columns.${column.name}.${field}` });
    }
  }
  for (const check of checks) {
    if (sound.length === 0 || follows(check.expression)) continue;
    const error = await tryBuild(dialect, session, [bareTable(table, sound.map(bare)), check]);
    if (error !== null) refusals.push({ object: idOf(check), error });
  }
  return refusals;
}

function bareTable({ kind, schema, name }: Table, columns: readonly Column[]): Table {
  return { kind, schema, name, columns };
}

function bare({ name, type, collation, charset }: Column): Column {
  return {
    name,
    type,
    ...(collation === undefined ? {} : { collation }),
    ...(charset === undefined ? {} : { charset }),
  };
}

/** Builds objects, and takes them away again. Gives what the server refused. */
async function tryBuild(
  dialect: Dialect,
  session: Session,
  objects: readonly SchemaObject[],
): Promise<ServerError | null> {
  const changes = diff([], objects);
  const { steps } = makePlan({ dialect, server: session.server, before: [], after: objects, changes, offline: true });
  const undo: string[] = [];
  try {
    for (const step of steps) {
      await session.run(step.sql);
      undo.unshift(...(step.undo ?? []));
    }
    return null;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return error;
  } finally {
    for (const statement of undo) await session.run(statement);
  }
}
