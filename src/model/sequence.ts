import { type Base } from './object.ts';

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

export interface Sequence extends Base, SequenceOptions {
  readonly kind: 'sequence';
  /** `smallint` or `integer`; absent for bigint. `engine` is MariaDB's; absent for InnoDB. */
  readonly type?: string;
  readonly engine?: string;
  readonly unlogged?: true;
  /** Column of the same schema that owns it (dropped with it). */
  readonly ownedBy?: { readonly table: string; readonly column: string };
}
