import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../servers/databases.ts';
import { compare, expectDecent, run, show, words } from './screen.ts';

/**
 * Each folder is a project that is wrong; `screen.txt` begins with the command and is all that a person sees. A folder without a
 * dbops.yaml of its own gets this one.
 */
const MANIFEST = `version: 1
dialect: postgres
include: { schema: [schema*.yaml], policies: [policies*.yaml], seeds: [seeds*.yaml] }
`;

const ROOT = join(import.meta.dirname, 'manifest');

describe('a manifest with an error', () => {
  it.each(readdirSync(ROOT))('%s', async (name) => {
    await withFolder(async (folder) => {
      const home = join(ROOT, name);
      cpSync(home, folder, { recursive: true });
      rmSync(join(folder, 'screen.txt'));
      if (!existsSync(join(folder, 'dbops.yaml'))) writeFileSync(join(folder, 'dbops.yaml'), MANIFEST);
      const golden = join(home, 'screen.txt');
      const command = /^\$ dbops (.*)$/m.exec(readFileSync(golden, 'utf8'))?.[1] ?? '';
      const screen = await run(folder, words(command));
      expectDecent(screen);
      expect(screen.exit).not.toBe(0);
      compare(golden, command, show(screen));
    });
  });
});
