import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Session } from '../dialects/dialect.ts';
import { type Copyist } from '../migrations/hand-over.ts';
import { DbopsError } from '../model/error.ts';
import { TOOLS } from './online-tool.ts';
import { type Project } from './project.ts';
import { type Run } from './run.ts';
import { type Allowance, isAllowed } from './safety.ts';

/** Lines of a program that failed which are told. */
const LAST = 8;
/** ms that a program gets to end by itself. */
const PATIENCE = 20_000;

/** Runs a program on a leash: whoever holds its standard input ends it by letting go, by a kill too. */
const LEASH = `const { spawn } = require('node:child_process');
const [, program, ...words] = process.argv;
const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit'] });
const stop = () => { child.kill('SIGINT'); setTimeout(() => child.kill('SIGKILL'), ${PATIENCE}).unref(); };
process.stdin.on('end', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
child.on('error', (error) => { console.error(error.message); process.exit(127); });
child.on('exit', (code) => process.exit(code ?? 130));`;

/** Who copies large tables of the target in the server's place; undefined where the manifest names nobody. */
export function copyistOf(
  { manifest, target }: Project,
  session: Session,
  run: Run,
  allowed: readonly Allowance[],
): Copyist | undefined {
  const { online, lockTimeout } = manifest.safety;
  if (online === undefined) return undefined;
  const { tool, over } = online;
  return {
    tool,
    over,
    missing: async () => ((await isOnPath(tool, run.env.PATH)) ? null : TOOLS[tool].install),
    allowed: (object) => isAllowed({ kind: 'blocks_writes', object, message: '' }, allowed),
    async run(copy, name, told, signal) {
      const folder = await mkdtemp(join(tmpdir(), 'dbops-'));
      try {
        const file = join(folder, 'my.cnf');
        await writeFile(file, optionsFile(target.url, tool), { mode: 0o600 });
        const { server } = session;
        const { hostname: host, port } = new URL(target.url);
        const place = { database: server.database, file, host, port, name, lockTimeout, server };
        const words = TOOLS[tool].words(copy, place);
        await onLeash({ program: tool, words, env: run.env, secrets: secretsOf(target.url), told, signal });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

async function isOnPath(program: string, path = ''): Promise<boolean> {
  for (const folder of path.split(delimiter)) {
    const there = access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && (await there)) return true;
  }
  return false;
}

/** https://dev.mysql.com/doc/refman/8.4/en/option-files.html; TLS is asked for in the words of the program's own driver. */
export function optionsFile(url: string, tool: keyof typeof TOOLS): string {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const socket = searchParams.get('socket') ?? searchParams.get('socketPath');
  const mode = (searchParams.get('ssl-mode') ?? 'DISABLED').toUpperCase();
  if (searchParams.has('ssl') || !['DISABLED', 'PREFERRED'].includes(mode)) {
    throw new DbopsError('online-tool', `${tool} cannot be told how the URL of the target asks for TLS`, {
      hint: 'run the command of the migration file by hand, then this again; or let the server copy it: --allow blocks_writes',
    });
  }
  const quoted = (text: string): string => `"${decodeURIComponent(text).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  const server = [`host=${quoted(hostname.replaceAll(/^\[|\]$/g, ''))}`, `port=${port || 3306}`];
  const options = [
    // gh-ost wants user and password there, and nothing else.
    ...(tool === 'gh-ost' ? [] : socket === null ? server : [`socket=${quoted(socket)}`]),
    `user=${quoted(username)}`,
    ...(password === '' ? [] : [`password=${quoted(password)}`]),
  ];
  return `[client]\n${options.join('\n')}\n`;
}

function secretsOf(url: string): readonly string[] {
  const { password } = new URL(url);
  return [...new Set([password, decodeURIComponent(password)])].filter((secret) => secret !== '');
}

interface Leashed {
  readonly program: string;
  readonly words: readonly string[];
  readonly env: Run['env'];
  readonly secrets: readonly string[];
  readonly told: (line: string) => void;
  readonly signal: AbortSignal;
}

async function onLeash({ program, words, env, secrets, told, signal }: Leashed): Promise<void> {
  // A group of its own: a Ctrl-C in the terminal reaches the program once, and from here.
  const child = spawn(process.execPath, ['-e', LEASH, program, ...words], { env, detached: true });
  const stop = (): void => void child.stdin.end();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const said: string[] = [];
  const hear = (line: string): void => {
    const text = secrets.reduce((t, secret) => t.replaceAll(secret, '***'), line).trim();
    if (text === '') return;
    said.push(text);
    told(text);
  };
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', hear);
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  if (code === 0) return;
  throw new DbopsError('runner-failed', `${program} failed: ${said.at(-1) ?? `exit ${code}`}`, {
    details: said.slice(-LAST),
    hint: 'mend what it says, then run this again: what it left is cleared away',
  });
}
