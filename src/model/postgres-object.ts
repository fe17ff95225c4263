import { type ForeignDataWrapper, type ForeignServer, type UserMapping } from './foreign-object.ts';
import { type Base, type Deferrable, type Member } from './object.ts';
import {
  type Defined,
  type TextSearchConfiguration,
  type TextSearchDictionary,
  type TextSearchParser,
  type TextSearchTemplate,
} from './text-search-object.ts';

export type * from './foreign-object.ts';
export type * from './text-search-object.ts';

/** The kinds that PostgreSQL has beyond tables; routines and triggers are MySQL's and MariaDB's too. Texts are SQL, as the server prints them or as the author wrote them. */
export type PostgresObject =
  | Role
  | Domain
  | CompositeType
  | RangeType
  | Collation
  | Routine
  | Aggregate
  | Operator
  | Cast
  | MaterializedView
  | Exclusion
  | Trigger
  | Policy
  | Rule
  | Statistics
  | EventTrigger
  | TextSearchParser
  | TextSearchTemplate
  | TextSearchDictionary
  | TextSearchConfiguration
  | OperatorFamily
  | OperatorClass
  | Language
  | Transform
  | Conversion
  | AccessMethod
  | DefaultPrivileges
  | Publication
  | Subscription
  | ForeignDataWrapper
  | ForeignServer
  | UserMapping;

/** What is told apart by its argument types as well as by its name. */
interface Signed extends Base {
  /** Types of the input arguments as the server prints them: `integer, text`. */
  readonly signature: string;
}

export interface DomainCheck {
  readonly name: string;
  readonly expression: string;
  readonly notValid?: true;
  readonly comment?: string;
}

export interface Domain extends Base {
  readonly kind: 'domain';
  readonly type: string;
  readonly collation?: string;
  readonly default?: string;
  readonly notNull?: true;
  readonly checks?: readonly DomainCheck[];
}

export interface CompositeAttribute {
  readonly name: string;
  readonly type: string;
  readonly collation?: string;
  readonly comment?: string;
}

export interface CompositeType extends Base {
  readonly kind: 'composite';
  readonly attributes: readonly CompositeAttribute[];
}

export interface RangeType extends Base {
  readonly kind: 'range';
  /** `subtype = float8, subtype_diff = float8mi`. */
  readonly definition: string;
}

export interface Collation extends Base {
  readonly kind: 'collation';
  /** `provider = icu, locale = 'de-u-co-phonebk'`. */
  readonly definition: string;
}

/** A function or a procedure. Absent attributes are the server's own. */
export interface Routine extends Signed {
  readonly kind: 'function';
  readonly procedure?: true;
  /** All arguments with modes, names and defaults; absent when the signature says it all. */
  readonly arguments?: string;
  readonly returns?: string;
  readonly language: string;
  readonly window?: true;
  readonly volatility?: 'immutable' | 'stable';
  readonly strict?: true;
  readonly securityDefiner?: true;
  readonly leakproof?: true;
  readonly parallel?: 'safe' | 'restricted';
  readonly cost?: string;
  readonly rows?: string;
  readonly support?: string;
  readonly transforms?: readonly string[];
  /** `SET name TO value`, the value as pg_proc keeps it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The string after AS (for C: the symbol). */
  readonly body?: string;
  /** The server is known not to take the body, were it to look into it. Not compared. */
  readonly unchecked?: true;
  /** `RETURN …` or `BEGIN ATOMIC … END`. */
  readonly sqlBody?: string;
  /** The object file of a C function. */
  readonly library?: string;
  /** MySQL, MariaDB. `settings` are the session's that it was made under, where they are not the server's own. */
  readonly deterministic?: true;
  readonly aggregate?: true;
  readonly dataAccess?: 'no sql' | 'reads sql data' | 'modifies sql data';
  readonly securityInvoker?: true;
  readonly definer?: string;
  /** The collation of the database, where that changes: what is made keeps the one of its time. */
  readonly databaseCollation?: string;
}

export interface Aggregate extends Signed {
  readonly kind: 'aggregate';
  /** Arguments with names, VARIADIC and ORDER BY; absent when the signature says it all. */
  readonly arguments?: string;
  /** `sfunc = int4pl, stype = integer, initcond = '0'`. */
  readonly definition: string;
}

export interface Operator extends Signed {
  readonly kind: 'operator';
  /** `function = f, leftarg = integer, rightarg = integer`. */
  readonly definition: string;
}

export interface Cast extends Base {
  readonly kind: 'cast';
  readonly source: string;
  readonly target: string;
  /** The function with its argument types, `inout`, or absent for binary coercible types. */
  readonly function?: string;
  readonly context?: 'assignment' | 'implicit';
}

export interface MaterializedView extends Base {
  readonly kind: 'materialized_view';
  readonly query: string;
  readonly columns?: readonly string[];
  readonly method?: string;
  readonly tablespace?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly noData?: true;
  /** Name of the index that CLUSTER goes by. */
  readonly clusteredOn?: string;
  /** Comments of its columns. */
  readonly columnComments?: Readonly<Record<string, string>>;
  /** How its columns are kept, by their names: `statistics`, `storage`, `compression` and options such as `n_distinct`. */
  readonly columnSettings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How an index is kept, be it one by itself or that of a constraint. */
export interface IndexStorage {
  /** Storage parameters. */
  readonly options?: Readonly<Record<string, string>>;
  readonly tablespace?: string;
  /** Statistics targets of expression columns, by position. */
  readonly statistics?: Readonly<Record<string, string>>;
}

/** The index behind a constraint, as far as it has anything of its own. */
export interface KeyIndex extends IndexStorage {
  readonly indexComment?: string;
  /** As of an index; constraints may be parts of mere indexes, too. A primary key that is part of a primary key does not say so. */
  readonly partitionOf?: string;
}

export interface Exclusion extends Member, Omit<KeyIndex, 'options' | 'partitionOf'> {
  readonly kind: 'exclusion';
  /** `EXCLUDE USING gist (room WITH =, during WITH &&)`, storage parameters included. */
  readonly definition: string;
}

export interface Trigger extends Member {
  readonly kind: 'trigger';
  readonly timing: 'before' | 'after' | 'instead of';
  /** `insert`, `delete`, `truncate`, `update`, `update of a, b`. */
  readonly events: readonly string[];
  readonly forEach?: 'row';
  readonly when?: string;
  /** The function and its arguments: `touch()`, `app.log('orders')`; MySQL, MariaDB: the statement. */
  readonly execute: string;
  readonly oldTable?: string;
  readonly newTable?: string;
  readonly constraint?: 'not_deferrable' | Deferrable;
  /** The other table of a constraint trigger. */
  readonly from?: string;
  readonly enabled?: 'disabled' | 'replica' | 'always';
  /** MySQL, MariaDB: the trigger of the same table, time and event that runs just before it. */
  readonly follows?: string;
  /** MySQL, MariaDB: settings of the session that it was made under, where they are not the server's own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly definer?: string;
  /** The collation of the database, where that changes: what is made keeps the one of its time. */
  readonly databaseCollation?: string;
}

export interface Policy extends Member {
  readonly kind: 'policy';
  readonly command?: 'select' | 'insert' | 'update' | 'delete';
  readonly restrictive?: true;
  /** Absent for public. */
  readonly roles?: readonly string[];
  readonly using?: string;
  readonly check?: string;
}

export interface Rule extends Member {
  readonly kind: 'rule';
  /** What follows AS: `ON INSERT TO t DO INSTEAD NOTHING`. */
  readonly definition: string;
  readonly enabled?: 'disabled' | 'replica' | 'always';
}

export interface Statistics extends Base {
  readonly kind: 'statistics';
  /** `(ndistinct) ON a, b FROM t`. */
  readonly definition: string;
  readonly target?: string;
}

export interface EventTrigger extends Base {
  readonly kind: 'event_trigger';
  readonly event: string;
  readonly tags?: readonly string[];
  readonly execute: string;
  readonly enabled?: 'disabled' | 'replica' | 'always';
}

/** `OPERATOR 1 (integer, bigint)` → `<`, `FUNCTION 1 (integer, bigint)` → `btint48cmp(integer,bigint)`. */
export type FamilyMembers = Readonly<Record<string, string>>;

/** Its signature is the access method: `btree`. */
export interface OperatorFamily extends Signed {
  readonly kind: 'operator_family';
  /** Those that belong to no class. */
  readonly members?: FamilyMembers;
}

/** Its signature is the access method: `btree`. */
export interface OperatorClass extends Signed {
  readonly kind: 'operator_class';
  readonly type: string;
  readonly default?: true;
  /** A dotted name. */
  readonly family: string;
  readonly storage?: string;
  readonly members?: FamilyMembers;
}

export interface Language extends Defined {
  readonly kind: 'language';
  readonly trusted?: true;
}

export interface Transform extends Defined {
  readonly kind: 'transform';
  readonly type: string;
  readonly language: string;
}

export interface Conversion extends Defined {
  readonly kind: 'conversion';
  readonly default?: true;
}

export interface AccessMethod extends Defined {
  readonly kind: 'access_method';
}

/** What objects that a role makes from now on grant by themselves; the name says what and whose: `tables for deploy`. */
export interface DefaultPrivileges extends Base {
  readonly kind: 'default_privileges';
  readonly on: 'tables' | 'sequences' | 'functions' | 'types' | 'schemas' | 'large objects';
  /** Absent for whoever connects. */
  readonly role?: string;
}

/** A role of the whole server. Its password is a secret: given when it is made, and never read. */
export interface Role extends Base {
  readonly kind: 'role';
  readonly superuser?: true;
  readonly createdb?: true;
  readonly createrole?: true;
  readonly login?: true;
  readonly replication?: true;
  readonly bypassRls?: true;
  readonly noInherit?: true;
  readonly connectionLimit?: string;
  readonly validUntil?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Role → `member` or `admin`, then `, no inherit` and `, no set`. */
  readonly memberOf?: Readonly<Record<string, string>>;
}

export interface Publication extends Base {
  readonly kind: 'publication';
  readonly allTables?: true;
  /** Table → what is said of it: nothing, or `(id, total) WHERE (total > 0)`. */
  readonly tables?: Readonly<Record<string, string>>;
  readonly schemas?: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
}

export interface Subscription extends Base {
  readonly kind: 'subscription';
  /** Keywords or a URI, without what is secret. */
  readonly connection: string;
  readonly publications: readonly string[];
  /** `none`; absent when it has the subscription's name. */
  readonly slot?: string;
  readonly disabled?: true;
  readonly options?: Readonly<Record<string, string>>;
}
