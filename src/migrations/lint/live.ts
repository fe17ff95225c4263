import { type Session } from '../../dialects/dialect.ts';
import { type Verdict } from './judge.ts';

/** What only the target itself can tell of statements that are to run there; null where it is no PostgreSQL. */
export interface LiveFacts {
  readonly number: number;
  /** Names of indexes that a build left behind and that nothing can use. */
  readonly invalid: ReadonlySet<string>;
}

export async function liveFacts(session: Session): Promise<LiveFacts | null> {
  if (session.server.product !== 'postgres') return null;
  const rows = await session.rows<{ name: string }>(
    'select c.relname::text as name from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid',
  );
  return { number: session.server.number, invalid: new Set(rows.map((r) => r.name)) };
}

const BUILD =
  /^\s*(?:create\s+(?:unique\s+)?index|reindex\b.*)\s+concurrently\s+(?:if\s+not\s+exists\s+)?("(?:[^"]|"")+"|[\w$]+)/i;

/** An index that is built beside others on a server that does that wrong, or where one of its name is left behind. */
export function judgeLive(sql: string, live: LiveFacts | null): Verdict[] {
  const name = BUILD.exec(sql)?.[1]?.replace(/^"|"$/g, '').replaceAll('""', '"');
  if (live === null || name === undefined) return [];
  const { number, invalid } = live;
  const found: Verdict[] = [];
  if (invalid.has(name))
    found.push({ rule: 'lock/invalid-index-left', message: `an index ${name} that is not valid is there` });
  if (number >= 140_000 && number < 140_004) {
    found.push({
      rule: 'lock/pg14-cic-corruption',
      message: `PostgreSQL ${number} may leave rows out of an index built concurrently`,
    });
  }
  return found;
}
