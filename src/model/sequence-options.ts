/** What a sequence has that is not the server's own. */
export interface SequenceOptions {
  readonly start?: string;
  readonly increment?: string;
  readonly min?: string;
  readonly max?: string;
  readonly cache?: string;
  readonly cycle?: true;
}

/** A column that the server numbers. */
export interface Identity extends SequenceOptions {
  readonly mode: 'always' | 'by_default';
  /** The name of its sequence, when it is not the server's own. */
  readonly sequence?: string;
  /** Whether its sequence is logged, when that is not as the table is. */
  readonly logged?: boolean;
  /** The comment of its sequence. */
  readonly comment?: string;
}
