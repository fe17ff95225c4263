import { type Capabilities, type ServerInfo } from '../dialect.ts';

/** What differs between PostgreSQL 13 and 18, by `server_version_num`. */
const SINCE = {
  /** `ALTER COLUMN … SET COMPRESSION`: https://www.postgresql.org/docs/14/release-14.html */
  columnCompression: 140000,
  /** Functions with `BEGIN ATOMIC` or `RETURN`. */
  sqlBodies: 140000,
  /** `DETACH PARTITION … CONCURRENTLY`. */
  detachConcurrently: 140000,
  /** Multirange types. */
  multiranges: 140000,
  /** `colliculocale`: https://www.postgresql.org/docs/15/catalog-pg-collation.html */
  icuLocale: 150000,
  /** `rules` of ICU collations: https://www.postgresql.org/docs/16/release-16.html */
  collationRules: 160000,
  /** `pg_input_is_valid`. */
  inputIsValid: 160000,
  /** Column lists, row filters and schemas of publications: https://www.postgresql.org/docs/15/release-15.html */
  publicationDetails: 150000,
  /** `publish_generated_columns`. */
  publishGenerated: 180000,
  /** `SET STORAGE DEFAULT`. */
  defaultStorage: 160000,
  /** `colllocale`: https://www.postgresql.org/docs/17/catalog-pg-collation.html */
  collationLocale: 170000,
  /** `NULLS NOT DISTINCT`: https://www.postgresql.org/docs/15/release-15.html */
  nullsNotDistinct: 150000,
  /** `ON DELETE SET NULL (column, …)`. */
  deleteColumns: 150000,
  /** The schema `public` is its database's owner's, and nobody else makes anything in it. */
  publicForOwner: 150000,
  /** `CREATE UNLOGGED SEQUENCE`; those of an unlogged table's columns go along with it. */
  unloggedSequences: 150000,
  /** `security_invoker` on views. */
  securityInvoker: 150000,
  /** The privilege MAINTAIN on tables. */
  maintain: 170000,
  /** `ALTER COLUMN … SET EXPRESSION`: https://www.postgresql.org/docs/17/release-17.html */
  setExpression: 170000,
  /** Virtual generated columns: https://www.postgresql.org/docs/18/release-18.html */
  virtualColumns: 180000,
  /** `NOT ENFORCED` constraints. */
  notEnforced: 180000,
  /** Not-null constraints have names. */
  namedNotNull: 180000,
  /** `WITHOUT OVERLAPS` and `PERIOD`. */
  temporalKeys: 180000,
} as const;

export type Capability = keyof typeof SINCE | 'concurrently';

/** `concurrently`: other sessions exist, so that not blocking them is worth extra steps. */
export function capabilities(server: ServerInfo): Capabilities & Readonly<Record<Capability, boolean>> {
  const known = KNOWN.get(server);
  if (known !== undefined) return known;
  const has = Object.fromEntries(Object.entries(SINCE).map(([name, since]) => [name, server.number >= since]));
  const made = { ...(has as Record<keyof typeof SINCE, boolean>), concurrently: !server.embedded };
  KNOWN.set(server, made);
  return made;
}

const KNOWN = new WeakMap<ServerInfo, Readonly<Record<Capability, boolean>>>();
