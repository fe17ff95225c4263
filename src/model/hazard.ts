import { type ObjectId } from './id.ts';

/** What a step may cost, whoever decides about it. */
export type HazardKind =
  | 'loses_data'
  | 'rewrites_table'
  | 'scans_table'
  | 'fills_disk'
  | 'blocks_writes'
  | 'blocks_reads'
  | 'may_fail_on_data'
  | 'breaks_readers'
  | 'not_atomic'
  | 'irreversible';

export const HAZARD_KINDS = [
  'loses_data',
  'rewrites_table',
  'scans_table',
  'fills_disk',
  'blocks_writes',
  'blocks_reads',
  'may_fail_on_data',
  'breaks_readers',
  'not_atomic',
  'irreversible',
] as const satisfies readonly HazardKind[];

export interface Hazard {
  readonly kind: HazardKind;
  /** What it concerns: a table, or the column, index, … that is lost. */
  readonly object: ObjectId;
  /** One sentence for a reader who decides: `drops the column note and its values`. */
  readonly message: string;
  /** A read-only query, without LIMIT, that returns rows when the step would fail on the data there is. */
  readonly probe?: string;
}

/** Refused unless `--allow` names the hazard (and, when given, the object). */
export const REFUSED_HAZARDS: readonly HazardKind[] = ['loses_data'];
