import { type Access } from './access.ts';
import { memberId, type ObjectId, objectId } from './id.ts';
import { type Database, type ScheduledEvent } from './mysql-object.ts';
import { type IndexStorage, type KeyIndex, type PostgresObject } from './postgres-object.ts';
import { type Identity, type Sequence } from './sequence.ts';

/**
 * What a database is: a flat set of objects joined by ids.
 * Canonical form, kept by every reader and by `lower`: **what the server would fill in by itself is absent**
 * (no `method` for btree, no primary key name when it is the default one, no `false`); lists that carry no
 * order are sorted by name; numbers that may exceed 2^53 are decimal strings.
 */
export type * from './mysql-object.ts';
export type * from './postgres-object.ts';
export type * from './sequence.ts';

export type SchemaObject =
  | Database
  | Schema
  | Extension
  | EnumType
  | Sequence
  | Table
  | Unique
  | Check
  | ForeignKey
  | Index
  | View
  | ScheduledEvent
  | PostgresObject;

export type Kind = SchemaObject['kind'];
export type ObjectOf<K extends Kind> = Extract<SchemaObject, { kind: K }>;

/** Every kind, in the order in which reports list them. */
export const KINDS = [
  'role',
  'database',
  'schema',
  'extension',
  'collation',
  'enum',
  'domain',
  'composite',
  'range',
  'sequence',
  'function',
  'aggregate',
  'operator',
  'operator_family',
  'operator_class',
  'cast',
  'language',
  'transform',
  'conversion',
  'access_method',
  'foreign_data_wrapper',
  'foreign_server',
  'user_mapping',
  'text_search_parser',
  'text_search_template',
  'text_search_dictionary',
  'text_search_configuration',
  'table',
  'unique',
  'exclusion',
  'check',
  'foreign_key',
  'view',
  'materialized_view',
  'index',
  'statistics',
  'rule',
  'trigger',
  'policy',
  'publication',
  'subscription',
  'event_trigger',
  'default_privileges',
  'event',
] as const satisfies readonly Kind[];

export interface Base extends Access {
  /** Empty for schemas and extensions, and everywhere on MySQL and MariaDB. */
  readonly schema: string;
  readonly name: string;
  readonly comment?: string;
  /** The former name (same schema, same table), as the manifest's `renamed_from` says. Not part of what is compared. */
  readonly renamedFrom?: string;
  /** What this object's expressions mention, as the catalog (or the text's identifiers) say: ids of objects and columns. Not compared. */
  readonly dependsOn?: readonly ObjectId[];
  /** By field: its text with the secrets in it, each as `${NAME}`. Not compared. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What belongs to one table, or to another relation (`relation` says which kind). */
export interface Member extends Base {
  readonly table: string;
  readonly relation?: 'view' | 'materialized_view';
}

/** The comment that PostgreSQL gives to the schema `public` of every database. */
export const PUBLIC_COMMENT = 'standard public schema';

export interface Schema extends Base {
  readonly kind: 'schema';
  /** Only of `public`, which is there unless it says so. */
  readonly missing?: true;
}

export interface Extension extends Base {
  readonly kind: 'extension';
  /** The schema of its members; absent when it is the default one. */
  readonly into?: string;
  readonly version?: string;
}

export interface EnumType extends Base {
  readonly kind: 'enum';
  readonly values: readonly string[];
}

export interface Column {
  readonly name: string;
  /** As the server prints it (`format_type`, `COLUMN_TYPE`) or as the author wrote it. */
  readonly type: string;
  /** PostgreSQL: it is the parents' column, and what the heir says of it is its own. */
  readonly inherited?: true;
  /** Set for members of the primary key and identity columns too. */
  readonly notNull?: true;
  /** An SQL expression. */
  readonly default?: string;
  readonly identity?: Identity;
  readonly autoIncrement?: true;
  readonly generated?: { readonly expression: string; readonly stored?: true };
  /** Absent when it is the type's (PostgreSQL) or the table's (MySQL) own. */
  readonly collation?: string;
  /** MySQL, MariaDB. */
  readonly charset?: string;
  readonly onUpdate?: string;
  readonly invisible?: true;
  /** MariaDB: a check that belongs to the column and has no name of its own. */
  readonly check?: string;
  /** PostgreSQL: `plain`, `external`, `extended`, `main`, when it is not the type's own. */
  readonly storage?: string;
  /** PostgreSQL: `pglz`, `lz4`. */
  readonly compression?: string;
  /** PostgreSQL: the statistics target. */
  readonly statistics?: string;
  /** PostgreSQL: `n_distinct` and such. */
  readonly options?: Readonly<Record<string, string>>;
  /** PostgreSQL: what a column of a foreign table tells the wrapper. */
  readonly foreignOptions?: Readonly<Record<string, string>>;
  /** PostgreSQL 18: name of the not-null constraint when it is not the server's own, and what else sets it apart. */
  readonly notNullName?: string;
  /** The column is the heir's own, but it is the parents alone that make it NOT NULL. */
  readonly notNullInherited?: true;
  /** A partition's constraint that is NOT VALID as its table's is its own, too: it stays when that goes. */
  readonly notNullOwn?: true;
  readonly notNullNoInherit?: true;
  readonly notNullNotValid?: true;
  readonly notNullComment?: string;
  readonly comment?: string;
  readonly renamedFrom?: string;
}

export interface PrimaryKey extends KeyIndex {
  /** Absent when it is the server's default name. */
  readonly name?: string;
  readonly columns: readonly KeyColumn[];
  readonly include?: readonly string[];
  readonly deferrable?: Deferrable;
  /** MySQL, MariaDB: what was asked for with USING, be it the engine's own. */
  readonly method?: string;
  /** PostgreSQL 18: the last column WITHOUT OVERLAPS. */
  readonly withoutOverlaps?: true;
  readonly comment?: string;
}

/** A column of a key: its name, or with a MySQL prefix length in characters or a descending order. */
export interface KeyColumn {
  readonly column: string;
  readonly length?: number;
  readonly descending?: true;
}

export type Deferrable = 'initially_immediate' | 'initially_deferred';

export interface Table extends Base {
  readonly kind: 'table';
  /** In the table's own order. */
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  /** PostgreSQL: `RANGE (created_at)`. */
  readonly partitionBy?: string;
  /** PostgreSQL: the partitioned table, and `FOR VALUES …` or `DEFAULT`. The columns are all there are, the parent's too. */
  readonly partitionOf?: { readonly schema: string; readonly table: string; readonly bound: string };
  /** PostgreSQL: triggers that a partition has by its table, where they are in another state than there. */
  readonly triggerStates?: Readonly<Record<string, 'enabled' | 'disabled' | 'replica' | 'always'>>;
  /** PostgreSQL: parents; only columns of the table's own are listed. */
  readonly inherits?: readonly { readonly schema: string; readonly table: string }[];
  /** PostgreSQL: the composite type that its columns come from; they are all listed. */
  readonly of?: { readonly schema: string; readonly name: string };
  readonly unlogged?: true;
  readonly rowSecurity?: 'enabled' | 'forced' | 'only_forced';
  /** `full`, `nothing`, or the name of an index. */
  readonly replicaIdentity?: string;
  /** Name of the index that CLUSTER goes by. */
  readonly clusteredOn?: string;
  readonly accessMethod?: string;
  /** PostgreSQL: the rows are elsewhere. */
  readonly foreign?: { readonly server: string; readonly options?: Readonly<Record<string, string>> };
  readonly tablespace?: string;
  /** MySQL: engine, charset, collation, row_format, …; PostgreSQL: storage parameters. Absent when the server's own. */
  readonly options?: Readonly<Record<string, string>>;
}

export interface Unique extends Member, KeyIndex {
  readonly kind: 'unique';
  readonly columns: readonly string[];
  /** PostgreSQL 18: the last column WITHOUT OVERLAPS. */
  readonly withoutOverlaps?: true;
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
  readonly deferrable?: Deferrable;
}

export interface Check extends Member {
  readonly kind: 'check';
  readonly expression: string;
  readonly noInherit?: true;
  readonly notValid?: true;
  readonly notEnforced?: true;
}

export type ReferentialAction = 'cascade' | 'restrict' | 'set null' | 'set default' | 'no action';

export interface ForeignKey extends Member {
  readonly kind: 'foreign_key';
  readonly columns: readonly string[];
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
  /** Absent for what the server does by itself: `no action`, which MariaDB calls `restrict`. */
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  readonly match?: 'full';
  readonly deferrable?: Deferrable;
  readonly notValid?: true;
  readonly notEnforced?: true;
  /** PostgreSQL: the columns that `set null` or `set default` is about, when not all. */
  readonly onDeleteColumns?: readonly string[];
  /** PostgreSQL 18: the last column pair is compared by overlap (PERIOD). */
  readonly period?: true;
}

/** One part of an index key: a column or an expression. */
export interface IndexPart {
  readonly column?: string;
  readonly expression?: string;
  readonly descending?: true;
  /** Absent for the server's own: last when ascending, first when descending. */
  readonly nulls?: 'first' | 'last';
  readonly collation?: string;
  readonly opclass?: string;
  /** MySQL prefix length in characters (bytes for binary types). */
  readonly length?: number;
}

export interface Index extends Member, IndexStorage {
  readonly kind: 'index';
  readonly unique?: true;
  /** `gin`, `gist`, `brin`, `hash`, `fulltext`, `spatial`, …; absent for btree, unless MySQL was asked for it by name. */
  readonly method?: string;
  readonly parts: readonly IndexPart[];
  readonly include?: readonly string[];
  readonly where?: string;
  readonly nullsNotDistinct?: true;
  /** MySQL `INVISIBLE`, MariaDB `IGNORED`. */
  readonly invisible?: true;
  /** Fulltext parser plugin. */
  readonly parser?: string;
  /** On a partition: the index of its table that this is a part of, where it is not just as the server makes it. */
  readonly partitionOf?: string;
  /** PostgreSQL, over partitions of which not all have a part: those that do declare it. */
  readonly only?: true;
}

export interface View extends Base {
  readonly kind: 'view';
  /** The select, without `create view … as` and without a closing semicolon. */
  readonly query: string;
  readonly columns?: readonly string[];
  readonly checkOption?: 'local' | 'cascaded';
  /** PostgreSQL: `security_barrier`, `security_invoker`; MySQL: `algorithm`, `security`. */
  readonly options?: Readonly<Record<string, string>>;
  /** PostgreSQL: comments and defaults of its columns. */
  readonly columnComments?: Readonly<Record<string, string>>;
  readonly columnDefaults?: Readonly<Record<string, string>>;
  /** MySQL, MariaDB: absent for whoever makes it, and for whoever has made it. */
  readonly definer?: string;
}

/** The id of an object, made once: members of a table carry the table's name, functions their argument types. */
export function idOf(object: SchemaObject): ObjectId {
  const id = IDS.get(object) ?? madeId(object);
  if (!IDS.has(object)) IDS.set(object, id);
  return id;
}

const IDS = new WeakMap<SchemaObject, ObjectId>();

function madeId(object: SchemaObject): ObjectId {
  if ('table' in object) return memberId(object.kind, object.schema, object.table, object.name);
  if (!('signature' in object)) return objectId(object.kind, object.schema, object.name);
  // Where there are no schemas, a function and a procedure may have one name.
  const kind = object.kind === 'function' && object.procedure && object.schema === '' ? 'procedure' : object.kind;
  return objectId(kind, object.schema, signedName(object));
}

/** `add(integer, integer)`. */
export function signedName({ name, signature }: { readonly name: string; readonly signature: string }): string {
  return `${name}(${signature})`;
}

/** The id of the table (or other relation) that an object belongs to, or null when it belongs to none. */
export function tableIdOf(object: SchemaObject): ObjectId | null {
  return 'table' in object ? objectId(object.relation ?? 'table', object.schema, object.table) : null;
}

/** The id of one column. */
export function columnId(schema: string, table: string, column: string): ObjectId {
  return memberId('column', schema, table, column);
}

/** Objects by id; the last one wins. */
export function byId(objects: Iterable<SchemaObject>): Map<ObjectId, SchemaObject> {
  return new Map(Array.from(objects, (o) => [idOf(o), o]));
}

/** The schema that PostgreSQL brings along, as it always is: nobody has to say so. */
export function isUntouchedPublic(object: SchemaObject): boolean {
  if (object.kind !== 'schema' || object.name !== 'public' || object.comment !== PUBLIC_COMMENT) return false;
  return object.owner === undefined && object.grants === undefined && object.missing === undefined;
}

/** The tablespaces that an object names: its own, and that of its key. */
export function tablespacesOf(object: SchemaObject): string[] {
  const key = object.kind === 'table' ? object.primaryKey?.tablespace : undefined;
  return ['tablespace' in object ? object.tablespace : undefined, key].filter((name) => name !== undefined);
}
