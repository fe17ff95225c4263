// Made from schemas/*.schema.json by `npm run types:manifest`: do not edit.

export type Globs = string[];
/**
 * Names or globs; "*" is every schema but the server's own.
 */
export type Globs1 = string[];
/**
 * Names or globs of the roles (PostgreSQL, public among them) or accounts (MySQL: user@host) whose ownership and privileges are managed; whoever a schema file names is, too.
 */
export type Globs2 = string[];
/**
 * Names or globs of the roles that are managed themselves, with their attributes and memberships (PostgreSQL): one that no schema file declares is dropped, when that is allowed. Roles that are declared are managed anyway.
 */
export type Globs3 = string[];
/**
 * Globs of objects to leave alone: public.legacy_*.
 */
export type Globs4 = string[];

/**
 * dbops.yaml: what is managed, where, and how.
 */
export interface ManifestFile {
  /**
   * Version of this format.
   */
  version: 1;
  /**
   * Name of the project.
   */
  name?: string;
  /**
   * The engine; mysql includes MariaDB.
   */
  dialect: 'postgres' | 'mysql';
  /**
   * Files, or globs of files, relative to this one.
   */
  include?: {
    schema?: Globs;
    policies?: Globs;
    seeds?: Globs;
  };
  /**
   * Databases by name.
   */
  targets?: {
    [k: string]: {
      /**
       * postgres://, mysql:// or pglite://PATH; ${VARIABLE} comes from the environment.
       */
      url: string;
      /**
       * No generated rows, no replaced rows, no trial indexes.
       */
      protected?: boolean;
      /**
       * A database that may be wiped, for spelling expressions.
       */
      dev?: string;
    };
  };
  /**
   * The target when none is named.
   */
  default_target?: string;
  /**
   * What dbops manages; it never touches the rest.
   */
  scope?: {
    schemas?: Globs1;
    roles?: Globs2;
    own_roles?: Globs3;
    /**
     * Who defines views and stored code that name no definer (MySQL): keep whoever does (usual), current_user, or an account.
     */
    definer?: string;
    ignore?: Globs4;
  };
  migrations?: {
    /**
     * Folder of the migration files.
     */
    dir?: string;
    /**
     * The tool whose files are written.
     */
    layout?:
      | 'dbmate'
      | 'flyway'
      | 'alembic'
      | 'prisma'
      | 'liquibase'
      | 'sqitch'
      | 'golang-migrate'
      | 'graphile-migrate'
      | 'node-pg-migrate'
      | 'atlas';
    /**
     * The tool that runs the files, where dbops does not: that of the layout.
     */
    runner?:
      | 'dbmate'
      | 'flyway'
      | 'alembic'
      | 'prisma'
      | 'liquibase'
      | 'sqitch'
      | 'golang-migrate'
      | 'graphile-migrate'
      | 'node-pg-migrate'
      | 'atlas';
  };
  safety?: {
    /**
     * Longest wait for a lock: 2s.
     */
    lock_timeout?: string | number;
    /**
     * Longest run of a statement: 15min.
     */
    statement_timeout?: string | number;
    /**
     * How long dropped tables and columns are kept aside before migrate purge empties them: 30d.
     */
    keep_dropped?: string | number;
    /**
     * MySQL, MariaDB: the program that changes tables over copy_over where the server would copy them under a lock.
     */
    online_tool?: 'pt-online-schema-change' | 'gh-ost';
    /**
     * From what size on online_tool is taken, indexes among it: 1GB.
     */
    copy_over?: string | number;
    /**
     * Longest wait for another run to end: 1min.
     */
    run_timeout?: string | number;
  };
  tasks?: {
    /**
     * Folder of the task logs.
     */
    dir?: string;
  };
  /**
   * This interface was referenced by `ManifestFile`'s JSON-Schema definition
   * via the `patternProperty` "^x-".
   */
  [k: string]: unknown;
}

/**
 * What every index must obey, and what dbops may do about it by itself.
 */
export interface PoliciesFile {
  rules?: {
    'foreign-key-indexed'?: Rule;
    'no-redundant-index'?: Rule;
    'no-duplicate-index'?: Rule;
    'max-indexes-per-table'?: Rule;
    'index-name'?: Rule;
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^x-".
     */
    [k: string]: unknown;
  };
  exceptions?: {
    rule: 'foreign-key-indexed' | 'no-redundant-index' | 'no-duplicate-index' | 'max-indexes-per-table' | 'index-name';
    /**
     * public.orders.orders_idx, or a glob of it.
     */
    object: string;
    /**
     * Last day of the exception, as 2027-02-01.
     */
    until?: string;
    reason?: string;
  }[];
  advice?: {
    /**
     * pg_stat_statements, explain:FILES, auto_explain:FILES, slow_log:FILES, workload:FILES.
     */
    sources?: string[];
    min_calls?: number;
    /**
     * Least gain, as 30%.
     */
    min_improvement?: string | number;
    /**
     * Most that all suggested indexes may take, as 2GB.
     */
    storage_budget?: string | number;
  };
  /**
   * This interface was referenced by `PoliciesFile`'s JSON-Schema definition
   * via the `patternProperty` "^x-".
   */
  [k: string]: unknown;
}
export interface Rule {
  level: 'error' | 'warning' | 'info' | 'off';
  /**
   * What dbops may do to mend it.
   */
  enforce?: 'create' | 'drop' | 'rename';
  max?: number;
  /**
   * {table}, {columns} and {schema} stand for the names.
   */
  pattern?: string;
}

/**
 * In SQL's words: select, update(a, b), insert with grant option, all; [] is none at all.
 */
export type Privileges = string | string[];
export type Schema = {
  comment?: string;
  owner?: Role;
  grants?: Grants;
  renamed_from?: string;
} | null;
/**
 * The role that owns it (PostgreSQL); whoever applies when left out.
 */
export type Role = string;
export type Definition =
  | string
  | {
      definition: string;
      comment?: string;
      owner?: Role;
      grants?: Grants;
      renamed_from?: string;
    };
export type Sequence = {
  type?: 'smallint' | 'integer' | 'bigint';
  start?: Whole;
  increment?: Whole;
  min?: Whole;
  max?: Whole;
  cache?: Whole;
  cycle?: boolean;
  /**
   * PostgreSQL 15.
   */
  unlogged?: boolean;
  /**
   * MariaDB, when it is not InnoDB.
   */
  engine?: string;
  /**
   * table.column, dropped with it.
   */
  owned_by?: string;
  comment?: string;
  owner?: Role;
  grants?: Grants;
  renamed_from?: string;
} | null;
export type Whole = number | string;
/**
 * @minItems 1
 */
export type Names = [string, ...string[]];
/**
 * A type, or a type with attributes.
 */
export type Column =
  | string
  | {
      type: string;
      /**
       * `inherited`: the column is the heir's own, but its parents alone make it NOT NULL. `own`: a partition makes it NOT NULL NOT VALID itself, beside its table.
       */
      not_null?: true | false | 'inherited' | 'own';
      /**
       * An expression as a string, or a number or boolean.
       */
      default?: string | number | boolean | null;
      /**
       * Numbered by the server (PostgreSQL).
       */
      identity?:
        | string
        | {
            mode: 'always' | 'by_default';
            /**
             * The name of its sequence, when it is not the server's own.
             */
            sequence?: string;
            start?: Whole;
            increment?: Whole;
            min?: Whole;
            max?: Whole;
            cache?: Whole;
            cycle?: boolean;
            /**
             * Whether its sequence is logged, when that is not as the table is.
             */
            logged?: boolean;
            /**
             * The comment of its sequence.
             */
            comment?: string;
          };
      /**
       * Numbered by the server (MySQL).
       */
      auto_increment?: boolean;
      /**
       * Computed from the other columns.
       */
      generated?:
        | string
        | {
            expression: string;
            stored?: boolean;
          };
      collation?: string;
      charset?: string;
      on_update?: string;
      invisible?: boolean;
      /**
       * A condition without a name (MariaDB); elsewhere it belongs under checks.
       */
      check?: string;
      comment?: string;
      /**
       * The column's former name.
       */
      renamed_from?: string;
      /**
       * Its change is made while applications of both versions are at work: expanded, filled, and contracted later.
       */
      online?: boolean;
      /**
       * Its value, from the columns that were there before (implies online).
       */
      up?: string;
      /**
       * The value of the column that it takes the place of, from the new columns (implies online).
       */
      down?: string;
      storage?: string;
      compression?: string;
      statistics?: number | string;
      options?: Options;
      /**
       * PostgreSQL: the column is the parents' own; what is said here is what sets it apart in the heir.
       */
      inherited?: boolean;
      not_null_name?: string;
      not_null_no_inherit?: boolean;
      not_null_not_valid?: boolean;
      not_null_comment?: string;
      foreign_options?: Options;
      /**
       * This interface was referenced by `undefined`'s JSON-Schema definition
       * via the `patternProperty` "^x-".
       */
      [k: string]: unknown;
    };
/**
 * When it is checked.
 */
export type Deferrable = 'initially_immediate' | 'initially_deferred' | true | false;
/**
 * Where its index is (PostgreSQL).
 */
export type Tablespace = string;
/**
 * The comment on its index (PostgreSQL).
 */
export type IndexComment = string;
export type Action = 'no action' | 'cascade' | 'restrict' | 'set null' | 'set default';
/**
 * A column, optionally with desc and nulls first or last; a MySQL prefix as name(10); or an expression.
 */
export type Part =
  | string
  | {
      column?: string;
      expression?: string;
      order?: 'asc' | 'desc';
      nulls?: 'first' | 'last';
      collation?: string;
      opclass?: string;
      length?: number;
    };
export type RewriteRule =
  | string
  | {
      definition: string;
      enabled?: 'disabled' | 'replica' | 'always';
      comment?: string;
      renamed_from?: string;
    };

/**
 * A part of the desired schema. Names are map keys; a string where SQL expects an expression is SQL.
 */
export interface SchemaFile {
  /**
   * What the database gives to tables that say nothing else (MySQL); left as it is when left out.
   */
  database?: {
    charset?: string;
    /**
     * The character set's own when left out.
     */
    collation?: string;
    grants?: Grants;
  };
  /**
   * Namespaces (PostgreSQL).
   */
  schemas?:
    | string[]
    | {
        [k: string]: Schema;
      };
  /**
   * Extensions (PostgreSQL).
   */
  extensions?:
    | string[]
    | {
        [k: string]: {
          schema?: string;
          version?: string | number;
          comment?: string;
        } | null;
      };
  /**
   * Collations (PostgreSQL): what stands in parentheses.
   */
  collations?: {
    [k: string]: unknown;
  };
  /**
   * Enumerated types (PostgreSQL), their values in order.
   */
  enums?: {
    [k: string]:
      | (string | number | boolean)[]
      | {
          values: (string | number | boolean)[];
          comment?: string;
          owner?: Role;
          grants?: Grants;
          renamed_from?: string;
        };
  };
  /**
   * Domains (PostgreSQL): the type, or the type with its default and checks.
   */
  domains?: {
    [k: string]: unknown;
  };
  /**
   * Composite types (PostgreSQL).
   */
  composites?: {
    [k: string]: unknown;
  };
  /**
   * Range types (PostgreSQL): what stands in parentheses.
   */
  ranges?: {
    [k: string]: unknown;
  };
  /**
   * Sequences (PostgreSQL).
   */
  sequences?: {
    [k: string]: Sequence;
  };
  /**
   * Functions by name(argument types), or by name(arguments as CREATE FUNCTION declares them).
   */
  functions?: {
    [k: string]: unknown;
  };
  /**
   * Procedures by name(argument types), or by name(arguments as CREATE PROCEDURE declares them).
   */
  procedures?: {
    [k: string]: unknown;
  };
  /**
   * Aggregates (PostgreSQL) by name(argument types): what stands in parentheses.
   */
  aggregates?: {
    [k: string]: unknown;
  };
  /**
   * Operators (PostgreSQL) by sign(left type, right type): what stands in parentheses.
   */
  operators?: {
    [k: string]: unknown;
  };
  /**
   * Operator families (PostgreSQL) by name(access method); members are those that belong to no class, as `operator 1 (integer, bigint): <`.
   */
  operator_families?: {
    [k: string]: unknown;
  };
  /**
   * Operator classes (PostgreSQL) by name(access method); a class without a family has one of its own name.
   */
  operator_classes?: {
    [k: string]: unknown;
  };
  /**
   * Casts (PostgreSQL) by `source as target`.
   */
  casts?: {
    [k: string]: unknown;
  };
  /**
   * Roles of the server (PostgreSQL), with what they may do and whom they belong to.
   */
  roles?: {
    [k: string]: unknown;
  };
  /**
   * Procedural languages (PostgreSQL): `handler f inline g validator h`.
   */
  languages?: {
    [k: string]: unknown;
  };
  /**
   * Transforms (PostgreSQL) by `type for language`: what stands in parentheses.
   */
  transforms?: {
    [k: string]: unknown;
  };
  /**
   * Conversions between encodings (PostgreSQL): `for 'latin1' to 'utf8' from f`.
   */
  conversions?: {
    [k: string]: unknown;
  };
  /**
   * Access methods (PostgreSQL): `type index handler f`.
   */
  access_methods?: {
    [k: string]: unknown;
  };
  /**
   * Foreign-data wrappers (PostgreSQL).
   */
  foreign_data_wrappers?: {
    [k: string]: unknown;
  };
  /**
   * Foreign servers (PostgreSQL). Secrets are no options here: the server keeps what it was given.
   */
  foreign_servers?: {
    [k: string]: unknown;
  };
  /**
   * User mappings (PostgreSQL) by `role for server`, or `public for server`. Passwords are no options here: the server keeps what it was given.
   */
  user_mappings?: {
    [k: string]: unknown;
  };
  /**
   * Text search parsers (PostgreSQL): what stands in parentheses.
   */
  text_search_parsers?: {
    [k: string]: unknown;
  };
  /**
   * Text search templates (PostgreSQL): what stands in parentheses.
   */
  text_search_templates?: {
    [k: string]: unknown;
  };
  /**
   * Text search dictionaries (PostgreSQL): `template = simple, stopwords = 'english'`.
   */
  text_search_dictionaries?: {
    [k: string]: unknown;
  };
  /**
   * Text search configurations (PostgreSQL): which dictionaries each token type is looked up in.
   */
  text_search_configurations?: {
    [k: string]: unknown;
  };
  /**
   * Tables by name.
   */
  tables?: {
    [k: string]: unknown;
  };
  /**
   * Views by name: the select, or the select with its options.
   */
  views?: {
    [k: string]: unknown;
  };
  /**
   * Materialized views (PostgreSQL).
   */
  materialized_views?: {
    [k: string]: unknown;
  };
  /**
   * Extended statistics (PostgreSQL): `(kinds) ON columns FROM table`.
   */
  statistics?: {
    [k: string]: unknown;
  };
  /**
   * What the server does at times of its own (MySQL, MariaDB).
   */
  events?: {
    [k: string]: unknown;
  };
  /**
   * Publications (PostgreSQL). Tables by name with what is said of them: nothing, or `(id, total) where (total > 0)`.
   */
  publications?: {
    [k: string]: unknown;
  };
  /**
   * Subscriptions (PostgreSQL), made without a connection. What is secret in `connection` is written ${NAME}, and taken from the environment when a statement needs it.
   */
  subscriptions?: {
    [k: string]: unknown;
  };
  /**
   * Event triggers (PostgreSQL).
   */
  event_triggers?: {
    [k: string]: unknown;
  };
  /**
   * What is granted on objects to come (PostgreSQL): tables, sequences, functions, types or schemas, in a schema, for the role that makes them: "tables in app for deploy".
   */
  default_privileges?: {
    [k: string]: unknown;
  };
  /**
   * This interface was referenced by `SchemaFile`'s JSON-Schema definition
   * via the `patternProperty` "^x-".
   */
  [k: string]: unknown;
}
/**
 * Who may do what: role, or public for everybody (PostgreSQL), or account (MySQL), and its privileges. Whoever is left out has what the server gives by itself.
 */
export interface Grants {
  [k: string]: Privileges;
}
/**
 * PostgreSQL: keyed by name(argument types); MySQL, MariaDB: by name. `arguments` says their names, modes and defaults; `body` is the string after AS (MySQL, MariaDB: the statement), `sql_body` an SQL-standard body. The language is sql when it is not said.
 */
export interface Routine {
  arguments?: string;
  returns?: string;
  language?: string;
  window?: boolean;
  volatility?: 'immutable' | 'stable' | 'volatile';
  strict?: boolean;
  security_definer?: boolean;
  leakproof?: boolean;
  parallel?: 'safe' | 'restricted' | 'unsafe';
  cost?: number | string;
  rows?: number | string;
  support?: string;
  transforms?: Names;
  settings?: {
    [k: string]: string | number | boolean;
  };
  body?: string;
  /**
   * PostgreSQL: the body is not looked into before it is made (check_function_bodies = off): what it names may be gone or come later
   */
  unchecked?: boolean;
  sql_body?: string;
  library?: string;
  comment?: string;
  owner?: Role;
  grants?: Grants;
  renamed_from?: string;
  /**
   * MariaDB: FETCH GROUP NEXT ROW in the body takes the rows of a group one by one.
   */
  aggregate?: boolean;
  deterministic?: boolean;
  data_access?: 'contains sql' | 'no sql' | 'reads sql data' | 'modifies sql data';
  security_invoker?: boolean;
  definer?: string;
}
export interface Options {
  [k: string]: string | number | boolean;
}
export interface Table {
  comment?: string;
  owner?: Role;
  grants?: Grants;
  /**
   * Privileges on the sequences of identity columns, by column (PostgreSQL).
   */
  identity_grants?: {
    [k: string]: Grants;
  };
  /**
   * The table's former name.
   */
  renamed_from?: string;
  /**
   * It is found under its former name, too, as a view, until --phase contract.
   */
  online?: boolean;
  /**
   * Columns by name, in order.
   */
  columns?: {
    [k: string]: Column;
  };
  /**
   * Columns that leave, by the expression that gives their value from the new columns while older applications run.
   */
  former_columns?: {
    [k: string]: string;
  };
  /**
   * Its columns, in order.
   */
  primary_key?:
    | string[]
    | {
        name?: string;
        columns: Names;
        include?: Names;
        deferrable?: Deferrable;
        /**
         * btree or hash (MySQL, MariaDB).
         */
        method?: string;
        options?: Options;
        tablespace?: Tablespace;
        index_comment?: IndexComment;
        comment?: string;
        without_overlaps?: boolean;
        /**
         * On a partition: the index or unique constraint of its table that this is a part of (PostgreSQL).
         */
        partition_of?: string;
      };
  uniques?: {
    [k: string]:
      | string[]
      | {
          columns?: Names;
          /**
           * On a partition: the unique constraint, index or primary key of its table that this is a part of, with the same columns (PostgreSQL).
           */
          partition_of?: string;
          include?: Names;
          nulls_not_distinct?: boolean;
          deferrable?: Deferrable;
          options?: Options;
          tablespace?: Tablespace;
          index_comment?: IndexComment;
          comment?: string;
          renamed_from?: string;
          without_overlaps?: boolean;
        };
  };
  /**
   * Conditions that every row obeys.
   */
  checks?: {
    [k: string]:
      | string
      | {
          expression: string;
          no_inherit?: boolean;
          not_valid?: boolean;
          not_enforced?: boolean;
          comment?: string;
          renamed_from?: string;
        };
  };
  foreign_keys?: {
    [k: string]: {
      columns: Names;
      /**
       * table(column, …); the primary key when the columns are left out.
       */
      references: string;
      on_delete?: Action;
      on_update?: Action;
      match?: 'simple' | 'full';
      deferrable?: Deferrable;
      not_valid?: boolean;
      comment?: string;
      renamed_from?: string;
      not_enforced?: boolean;
      on_delete_columns?: Names;
      period?: boolean;
    };
  };
  indexes?: Indexes;
  options?: Options1;
  /**
   * Exclusion constraints (PostgreSQL).
   */
  exclusions?: {
    [k: string]:
      | string
      | {
          definition: string;
          tablespace?: Tablespace;
          statistics?: IndexStatistics;
          index_comment?: IndexComment;
          comment?: string;
          renamed_from?: string;
        };
  };
  triggers?: Triggers;
  /**
   * Row security policies (PostgreSQL).
   */
  policies?: {
    [k: string]: RowPolicy;
  };
  rules?: Rules;
  partition_by?: string;
  /**
   * The partitioned table; columns left out are its own.
   */
  partition_of?: string;
  /**
   * `for values …`, or default.
   */
  bound?: string;
  /**
   * Triggers that a partition has by its table, where they are in another state than there (PostgreSQL).
   */
  trigger_states?: {
    [k: string]: 'enabled' | 'disabled' | 'replica' | 'always';
  };
  inherits?: Names;
  /**
   * The composite type that its columns come from (PostgreSQL); those are listed that have more than a type.
   */
  of?: string;
  unlogged?: boolean;
  /**
   * forced: for the owner too; only_forced: would hold for the owner too, if it were enabled
   */
  row_security?: 'enabled' | 'forced' | 'only_forced';
  replica_identity?: string;
  clustered_on?: string;
  access_method?: string;
  tablespace?: string;
  /**
   * The rows are elsewhere: the foreign server, and what it is told about the table (PostgreSQL).
   */
  foreign?: {
    server: string;
    options?: Options;
  };
  /**
   * This interface was referenced by `Table`'s JSON-Schema definition
   * via the `patternProperty` "^x-".
   */
  [k: string]: unknown;
}
export interface Indexes {
  [k: string]:
    | Part[]
    | {
        /**
         * @minItems 1
         */
        columns?: [Part, ...Part[]];
        /**
         * On a partition: the index of its table that this is a part of, with the same columns (PostgreSQL).
         */
        partition_of?: string;
        /**
         * Over partitions of which not all have a part: those that do say partition_of (PostgreSQL).
         */
        only?: boolean;
        unique?: boolean;
        /**
         * btree, hash, gin, gist, brin, fulltext, spatial, ….
         */
        method?: string;
        include?: Names;
        /**
         * Which rows it holds.
         */
        where?: string;
        nulls_not_distinct?: boolean;
        invisible?: boolean;
        parser?: string;
        comment?: string;
        renamed_from?: string;
        options?: Options;
        tablespace?: string;
        statistics?: IndexStatistics;
      };
}
/**
 * Statistics targets of expressions, by position.
 */
export interface IndexStatistics {
  [k: string]: number | string;
}
/**
 * Storage parameters (PostgreSQL); engine, charset, collation, row_format, … (MySQL); system_versioning: true, period: "`p` (`from`, `until`)" (MariaDB).
 */
export interface Options1 {
  [k: string]: string | number | boolean;
}
/**
 * What runs when rows change.
 */
export interface Triggers {
  [k: string]: Trigger;
}
export interface Trigger {
  timing: 'before' | 'after' | 'instead of';
  events: Names;
  for_each?: 'row' | 'statement';
  when?: string;
  execute: string;
  old_table?: string;
  new_table?: string;
  constraint?: 'not_deferrable' | 'initially_immediate' | 'initially_deferred' | true;
  from?: string;
  enabled?: 'disabled' | 'replica' | 'always';
  comment?: string;
  renamed_from?: string;
  follows?: string;
  settings?: {
    [k: string]: string | number | boolean;
  };
  definer?: string;
}
export interface RowPolicy {
  command?: 'all' | 'select' | 'insert' | 'update' | 'delete';
  restrictive?: boolean;
  roles?: Names;
  using?: string;
  check?: string;
  comment?: string;
  renamed_from?: string;
}
/**
 * Rewrite rules: what follows AS.
 */
export interface Rules {
  [k: string]: RewriteRule;
}

/**
 * @minItems 2
 * @maxItems 2
 */
export type Range = [number, number];

/**
 * Sets of rows: reference data, and generated data for tests.
 */
export interface SeedsFile {
  sets?: {
    [k: string]: unknown;
  };
  /**
   * This interface was referenced by `SeedsFile`'s JSON-Schema definition
   * via the `patternProperty` "^x-".
   */
  [k: string]: unknown;
}
