import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../errors/screen.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { SERVERS } from '../servers/servers.ts';

/** Bodies that name what is not there, what only a search_path shows, and what the language does not take. */
const BODIES = `set check_function_bodies = off; create schema app; create table app.here (id int, constraint k check (id > 1));
  create function counts(a int, b text[]) returns bigint language sql as 'select count(*) from lost';
  create function shown() returns bigint language sql set search_path = app as 'select count(*) from here';
  create function seen() returns bigint language sql as 'select count(*) from here';
  create function "Typo x"() returns int language plpgsql as 'begin retrn 1; end';
  create procedure works(x int) language plpgsql as 'begin perform x; end'`;

describe.each(SERVERS.filter((s) => s.name === 'pg15' || s.name === 'pg18'))('bodies on $title', (on) => {
  it('that the server would not take are pulled with a word to them, and come as they are', async () => {
    await withFolder((folder) =>
      withDatabase(on, (from) =>
        withDatabase(on, async (to) => {
          await load(on, from, BODIES);
          await load(on, to, 'create schema app; create table app.here (id int, constraint k check (id > 0))');
          expect(await run(folder, ['pull', '--target', from, '--layout', 'file'])).toMatchObject({ exit: 0 });
          const file = join(folder, 'schema/schema.yaml');
          const text = await readFile(file, 'utf8');
          expect(text.match(/^ {2}\S.*\)'?:$| {4}unchecked: true/gm)).toEqual([
            ...['  \'"Typo x"()\':', '    unchecked: true', '  counts(integer, text[]):', '    unchecked: true'],
            ...['  seen():', '  shown():', '  works(integer):'],
          ]);
          expect(await run(folder, ['plan', '--exit-code'])).toMatchObject({ exit: 0 });
          await writeFile(file, text.replaceAll('    unchecked: true\n', ''));
          const refused = await run(folder, ['apply', '--target', to, '--yes']);
          expect(refused).toMatchObject({ exit: 64 });
          expect(refused.stderr).toContain('relation "lost" does not exist');
          expect(refused.stderr).toContain('unchecked: true');
          await writeFile(file, text);
          expect(await run(folder, ['apply', '--target', to, '--yes'])).toMatchObject({ exit: 0 });
          expect(await observe(on, to)).toEqual(await observe(on, from));
        }),
      ),
    );
  });

  it('that come to be so are edited in place, and the word stays where it is', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, 'create table t (id int); create function f() returns int language sql as $$select 1$$');
        expect(await run(folder, ['pull', '--target', url, '--layout', 'file'])).toMatchObject({ exit: 0 });
        await load(
          on,
          url,
          `set check_function_bodies = off; create function g() returns int language sql as 'select lost'`,
        );
        await load(
          on,
          url,
          `set check_function_bodies = off; create or replace function f() returns int language sql as 'select gone'`,
        );
        expect(await run(folder, ['pull'])).toMatchObject({ exit: 0 });
        const file = join(folder, 'schema/schema.yaml');
        const text = await readFile(file, 'utf8');
        expect(text.match(/unchecked: true/g)).toHaveLength(2);
        await load(on, url, 'create table u (id int)');
        expect(await run(folder, ['pull'])).toMatchObject({ exit: 0 });
        expect((await readFile(file, 'utf8')).match(/unchecked: true/g)).toHaveLength(2);
        expect(await run(folder, ['plan', '--exit-code'])).toMatchObject({ exit: 0 });
      }),
    );
  });

  it('are looked into by the validators of the languages, whatever a search_path puts in their place', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(
          on,
          url,
          `create function fmgr_sql_validator(oid) returns void language plpgsql as $$begin raise 'called'; end$$;
           create function f() returns int language sql set search_path = public, pg_catalog as 'select 1'`,
        );
        expect(await run(folder, ['pull', '--target', url, '--layout', 'file'])).toMatchObject({ exit: 0 });
        expect(await readFile(join(folder, 'schema/schema.yaml'), 'utf8')).not.toContain('unchecked');
      }),
    );
  });

  it('are pulled without a word to them where nobody may ask', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(
          on,
          url,
          `drop extension plpgsql; set check_function_bodies = off;
          create function f() returns int language sql as 'select gone'`,
        );
        expect(await run(folder, ['pull', '--target', url, '--layout', 'file'])).toMatchObject({ exit: 0 });
        expect(await run(folder, ['plan', '--exit-code'])).toMatchObject({ exit: 0 });
      }),
    );
  });
});
