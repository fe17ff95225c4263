import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { server } from '../servers/servers.ts';
import { expectDecent, run } from './screen.ts';

/** What is wrong stands between the marks; a finding must point at the line where they are. */
const WRONG: readonly (readonly [what: string, yaml: string])[] = [
  ['a type', 'tables:\n  t:\n    columns:\n      id: bigint\n      a: «varchr(30)»\n'],
  ['a default', 'tables:\n  t:\n    columns:\n      id: bigint\n      a: { type: integer, default: «nothing_like(1)» }\n'],
  ['a generated column', 'tables:\n  t:\n    columns:\n      id: bigint\n      b: { type: integer, generated: «id + missing» }\n'],
  ['a check', 'tables:\n  t:\n    columns:\n      id: bigint\n    checks:\n      positive: id > 0\n      broken: «id >> missing_column»\n'],
  ['a view', 'tables:\n  t:\n    columns: { id: bigint }\nviews:\n  fine: select id from t\n  broken: «selct id from t»\n'],
  ['a view of a missing table', 'tables:\n  t:\n    columns: { id: bigint }\nviews:\n  broken:\n    query: |\n      select id\n      from «nowhere»\n'],
];

const SERVERS = [server('pg18'), server('mysql'), server('mariadb')].filter((s) => s !== undefined);

describe.each(SERVERS)('an expression that $title refuses', { timeout: 120_000 }, (on) => {
  it.each(WRONG)('in %s is reported at its line', async (_, marked) => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        const text = marked.replaceAll(/[«»]/g, '');
        const line = marked.slice(0, marked.indexOf('«')).split('\n').length;
        writeFileSync(join(folder, 'dbops.yaml'), `version: 1\ndialect: ${on.dialect}\ninclude: { schema: [schema.yaml] }\n`);
        writeFileSync(join(folder, 'schema.yaml'), text);
        const screen = await run(folder, ['validate', '--target', url]);
        expectDecent(screen);
        expect(screen.exit).toBe(64);
        expect(screen.stderr).toContain('error[bad-expression]: the server refuses ');
        expect(screen.stderr).toMatch(new RegExp(`--> schema\\.yaml:${line}:\\d+\\n`));
        expect(screen.stderr.match(/error\[/g)).toHaveLength(1);
        expect(screen.stderr).not.toContain('dbops_scratch');
      }),
    );
  });

  it('on a table that is there is all that is said', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, 'CREATE TABLE t (id bigint)');
        writeFileSync(join(folder, 'dbops.yaml'), `version: 1\ndialect: ${on.dialect}\ninclude: { schema: [schema.yaml] }\n`);
        writeFileSync(join(folder, 'schema.yaml'), 'tables:\n  t:\n    columns:\n      id: bigint\n      a: varchr(30)\n');
        const screen = await run(folder, ['plan', '--target', url]);
        expect(screen.exit).toBe(64);
        expect(screen.stderr).toContain('--> schema.yaml:5:');
        expect(screen.stderr.match(/^\w+\[/gm)).toEqual(['error[']);
      }),
    );
  });

  it('is reported with all the others', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        writeFileSync(join(folder, 'dbops.yaml'), `version: 1\ndialect: ${on.dialect}\ninclude: { schema: [schema.yaml] }\n`);
        const table = (name: string, wrong: string): string => `  ${name}:\n    columns:\n      id: bigint\n      a: ${wrong}\n`;
        writeFileSync(
          join(folder, 'schema.yaml'),
          `tables:\n${table('one', 'varchr(3)')}${table('two', '{ type: integer, default: nope(1 }')}${table('three', 'integer')}views:\n  four: selct 1\n`,
        );
        const screen = await run(folder, ['validate', '--target', url]);
        expect(screen.exit).toBe(64);
        for (const place of ['5:', '9:', '15:9\n']) expect(screen.stderr).toContain(`--> schema.yaml:${place}`);
        expect(screen.stderr.match(/error\[bad-expression\]/g)).toHaveLength(3);
      }),
    );
  });
});

const BASE = `CREATE TYPE base; CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
  CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
  CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, LIKE = text);`;

describe('a type that nobody has', { timeout: 120_000 }, () => {
  it.each(SERVERS.filter((s) => s.dialect === 'postgres'))('is found by plans of new tables alone: $title', async (on) => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, BASE);
        writeFileSync(join(folder, 'dbops.yaml'), `version: 1\ndialect: ${on.dialect}\ninclude: { schema: [schema.yaml] }\n`);
        const known = 'serial\n      b: mood[]\n      c: timestamp(3) with time zone\n      d: others\n      e: base\n      i: character varying(3)\n      j: \'"char"\'\n      k: dec(3)\n      l: interval day to second';
        writeFileSync(
          join(folder, 'schema.yaml'),
          `enums: { mood: [a] }\ntables:\n  others: { columns: { id: int } }\n  t:\n    columns:\n      a: ${known}\n      f: varchr(30)[]\n      g: public.nothing\n      h: nowhere.nothing\n`,
        );
        const screen = await run(folder, ['plan', '--target', url]);
        expect(screen.exit).toBe(64);
        expect(screen.stderr).toContain('has no type varchr(30)[]');
        expect(screen.stderr).toContain('--> schema.yaml:15:');
        expect(screen.stderr.match(/has no type [\w.]+/g)).toEqual([
          'has no type varchr',
          'has no type public.nothing',
          'has no type nowhere.nothing',
        ]);
      }),
    );
  });

  it.each(SERVERS.filter((s) => s.dialect === 'postgres'))('is none that an extension takes elsewhere: $title', async (on) => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, 'CREATE EXTENSION citext; CREATE TABLE t (a citext)');
        const scope = 'scope: { schemas: [public, x] }';
        writeFileSync(join(folder, 'dbops.yaml'), `version: 1\ndialect: postgres\n${scope}\ninclude: { schema: [schema.yaml] }\n`);
        const moved = 'schemas: [x]\nextensions: { citext: { schema: x } }\ntables:\n  t: { columns: { a: x.citext } }\n  u: { columns: { a: x.citext } }\n';
        writeFileSync(join(folder, 'schema.yaml'), moved);
        const screen = await run(folder, ['plan', '--target', url]);
        expect(screen.stderr).toBe('');
        expect(screen.exit).toBe(0);
        expect(screen.stdout).toContain('ALTER EXTENSION citext SET SCHEMA x');
      }),
    );
  });
});
