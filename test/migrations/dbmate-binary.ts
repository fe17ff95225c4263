import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type TestServer } from '../servers/servers.ts';

const execute = promisify(execFile);
const BINARY = fileURLToPath(new URL('../../node_modules/.bin/dbmate', import.meta.url));

/** Runs dbmate itself (from npm) on a folder of migrations; gives what it said, rejects with what it complained about. */
export async function runDbmate(server: TestServer, url: string, dir: string, command: string): Promise<string> {
  const plain = server.dialect === 'postgres' ? `${url}?sslmode=disable` : url;
  const args = ['--url', plain, '--migrations-dir', dir, '--no-dump-schema', command];
  const { stdout, stderr } = await execute(process.execPath, [BINARY, ...args]);
  return stdout + stderr;
}

/** The number of files that dbmate holds as pending. */
export async function pendingForDbmate(server: TestServer, url: string, dir: string): Promise<number> {
  const said = await runDbmate(server, url, dir, 'status');
  return Number(/^Pending: (\d+)$/m.exec(said)?.[1]);
}
