import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { type TestServer } from '../servers/servers.ts';

/** Somebody else's connection that keeps table `a` in an open transaction; `strong`: not even reading it goes on (PostgreSQL). */
export async function block(server: TestServer, url: string, strong = true): Promise<AsyncDisposable> {
  if (server.dialect === 'postgres') {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('begin');
    await client.query(strong ? 'lock table a in access exclusive mode' : 'insert into a values (99)');
    return closing(() => client.query('rollback').finally(() => client.end()));
  }
  const connection = await createConnection(url);
  await connection.query('start transaction');
  await connection.query('select * from a');
  return closing(() => connection.query('rollback').finally(() => connection.end()));
}

function closing(close: () => Promise<unknown>): AsyncDisposable {
  let closed: Promise<unknown> | undefined;
  return {
    async [Symbol.asyncDispose]() {
      closed ??= close();
      await closed;
    },
  };
}
