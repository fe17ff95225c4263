import { type Routine } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { Cursor } from './cursor.ts';
import { quote } from './quote.ts';
import { rowsOfEach } from './session.ts';
import { askedOnce, type Kept, keptFields, storedText, usual } from './stored.ts';

const TRAIT =
  /^\s*(NO SQL|READS SQL DATA|MODIFIES SQL DATA|DETERMINISTIC|SQL SECURITY INVOKER|COMMENT '(?:[^'\\]|''|\\.)*'|LANGUAGE SQL)\n/s;

/** Reads what SHOW CREATE FUNCTION or PROCEDURE prints; null for what dbops has no words for (other languages). */
function shownRoutine(name: string, procedure: boolean, text: string): Routine | null {
  const cursor = new Cursor(text);
  const word = procedure ? 'PROCEDURE' : 'FUNCTION';
  const found: { -readonly [K in keyof Routine]?: Routine[K] } = {};
  while (!cursor.done && !cursor.sees(word)) if (cursor.next() === 'AGGREGATE') found.aggregate = true;
  cursor.take(word);
  cursor.next();
  const args = cursor.parenthesized(true);
  let rest = cursor.tail();
  const returns = procedure ? null : /^RETURNS ([^\n]*)\n/.exec(rest);
  if (returns !== null) {
    found.returns = returns[1] ?? '';
    rest = rest.slice(returns[0].length);
  }
  for (let trait = TRAIT.exec(rest); trait !== null; trait = TRAIT.exec(rest)) {
    const said = trait[1] ?? '';
    if (said === 'DETERMINISTIC') found.deterministic = true;
    else if (said === 'SQL SECURITY INVOKER') found.securityInvoker = true;
    else if (said.startsWith('COMMENT')) found.comment = commentOf(said);
    else if (said !== 'LANGUAGE SQL') found.dataAccess = said.toLowerCase() as NonNullable<Routine['dataAccess']>;
    rest = rest.slice(trait[0].length);
  }
  if (/^\s*LANGUAGE\s/i.test(rest)) return null;
  return {
    kind: 'function',
    schema: '',
    name,
    signature: '',
    language: 'sql',
    ...(procedure ? { procedure } : {}),
    ...(args === '' ? {} : { arguments: args }),
    ...found,
    body: storedText(rest),
  };
}

function commentOf(text: string): string {
  const cursor = new Cursor(text);
  cursor.take('COMMENT');
  return cursor.string();
}

interface Row extends Kept {
  readonly type: string;
}

/** Functions and procedures in scope or not. */
export const routineRows = askedOnce<Row>(
  sql`select routine_name as name, routine_type as type, sql_mode as sql_mode, definer as definer,
        character_set_client as character_set_client, collation_connection as collation_connection,
        database_collation as database_collation
      from information_schema.routines
      where routine_schema = database() and routine_type in ('FUNCTION', 'PROCEDURE') order by routine_name, routine_type`,
);

/** A routine, or null in its place when its text is hidden from this user or dbops has no words for it. */
export interface ReadRoutine {
  readonly kind: string;
  readonly name: string;
  readonly routine: Routine | null;
}

const known = new WeakMap<ReadContext, Promise<readonly ReadRoutine[]>>();

/** Functions and procedures in scope, asked for once under one context. */
export function readRoutines(session: Session, context: ReadContext): Promise<readonly ReadRoutine[]> {
  const found = known.get(context) ?? showAll(session, context);
  known.set(context, found);
  return found;
}

async function showAll(session: Session, context: ReadContext): Promise<readonly ReadRoutine[]> {
  const own = await usual(session, context);
  const rows = await routineRows(session, context);
  const routines = rows.filter((r) => context.inScope('', r.name));
  const shown = await rowsOfEach<Record<string, string | null>>(
    session,
    routines.map((r) => `SHOW CREATE ${r.type} ${quote.ident(r.name)}`),
  );
  return routines.map((row, i) => {
    const procedure = row.type === 'PROCEDURE';
    const text = shown[i]?.[0]?.[`Create ${procedure ? 'Procedure' : 'Function'}`];
    const found = typeof text === 'string' ? shownRoutine(row.name, procedure, text) : null;
    const routine = found === null ? null : { ...found, ...keptFields(row, found.body ?? '', own) };
    return { kind: row.type.toLowerCase(), name: row.name, routine };
  });
}
