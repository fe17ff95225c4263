import { sql } from '../../model/query.ts';
import { type StateSql } from '../dialect.ts';
import { idents, quote } from './quote.ts';

const table: StateSql['table'] = (name) => quote.ident(`dbops_${name}`);

const KEY = 'varchar(255) NOT NULL';
const LONG = 'longtext';
const OPTIONS = 'ENGINE=InnoDB ROW_FORMAT=DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

/** dbops's own tables, in the target's database, for there are no schemas within it. Times are ISO-8601 texts in UTC. */
export const state: StateSql = {
  table,
  create: [
    `CREATE TABLE IF NOT EXISTS ${table('history')} (version ${KEY} PRIMARY KEY, name ${LONG} NOT NULL, checksum ${KEY}, plan ${LONG}, status ${KEY}, statements bigint NOT NULL, done bigint NOT NULL, started_at varchar(64), finished_at varchar(64), applied_by ${LONG}, ms bigint, error ${LONG}) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table('spelling')} (object varchar(700) PRIMARY KEY, manifest_digest ${KEY}, catalog_digest ${KEY}) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table('seeds')} (set_name ${KEY} PRIMARY KEY, definition ${LONG} NOT NULL, fingerprint ${KEY}, rows_total bigint NOT NULL, applied_at varchar(64) NOT NULL) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table('seed_rows')} (set_name ${KEY}, row_key varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, PRIMARY KEY (set_name, row_key)) ${OPTIONS}`,
    `CREATE TABLE IF NOT EXISTS ${table('identity')} (name ${KEY} PRIMARY KEY, value ${LONG} NOT NULL) ${OPTIONS}`,
  ],
  upsert(name, row, key) {
    const columns = Object.keys(row);
    const others = columns.filter((c) => !key.includes(c)).map((c) => `${quote.ident(c)} = VALUES(${quote.ident(c)})`);
    const same = key.map((c) => `${quote.ident(c)} = ${quote.ident(c)}`);
    const head = `INSERT INTO ${table(name)} (${idents(columns)}) VALUES (`;
    const tail = `) ON DUPLICATE KEY UPDATE ${(others.length === 0 ? same : others).join(', ')}`;
    return { text: [head, ...columns.slice(1).map(() => ', '), tail], values: Object.values(row) };
  },
  clock: 'FLOOR(UNIX_TIMESTAMP(NOW(6)) * 1000)',
  async exists(session) {
    const rows = await session.rows(
      sql`SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN
          ('dbops_history', 'dbops_spelling', 'dbops_seeds', 'dbops_seed_rows', 'dbops_identity')`,
    );
    return rows.length === 5;
  },
};
