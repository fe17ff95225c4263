import { type Dialect, type Session } from '../../dialects/dialect.ts';
import { type Diagnostic } from '../../model/diagnostic.ts';
import { type DialectName } from '../../model/manifest.ts';
import { type Query } from '../../model/query.ts';
import { type Plan } from '../../model/step.ts';
import { type MigrationFile, type RenderedMigration } from '../file.ts';

/** How one migration tool lays out its files and remembers what ran. */
export interface Layout {
  readonly name: string;
  /** True for file names that are migrations; other files in the folder are left alone. */
  owns(name: string): boolean;
  /** The files of a plan: one for each batch that commits together. Pure. */
  render(plan: Plan, options: RenderOptions): RenderedMigration[];
  /** The file, or the findings that keep it from being one. */
  parse(source: MigrationSource, dialect: DialectName): ParsedMigration;
  readonly peer: PeerHistory;
}

export interface RenderOptions {
  /** What the change is called, in people's words: `add orders`. */
  readonly name: string;
  readonly now: Date;
  readonly dialect: DialectName;
  /** The files that are there: new versions come after theirs. */
  readonly existing: readonly Pick<MigrationFile, 'version' | 'name'>[];
}

export interface MigrationSource {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ParsedMigration {
  readonly file: MigrationFile | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The tool's own table of applied versions, kept in step so that either may run the files. */
export interface PeerHistory {
  readonly table: string;
  read(session: Session, dialect: Dialect): Promise<PeerState>;
  /** Statements, for one transaction, that make the table and fill it with the versions that the history holds as applied. */
  create(dialect: Dialect): readonly string[];
  add(dialect: Dialect, version: string): Query;
  remove(dialect: Dialect, version: string): Query;
}

/** `foreign`: a table of that name is there and belongs to another tool; it is left alone. */
export type PeerState =
  | { readonly table: 'absent' }
  | { readonly table: 'foreign'; readonly columns: readonly string[] }
  | { readonly table: 'present'; readonly versions: ReadonlySet<string> };
