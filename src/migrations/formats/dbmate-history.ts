import { type Dialect } from '../../dialects/dialect.ts';
import { isBookkeeping } from '../../model/peer-tables.ts';
import { raw, sql } from '../../model/query.ts';
import { type PeerHistory } from './format.ts';

const TABLE = 'schema_migrations';

/** dbmate's `schema_migrations(version)`. Other tools use the name too: a table with other columns is not dbmate's. */
export const dbmateHistory: PeerHistory = {
  table: TABLE,

  async read(session, dialect) {
    const place = dialect.name === 'mysql' ? raw('database()') : dialect.defaultSchema;
    const columns = await session.rows<{ name: string; type: string; length: string | number | null }>(
      sql`select column_name as name, data_type as type, character_maximum_length as length from information_schema.columns
          where table_schema = ${place} and table_name = ${TABLE} order by ordinal_position`,
    );
    if (columns.length === 0) return { table: 'absent' };
    const types = new Map(columns.map((c) => [c.name, `${c.type}(${c.length})`]));
    if (!isBookkeeping('dbmate', TABLE, types)) return { table: 'foreign', columns: [...types.keys()] };
    const rows = await session.rows<{ version: string }>(sql`select version from ${raw(tableOf(dialect))}`);
    return { table: 'present', versions: new Set(rows.map((r) => r.version)) };
  },

  filled: true,

  // On MySQL one statement does both: a table that stayed empty would say that everything was taken back.
  create(dialect) {
    const create = `CREATE TABLE IF NOT EXISTS ${tableOf(dialect)} (version varchar(128) NOT NULL PRIMARY KEY)`;
    const applied = `SELECT version FROM ${dialect.state.table('history')} WHERE status IN ('applied', 'reverting')`;
    if (dialect.name === 'mysql') return [`${create} ${applied}`];
    return [create, `INSERT INTO ${tableOf(dialect)} (version) ${applied}`];
  },

  add: ({ version }, { dialect }) => [
    dialect.name === 'mysql'
      ? sql`INSERT IGNORE INTO ${raw(tableOf(dialect))} (version) VALUES (${version})`
      : sql`INSERT INTO ${raw(tableOf(dialect))} (version) VALUES (${version}) ON CONFLICT DO NOTHING`,
  ],

  remove: ({ version }, { dialect }) => [sql`DELETE FROM ${raw(tableOf(dialect))} WHERE version = ${version}`],
};

function tableOf(dialect: Dialect): string {
  return dialect.quote.name(dialect.defaultSchema, TABLE);
}
