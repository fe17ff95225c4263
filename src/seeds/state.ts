import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Query, raw, sql } from '../model/query.ts';

/** What the target remembers about an applied set. */
export interface SetState {
  /** Of all that decides about the set's rows. */
  readonly digest: string;
  /** The day that `now` means, midnight UTC. */
  readonly asOf: Date;
  /** What the set's own numbering starts after; null when it does not number. */
  readonly base: number | null;
  /** The most rows that the set ever had: numbers up to here are its own. */
  readonly reach: number;
  /** Of the table's rows when the set had been applied; null when it is not kept. */
  readonly fingerprint: string | null;
  readonly rows: number;
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
}

interface StateRow {
  readonly set_name: string;
  readonly definition: string;
  readonly fingerprint: string | null;
  readonly rows_total: string | number;
  readonly applied_at: string;
}

/** The state of every set in one query; empty when nothing was ever applied to the target. */
export async function readStates(session: Session, dialect: Dialect): Promise<ReadonlyMap<string, SetState>> {
  if (!(await dialect.state.exists(session))) return new Map();
  const rows = await session.rows<StateRow>(
    sql`select set_name, definition, fingerprint, rows_total, applied_at from ${raw(dialect.state.table('seeds'))}`,
  );
  return new Map(
    rows.map((row) => {
      const definition = JSON.parse(row.definition) as {
        digest: string;
        asOf: string;
        base: number | null;
        reach: number;
      };
      const state: SetState = {
        ...definition,
        asOf: new Date(definition.asOf),
        fingerprint: row.fingerprint === '' ? null : row.fingerprint,
        rows: Number(row.rows_total),
        appliedAt: row.applied_at,
      };
      return [row.set_name, state];
    }),
  );
}

/** Remembers the state of one set. */
export function writeState(dialect: Dialect, set: string, state: SetState): Query {
  const { digest, asOf, base, reach } = state;
  return dialect.state.upsert(
    'seeds',
    {
      set_name: set,
      definition: JSON.stringify({ digest, asOf: asOf.toISOString().slice(0, 10), base, reach }),
      fingerprint: state.fingerprint ?? '',
      rows_total: state.rows,
      applied_at: state.appliedAt,
    },
    ['set_name'],
  );
}
