import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { startMariadb, startMysql } from './mysql.ts';
import { startPostgres15, startPostgres18 } from './postgres.ts';
import { type Started } from './process.ts';
import { makeRunFolder } from './run-folder.ts';
import { ALL_SERVERS, LEFT_OUT, type ServerName } from './servers.ts';

const START: Readonly<Partial<Record<ServerName, (run: string) => Promise<Started>>>> = {
  pg15: startPostgres15,
  pg18: startPostgres18,
  mariadb: startMariadb,
  mysql: startMysql,
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Vitest's global setup: starts each server when a test first asks for it, and ends them all with the run. */
export default async function launch(): Promise<() => Promise<void>> {
  const asked = new Map<string, Promise<Started>>();
  const running: Started[] = [];
  const folder = makeRunFolder();
  const start = (name: string): Promise<Started> => {
    const known = asked.get(name);
    if (known !== undefined) return known;
    const run = START[name as ServerName];
    const started = run === undefined ? Promise.reject(new Error(`no server ${name}`)) : run(folder);
    asked.set(name, started);
    started.then(
      (server) => running.push(server),
      () => undefined,
    );
    return started;
  };
  const door = createServer((request, response) => {
    start((request.url ?? '').slice(1)).then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(503).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const address = door.address();
  process.env.DBOPS_TEST_LAUNCHER = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  process.env.DBOPS_TEST_FOLDER = folder;
  const killAll = (): void => {
    for (const server of running) server.kill();
  };
  // Nothing can be waited for while exiting, so the folder is removed by a process that outlives this one.
  const abandon = (): void => {
    killAll();
    spawn('sh', ['-c', 'sleep 2; rm -rf "$0"', folder], { detached: true, stdio: 'ignore' }).unref();
  };
  const leave = (): never => process.exit(1);
  process.once('exit', abandon);
  for (const signal of SIGNALS) process.once(signal, leave);
  return async () => {
    door.close();
    door.closeAllConnections();
    await Promise.allSettled(asked.values());
    killAll();
    await Promise.all(running.map((server) => server.ended));
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    process.off('exit', abandon);
    for (const signal of SIGNALS) process.off(signal, leave);
    const missing = ALL_SERVERS.filter((s) => LEFT_OUT.includes(s.name)).map((s) => s.name);
    if (missing.length > 0)
      console.error(`\n${'!'.repeat(72)}\nNOT TESTED ON: ${missing.join(', ')}\n${'!'.repeat(72)}\n`);
  };
}
