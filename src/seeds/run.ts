import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type SchemaObject } from '../model/object.ts';
import { type SeedMode, type SeedSet } from '../model/seed.ts';

/** What every verb of the seeds works on. */
export interface SeedRun {
  readonly session: Session;
  readonly dialect: Dialect;
  /** The manifest's objects: column types, keys and foreign keys are taken from here. */
  readonly objects: readonly SchemaObject[];
  readonly sets: readonly SeedSet[];
  readonly target: SeedTarget;
  /** The manifest's folder, for sets that do not know their own file. */
  readonly dir: string;
  /** What `now` means for a set that has no recorded day yet; only its UTC day counts. */
  readonly now: Date;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: SeedEvent) => void;
}

export interface SeedTarget {
  readonly name: string;
  readonly protected: boolean;
}

export type SeedEvent =
  | { readonly type: 'started'; readonly set: string; readonly table: string }
  | { readonly type: 'rows'; readonly set: string; readonly rows: number }
  | { readonly type: 'finished'; readonly result: SeedResult }
  | { readonly type: 'skipped'; readonly set: string; readonly reason: string };

/** What happened to one set, for the task log. Counts are rows. */
export interface SeedResult {
  readonly set: string;
  readonly table: string;
  readonly mode: SeedMode;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** In the table as declared already, or left alone by the mode. */
  readonly unchanged: number;
  /** Rows of the set. */
  readonly total: number;
  readonly ms: number;
  /** How it was done: `COPY into an empty table`, `staged diff`, `fingerprint: nothing to do`. */
  readonly approach: string;
  /** What a reader should know: rows that left the set but are still referenced, rows edited by hand that were set back. */
  readonly notes: readonly string[];
  /** Why nothing was done at all: not for this target. */
  readonly skipped?: string;
}

/** What an apply would do to one set; null counts are not known before the table is there. */
export interface PlannedSet {
  readonly set: string;
  readonly table: string;
  readonly mode: SeedMode;
  readonly insert: number | null;
  readonly update: number | null;
  readonly delete: number | null;
  readonly unchanged: number | null;
  readonly total: number | null;
  readonly notes: readonly string[];
  readonly skipped?: string;
}

export interface SeedPlan {
  readonly sets: readonly PlannedSet[];
  /** Whether an apply would write a row. */
  readonly changes: boolean;
}

/** What the target remembers about one set. */
export interface SeedStatus {
  readonly set: string;
  readonly table: string;
  /** `edited`: rows of the table are not what the last apply left there; `changed`: the definition is not what was applied. */
  readonly state: 'never applied' | 'up to date' | 'changed' | 'edited' | 'skipped';
  readonly rows: number | null;
  readonly appliedAt: string | null;
  readonly reason?: string;
}

/** `orders`, or `sales.orders` outside the default schema. */
export function tableName(set: SeedSet, defaultSchema: string): string {
  return set.schema === '' || set.schema === defaultSchema ? set.table : `${set.schema}.${set.table}`;
}
