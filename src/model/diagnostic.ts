import { type Code } from './codes.ts';
import { type ObjectId } from './id.ts';

/** A stretch of a file. Lines and columns are 1-based, columns in UTF-16 code units; `length` is at least 1 and stays on the line. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The whole line, for the caret. */
  readonly text: string;
}

export type Severity = 'error' | 'warning' | 'info';

/** Anything that a user can mend. Functions return all of them; nothing throws. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly at?: Span;
  readonly object?: ObjectId;
}

/** Findings of one file in the order of their places. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);
}
