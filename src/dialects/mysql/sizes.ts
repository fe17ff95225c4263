import { type TableSize } from '../../model/facts.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { type Session } from '../dialect.ts';

/** The server's own estimates. */
export async function sizes(session: Session): Promise<ReadonlyMap<ObjectId, TableSize>> {
  const rows = await session.rows<Record<'name' | 'lines' | 'bytes' | 'index_bytes', string | number | null>>(
    `SELECT table_name AS name, table_rows AS \`lines\`, data_length AS bytes, index_length AS index_bytes
     FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`,
  );
  return new Map(
    rows.map(({ name, lines, bytes, index_bytes: indexBytes }) => [
      objectId('table', '', String(name)),
      { rows: Number(lines ?? 0), bytes: Number(bytes ?? 0), indexBytes: Number(indexBytes ?? 0) },
    ]),
  );
}
