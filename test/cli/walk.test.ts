import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { expectDecent, run, type Screen, words } from '../errors/screen.ts';
import { withDatabase, withFolder } from '../servers/databases.ts';
import { server } from '../servers/servers.ts';
import { secrets, withPassword, writeProject } from './project.ts';

const SCHEMA = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/json.schema.json'), 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false }).addSchema(SCHEMA, 'json');

/** Every command in an order in which each has something to do, and its exit status. */
const WALK: readonly (readonly [command: string, rest: string, exit: number])[] = [
  ['validate', '', 0],
  ['plan', '--exit-code --out plan.json', 2],
  ['generate', "'first tables' --verbose", 0],
  ['migrate status', '', 2],
  ['migrate up', '--verbose', 0],
  ['migrate verify', '', 0],
  ['migrate redo', '--dry-run', 0],
  ['migrate purge', '', 0],
  ['lint', '', 0],
  ['migrate down', '--steps 1', 0],
  ['apply', '--verbose', 0],
  ['apply', '', 0],
  ['drift', '', 0],
  ['migrate baseline', '--target production', 0],
  ['drift', '--target production', 2],
  ['migrate repair', '', 0],
  ['policy check', '', 0],
  ['policy enforce', '', 0],
  ['seed plan', '--exit-code', 0],
  ['seed apply', '', 0],
  ['seed refresh', '', 0],
  ['seed status', '', 0],
  ['advise', "--source 'workload:workload/*.sql' --write", 0],
  ['pull', '--out pulled --target URL', 0],
  ['types', '--out row-types.ts', 0],
  ['migrate new', 'later', 0],
  ['migrate rebase', '', 0],
  ['migrate up', '', 0],
  ['migrate squash', '--allow loses_data', 0],
  ['migrate adopt', '--to flyway --dir flyway', 0],
  ['init', 'fresh', 0],
  ['apply', '--target nowhere', 64],
  ['plan', '--target postgres://nobody:SECRET@127.0.0.1:1/x', 1],
];

const logs = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tasks\/[^/]+\.md$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');

function expectNoSecret(text: string): void {
  for (const secret of secrets()) expect(text).not.toContain(secret);
}

describe.each([server('pg18'), server('mysql')].filter((s) => s !== undefined))('every command on $title', (on) => {
  it('has a walk', () => {
    expect([...new Set(WALK.map(([command]) => command))].sort()).toEqual(COMMANDS.map((c) => c.name).sort());
  });

  it('prints one document of its schema with --format json, and writes the task log, without secrets', {
    timeout: 300_000,
  }, async () => {
    await withFolder((folder) =>
      withDatabase(on, (bare) =>
        withDatabase(on, async (production) => {
          const staging = await withPassword(on, bare);
          writeProject(folder, on.dialect, { staging, production });
          for (const [command, rest, exit] of WALK) {
            const line = rest.replace('URL', staging).replace('SECRET', encodeURIComponent(secrets()[0] ?? ''));
            const line2 = on.dialect === 'mysql' ? line.replace('postgres://', 'mysql://') : line;
            const before = logs(folder);
            const screen = await run(folder, [...words(`${command} ${line2}`), '--format', 'json']);
            const called = `dbops ${command} ${rest}`;
            expect({ called, exit: screen.exit, ...(screen.exit === exit ? {} : screen) }).toEqual({ called, exit });
            expectDecent(screen);
            expectNoSecret(`${screen.stdout}${screen.stderr}`);
            const valid = ajv.compile({
              $ref: `json#/definitions/${exit === 1 || exit === 64 ? 'failure' : encodeURI(command)}`,
            });
            valid(JSON.parse(screen.stdout));
            expect({ called, errors: valid.errors }).toEqual({ called, errors: null });
            const log = logs(folder);
            expect(log.length).toBeGreaterThan(before.length);
            expect(log).toContain(`: dbops ${command}\n`);
            if (exit === 1 || exit === 64) expect(log).toMatch(/- status: failed: .* \(exit (1|64)\)/);
          }
          expectNoSecret(logs(folder));
          expect(logs(folder)).toContain('| `row-types.ts` | row types |');
          expect(logs(folder)).toMatch(/### Statements[^#]*create table/i);
          expect(logs(folder)).toMatch(/### Seeds[^#]*\| people \| customers \|/);
          expect(logs(folder)).toMatch(/### Technique/);
        }),
      ),
    );
  });

  it('has an example in its help that works', { timeout: 300_000 }, async () => {
    await withFolder((folder) =>
      withDatabase(on, (staging) =>
        withDatabase(on, async (production) => {
          writeProject(folder, on.dialect, { staging, production });
          const call = async (example: string): Promise<Screen> => {
            const screen = await run(folder, words(example.replaceAll('"', "'").replace(/^dbops /, '')));
            expectDecent(screen);
            expect([0, 2], `${example}\n${screen.stdout}${screen.stderr}`).toContain(screen.exit);
            return screen;
          };
          await call('dbops apply --no-seeds');
          const [file = ''] = readdirSync(join(folder, 'migrations'));
          for (const { name, example } of COMMANDS) {
            if (name === 'init') continue;
            const line = example
              .replace('postgres://localhost/shop', staging)
              .replace('20261123080000', file.slice(0, 14));
            await call(line);
          }
        }),
      ),
    );
  });
});

describe('the example of init', () => {
  it('works in an empty folder', { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      const example = COMMANDS.find((c) => c.name === 'init')?.example ?? '';
      const calls = example.split(' && ').map((call) => words(call.replace(/^dbops /, '')));
      expect(calls).toEqual([['init'], ['apply']]);
      for (const call of calls) expect(await run(folder, call)).toMatchObject({ exit: 0 });
      expect((await run(folder, ['plan'])).stdout).toContain('nothing to do');
    });
  });
});
