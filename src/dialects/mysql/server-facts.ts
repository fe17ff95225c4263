import { type ServerInfo } from '../dialect.ts';
import { type Wire } from './wire.ts';

/** What a session has to know of its server and of its own connection. */
export interface ServerFacts {
  readonly info: ServerInfo;
  /** The connection's number, which KILL names. */
  readonly id: string;
  /** max_allowed_packet, in bytes. */
  readonly packet: number;
  /** Errors after which the server has rolled back the whole transaction. */
  readonly fatal: ReadonlySet<number | undefined>;
}

/** By lower_case_table_names. */
const TABLE_NAMES: Readonly<Record<number, Pick<ServerInfo, 'tableNames'>>> = {
  1: { tableNames: 'lower' },
  2: { tableNames: 'written' },
};

const DEADLOCK = 1213;
const LOCK_TIMEOUT = 1205;

/** Asks a new connection where it leads. */
export async function describe(wire: Wire): Promise<ServerFacts> {
  const { rows } = await wire.send(
    `SELECT VERSION() AS version, DATABASE() AS db, @@collation_database AS collation, CURRENT_USER() AS user, CONNECTION_ID() AS id,
            @@max_allowed_packet AS packet, @@innodb_rollback_on_timeout AS strict, @@lower_case_table_names AS lower`,
  );
  const { version, db, collation, user, id, packet, strict, lower } = rows[0] as {
    version: string;
    db: string | null;
    collation: string;
    user: string;
    id: string | number;
    packet: string | number;
    strict: string | number;
    lower: string | number;
  };
  const [, major = '0', minor = '0', patch = '0'] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  const database = db ?? '';
  const info: ServerInfo = {
    product: /mariadb/i.test(version) ? 'mariadb' : 'mysql',
    version,
    number: Number(major) * 10_000 + Number(minor) * 100 + Number(patch),
    database,
    user,
    embedded: false,
    collation,
    ...TABLE_NAMES[Number(lower)],
    identity: `${await serverIdentity(wire)}:${database}`,
  };
  const fatal = new Set(Number(strict) === 1 ? [DEADLOCK, LOCK_TIMEOUT] : [DEADLOCK]);
  return { info, id: String(id), packet: Number(packet), fatal };
}

/**
 * MySQL's server_uuid, or a Galera cluster's. A MariaDB server has nothing of the kind that every user may see: its
 * server_uid is a digest of port and network card, so there the database's name has to do.
 */
async function serverIdentity(wire: Wire): Promise<string> {
  const { rows } = await wire.send(`SHOW GLOBAL VARIABLES LIKE 'server\\_uuid'`);
  if (rows.length > 0) return String(rows[0]?.Value);
  const { rows: galera } = await wire.send(`SHOW GLOBAL STATUS LIKE 'wsrep\\_cluster\\_state\\_uuid'`);
  const uuid = String(galera[0]?.Value ?? '');
  return uuid === '' ? 'unknown' : uuid;
}
