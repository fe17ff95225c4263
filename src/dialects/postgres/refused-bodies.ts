import { ServerError } from '../../model/error.ts';
import { idOf, type Routine, type SchemaObject } from '../../model/object.ts';
import { type Refused } from '../../model/refused.ts';
import { type Session } from '../dialect.ts';
import { createRoutine } from './kinds/function.ts';
import { SETTINGS } from './pg.ts';

const ALL_SCHEMAS = `SELECT pg_catalog.set_config('search_path', concat_ws(', ', 'public', string_agg(quote_ident(nspname), ', ')), false)
FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')`;

/**
 * The routines whose bodies the server refuses. Names may be those of whatever schemas their callers see: a body that the server takes
 * with all schemas in sight is taken. https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-CHECK-FUNCTION-BODIES
 */
export async function refusedBodies(session: Session, objects: readonly SchemaObject[]): Promise<Refused[]> {
  const routines = objects.filter((o): o is Routine => o.kind === 'function' && o.body !== undefined && !o.unchecked);
  if (routines.length === 0) return [];
  await session.run('SET check_function_bodies = on');
  const refused = await refusedOf(session, routines);
  if (refused.length > 0) await session.run(ALL_SCHEMAS);
  const still = new Set(
    (
      await refusedOf(
        session,
        refused.map((r) => r.routine),
      )
    ).map((r) => r.object),
  );
  await session.run(`SET search_path = ${SETTINGS.search_path}`);
  await session.run('SET check_function_bodies = off');
  return refused.filter((r) => still.has(r.object)).map(({ object, error }) => ({ object, error }));
}

async function refusedOf(
  session: Session,
  routines: readonly Routine[],
): Promise<(Refused & { readonly routine: Routine })[]> {
  const refused: (Refused & { readonly routine: Routine })[] = [];
  for (const routine of routines) {
    try {
      await session.run(createRoutine(routine));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      refused.push({ routine, object: idOf(routine), error });
    }
  }
  return refused;
}
