import { type ServerInfo } from '../dialect.ts';

/**
 * What a definition may be written under without being refused: zero dates, and views that ONLY_FULL_GROUP_BY would not
 * have, exist in databases. Data stay strict, and a 0 loaded into an auto_increment column stays a 0.
 */
const SQL_MODE = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO';

const HOUR = 3600;

/** Settings that every session has, so that the server reads and spells everything the same way wherever dbops runs. */
const SETTINGS: Readonly<Record<string, string | number>> = {
  sql_mode: `'${SQL_MODE}'`,
  time_zone: `'+00:00'`,
  autocommit: 1,
  completion_type: 0,
  sql_quote_show_create: 1,
  sql_safe_updates: 0,
  sql_select_limit: 'DEFAULT',
  foreign_key_checks: 1,
  unique_checks: 1,
  group_concat_max_len: 4_294_967_295,
  wait_timeout: 24 * HOUR,
  net_read_timeout: HOUR,
  net_write_timeout: HOUR,
};

const PRODUCT: { readonly [P in ServerInfo['product']]: Readonly<Record<string, string | number>> } = {
  postgres: {},
  // Table sizes and counters as they are, not as they were a day ago.
  mysql: { information_schema_stats_expiry: 0, max_execution_time: 0 },
  mariadb: { max_statement_time: 0 },
};

/** Statements that give a new session its settings. */
export function setAll(product: ServerInfo['product']): string[] {
  const all = Object.entries({ ...SETTINGS, ...PRODUCT[product] });
  return ['SET NAMES utf8mb4', `SET ${all.map(([name, value]) => `SESSION ${name} = ${value}`).join(', ')}`];
}

/** Stored code takes the session's settings with it. */
const MAKES_CODE =
  /^\s*(?:CREATE|ALTER)\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*(?:`(?:[^`]|``)*`|[^\s`])+\s+)?(?:AGGREGATE\s+)?(?:PROCEDURE|FUNCTION|TRIGGER|EVENT)\b/i;
const GIVES_SETTINGS = /^SET SESSION sql_mode = (DEFAULT, time_zone = DEFAULT\s*$)?/;

/** How a statement stands to the settings that stored code takes with it: it is such code, gives them, or gives them back. */
export function settingsUse(text: string): 'takes' | 'gives' | 'gives back' | null {
  if (MAKES_CODE.test(text)) return 'takes';
  const given = GIVES_SETTINGS.exec(text);
  return given === null ? null : given[1] === undefined ? 'gives' : 'gives back';
}

/** The server's own settings, under which stored code is made unless other ones are given, and those of every session again. */
export const SERVER_SETTINGS = 'SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT';
export const SESSION_SETTINGS = `SET SESSION sql_mode = ${SETTINGS.sql_mode}, time_zone = ${SETTINGS.time_zone}`;

export interface Limits {
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
}

/** The longest waits for a metadata lock (a year) and for a row: what no limit comes to. */
const LONGEST = { metadata: 31_536_000, row: 100_000_000 } as const;

/**
 * Statements that set limits given in ms. Locks are waited for in whole seconds, at least one. MySQL limits only SELECT by
 * itself (`max_execution_time`), so there the session keeps the time of statements.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_execution_time
 */
export function setLimits(product: ServerInfo['product'], { lockTimeout, statementTimeout }: Limits): string[] {
  const settings: string[] = [];
  if (lockTimeout !== undefined) {
    const seconds = Math.ceil(lockTimeout / 1000);
    settings.push(
      `SESSION lock_wait_timeout = ${seconds <= 0 ? LONGEST.metadata : Math.min(seconds, LONGEST.metadata)}`,
    );
    settings.push(`SESSION innodb_lock_wait_timeout = ${seconds <= 0 ? LONGEST.row : Math.min(seconds, LONGEST.row)}`);
  }
  if (statementTimeout !== undefined && product === 'mariadb') {
    settings.push(`SESSION max_statement_time = ${Math.max(0, statementTimeout) / 1000}`);
  }
  return settings.length === 0 ? [] : [`SET ${settings.join(', ')}`];
}
