import { type ObjectId, objectId } from '../../model/id.ts';
import { type Session } from '../dialect.ts';

/**
 * Asks the validator of each routine's language whether it takes the body as it stands: with the settings that callers see, then with all
 * schemas in sight. Nothing is written and no routine runs; whom the server does not let ask hears nothing.
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
    SELECT p.oid, p.proconfig, pg_catalog.format('SELECT %s($1)', l.lanvalidator::pg_catalog.regproc) AS question
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.oid >= 16384 AND p.prokind IN ('f', 'p', 'w') AND l.lanvalidator <> 0 AND l.lanname NOT IN ('c', 'internal')
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
  PERFORM pg_catalog.set_config('dbops.refused', refused, false);
END $dbops$`;

const REFUSED = `SELECT n.nspname AS schema, p.proname AS name,
  (SELECT coalesce(string_agg(format_type(a.type, NULL), ', ' ORDER BY a.ord), '')
   FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(type, ord)) AS signature
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.oid::text = ANY (string_to_array(current_setting('dbops.refused'), ','))`;

/** The routines of a live database whose bodies the server would not take today: what they name is gone, or never was. */
export async function refusedTexts(session: Session): Promise<ReadonlySet<ObjectId>> {
  const rows = await session.transaction(
    async (tx) => {
      await tx.run(ASK);
      return tx.rows<{ schema: string; name: string; signature: string }>(REFUSED);
    },
    { snapshot: true },
  );
  return new Set(rows.map((r) => objectId('function', r.schema, `${r.name}(${r.signature})`)));
}
