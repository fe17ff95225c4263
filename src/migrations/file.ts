import { type RowsAgainst } from '../model/facts.ts';
import { type OnlineTool } from '../model/online-copy.ts';
import { type Statement } from '../model/statements.ts';
import { type Backfill } from '../model/step.ts';

/** A statement of a migration file; `timeout` (ms, 0: none) is the file's own word against the manifest's limit. */
export interface MigrationStatement extends Statement {
  readonly timeout?: number;
  /** Run in batches, in the order of this key. */
  readonly backfill?: Backfill;
  /** The program that is to change the table where it is large. */
  readonly online?: OnlineTool;
  /** Rows that it fails on. */
  readonly rows?: readonly RowsAgainst[];
}

/** One direction of a migration: what runs, and whether in one transaction. */
export interface MigrationSection {
  readonly transaction: boolean;
  readonly statements: readonly MigrationStatement[];
  /** Why these statements cannot do what they are for: the reason that the file itself gives. */
  readonly irreversible?: string;
  /** Where they stand, when not in the migration's own file. */
  readonly path?: string;
}

/** A migration as its file says it, whatever the layout. */
export interface MigrationFile {
  /** What the layout's tool knows it by: digits in most, a revision in Alembic, a change in Sqitch. */
  readonly version: string;
  /** The file's name, within its folder. */
  readonly name: string;
  readonly path: string;
  /** Hex SHA-256 of the file's bytes. */
  readonly checksum: string;
  readonly up: MigrationSection;
  readonly down: MigrationSection | null;
  /**
   * What dbops wrote at the top: the digest of the plan, which part of it this file is (`2/3`), versions it stands for, and whether it
   * takes away what older applications use.
   */
  readonly header: {
    readonly plan?: string;
    readonly part?: string;
    readonly squashes?: readonly string[];
    readonly phase?: 'contract';
  };
  /** Run whenever its text has changed, after all others. */
  readonly repeatable?: true;
  /** Why only the layout's own tool can run it. */
  readonly foreign?: string;
  /** The checksum that the layout's tool keeps of it. */
  readonly seal?: string;
}

/** A file of a layout about to be written: a migration, or what the tool keeps beside them (then it may be there already). */
export interface RenderedMigration {
  /** Its path within the migrations folder. */
  readonly path: string;
  readonly text: string;
  readonly replaces?: true;
}

/** The order in which most tools run files: by name, byte by byte. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}
