import { type Dialect, type Session } from '../../dialects/dialect.ts';
import { type Diagnostic } from '../../model/diagnostic.ts';
import { type DialectName } from '../../model/manifest.ts';
import { type Query } from '../../model/query.ts';
import { type MigrationDraft } from '../draft.ts';
import { type MigrationFile, type RenderedMigration } from '../file.ts';

/** How one migration tool lays out its files and remembers what ran. */
export interface Layout {
  readonly name: string;
  /** What the tool can speak to; absent: all. */
  readonly only?: DialectName;
  /** True for paths within the folder that are migrations or belong to them; other files are left alone. */
  owns(path: string): boolean;
  /** The migrations that the owned files are, in the order to run, and what is wrong with them. */
  read(sources: readonly MigrationSource[], dialect: DialectName): ReadMigrations;
  /** The files of drafts, and what the tool keeps beside them. Pure. */
  write(drafts: readonly MigrationDraft[], context: WriteContext): readonly RenderedMigration[];
  readonly peer: PeerHistory;
}

/** The migrations of a folder, in the order in which they run, and what is wrong with the others. */
export interface ReadMigrations {
  readonly files: readonly MigrationFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface WriteContext {
  readonly dialect: DialectName;
  /** The manifest's name: what the project is called. */
  readonly project: string;
  readonly now: Date;
  /** The owned files that are there, and the migrations they are. */
  readonly sources: readonly MigrationSource[];
  readonly existing: readonly MigrationFile[];
}

export interface MigrationSource {
  /** Its path within the migrations folder, with slashes. */
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ParsedMigration {
  readonly file: MigrationFile | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a peer's bookkeeping needs to know of a run. */
export interface PeerContext {
  readonly dialect: Dialect;
  readonly session: Session;
  /** Every migration, in order. */
  readonly files: readonly MigrationFile[];
  /** What the manifest calls the project. */
  readonly project: string;
}

/** The tool's own table of applied versions, kept in step so that either may run the files. */
export interface PeerHistory {
  readonly table: string;
  read(session: Session, dialect: Dialect, files: readonly MigrationFile[]): Promise<PeerState>;
  /** Statements, for one transaction, that make the table. */
  create(dialect: Dialect): readonly string[];
  /** Whether `create` also fills it with the versions that the history holds as applied; else `add` does. */
  readonly filled?: true;
  add(file: MigrationFile, context: PeerContext): readonly (Query | string)[];
  remove(file: MigrationFile, context: PeerContext): readonly (Query | string)[];
  /** Whether it also remembers repeatable files. */
  readonly repeatables?: true;
  /** The lock that the tool itself takes. */
  readonly lock?: (dialect: Dialect, session: Session) => PeerLock | null;
}

/** A lock of the session, or a row that outlives it. */
export interface PeerLock {
  /** Statements that make the place of the lock where there is none yet. */
  readonly make?: readonly string[];
  /** Run before each look whether it is ours. */
  readonly grasp?: string;
  /** Gives one row `{ got }`. */
  readonly take: string;
  readonly free: string;
  /** Who has it: one row `{ holder }`. */
  readonly holder?: string;
}

/**
 * `foreign`: a table of that name is there and belongs to another tool; it is left alone. `declared`: it is the manifest's own. `open`: it is not known whether it holds all,
 * since the first filling of it did not end.
 */
export type PeerState =
  | { readonly table: 'absent' }
  | { readonly table: 'foreign'; readonly columns: readonly string[] }
  | { readonly table: 'declared' }
  | { readonly table: 'present'; readonly versions: ReadonlySet<string>; readonly open?: true };
