import { type Capabilities, type ServerInfo } from '../dialect.ts';

/** First version of MySQL and of MariaDB, as `ServerInfo.number`; null is never. */
type Since = readonly [mysql: number | null, mariadb: number | null];

/**
 * What differs between MySQL 8.0 to 9.x and MariaDB 10.6 to 12: https://dev.mysql.com/doc/relnotes/mysql/8.0/en/ and
 * https://mariadb.com/kb/en/release-notes/
 */
const SINCE = {
  checkConstraints: [80016, 100201],
  /** `CHECK (…) NOT ENFORCED`, and `ALTER CHECK … [NOT] ENFORCED`. */
  notEnforced: [80016, null],
  /** The names of checks are the database's, not the table's. */
  checkNamesPerDatabase: [80016, null],
  /** The names of foreign keys are the table's, not the database's. */
  foreignKeyNamesPerTable: [null, 120100],
  /** `DROP CONSTRAINT` for checks, foreign keys and unique keys alike. */
  dropConstraint: [80019, 100201],
  functionalIndex: [80013, null],
  descendingIndex: [80001, 100800],
  /** `[IN]VISIBLE` indexes. */
  invisibleIndex: [80000, null],
  /** `[NOT] IGNORED` indexes. */
  ignoredIndex: [null, 100600],
  renameColumn: [80003, 100502],
  renameIndex: [50707, 100502],
  expressionDefault: [80013, 100201],
  /** A literal default on TEXT, BLOB and JSON columns; otherwise only an expression in parentheses. */
  literalTextDefault: [null, 100201],
  invisibleColumn: [80023, 100303],
  /** `NOT NULL` on a generated column. */
  generatedNotNull: [80000, null],
  /** A JSON type of its own; otherwise it is LONGTEXT with a check. */
  nativeJson: [80000, null],
  /** Integer types are shown without a display width (but for tinyint(1) and ZEROFILL). */
  noDisplayWidth: [80019, null],
  /** `SRID` on spatial columns. */
  columnSrid: [80003, null],
  uuidType: [null, 100700],
  vectorType: [90000, 110700],
  sequences: [null, 100300],
  /** `CREATE AGGREGATE FUNCTION` with a body. */
  aggregateFunctions: [null, 100303],
  systemVersioning: [null, 100304],
  instantAddColumn: [80012, 100302],
  /** `ALGORITHM=INSTANT` for a column that does not come last. */
  instantAddColumnAnywhere: [80029, 100400],
  instantDropColumn: [80029, 100400],
  instantRenameColumn: [80028, 100400],
  /** `ALGORITHM=COPY, LOCK=NONE`. */
  onlineCopy: [null, 110200],
  /** `IF [NOT] EXISTS` on the parts of a table. */
  ifExistsOnParts: [null, 100002],
  /** A DDL statement is done or undone as a whole when the server crashes. */
  atomicDdl: [80000, 100600],
  explainAnalyze: [80018, null],
  analyzeFormatJson: [null, 100100],
} as const satisfies Record<string, Since>;

export type Capability = keyof typeof SINCE;

/** What this server can do; see `SINCE`. */
export function capabilities({ product, number }: ServerInfo): Capabilities & Readonly<Record<Capability, boolean>> {
  const has = Object.entries(SINCE).map(([name, [mysql, mariadb]]) => {
    const since = product === 'mariadb' ? mariadb : mysql;
    return [name, since !== null && number >= since] as const;
  });
  return Object.fromEntries(has) as Record<Capability, boolean>;
}
