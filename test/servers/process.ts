import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Database servers refuse to run as root: then they run as nobody. */
const OTHER_USER: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A server that was started here. Its data are thrown away, so it is ended at once. */
export interface Started {
  readonly url: string;
  /** Sends the signal to the server's own process group. */
  kill(): void;
  /** Settles when the server has ended. */
  readonly ended: Promise<void>;
}

export interface Program {
  /** Program and leading arguments. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder of the run (which removes it at its end) that the server's user may write to. */
export function serverFolder(run: string, name: string): string {
  const folder = mkdtempSync(join(run, `${name}-`));
  const { uid, gid } = OTHER_USER;
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

/** Runs a program to its end as the server's user; throws with what it said when it fails. */
export function runOnce({ command, env }: Program, args: readonly string[], cwd: string): void {
  const [program = '', ...leading] = command;
  const done = spawnSync(program, [...leading, ...args], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    ...OTHER_USER,
  });
  if (done.status !== 0) {
    throw new Error(
      `${[program, ...args].join(' ')}: ${done.error?.message ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}`,
    );
  }
}

/** True when the server's user may run the program. */
export function canRun({ command, env }: Program, args: readonly string[]): boolean {
  const [program = '', ...leading] = command;
  return spawnSync(program, [...leading, ...args], { cwd: '/', env: environment(env), ...OTHER_USER }).status === 0;
}

/** Starts a server and waits until `ready` no longer throws (60 s at most). `signal` ends it at once. */
export async function startServer(
  name: string,
  folder: string,
  { command, env }: Program,
  args: readonly string[],
  url: string,
  ready: () => Promise<void>,
  signal: 'SIGQUIT' | 'SIGKILL',
): Promise<Started> {
  const [program = '', ...leading] = command;
  const log = join(folder, 'server.log');
  const output = openSync(log, 'a');
  const child = spawn(program, [...leading, ...args], {
    cwd: folder,
    env: environment(env),
    stdio: ['ignore', output, output],
    detached: true,
    ...OTHER_USER,
  });
  closeSync(output);
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid, signal);
  };
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await readiness(child, ready);
  } catch (error) {
    const said = readFileSync(log, 'utf8').split('\n').slice(-8).join('\n');
    kill();
    throw new Error(`${name} did not start: ${error instanceof Error ? error.message : String(error)}\n${said}`);
  }
  return { url, kill, ended };
}

async function readiness(child: ChildProcess, ready: () => Promise<void>): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    try {
      await ready();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function environment(env: Readonly<Record<string, string>> | undefined): NodeJS.ProcessEnv {
  return { ...process.env, HOME: '/', TZ: 'UTC', ...env };
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
