import { describe, expect, test } from 'vitest';
import { type MigrationEvent } from '../../src/migrations/event.ts';
import { migrateUp } from '../../src/migrations/execute.ts';
import { load, rowsOf } from '../servers/databases.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { type Place, SAFETY, withPlace } from './sessions.ts';

const ROWS = 4_000;

/** Rows with a key of two columns, of which one has capital letters and quotes, the other numbers beyond 2^53. */
function rows({ dialect }: TestServer): string {
  const key = dialect === 'mysql' ? "`K'ey`" : `"K'ey"`;
  return `create table t (${key} varchar(20) not null, id bigint not null, a int, b int, primary key (${key}, id));
    insert into t (${key}, id, a) with recursive s (n) as (select 1 union all select n + 1 from s where n < 1000)
    select concat('k''', m.n), s.n + 9007199254740992, s.n
    from s cross join (select 1 as n union all select 2 union all select 3 union all select 4) m`;
}

const note = `-- backfill: {"schema":"SCHEMA","table":"t","key":["K'ey","id"]}`;

async function run(place: Place, onEvent: (event: MigrationEvent) => void, signal?: AbortSignal): Promise<void> {
  const files = await place.files();
  const { dialect } = place;
  await place.use(
    (session) => migrateUp({ session, dialect, files, safety: SAFETY, onEvent, ...(signal ? { signal } : {}) }),
    signal,
  );
}

describe.each([...listening('postgres'), ...listening('mysql')])('a backfill on $title', (server) => {
  test('runs in batches by the key, and goes on where it was cut off', async () => {
    await withPlace(server, async (place) => {
      await load(server, place.url, rows(server));
      const schema = server.dialect === 'mysql' ? '' : 'public';
      // The row that is done twice would show.
      const fill = 'update t set b = coalesce(b, 0) + a where (b is null or b is not null)';
      await place.put('1_fill.sql', `${note.replace('SCHEMA', schema)}\n${fill};`, 'select 1;', ' transaction:false');

      const stop = new AbortController();
      const seen: number[] = [];
      const cut = run(
        place,
        (e) => {
          if (e.type !== 'rows') return;
          seen.push(e.done);
          if (seen.length === 3) stop.abort();
        },
        stop.signal,
      );
      await expect(cut).rejects.toThrow();
      const [half] = await rowsOf(server, place.url, 'select count(b) as n from t');
      expect(Number(half?.n)).toBe(seen[2]);
      expect(Number(half?.n)).toBeLessThan(ROWS);

      const again: number[] = [];
      await run(place, (e) => void (e.type === 'rows' && again.push(e.done)));
      expect(again[0]).toBe(seen[2]);
      const [left] = await rowsOf(server, place.url, 'select count(*) as n from t where b is null or b <> a');
      expect(Number(left?.n)).toBe(0);
      expect(Number((await rowsOf(server, place.url, 'select count(*) as n from t'))[0]?.n)).toBe(ROWS);
    });
  });
});
