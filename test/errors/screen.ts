import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

const BIN = join(import.meta.dirname, '../../bin/dbops.js');

/** The user's cache, which spares each program the making of an embedded server. */
export const CACHE = { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache') };

export interface Screen {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal ended it. */
  readonly exit: number | null;
}

export interface How {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with what was said on stderr so far, whenever more is said; gives a signal to send, once. */
  readonly signalWhen?: (stderr: string) => NodeJS.Signals | null;
  /** Sends SIGINT so many ms after the start, if it still runs. */
  readonly signalAfter?: number;
}

/** Runs the program itself in a folder, without a terminal, as a user of whom nothing is known. */
export function run(cwd: string, args: readonly string[], how: How = {}): Promise<Screen> {
  const env = { PATH: process.env.PATH, HOME: cwd, ...CACHE, TZ: 'UTC', ...how.env };
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  let sent = false;
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    const signal = sent ? null : (how.signalWhen?.(stderr) ?? null);
    if (signal === null) return;
    sent = true;
    child.kill(signal);
  });
  if (how.signalAfter !== undefined) setTimeout(() => child.kill('SIGINT'), how.signalAfter).unref();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve({ stdout, stderr, exit }));
  });
}

/** The words of a line that a person types; single quotes keep blanks. */
export function words(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '');
}

/** All that a person sees, with the status at the end. */
export function show({ stdout, stderr, exit }: Screen): string {
  const part = (name: string, text: string): string[] => (text === '' ? [] : [`[${name}]`, text.replace(/\n$/, '')]);
  return [...part('stdout', stdout), ...part('stderr', stderr), `[exit ${exit}]`, ''].join('\n');
}

/** Compares with the golden file, or writes it. Its first line, which stays, is the command. */
export function compare(file: string, command: string, screen: string): void {
  const whole = `$ dbops ${command}\n${screen}`;
  if (process.env.UPDATE_GOLDENS) writeFileSync(file, whole);
  expect(whole).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
}

/** Nothing that a person should never see. */
export function expectDecent({ stdout, stderr }: Screen): void {
  const text = `${stdout}${stderr}`;
  expect(text).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(text).not.toMatch(/internal error|\[internal\]|undefined|\[object |node:internal|Warning:/);
}
