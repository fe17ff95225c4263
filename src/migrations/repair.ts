import { peerContext } from './execute.ts';
import { type MigrationFile } from './file.ts';
import { dbmate } from './formats/dbmate.ts';
import { ensureState, forgetRow, type HistoryRow, recordIdentity, saveRow } from './history.ts';
import { takeRunLock } from './run-lock.ts';
import { isPartWay, migrationStatus, type StatusInput } from './status.ts';

export interface Repaired {
  /** Files whose present text the history now holds. */
  readonly accepted: readonly MigrationFile[];
  /** Rows whose files are gone. */
  readonly forgotten: readonly HistoryRow[];
}

/**
 * Makes the history say what the files say: changed files are accepted as they are, rows without a file are forgotten, and the
 * database's identity is recorded anew. Runs no migration. A half-done file keeps the number of its finished statements.
 */
export async function repairHistory(input: StatusInput & { readonly lockWait?: number }): Promise<Repaired> {
  const { session, dialect, layout = dbmate, lockWait = 10_000 } = input;
  await using _lock = await takeRunLock(session, dialect, lockWait);
  const status = await migrationStatus(input);
  const known = status.entries.flatMap((e) => (e.row === null ? [] : [{ ...e, row: e.row }]));
  if (known.length === 0 && !(await dialect.state.exists(session))) return { accepted: [], forgotten: [] };
  await ensureState(peerContext(input), layout.peer, status.peer);
  const accepted = known.flatMap((e) =>
    e.file !== null && e.row.checksum !== e.file.checksum && (e.state === 'changed' || isPartWay(e))
      ? [{ file: e.file, row: e.row }]
      : [],
  );
  const forgotten = known.filter((e) => e.file === null).map((e) => e.row);
  await session.transaction(async (tx) => {
    await recordIdentity(tx, dialect, true);
    for (const { file, row } of accepted) {
      await saveRow(tx, dialect, { ...row, name: file.name, checksum: file.checksum });
    }
    for (const row of forgotten) await forgetRow(tx, dialect, row.version);
  });
  return { accepted: accepted.map((a) => a.file), forgotten };
}
