import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../servers/databases.ts';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** As a user with the right node would: the pinned one comes first, nothing of this checkout is in reach. */
function run(cwd: string, program: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const { npm_config_local_prefix: _, INIT_CWD: __, ...rest } = process.env;
  const env = { ...rest, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), CI: 'true' };
  return execute(program, args, { cwd, env, maxBuffer: 1 << 26 });
}

describe('the published package', () => {
  it('installs into an empty folder and works there', { timeout: 300_000 }, async () => {
    await withFolder(async (folder) => {
      await run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder);
      const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
      writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
      await run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`);

      expect((await run(folder, 'npx', 'dbops', '--version')).stdout.trim()).toContain(version);
      await run(folder, 'npx', 'dbops', 'init');
      expect(readdirSync(folder)).toContain('dbops.yaml');
      await run(folder, 'npx', 'dbops', 'apply', '--yes');
      const again = await run(folder, 'npx', 'dbops', 'plan', '--exit-code');
      expect(`${again.stdout}${again.stderr}`).toMatch(/nothing to do|no changes/i);

      const library = "import * as dbops from 'dbops'; if (Object.keys(dbops).length === 0) throw new Error('empty')";
      await run(folder, process.execPath, '--input-type=module', '-e', library);
    });
  });

  it('says in one line what it needs when node is too old', ({ skip }) => {
    const older = olderNode() ?? skip('no node older than 24 is here');
    const { status, stdout, stderr } = spawnSync(older, [join(ROOT, 'bin/dbops.js'), '--version'], {
      encoding: 'utf8',
    });
    expect(status).toBe(64);
    expect(`${stdout}${stderr}`.trim()).toMatch(/^dbops needs Node(\.js)? 24[^\n]*$/);
  });
});

/** A node of the machine that is older than the one dbops needs. */
function olderNode(): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(folder, 'node');
    const major = /^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
    if (major !== undefined && Number(major) < 24) return node;
  }
  return null;
}
