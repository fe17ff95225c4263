import { type ObjectId, objectId } from '../../model/id.ts';
import { signedName } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import { SIGNATURE } from './scope.ts';

/**
 * Asks the validator of each routine's language whether it takes the body as it stands: with the settings that callers see, then with all
 * schemas in sight. Nothing is written and no routine runs. The validators are called by their
 * schemas: bodies are looked into under search_paths that others have set.
 * https://www.postgresql.org/docs/current/plhandler.html
 */
const ASK = `DO $dbops$
DECLARE
  routine record;
  setting text;
  near text := pg_catalog.current_setting('search_path');
  far text := (SELECT pg_catalog.concat_ws(', ', 'public', pg_catalog.string_agg(pg_catalog.quote_ident(nspname), ', '))
               FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema'));
  path text;
  taken boolean;
  refused text := '';
BEGIN
  FOR routine IN
    SELECT p.oid, p.proconfig, pg_catalog.format('SELECT %I.%I($1)', n.nspname, v.proname) AS question
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    JOIN pg_catalog.pg_proc v ON v.oid = l.lanvalidator JOIN pg_catalog.pg_namespace n ON n.oid = v.pronamespace
    WHERE p.oid >= 16384 AND p.prokind IN ('f', 'p', 'w') AND l.lanname NOT IN ('c', 'internal')
  LOOP
    taken := false;
    FOREACH path IN ARRAY ARRAY[near, far] LOOP
      CONTINUE WHEN taken;
      BEGIN
        PERFORM pg_catalog.set_config('check_function_bodies', 'on', true), pg_catalog.set_config('search_path', path, true);
        FOREACH setting IN ARRAY coalesce(routine.proconfig, '{}') LOOP
          PERFORM pg_catalog.set_config(pg_catalog.split_part(setting, '=', 1),
                                        pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') OPERATOR(pg_catalog.+) 1), true);
        END LOOP;
        EXECUTE routine.question USING routine.oid;
        taken := true;
        RAISE EXCEPTION 'settings go back';
      EXCEPTION
        WHEN insufficient_privilege THEN taken := true;
        WHEN OTHERS THEN NULL;
      END;
    END LOOP;
    IF NOT taken THEN refused := pg_catalog.concat(refused, ',', routine.oid); END IF;
  END LOOP;
  PERFORM pg_catalog.set_config('dbops.refused', refused, true);
END $dbops$`;

const REFUSED = sql`SELECT n.nspname AS schema, p.proname AS name, ${SIGNATURE} AS signature
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.oid::text = ANY (string_to_array(current_setting('dbops.refused'), ','))`;

const MAY_ASK = "SELECT FROM pg_language WHERE lanname = 'plpgsql' AND has_language_privilege(oid, 'USAGE')";

/**
 * The routines of a live database whose bodies the server would not take today: what they name is gone, or never was. None is known
 * to whom the server does not let ask.
 */
export async function refusedTexts(session: Session): Promise<ReadonlySet<ObjectId>> {
  const rows = await session.transaction(
    async (tx) => {
      if ((await tx.rows(MAY_ASK)).length === 0) return [];
      await tx.run(ASK);
      return tx.rows<{ schema: string; name: string; signature: string }>(REFUSED);
    },
    { snapshot: true },
  );
  return new Set(rows.map((r) => objectId('function', r.schema, signedName(r))));
}
