import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CACHE, expectDecent, run } from '../errors/screen.ts';
import { withFolder } from '../servers/databases.ts';
import { write } from './project.ts';

const BIN = join(import.meta.dirname, '../../bin/dbops.js');
const ESCAPE = '\u001b[';
const PROJECT = {
  'dbops.yaml': `version: 1
dialect: postgres
targets: { local: { url: "pglite://.dbops/local" } }
tasks: { dir: logs }
`,
  'schema/notes.yaml': `tables:
  notes:
    columns: { id: { type: bigint, not_null: true }, body: text }
    primary_key: [id]
`,
};
const BROKEN = { ...PROJECT, 'schema/notes.yaml': 'tabels: {}\n' };

/** A line of a shell, where `$DBOPS` is the program. */
function shell(cwd: string, line: string, env: Readonly<Record<string, string>> = {}): ReturnType<typeof spawnSync> {
  return spawnSync('bash', ['-c', `set -o pipefail; ${line}`], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: cwd, ...CACHE, DBOPS: `${process.execPath} ${BIN}`, TERM: 'xterm', ...env },
  });
}

describe('what dbops writes', () => {
  it('may be cut off by its reader, and the command is carried out all the same', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      write(folder, PROJECT);
      expect(shell(folder, '$DBOPS plan | head -1')).toMatchObject({ status: 0, stderr: '' });
      const cut = shell(folder, '$DBOPS apply 2>&1 | head -1; echo ${PIPESTATUS[0]}');
      expect(String(cut.stdout)).toMatch(/^✔ .*\n0\n$/);
      expect((await run(folder, ['plan'])).stdout).toContain('nothing to do');
      expect(shell(folder, '$DBOPS types | true').status).toBe(0);
    });
  });

  it.skipIf(!existsSync('/dev/full'))('fails when it cannot be written', async () => {
    await withFolder(async (folder) => {
      write(folder, PROJECT);
      const { status, stderr } = shell(folder, '$DBOPS types > /dev/full');
      expect(status).toBe(1);
      expect(stderr).toContain('error[file-error]: cannot write the result: the disk is full');
    });
  });

  it('needs no stdin', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      write(folder, PROJECT);
      expect(shell(folder, '$DBOPS apply <&-').status).toBe(0);
      expect(shell(folder, '$DBOPS plan --exit-code < /dev/null').status).toBe(0);
      expect(shell(folder, '$DBOPS plan <&- >&- 2>&-').status).toBe(0);
    });
  });

  it('has colours on a terminal alone, and not where NO_COLOR is set', async () => {
    await withFolder(async (folder) => {
      write(folder, BROKEN);
      const terminal = (env = {}): string =>
        String(shell(folder, 'script -qec "$DBOPS types" /dev/null < /dev/null', env).stdout);
      expect(shell(folder, '$DBOPS types').stderr).not.toContain(ESCAPE);
      expect(terminal()).toContain(`${ESCAPE}31`);
      expect(terminal({ NO_COLOR: '1' })).toContain('error[unknown-key]');
      expect(terminal({ NO_COLOR: '1' })).not.toContain(`${ESCAPE}31`);
    });
  });

  it('is plain lines in CI, also on a terminal', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      write(folder, PROJECT);
      const { stdout } = shell(folder, 'script -qec "$DBOPS apply" /dev/null < /dev/null', { CI: 'true' });
      expect(stdout).toContain('✔ Verify: the database is as the manifest declares');
      expect(stdout).not.toContain(ESCAPE);
    });
  });

  it('tells a stack trace only when DBOPS_DEBUG asks for it', async () => {
    await withFolder(async (folder) => {
      write(folder, BROKEN);
      expectDecent(await run(folder, ['types']));
      expect((await run(folder, ['types'], { env: { DBOPS_DEBUG: '1' } })).stderr).toMatch(/^\s+at /m);
    });
  });
});

describe('where dbops runs', () => {
  it('may have blanks, quotes and any script in its path', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      const home = join(folder, `Ünder der Brücke, "it's" 日本 #1%20`);
      mkdirSync(home);
      write(home, PROJECT);
      for (const args of [
        ['validate'],
        ['generate', 'ärger & co; drop'],
        ['apply'],
        ['plan', '--exit-code'],
        ['types', '--out', 'ä b/c.ts'],
      ]) {
        const screen = await run(home, args);
        expectDecent(screen);
        expect(screen, args.join(' ')).toMatchObject({ exit: 0 });
      }
      expect(existsSync(join(home, '.dbops/local'))).toBe(true);
      expect(existsSync(join(home, 'ä b/c.ts'))).toBe(true);
    });
  });

  it('may be another folder than the manifest’s: its paths are relative to it, those of the line to the shell', {
    timeout: 120_000,
  }, async () => {
    await withFolder(async (folder) => {
      write(join(folder, 'project'), PROJECT);
      mkdirSync(join(folder, 'project/deep/er'), { recursive: true });
      const below = join(folder, 'project/deep/er');
      const applied = await run(below, ['apply', '--manifest', '../../dbops.yaml', '--task', 'from below']);
      expect(applied).toMatchObject({ exit: 0 });
      expect(existsSync(join(folder, 'project/.dbops/local'))).toBe(true);
      expect(existsSync(join(folder, 'project/migrations'))).toBe(true);
      expect(readFileSync(join(folder, 'project/logs/from-below.md'), 'utf8')).toContain('- status: applied (exit 0)');
      const away = await run(folder, ['plan', '--manifest', 'project/dbops.yaml', '--out', 'plan.json', '--exit-code']);
      expect(away).toMatchObject({ exit: 0 });
      expect(existsSync(join(folder, 'plan.json'))).toBe(true);
      write(join(folder, 'project'), BROKEN);
      const { stderr } = await run(below, ['types', '--manifest', '../../dbops.yaml']);
      expect(stderr).toMatch(/--> \S*schema\/notes\.yaml:1:1/);
    });
  });

  it('finds no manifest in a folder without, and says what to do', async () => {
    await withFolder(async (folder) => {
      const screen = await run(folder, ['plan']);
      expect(screen).toMatchObject({ exit: 64, stdout: '' });
      expect(screen.stderr).toContain('start a project with: dbops init; or name the file: --manifest PATH');
      expect(existsSync(join(folder, '.tasks'))).toBe(false);
    });
  });

  it.each([
    [
      'generate',
      ['generate', 'x'],
      'migrations',
      /error\[no-such-file\]: cannot read the migrations folder .*: a part of the path is no folder/,
      64,
    ],
    [
      'types',
      ['types', '--out', 'out/types.ts'],
      'out',
      /error\[file-error\]: cannot mkdir .*: there is something of that name already/,
      1,
    ],
    [
      'plan',
      ['plan', '--out', 'out/plan.json'],
      'out',
      /error\[file-error\]: cannot open .*: a part of the path is no folder/,
      1,
    ],
  ])('may be a place where %s cannot write', { timeout: 120_000 }, async (_, args, blocked, message, exit) => {
    await withFolder(async (folder) => {
      write(folder, { ...PROJECT, [blocked]: 'a file' });
      const screen = await run(folder, args);
      expectDecent(screen);
      expect(screen.stderr).toMatch(message);
      expect(screen.exit).toBe(exit);
    });
  });

  it('does its work when only the log cannot be written, and says so', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      write(folder, { ...PROJECT, logs: 'a file' });
      const screen = await run(folder, ['types']);
      expect(screen.exit).toBe(0);
      expect(screen.stderr).toContain('warning: the task log cannot be written');
    });
  });
});

describe('the task log', () => {
  it('is one file for each run, or one for all runs of a task, with how each ended', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      write(folder, PROJECT);
      await run(folder, ['types'], { env: { DBOPS_TASK: '../../OPS-17 / later' } });
      write(folder, BROKEN);
      await run(folder, ['types', '--task', 'OPS-17-later']);
      const log = readFileSync(join(folder, 'logs/OPS-17-later.md'), 'utf8');
      expect(log.match(/^## OPS-17-later: dbops types$/gm)).toHaveLength(2);
      expect(log).toMatch(/- status: 1 type \(exit 0\)/);
      expect(log).toMatch(/- status: failed: unknown key "tabels" in this file \(exit 64\)/);
    });
  });
});
