import { type Session } from '../dialect.ts';

/** Settings by which a server says that it is one of several that take writes: Galera, and Group Replication with several primaries. */
const CLUSTERS: Readonly<Record<string, string>> = { wsrep_on: 'ON', group_replication_single_primary_mode: 'OFF' };

/** GET_LOCK is known to one server only: https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/ */
export async function locksAreLocal(session: Session): Promise<boolean> {
  const names = Object.keys(CLUSTERS).map((name) => `'${name}'`);
  const found = await session.rows<Record<string, string>>(
    `SHOW GLOBAL VARIABLES WHERE variable_name IN (${names.join(', ')})`,
  );
  return found.some((row) => {
    const [name = '', value] = Object.values(row);
    return CLUSTERS[name.toLowerCase()] === value;
  });
}
