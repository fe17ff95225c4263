import { type Statement } from '../model/statements.ts';

/** A statement of a migration file; `timeout` (ms, 0: none) is the file's own word against the manifest's limit. */
export interface MigrationStatement extends Statement {
  readonly timeout?: number;
}

/** One direction of a migration: what runs, and whether in one transaction. */
export interface MigrationSection {
  readonly transaction: boolean;
  readonly statements: readonly MigrationStatement[];
  /** Why these statements cannot do what they are for: the reason that the file itself gives. */
  readonly irreversible?: string;
}

/** A migration as its file says it, whatever the layout. */
export interface MigrationFile {
  /** Digits; the order of files is the order of their names. */
  readonly version: string;
  /** The file's name, within its folder. */
  readonly name: string;
  readonly path: string;
  /** Hex SHA-256 of the file's bytes. */
  readonly checksum: string;
  readonly up: MigrationSection;
  readonly down: MigrationSection | null;
  /** What dbops wrote at the top: the digest of the plan, and which part of it this file is (`2/3`). */
  readonly header: { readonly plan?: string; readonly part?: string };
}

/** A migration file about to be written. */
export interface RenderedMigration {
  readonly version: string;
  /** Its name within the migrations folder. */
  readonly path: string;
  readonly text: string;
}

/** The order in which files run: by name, byte by byte, as dbmate does. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}
