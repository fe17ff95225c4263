import { describe, expect, it } from 'vitest';
import { COMMON } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { failureOf, formatFailure } from '../../src/cli/failure.ts';
import { commandHelp, groupHelp, programHelp } from '../../src/cli/help.ts';
import { parse } from '../../src/cli/parse.ts';
import { expectDecent, run, words } from '../errors/screen.ts';
import { withFolder } from '../servers/databases.ts';

/** What a person sees when the line is not understood. */
async function refused(line: string): Promise<{ exit: number; text: string }> {
  const error: unknown = await parse(words(line), COMMANDS).then(
    () => null,
    (e: unknown) => e,
  );
  expect(error, line).not.toBeNull();
  const failure = failureOf(error);
  return { exit: failure.exit, text: formatFailure(failure, { colour: false }) };
}

describe('help', () => {
  it.each(COMMANDS)('of $name names every flag and ends with an example that parses', async (command) => {
    const help = commandHelp(command);
    expect(help).toContain(`usage: dbops ${command.name}`);
    for (const flag of [...COMMON, ...command.flags]) expect(help).toContain(`--${flag.name}`);
    expect(help.trimEnd().split('\n').at(-1)?.trim()).toBe(command.example);
    for (const line of command.example.split(' && ')) {
      const call = await parse(words(line.replaceAll('"', "'").replace(/^dbops /, '')), COMMANDS);
      expect(line.startsWith(`dbops ${call.command.name}`)).toBe(true);
    }
    expect(Math.max(...help.split('\n').map((l) => l.length))).toBeLessThanOrEqual(170);
  });

  it('of the program and of groups lists every command', () => {
    for (const { name, summary } of COMMANDS)
      expect(programHelp(COMMANDS)).toMatch(new RegExp(`  ${name} +${summary.slice(0, 8)}`));
    const seeds = COMMANDS.filter((c) => c.name.startsWith('seed '));
    for (const { name } of seeds) expect(groupHelp(seeds)).toContain(name);
  });

  it('is had in every way that people ask for it, on stdout, with exit 0', async () => {
    await withFolder(async (folder) => {
      const same = async (first: string, ...others: string[]): Promise<void> => {
        const { stdout, stderr, exit } = await run(folder, words(first));
        expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
        for (const other of others) expect(await run(folder, words(other))).toEqual({ stdout, stderr, exit });
      };
      await same('--help', '-h', 'help');
      await same('plan --help', 'help plan', 'plan -h', '--help plan', '--target x --help plan');
      await same('migrate --help', 'help migrate');
      await same('migrate up --help', 'help migrate up');
      await same('--version', '-v', 'version');
    });
  });

  it('is shown, with exit 64, when nothing is asked for', async () => {
    await withFolder(async (folder) => {
      const screen = await run(folder, []);
      expectDecent(screen);
      expect(screen).toMatchObject({ exit: 64, stderr: '' });
      expect(screen.stdout).toContain('usage: dbops <command>');
    });
  });
});

describe('a line that is not understood', () => {
  it.each([
    ['aply', 'there is no command "aply"', 'did you mean: dbops apply?'],
    ['plna --exit-code', 'there is no command "plna"', 'did you mean: dbops plan?'],
    ['frobnicate', 'there is no command "frobnicate"', 'see: dbops --help'],
    [
      'migrate',
      'migrate needs to know what to do',
      'one of: dbops migrate up, down, redo, status, verify, baseline, repair, new, rebase, squash, adopt, purge',
    ],
    ['migrate upp', 'migrate has no "upp"', 'did you mean: dbops migrate up?'],
    ['seed statsu', 'seed has no "statsu"', 'did you mean: dbops seed status?'],
    ['plan --taget x', 'plan has no flag --taget', 'did you mean --target?'],
    ['plan --exit-cod', 'plan has no flag --exit-cod', 'did you mean --exit-code?'],
    ['drift --allow loses_data', 'drift has no flag --allow', 'see: dbops drift --help'],
    ['plan -x', 'plan has no flag -x', 'see: dbops plan --help'],
    ['plan --target', '--target needs a value: --target NAME|URL', 'see: dbops plan --help'],
    ['plan --target --verbose', '--target needs a value', 'see: dbops plan --help'],
    ['plan --exit-code=yes', '--exit-code takes no value', 'see: dbops plan --help'],
    ['plan --target a --target b', '--target stands twice', 'give it once'],
    ['plan everything', 'plan takes no "everything"', 'see: dbops plan --help'],
    ['generate one two', 'generate takes no "two"', 'see: dbops generate --help'],
    ['validate --format sql', 'validate has no format "sql"', 'one of: text, json'],
    ['plan --format yaml', 'plan has no format "yaml"', 'one of: text, json, sql, markdown'],
    ["''", 'no command is given', 'see: dbops --help'],
  ])('%s', async (line, message, hint) => {
    const { exit, text } = await refused(line);
    expect(exit).toBe(64);
    expect(text).toContain(`error[usage]: ${message}`);
    expect(text).toContain(`fix: ${hint}`);
  });

  it.each([
    ['migrate up --steps none', '--steps needs a whole number above 0, not "none"'],
    ['migrate down --steps 0', '--steps needs a whole number above 0, not "0"'],
    ['generate', 'generate needs a name'],
    ["generate ' '", 'generate needs a name'],
    ['pull --layout tree', '--layout cannot be "tree"'],
    ['apply --allow everything', 'everything'],
    ['init --dialect oracle', 'there is no dialect "oracle"'],
    ['init --from nowhere', 'nowhere is the URL of no database'],
  ])('%s (only known when it runs)', async (line, message) => {
    await withFolder(async (folder) => {
      const screen = await run(folder, words(line));
      expectDecent(screen);
      expect(screen).toMatchObject({ exit: 64, stdout: '' });
      expect(screen.stderr).toContain('error[usage]: ');
      expect(screen.stderr).toContain(message);
      expect(screen.stderr).toMatch(/^ *fix: /m);
      const json = await run(folder, [...words(line), '--format', 'json']);
      expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, exit: 64, code: 'usage' });
      expect(json.stderr).toBe('');
    });
  });
});
