import { splitStatements } from '../../model/statements.ts';
import { filesAt, textOf } from './files.ts';
import { type Captured, type Source } from './source.ts';

/** SQL files with the statements that an application runs. */
export const workload: Source = async (where, { dir, dialect }) => {
  const captured: Captured[] = [];
  for (const file of await filesAt(where, dir, ['.sql'])) {
    for (const { sql, line } of splitStatements(await textOf(file), dialect.name)) {
      captured.push({ text: sql, plan: null, calls: 1, totalMs: null, counted: false, at: `${file.shown}:${line}` });
    }
  }
  return { captured, unreadable: captured.length === 0 ? [{ at: where, reason: 'there are no statements' }] : [] };
};
