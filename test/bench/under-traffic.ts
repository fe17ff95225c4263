import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, withDatabase } from '../servers/databases.ts';
import { type TestServer } from '../servers/servers.ts';
import { CHANGES, startSchema } from './changes.ts';
import { measure } from './measure.ts';
import { type Seen, startTraffic } from './traffic.ts';

/** ms that a transaction may wait: the lock timeout, and what a busy machine adds. */
const MOST = 1_000;

function rowsOfOrders(server: TestServer, rows: number): string {
  const numbers =
    server.dialect === 'postgres'
      ? `generate_series(1, ${rows}) as g(n)`
      : `(with recursive d (n) as (select 0 union all select n + 1 from d where n < 999) select a.n * 1000 + b.n + 1 as n from d b cross join d a where a.n < ${Math.ceil(rows / 1000)}) as g`;
  return `insert into customers values (1, 'one');
insert into orders (id, customer_id, status, amount, ref, note) select n, 1, 'old', 5, n, 'a note' from ${numbers};
${server.dialect === 'postgres' ? 'vacuum analyze orders' : 'analyze table orders'}`;
}

/** One line a change: what applications saw of dbops, and of the statement that people would write. Gives how many were too slow or failed. */
export async function underTraffic(bin: string, server: TestServer, rows: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'dbops-traffic-'));
  const changes = CHANGES.filter(({ only = server.dialect }) => only === server.dialect);
  let bad = 0;
  try {
    await withDatabase(server, (url) =>
      withDatabase(server, async (other) => {
        const schema = startSchema();
        const put = (target: string): void => {
          writeFileSync(
            join(folder, 'dbops.yaml'),
            `version: 1\nname: traffic\ndialect: ${server.dialect}\ninclude: { schema: [schema.yaml] }\ntargets: { live: { url: "${target}" } }\n`,
          );
          writeFileSync(join(folder, 'schema.yaml'), JSON.stringify(schema));
        };
        const apply = (...more: string[]): Promise<unknown> =>
          measure(process.execPath, [bin, 'apply', '--yes', '--no-rehearse', '--allow', 'loses_data', ...more], {
            cwd: folder,
          });
        for (const target of [url, other]) {
          rmSync(join(folder, 'migrations'), { recursive: true, force: true });
          put(target);
          await apply();
          for (const statement of rowsOfOrders(server, rows).split(';\n')) await load(server, target, statement);
        }
        rmSync(join(folder, 'migrations'), { recursive: true, force: true });
        const naive = new Map<string, Seen>();
        {
          await using traffic = await startTraffic(server, other, rows);
          for (const { what, naive: statement } of changes) {
            if (statement === undefined) continue;
            const job = (): Promise<void> => load(server, other, statement[server.dialect]);
            naive.set(what, await traffic.during(job));
          }
        }
        put(url);
        await measure(process.execPath, [bin, 'migrate', 'repair'], { cwd: folder, allowed: [0, 6] });
        await using traffic = await startTraffic(server, url, rows);
        for (const { what, edit, phase, note } of changes) {
          edit(schema);
          put(url);
          const seen = await traffic.during(() => apply(...(phase === undefined ? [] : ['--phase', phase])));
          if (note !== undefined) traffic.speak(note);
          bad += seen.longest > MOST || seen.failures.length > 0 ? 1 : 0;
          print(server, what, seen, naive.get(what));
        }
        console.log(
          `${server.name}: ${bad} of ${changes.length} kinds of change failed a transaction or kept one waiting for more than ${MOST} ms`,
        );
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return bad;
}

function print({ name }: TestServer, what: string, seen: Seen, naive: Seen | undefined): void {
  const told = (s: Seen): string =>
    `${Math.round(s.longest)} ms at most in ${s.transactions} transactions${s.failures.length === 0 ? '' : `, ${s.failures.length} failed: ${s.failures[0]}`}`;
  console.log(`${name}: ${what}: ${told(seen)}${naive === undefined ? '' : `; by hand ${told(naive)}`}`);
}
