import { type Session } from '../dialects/dialect.ts';
import { DbopsError, ServerError } from '../model/error.ts';
import { type MigrationFile, type MigrationSection } from './file.ts';

/** Runs the files one after the other in a scratch place, each statement by itself. Throws `replay-failed` with the place of the failure. */
export async function replay(
  session: Session,
  files: readonly MigrationFile[],
  direction: 'up' | 'down' = 'up',
): Promise<void> {
  for (const file of files) {
    if (file.foreign !== undefined) throw failed(`${file.name} cannot be replayed: ${file.foreign}`);
    const section = direction === 'up' ? file.up : file.down;
    if (section !== null) await replaySection(session, file, section);
  }
}

async function replaySection(session: Session, file: MigrationFile, section: MigrationSection): Promise<void> {
  for (const { sql, line } of section.statements) {
    try {
      await session.run(sql);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      throw failed(`${section.path ?? file.path}:${line} fails when it is replayed: ${error.message}`, error);
    }
  }
}

function failed(message: string, cause?: ServerError): DbopsError {
  return new DbopsError('replay-failed', message, {
    hint: 'migrations are replayed from an empty database, in a scratch place; the first of them has to make what they build on (an existing database: dbops generate initial --from files, dbops migrate baseline)',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Statements that may change rows, by how they begin. */
export const CHANGES_ROWS = /^\s*(?:insert|update|delete|merge|replace|with|copy|load|call|do|truncate)\b/i;

/** Whether a migration may change rows, so that the schema alone does not tell what it did. */
export function changesRows({ up }: MigrationFile): boolean {
  return up.statements.some((s) => CHANGES_ROWS.test(s.sql));
}
