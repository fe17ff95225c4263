import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { SERVERS } from '../servers/servers.ts';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function dbops(cwd: string, ...args: readonly string[]): Promise<Ended> {
  const bin = join(import.meta.dirname, '../../bin/dbops.js');
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

async function succeed(cwd: string, ...args: readonly string[]): Promise<Ended> {
  const ended = await dbops(cwd, ...args);
  expect(ended, `dbops ${args.join(' ')}`).toMatchObject({ status: 0 });
  return ended;
}

/** The application schema of a dialect; the embedded server loads it without the extensions' own client. */
const script = (dialect: string): Promise<string> => readFile(join(import.meta.dirname, `${dialect}.sql`), 'utf8');

describe.each(SERVERS)('an application schema on $name', (server) => {
  it('is pulled, plans to nothing, is built again elsewhere, and goes back to nothing', {
    timeout: 300_000,
  }, async () => {
    const sql = await script(server.dialect);
    await withFolder((out) =>
      withDatabase(server, async (source) => {
        await load(server, source, sql);
        const wanted = await observe(server, source);
        await succeed(out, 'pull', '--target', source, '--out', '.', '--scope', '*');
        await succeed(out, 'plan', '--target', source, '--exit-code');
        await withDatabase(server, async (copy) => {
          const empty = await observe(server, copy);
          await succeed(out, 'apply', '--target', copy, '--yes');
          expect(await observe(server, copy)).toBe(wanted);
          await succeed(out, 'plan', '--target', copy, '--exit-code');
          await succeed(out, 'migrate', 'down', '--all', '--target', copy, '--allow', 'loses_data', '--yes');
          expect(await observe(server, copy)).toBe(empty);
        });
      }),
    );
  });
});
