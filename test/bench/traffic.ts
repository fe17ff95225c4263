import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { type TestServer } from '../servers/servers.ts';

/** What applications saw while something else went on: ms of the slowest transaction, how many there were, and what failed. */
export interface Seen {
  readonly longest: number;
  readonly transactions: number;
  readonly failures: readonly string[];
}

/** Applications that read and write the table `orders` without a pause to speak of. */
export interface Traffic extends AsyncDisposable {
  /** What is seen while the work lasts, and a moment longer. */
  during(work: () => Promise<unknown>): Promise<Seen>;
  /** The column that holds the note: applications of the next version call it otherwise. */
  speak(note: string): void;
}

type Run = (statement: string) => Promise<unknown>;

async function open(server: TestServer, url: string): Promise<{ run: Run; end: () => Promise<unknown> }> {
  if (server.dialect === 'postgres') {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return { run: (statement) => client.query(statement), end: () => client.end() };
  }
  const connection = await createConnection({ uri: url });
  return { run: (statement) => connection.query(statement), end: () => connection.end() };
}

/**
 * Starts so many applications on a table of so many rows. They write before they read: on MySQL whoever reads a table, and then writes to it
 * while any DDL waits for it, is told of a deadlock at once, and no DDL can do anything about that.
 */
export async function startTraffic(server: TestServer, url: string, rows: number, workers = 4): Promise<Traffic> {
  let going = true;
  let note = 'note';
  let longest = 0;
  let transactions = 0;
  let failures: string[] = [];
  const work = Array.from({ length: workers }, async (_, worker) => {
    const { run, end } = await open(server, url);
    for (let k = 1; going; k++) {
      const id = 1 + Math.floor(Math.random() * rows);
      const fresh = rows + 1 + worker + workers * k;
      const change =
        k % 10 === 0
          ? `insert into orders (id, customer_id, status, ref, ${note}) values (${fresh}, 1, 'new', ${fresh}, 'n${k}')`
          : `update orders set touched = touched + 1, ${note} = 'n${k}' where id = ${id}`;
      const started = performance.now();
      try {
        for (const statement of ['begin', change, `select status, touched from orders where id = ${id}`, 'commit'])
          await run(statement);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
        await run('rollback').catch(() => undefined);
      }
      longest = Math.max(longest, performance.now() - started);
      transactions += 1;
      await sleep(10);
    }
    await end();
  });
  return {
    async during(job) {
      [longest, transactions, failures] = [0, 0, []];
      await job();
      await sleep(100);
      return { longest, transactions, failures };
    },
    speak: (column) => {
      note = column;
    },
    async [Symbol.asyncDispose]() {
      going = false;
      await Promise.all(work);
    },
  };
}
