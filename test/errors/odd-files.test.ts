import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../servers/databases.ts';
import { expectDecent, run, type Screen } from './screen.ts';

const MANIFEST = 'version: 1\ndialect: postgres\ninclude: { schema: [schema.yaml], seeds: [], policies: [] }\n';
const TABLE = 'tables:\n  notes:\n    columns: { id: bigint }\n';

/** `types` reads everything and needs no database. */
function types(files: Readonly<Record<string, string | Uint8Array>>): Promise<Screen> {
  return withFolder(async (folder) => {
    for (const [file, text] of Object.entries({ 'dbops.yaml': MANIFEST, ...files })) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const screen = await run(folder, ['types']);
    expectDecent(screen);
    return screen;
  });
}

describe('files as editors and accidents make them', () => {
  it('takes a byte order mark and CRLF for what they are', async () => {
    const text = `\ufeff${TABLE}`.replaceAll('\n', '\r\n');
    expect(await types({ 'schema.yaml': text })).toMatchObject({ exit: 0, stderr: '' });
  });

  it('shows the right line and column in a CRLF file with a byte order mark', async () => {
    const text = '\ufefftables:\n  notes:\n    colums: { id: bigint }\n'.replaceAll('\n', '\r\n');
    const { stderr, exit } = await types({ 'schema.yaml': text });
    expect(exit).toBe(64);
    expect(stderr).toContain('--> schema.yaml:3:5\n');
    expect(stderr).toContain('3 |     colums: { id: bigint }\n  |     ^^^^^^\n');
  });

  it('points at the first line of a file with a byte order mark as an editor does', async () => {
    const { stderr } = await types({ 'schema.yaml': '\ufefftabels: {}\n' });
    expect(stderr).toContain('--> schema.yaml:1:1\n');
    expect(stderr).toContain('1 | tabels: {}\n  | ^^^^^^\n');
  });

  it.each([
    ['empty', ''],
    ['of comments only', '# nothing yet\n'],
    ['of a lone document mark', '---\n'],
  ])('takes an included file that is %s as one that declares nothing', async (_, text) => {
    expect(await types({ 'schema.yaml': text })).toMatchObject({ exit: 0, stderr: '' });
  });

  it('wants a manifest with something in it', async () => {
    const { stderr, exit } = await types({ 'dbops.yaml': '' });
    expect(exit).toBe(64);
    expect(stderr).toMatch(/error\[missing-key\]: this file lacks "version"\n --> dbops\.yaml:1:1\n/);
  });

  it.each([
    ['binary', Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)],
    ['Latin-1', Buffer.from(TABLE.replace('notes', 'übung'), 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${TABLE}`, 'utf16le')],
  ])('says that a %s file is no UTF-8 text', async (_, bytes) => {
    const { stderr, exit } = await types({ 'schema.yaml': bytes });
    expect(exit).toBe(64);
    expect(stderr).toContain('error[no-such-file]: cannot read schema.yaml: it is not UTF-8 text');
    expect(stderr).toContain('fix: save the file as UTF-8');
  });

  it('says that a folder is no file', async () => {
    const { stderr, exit } = await types({ 'schema.yaml/inner.yaml': TABLE });
    expect(exit).toBe(64);
    expect(stderr).toContain('cannot read schema.yaml: it is a folder');
    expect(stderr).toContain('--> dbops.yaml:3:21\n');
  });

  it('follows no circle of links', async () => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'dbops.yaml'), MANIFEST);
      symlinkSync('schema.yaml', join(folder, 'schema.yaml'));
      const screen = await run(folder, ['types']);
      expectDecent(screen);
      expect(screen.exit).toBe(64);
      expect(screen.stderr).toContain('its symbolic links lead in a circle');
    });
  });

  it('is not brought down by deep nesting', async () => {
    const { exit, stderr } = await types({ 'schema.yaml': `x-deep: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n` });
    expect(exit).toBe(64);
    expect(stderr).toContain('error[yaml-syntax]: this is nested too deeply');
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(250);
  });

  it('is not brought down by aliases that multiply', async () => {
    const lines = ['x-0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 10; i += 1) lines.push(`x-${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(', ')}]`);
    const { exit, stderr } = await types({ 'schema.yaml': `${lines.join('\n')}\n` });
    expect(exit).toBe(64);
    expect(stderr).toMatch(/error\[yaml-syntax\]: .*alias/);
  });

  it('says that an anchor holds itself', async () => {
    const text = 'x-a: &a [*a]\nx-b: &b { <<: *b }\nx-c: &c { inner: *c, <<: [*missing] }\n';
    const { exit, stderr } = await types({ 'schema.yaml': text });
    expect(exit).toBe(64);
    expect(stderr).toContain('the anchor "a" holds itself\n --> schema.yaml:1:10\n');
    expect(stderr).toContain('the anchor "b" holds itself\n --> schema.yaml:2:15\n');
    expect(stderr).toContain('the anchor "c" holds itself\n --> schema.yaml:3:18\n');
    expect(stderr).toContain('there is no anchor "missing"\n --> schema.yaml:3:27\n');
  });

  it('gives an alias the anchor before it, when a name is used twice', async () => {
    const text = `x-1: &c { a: bigint }
tables:
  one: { columns: *c }
  two: { columns: &c { b: text } }
  three: { columns: *c }
`;
    const { stdout } = await types({ 'schema.yaml': text });
    expect(stdout).toMatch(/interface One \{\s+a: .*\s+\}\s+export interface Two \{\s+b: .*\s+\}\s+export interface Three \{\s+b: /);
  });

  it('merges one anchor into thousands of tables', async () => {
    const tables = Array.from({ length: 3000 }, (_, i) => `  t${i}:\n    columns: { id: bigint, <<: *audit }\n`);
    const text = `x-audit: &audit { made: timestamptz, by: text }\ntables:\n${tables.join('')}`;
    const { exit, stdout } = await types({ 'schema.yaml': text });
    expect(exit).toBe(0);
    expect(stdout.match(/made: /g)).toHaveLength(3000);
  });

  it('lets keys that begin with x- hold what they like, and merged keys be overridden', async () => {
    const text = `x-columns: &base
  id: { type: bigint, not_null: true }
  note: text
tables:
  x-template: &plain { columns: { <<: *base } }
  one: *plain
  two:
    columns:
      <<: *base
      note: { type: integer, not_null: true }
`;
    const { exit, stdout } = await types({ 'schema.yaml': text });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/interface One \{\s+id: string\s+note: \(string \| null\)/);
    expect(stdout).toMatch(/interface Two \{\s+id: string\s+note: number/);
    expect(stdout).not.toContain('Template');
  });

  it('takes names that are numbers, words of YAML and words of JavaScript', async () => {
    const text = `tables:
  1: { columns: { 2: bigint, true: integer, no: text, toString: text, constructor: text, __proto__: text } }
  hasOwnProperty: { columns: { id: bigint }, primary_key: [id] }
`;
    const { exit, stdout } = await types({ 'schema.yaml': text });
    expect(exit).toBe(0);
    for (const name of ['2', 'true', 'no', 'toString', 'constructor', '__proto__']) expect(stdout).toContain(name);
  });
});
