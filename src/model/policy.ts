import { type Severity, type Span } from './diagnostic.ts';
import { type ObjectId } from './id.ts';

export type RuleName =
  | 'foreign-key-indexed'
  | 'no-redundant-index'
  | 'no-duplicate-index'
  | 'max-indexes-per-table'
  | 'index-name';

/** `level` says how loud a finding is; `enforce` lets dbops mend it (`create`/`drop`/`rename`, by rule). */
export interface RuleConfig {
  readonly rule: RuleName;
  readonly level: Severity | 'off';
  readonly enforce?: 'create' | 'drop' | 'rename';
  readonly max?: number;
  readonly pattern?: string;
  readonly at?: Span;
}

export interface PolicyException {
  readonly rule: RuleName;
  /** `public.orders.orders_idx`, or a glob of it. */
  readonly object: string;
  /** ISO date; the exception ends with that day. */
  readonly until?: string;
  readonly reason?: string;
  readonly at?: Span;
}

export interface AdviceConfig {
  readonly sources: readonly string[];
  readonly minCalls: number;
  /** 0…1 */
  readonly minImprovement: number;
  /** bytes */
  readonly storageBudget: number | undefined;
}

export interface PolicySet {
  readonly rules: readonly RuleConfig[];
  readonly exceptions: readonly PolicyException[];
  readonly advice: AdviceConfig;
}

/** A rule that an object breaks. */
export interface Finding {
  readonly rule: RuleName;
  readonly level: Severity;
  readonly object: ObjectId;
  readonly message: string;
  readonly hint?: string;
  readonly at?: Span;
}
