import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Query } from '../model/query.ts';
import { type MigrationSection, type MigrationStatement } from './file.ts';
import { type HistoryRow, readHistory, rowQuery } from './history.ts';
import { isLockTimeout } from './retry.ts';

/** Statements that a table stays locked for; `lock` is taken again where a run goes on in the midst of them. */
export interface Held {
  readonly lock: MigrationStatement;
  readonly first: number;
  readonly statements: readonly MigrationStatement[];
}

const LOCK = /^lock tables\b/i;
const UNLOCK = /^unlock tables\b/i;

/** What is held together from that place on: `LOCK TABLES` and all up to `UNLOCK TABLES`. Null where nothing is. */
export function heldTogether({ statements }: MigrationSection, done: number): Held | null {
  const at = statements.findLastIndex((s, i) => i <= done && (LOCK.test(s.sql) || (i < done && UNLOCK.test(s.sql))));
  const lock = statements[at];
  if (lock === undefined || UNLOCK.test(lock.sql)) return null;
  const end = statements.findIndex((s, i) => i >= done && UNLOCK.test(s.sql));
  return { lock, first: done, statements: statements.slice(done, end < 0 ? statements.length : end + 1) };
}

export interface HeldRun {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly held: Held;
  readonly row: HistoryRow;
  /** Whether an earlier run may have done the first of them, and those behind it. */
  readonly cutOff: boolean;
  readonly lockTimeout: number;
  /** So many statements of the section are done. */
  readonly since: (done: number) => void;
}

/**
 * Hands all of it to the server at once, with the journal's entries between: a kill of this process is nothing to it. What an earlier
 * run turns out to have done is passed over.
 */
export async function runHeld({ session, dialect, held, row, cutOff, lockTimeout, since }: HeldRun): Promise<void> {
  const end = held.first + held.statements.length;
  for (let done = held.first; done < end; ) {
    try {
      await dialect.atOnce?.(session, withEntries(dialect, held, row, done), lockTimeout);
      done = end;
    } catch (error) {
      const reached = (await readHistory(session, dialect)).find((r) => r.version === row.version)?.done ?? done;
      since(reached);
      const statement = held.statements[reached - held.first];
      const mayBe = cutOff && statement !== undefined && !isLockTimeout(error);
      if (!mayBe || (await dialect.settle(session, statement.sql, error)) !== 'done') throw error;
      done = reached + 1;
      await session.run(rowQuery(dialect, { ...row, done }));
    }
    since(done);
  }
}

/** Who locks tables may use no other, and the journal is one. */
function withEntries(dialect: Dialect, held: Held, row: HistoryRow, done: number): (Query | string)[] {
  const rest = held.statements.slice(done - held.first);
  const lock = `${held.lock.sql}, ${dialect.state.table('history')} WRITE`;
  return [
    ...(rest[0] === held.lock ? [] : [lock]),
    ...rest.flatMap((s, i) => [s === held.lock ? lock : s.sql, rowQuery(dialect, { ...row, done: done + i + 1 })]),
  ];
}
