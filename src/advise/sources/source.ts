import { type Dialect, type PlanNode, type Session } from '../../dialects/dialect.ts';

/** One query as a source saw it, once or many times. */
export interface Captured {
  /** The statement; null when the source has its plan only. */
  readonly text: string | null;
  readonly plan: PlanNode | null;
  readonly calls: number;
  /** ms of all calls together; null when the source does not say. */
  readonly totalMs: number | null;
  /** Whether `calls` is how often the application asks, not how often the source happened to see it. */
  readonly counted: boolean;
  /** For people: where it stands. */
  readonly at: string;
}

export interface SourceContext {
  readonly session: Session;
  readonly dialect: Dialect;
  /** What relative paths are relative to. */
  readonly dir: string;
}

/** Queries of one source, and what in it could not be read. */
export interface Read {
  readonly captured: readonly Captured[];
  readonly unreadable: readonly { readonly at: string; readonly reason: string }[];
}

export type Source = (where: string, context: SourceContext) => Promise<Read>;
