import { type TableCopy } from '../model/online-copy.ts';
import { type Session } from './dialect.ts';

/** What has to be known of a table that a program outside changes by a copy (pt-online-schema-change, gh-ost). */
export interface HandOver {
  /** The change, where the only way of the statement is a copy of the table under a lock; null for any other statement. */
  copyOf(sql: string): TableCopy | null;
  /** Why no such program may make this change on this table, in people's words. */
  obstacles(session: Session, copy: TableCopy): Promise<readonly string[]>;
  /** What is there before the program begins. `name`: a word of this attempt alone, which its own tables bear. */
  before(session: Session, copy: TableCopy, name: string): Promise<CopyMark>;
  /**
   * Takes away what a program has left behind, in such an order that one that still runs somewhere can neither put its copy in the
   * table's place nor keep a write from its copy; then says whether the table was changed. Throws lock timeouts.
   */
  settle(session: Session, copy: TableCopy, mark: CopyMark): Promise<'changed' | 'unchanged'>;
}

/** What a run notes before it lets a program begin. */
export interface CopyMark {
  readonly name: string;
  /** Digest of how the table was made. */
  readonly made: string;
  /** Tables called like the program's leftovers that were there before. */
  readonly others: readonly string[];
}
