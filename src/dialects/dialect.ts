import { type Change } from '../model/change.ts';
import { type Measured, type RowsAgainst, type TableSize } from '../model/facts.ts';
import { type ObjectId } from '../model/id.ts';
import { type LoadTarget } from '../model/load-target.ts';
import { type Lodger } from '../model/lodger.ts';
import { type DialectName, type Scope } from '../model/manifest.ts';
import { type MissingType } from '../model/missing-type.ts';
import { type Kind, type ObjectOf, type SchemaObject } from '../model/object.ts';
import { type Query, type Value } from '../model/query.ts';
import { type Refused } from '../model/refused.ts';
import { type Step, type StepDraft } from '../model/step.ts';
import { type CrossingSql } from './crossing.ts';
import { type Explain } from './explain.ts';
import { type HandOver } from './hand-over.ts';
import { type KeysetSql } from './keyset.ts';
import { type Manners } from './manners.ts';
import { type MergeSql, type StateSql } from './merge.ts';

export type * from './crossing.ts';
export type * from './explain.ts';
export type * from './hand-over.ts';
export type * from './keyset.ts';
export type * from './manners.ts';
export type * from './merge.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/** What a dialect is: types only. A `Dialect` is a value; nothing outside `dialects/` knows more than this file. */
export interface Dialect {
  readonly name: DialectName;
  readonly quote: Quote;
  /** Schema of unqualified names in the manifest: `public`, or empty where there are no schemas. */
  readonly defaultSchema: string;
  /** Kinds whose objects share their names within a schema, where their own drivers do not see to it. */
  readonly sharedNames: ReadonlySet<Kind>;
  /** Whether the order of a table's columns is something that a statement can change. */
  readonly columnsHaveOrder: boolean;
  /** Whether the texts of views, indexes and the like go on to mean what is renamed. */
  readonly textsFollowNames: boolean;
  capabilities(server: ServerInfo): Capabilities;
  readonly kinds: { readonly [K in Kind]: KindDriver<K> | Unsupported };
  /** Turns blocking steps into their safe sequences, in this order, for objects that already hold rows. */
  readonly online: readonly Rewrite[];
  /** One statement that does what two do, the earlier first, for half of what they cost; null where there is none. Absent: there never is. */
  joined?(earlier: Step, later: Step): string | null;
  connect(url: string, options?: ConnectOptions): Promise<Session>;
  /** Reads every kind within the scope in one snapshot, in a number of queries that does not depend on the number of objects. */
  read(session: Session, scope: Scope, options?: ReadOptions): Promise<Catalog>;
  /** Routines whose bodies the server has but would not take today. Absent: it looks into none when it makes them. */
  refusedTexts?(session: Session): Promise<ReadonlySet<ObjectId>>;
  /** The declared objects with the owners and privileges that nobody manages as they are on the target; `live` by id, renamed. */
  adopt(desired: readonly SchemaObject[], live: Objects, context: AdoptContext): readonly SchemaObject[];
  /** The objects with what texts take by the places of columns in the order of the `live` ones. Absent: a declared order is kept. */
  placed?(objects: readonly SchemaObject[], live: Objects): readonly SchemaObject[];
  /** Both sides with what tables have by others that they leave or join; null where there is nothing of that. */
  unfold?(
    before: readonly SchemaObject[],
    after: readonly SchemaObject[],
    changes: readonly Change[],
    server: ServerInfo,
  ): Unfolding | null;
  /** What the declared objects ask for that a server of this version does not have. */
  lacking(desired: readonly SchemaObject[], server: ServerInfo): readonly Lacking[];
  /**
   * Whether all that differs is kept by the server as it is written, so that no scratch place need be asked whether it means the
   * same. `mentioned` knows what something speaks of that stays. Absent: never.
   */
  asWritten?(change: Extract<Change, { type: 'alter' }>, mentioned: (id: ObjectId) => boolean): boolean;
  /** Those of the roles that the server does not have. */
  missingRoles(session: Session, roles: readonly string[]): Promise<readonly string[]>;
  /** Types that what comes or changes is to have, and that are neither among what is declared nor on the server. Absent: all types are known by name. */
  missingTypes?(session: Session, changes: readonly Change[], desired: Objects): Promise<readonly MissingType[]>;
  /** What stands in schemas, managed or not. Absent: there are no schemas. */
  lodgersOf?(session: Session, schemas: readonly string[]): Promise<readonly Lodger[]>;
  /** A throw-away empty place on the same kind of server, or null when none can be had (with the reason). */
  scratch(request: ScratchRequest): Promise<Scratch | { readonly unavailable: string }>;
  readonly state: StateSql;
  readonly merge: MergeSql;
  readonly keyset: KeysetSql;
  readonly crossing: CrossingSql;
  readonly explain: Explain;
  /** What the server prints of each table, in lines that compare with another database's. Absent: the catalog tells all of a table. */
  printed?(session: Session, tables: readonly ObjectOf<'table'>[]): Promise<readonly (readonly string[])[]>;
  /** Absent: a statement cannot say how it shall be done. */
  readonly manners?: Manners;
  /** Absent: no program outside copies tables. */
  readonly handOver?: HandOver;
  /** The rows that a statement looks for which does nothing else; null for all others. Absent: there are none of these. */
  provedBy?(sql: string): RowsAgainst | null;
  /** After a statement outside a transaction failed or was interrupted: was its work done, must leftovers go first, or is it a real failure? */
  settle(session: Session, sql: string, error: unknown): Promise<Settled>;
  /**
   * Runs statements that the server goes through to their end once it has them, whatever becomes of who sent them, over a connection of
   * its own; the first that fails ends it. Absent: a transaction does for that.
   */
  atOnce?(session: Session, statements: readonly (Query | string)[], lockTimeout: number): Promise<void>;
  /** Whether a session's lock is one server's alone, while others take writes, too. Absent: it never is. */
  locksAreLocal?(session: Session): Promise<boolean>;
  /** Who keeps the session of that id waiting right now, seen from another one; the longest at it first. */
  blockers(observer: Session, waiting: string): Promise<readonly Blocker[]>;
  /** ms after which the server looks whether two wait for each other, and ends the one that looks. Absent: it does at once. */
  deadlockTimeout?(session: Session): Promise<number>;
  /** Other sessions of this database that have had a transaction open for so many ms; the longest first. */
  longTransactions(session: Session, ms: number): Promise<readonly Blocker[]>;
  /** What each table takes, by the statistics; tables without a page are left out. */
  sizes(session: Session): Promise<ReadonlyMap<ObjectId, TableSize>>;
  /** Runs a statement in a scratch place and says what it did to tables. Absent where the server does not tell. Throws what the server refuses. */
  measure?(session: Session, sql: string): Promise<Measured>;
}

/** Somebody who holds what another waits for. */
export interface Blocker {
  readonly id: string;
  /** User, application and address, as far as the server tells. */
  readonly who: string | null;
  readonly state: string;
  /** Since its transaction began. */
  readonly seconds: number;
  /** What it runs, or ran last. */
  readonly query: string;
}

/** See `Dialect.unfold`. */
export interface Unfolding {
  readonly before: readonly SchemaObject[];
  readonly after: readonly SchemaObject[];
  /** What changes beside what the differences say. */
  readonly altered: readonly Change[];
  /** What is compared again by itself. */
  readonly again: ReadonlySet<ObjectId>;
  /** Tables that are compared again, with all that belongs to them. */
  readonly apart: ReadonlySet<ObjectId>;
  readonly between: ReadonlyMap<ObjectId, Between>;
}

/** What must be there before anything that belongs to a table changes, and what is there after that. */
export interface Between {
  readonly needs: readonly ObjectId[];
  readonly makes: readonly ObjectId[];
  /** What goes does so once partitions have left for good, and before others leave for a moment; `anew`: the table itself is made anew. */
  readonly going?: { readonly anew: boolean; readonly needs: readonly ObjectId[]; readonly ends: readonly ObjectId[] };
}

/** A feature that a manifest asks for and a server does not have. */
export interface Lacking {
  readonly object: ObjectId;
  /** The field that asks for it, as the places of a manifest know it. */
  readonly path: string;
  readonly what: string;
  /** What to do about it. */
  readonly hint: string;
}

export interface AdoptContext {
  readonly server: ServerInfo;
  /** Names or globs of the roles that dbops.yaml lists; whoever is named in a schema file is managed, too. */
  readonly roles: readonly string[];
  /** MySQL: who defines stored code and views that name no definer; see `Scope`. */
  readonly definer?: string;
}

export type Settled = 'done' | 'retry' | 'failed';

export interface Quote {
  ident(name: string): string;
  /** A qualified name; an empty schema is left out. */
  name(schema: string, name: string): string;
  literal(value: string | number | bigint | boolean | null): string;
}

export interface ServerInfo {
  readonly product: 'postgres' | 'mysql' | 'mariadb';
  /** As the server prints it. */
  readonly version: string;
  /** major * 10000 + minor * 100 + patch: PostgreSQL 15.4 is 150004 as its own server_version_num, MySQL 8.0.36 is 80036, MariaDB 10.11.6 is 101106. */
  readonly number: number;
  readonly database: string;
  readonly user: string;
  /** In-process (PGlite): one connection, no named locks needed, no CONCURRENTLY. */
  readonly embedded: boolean;
  /** MySQL, MariaDB: the collation that the database gives to its tables. */
  readonly collation?: string;
  /** MySQL, MariaDB: how names of tables compare without case, kept in lower case or as written. Absent: case tells them apart. */
  readonly tableNames?: 'lower' | 'written';
  /** Identity that survives a change of host and port: system identifier and database oid, or server uuid and database name. */
  readonly identity: string;
}

/** What this server can do; a driver asks here, never for a version number. Keys are the dialect's own. */
export type Capabilities = Readonly<Record<string, boolean>>;

/** A kind that this dialect has no word for; objects of it in a manifest are refused with `reason`. */
export interface Unsupported {
  readonly unsupported: string;
}

/** Reading and writing one kind, side by side. Users of the ids that an object `unsettles` mean something else once it is there. */
export interface KindDriver<K extends Kind> {
  /** All objects of the kind in scope. `dependsOn` is filled from the catalog where it knows. */
  read(session: Session, context: ReadContext): Promise<readonly ObjectOf<K>[]>;
  create(object: ObjectOf<K>, context: DriverContext): readonly StepDraft[];
  drop(object: ObjectOf<K>, context: DriverContext): readonly StepDraft[];
  /** With the same id on both sides. */
  alter(before: ObjectOf<K>, after: ObjectOf<K>, fields: readonly string[], context: DriverContext): Alteration;
  rename?(before: ObjectOf<K>, after: ObjectOf<K>, context: DriverContext): readonly StepDraft[];
  unsettles?(object: ObjectOf<K>): readonly ObjectId[];
  /** Statements by which an object that stays lets go of `id`, which is made anew, and takes it up again. */
  letGo?(before: ObjectOf<K>, after: ObjectOf<K>, id: ObjectId, context: DriverContext): readonly StepDraft[];
}

/**
 * How an object changes: `steps` in place, or `replace` (dropped and created). `rebuilds`: ids (columns, tables, views, types) whose
 * dependents, `spares` aside, go before and come again after. `wayBack`: the first step is undone by a plan from the one to the other.
 */
export type Alteration =
  | {
      readonly how: 'steps';
      readonly steps: readonly StepDraft[];
      readonly rebuilds?: readonly ObjectId[];
      readonly spares?: readonly Kind[];
      readonly wayBack?: { readonly from: SchemaObject; readonly to: SchemaObject };
    }
  | {
      readonly how: 'replace';
      readonly rebuilds?: readonly ObjectId[];
      /** What comes before the drop, and what after all is made again. */
      readonly first?: readonly StepDraft[];
      readonly last?: readonly StepDraft[];
    };

export interface ReadContext {
  readonly server: ServerInfo;
  readonly capabilities: Capabilities;
  readonly scope: Scope;
  /** True when a name is within the scope (own bookkeeping never is). */
  inScope(schema: string, name?: string): boolean;
}

export interface DriverContext {
  readonly server: ServerInfo;
  readonly capabilities: Capabilities;
  readonly before: Objects;
  readonly after: Objects;
  /** True for objects that this very plan creates: nothing to protect, no rows. */
  isNew(id: ObjectId): boolean;
}

export interface ReadOptions {
  /** Asked in the same snapshot, once the objects are there: whether it matters what they depend on. Absent: it does. */
  readonly dependencies?: (objects: readonly SchemaObject[]) => boolean;
  /** Asked before anything is read, and told what was, where the server can say whether its catalog is what it was. */
  readonly kept?: KeptCatalog;
}

/** What was read of a catalog before, by the mark that the catalog bears as long as nothing in it changes. */
export interface KeptCatalog {
  /** What may be of another state than the catalog's, as its mark tells; null where nothing is kept. */
  last(): Promise<{ readonly catalog: KeptObjects; isOf(mark: string): boolean } | null>;
  put(mark: string, catalog: KeptObjects): Promise<void>;
}

export interface KeptObjects extends Pick<Catalog, 'objects' | 'unmanaged'> {
  /** Whether what they depend on was read, too. */
  readonly dependencies: boolean;
}

/** What `read` gives: the managed objects, and what the server has that dbops leaves alone. */
export interface Catalog {
  readonly objects: readonly SchemaObject[];
  readonly unmanaged: readonly { readonly kind: string; readonly name: string }[];
  /** Estimated rows by table id. */
  readonly rows: ReadonlyMap<ObjectId, number>;
}

/** Gives the steps that replace one step, or null to leave it. */
export type Rewrite = (step: Step, context: DriverContext) => readonly StepDraft[] | null;

export interface ConnectOptions {
  /** ms to wait for the connection; default 10 000. */
  readonly connectTimeout?: number;
  /** The extensions that an embedded server is to bring along; default all it has. */
  readonly extensions?: readonly string[];
  /** Aborting cancels the running statement on the server and makes every later call fail with `interrupted`. */
  readonly signal?: AbortSignal;
}

/** The only value that touches a database. Not safe for concurrent use: one statement at a time. */
export interface Session extends AsyncDisposable {
  readonly dialect: DialectName;
  readonly server: ServerInfo;
  /** What the server knows the connection by: a process id, or the number that KILL takes. */
  readonly id: string;
  /** Without password, for people. */
  readonly url: string;
  /** Whether a transaction is open. */
  readonly inTransaction: boolean;
  /** Rows of a query. PostgreSQL: int8 and numeric as strings, dates as strings, json parsed. MySQL: bigint, decimal and dates as strings, json as text. */
  rows<T = Record<string, unknown>>(query: Query | string): Promise<T[]>;
  /** Runs exactly one statement, without a result; gives the number of affected rows where there is one. A plain string is sent as it is: nothing in it is a placeholder. */
  run(query: Query | string): Promise<number | null>;
  /** Rows one by one, in constant memory. */
  stream<T = Record<string, unknown>>(query: Query | string): AsyncIterable<T>;
  /** Commits when `work` resolves, rolls back when it rejects or when `rollback` is set. Nested calls are savepoints. */
  transaction<T>(work: (session: Session) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A named lock for this database, polled (never a blocking wait) until `timeout` ms are over, then `DbopsError('lock-timeout')`. Held by the session until disposed. */
  lock(name: string, timeout: number): Promise<AsyncDisposable>;
  /** Session limits in ms; 0 is no limit. */
  limits(limits: { readonly lockTimeout?: number; readonly statementTimeout?: number }): Promise<void>;
  /** Bulk load in constant memory (COPY, or batched INSERT); `types` are the columns' SQL types. Gives the number of rows. */
  load(into: LoadTarget, rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>): Promise<number>;
  /** Another session to the same database; for an embedded one: this one again. */
  fork(options?: ConnectOptions): Promise<Session>;
}

export interface TransactionOptions {
  readonly rollback?: boolean;
  /** A snapshot: REPEATABLE READ, READ ONLY. */
  readonly snapshot?: boolean;
}

export interface ScratchRequest {
  /** The session to the target, if any (what it has out of `scope` may be lent); the manifest's `dev:` database; extensions in use. */
  readonly target: Session | null;
  readonly dev: string | undefined;
  readonly extensions: readonly string[];
  /** Roles and tablespaces that what is built there may name; a place that is made for this gets them. */
  readonly roles?: readonly string[];
  readonly tablespaces?: readonly string[];
  readonly scope?: Scope;
  readonly signal?: AbortSignal;
}

/** A scratch place; `session` is emptied by `reset` and removed when disposed. */
export interface Scratch extends AsyncDisposable {
  readonly session: Session;
  /** For `--verbose`: `embedded PostgreSQL 18`, `database dbops_scratch_1f2e on the target`. */
  readonly where: string;
  /** What is asked for and cannot be made here: only what does without it can be built. */
  readonly lacks?: { readonly objects: readonly ObjectId[]; readonly reason: string };
  /** What cannot be said here: taken off an object before it is built, and given back to it once it is read. */
  readonly unsaid?: Readonly<Record<'off' | 'on', (object: SchemaObject, given: SchemaObject) => SchemaObject>>;
  /**
   * Those of objects that were built whose text the server refuses once it looks into it, as it does not where schemas come whole.
   * Absent: it always does, or never.
   */
  readonly refusedTexts?: (objects: readonly SchemaObject[]) => Promise<readonly Refused[]>;
  reset(): Promise<void>;
}
