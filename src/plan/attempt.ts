import { type Session } from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';

/** Runs a statement; gives what the server refused it with, or null when it ran. */
export async function refusalOf(session: Session, sql: string): Promise<ServerError | null> {
  try {
    await session.run(sql);
    return null;
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
}
