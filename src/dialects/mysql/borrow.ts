import { ServerError } from '../../model/error.ts';
import { type Scope } from '../../model/manifest.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import { quote } from './quote.ts';
import { scopeFilter } from './scope.ts';

/** A statement that makes one of the target's own functions somewhere else. */
export type Lent = string;

/**
 * The target's stored functions that are not in scope: dbops does not manage them, but views may call them. Whoever is not their definer, or
 * has no right to read them, sees no body, and then they are not lent.
 */
export async function lentOf(target: Session, scope: Scope): Promise<Lent[]> {
  const inScope = scopeFilter(scope);
  const functions = await target.rows<{ name: string }>(
    sql`SELECT routine_name AS name FROM information_schema.routines
        WHERE routine_schema = DATABASE() AND routine_type = 'FUNCTION' AND routine_definition IS NOT NULL ORDER BY routine_name`,
  );
  const statements: Lent[] = [];
  for (const { name } of functions) {
    if (inScope('', name)) continue;
    const [row] = await target.rows(`SHOW CREATE FUNCTION ${quote.ident(name)}`);
    const text = row?.['Create Function'];
    if (typeof text === 'string')
      statements.push(text.replace(/^CREATE DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*`/, 'CREATE'));
  }
  return statements;
}

/** Makes them; one that is refused is left out, and whatever needs it is refused in its turn. */
export async function lend(session: Session, statements: readonly Lent[]): Promise<void> {
  for (const statement of statements) {
    try {
      await session.run(statement);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
  }
}
