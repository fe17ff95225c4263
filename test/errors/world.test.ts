import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../src/dialects/registry.ts';
import { databaseUrl, load, withDatabase, withFolder } from '../servers/databases.ts';
import { server, type TestServer } from '../servers/servers.ts';
import { compare, expectDecent, run, type Screen, show, words } from './screen.ts';

/** A project in a folder, a database, and who may look at them. */
interface World {
  readonly folder: string;
  readonly url: string;
  readonly server: TestServer;
  write(file: string, text: string): void;
  dbops(command: string): Promise<Screen>;
}

const PASSWORD = 'geheim-4711';

async function withWorld(on: TestServer, work: (world: World) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    await withDatabase(on, async (url) => {
      const write = (file: string, text: string): void => {
        mkdirSync(join(folder, file, '..'), { recursive: true });
        writeFileSync(join(folder, file), text);
      };
      write(
        'dbops.yaml',
        `version: 1
dialect: ${on.dialect}
targets: { live: { url: "${url}", protected: true }, test: { url: "${url}" } }
default_target: test
safety: { lock_timeout: 100ms, run_timeout: 300ms }
`,
      );
      write('schema/notes.yaml', NOTES);
      const dbops = (command: string): Promise<Screen> => run(folder, words(command));
      await work({ folder, url, server: on, write, dbops });
    });
  });
}

const NOTES = `tables:
  notes:
    columns:
      id: { type: bigint, not_null: true }
      body: text
    primary_key: [id]
`;

/** Aggregate functions and sequences are MariaDB's alone; no server has an aggregate procedure. */
const LACKING = `sequences:
  numbers: { start: 10 }
functions:
  total:
    arguments: x int
    returns: int
    aggregate: true
    body: |-
      BEGIN
        DECLARE sum int DEFAULT 0;
        DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN sum;
        LOOP
          FETCH GROUP NEXT ROW;
          SET sum = sum + x;
        END LOOP;
      END
procedures:
  touch: { aggregate: true, body: DO 1 }
`;

const NOTED = `-- phase: contrakt
-- migrate:up transaction:false
-- backfill: {"schema":"public","table":"notes","key":"id"}
UPDATE notes SET body = body WHERE body IS NULL;
-- backfill: {"schema":"public","table":"notes","key":["id"]}
UPDATE notes SET body = '
-- timeout: within a text';
-- timeout: soon
SELECT 1;
-- timeout: none

SELECT 2;

-- migrate:down
-- backfill: {"schema":"public","table":"notes","key":["id"]}
UPDATE notes SET body = NULL WHERE body = '' OR body IS NULL;
`;

/** What differs from run to run, by names. */
function tidy({ stdout, stderr, exit }: Screen, { folder, url }: World): Screen {
  const { host, pathname } = new URL(url);
  const clean = (text: string): string =>
    text
      .replaceAll(folder, 'FOLDER')
      .replaceAll(host, 'HOST')
      .replaceAll(host.replace(/:\d+$/, ''), 'HOST')
      .replaceAll(pathname.slice(1), 'DATABASE')
      .replaceAll(/\b\d{14}_/g, 'VERSION_')
      .replaceAll(/\b(MySQL|MariaDB) \d[\w.+-]*/g, '$1 VERSION')
      .replaceAll(/process \d+ \(.*?\), connected since .*/g, 'process PID (WHO), connected since WHEN')
      .replaceAll(/connection \d+ \(.*? from .*?\)/g, 'connection ID (WHO from WHERE)')
      .replaceAll(/postgres:\d+:\d+|recorded: .*|connected: .*/g, (t) => `${t.split(':')[0]}: IDENTITY`)
      .replaceAll(/^ {2}… .*\n/gm, '');
  return { stdout: clean(stdout), stderr: clean(stderr), exit };
}

/** Compares what a person sees with `world/<server>/<name>.txt`, and sees to it that a program gets the same as JSON. */
async function expectScreen(world: World, name: string, command: string, options: { twice?: false } = {}): Promise<void> {
  const screen = await world.dbops(command);
  expectDecent(screen);
  expect(`${screen.stdout}${screen.stderr}`).not.toContain(PASSWORD);
  const tidied = tidy(screen, world);
  const shown = tidy({ stdout: command, stderr: '', exit: 0 }, world).stdout;
  const dir = join(import.meta.dirname, 'world', world.server.name);
  mkdirSync(dir, { recursive: true });
  compare(join(dir, `${name}.txt`), shown, show(tidied));
  if (options.twice === false) return;
  const { stdout, stderr, exit } = await world.dbops(`${command} --format json`);
  expect(exit).toBe(screen.exit);
  expect(stderr).toBe('');
  const document = JSON.parse(stdout) as { ok: boolean; exit: number; code: string; message: string };
  expect(document).toMatchObject({ ok: false, exit });
  expect(screen.stderr).toContain(`error[${document.code}]: `);
  expect(stdout).not.toContain(PASSWORD);
}

function lastMigration(folder: string): string {
  return join(folder, 'migrations', readdirSync(join(folder, 'migrations')).filter((f) => f.endsWith('.sql')).sort().at(-1) ?? '');
}

const SERVERS = [server('pg18'), server('mysql'), server('mariadb')].filter((s) => s !== undefined);

describe.each(SERVERS)('what the world refuses on $title', { timeout: 180_000 }, (on) => {
  const scheme = on.dialect === 'postgres' ? 'postgres' : 'mysql';

  it('says that nobody answers', async () => {
    await withWorld(on, async (world) => {
      await expectScreen(world, 'connection-refused', `plan --target ${scheme}://app:${PASSWORD}@127.0.0.1:1/shop`);
    });
  });

  it('says that the password is wrong, without the password', async () => {
    await withWorld(on, async (world) => {
      const make =
        on.dialect === 'postgres'
          ? "do $$ begin create role guarded login password 'right'; exception when duplicate_object then null; end $$"
          : "create user if not exists guarded@'%' identified by 'right'";
      await load(on, world.url, make);
      const url = new URL(world.url);
      url.username = 'guarded';
      url.password = PASSWORD;
      await expectScreen(world, 'wrong-password', `plan --target ${url.href}`);
    });
  });

  it.runIf(on.name !== 'pg18')('says what this server does not have', async () => {
    await withWorld(on, async (world) => {
      world.write('schema/more.yaml', LACKING);
      await expectScreen(world, 'not-on-this-server', 'plan');
      await expectScreen(world, 'not-on-this-server-validated', 'validate');
    });
  });

  it('says that there is no such database', async () => {
    await withWorld(on, async (world) => {
      await expectScreen(world, 'no-such-database', `plan --target ${databaseUrl(world.url, 'nowhere')}`);
    });
  });

  it('refuses to lose data, with the flag to type, and does it when that is typed', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('apply');
      world.write('schema/notes.yaml', NOTES.replace('      body: text\n', ''));
      await expectScreen(world, 'destructive-step', 'apply');
      await expectScreen(world, 'destructive-generate', 'generate less', { twice: false });
      const flag = /--allow \S+/.exec((await world.dbops('apply')).stderr)?.[0] ?? '';
      expect((await world.dbops(`apply ${flag}`)).exit).toBe(0);
    });
  });

  it('refuses a changed file and a missing one', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('apply');
      writeFileSync(lastMigration(world.folder), `${readFileSync(lastMigration(world.folder), 'utf8')}-- changed\n`);
      await expectScreen(world, 'sum-mismatch', 'migrate verify');
      await world.dbops('migrate rebase');
      await expectScreen(world, 'history-mismatch', 'migrate verify');
      world.write('schema/notes.yaml', `${NOTES}    comment: changed\n`);
      await expectScreen(world, 'history-mismatch-apply', 'apply');
      expect((await world.dbops('migrate repair')).exit).toBe(0);
      expect((await world.dbops('apply')).exit).toBe(0);
    });
  });

  it('fails where the data do not fit, and names the statement', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('apply');
      await load(on, world.url, "insert into notes values (1, 'twice'), (2, 'twice')");
      const unique = '    uniques:\n      notes_body_key: [body]\n';
      world.write('schema/notes.yaml', `${NOTES.replace('body: text', 'body: varchar(20)')}`);
      await world.dbops('apply --allow loses_data');
      world.write('schema/notes.yaml', `${NOTES.replace('body: text', 'body: varchar(20)')}${unique}`);
      await expectScreen(world, 'rows-in-the-way', 'apply');
      await world.dbops('apply --allow may_fail_on_data');
      await expectScreen(world, 'rows-in-the-way-files', 'migrate up');
      await expectScreen(world, 'statement-failed', 'migrate up --allow may_fail_on_data');
    });
  });

  it('stops part-way outside a transaction, and goes on', async () => {
    await withWorld(on, async (world) => {
      world.write(
        'migrations/20260101000000_two.sql',
        '-- migrate:up transaction:false\ncreate table one (id int);\ncreate table two (id nothing);\n-- migrate:down\ndrop table one;\n',
      );
      await expectScreen(world, 'stopped-part-way', 'migrate up');
      expect((await world.dbops('migrate status')).stdout).toContain('failed');
    });
  });

  it.runIf(on.dialect === 'postgres')('runs no file with notes that it cannot read', async () => {
    await withWorld(on, async (world) => {
      world.write('migrations/20260101000000_notes.sql', NOTED);
      await expectScreen(world, 'notes-unreadable', 'migrate up');
    });
  });

  it('gives way to another dbops', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('apply');
      world.write('schema/notes.yaml', `${NOTES}    comment: changed\n`);
      await world.dbops('generate comment');
      const dialect = await dialectOf(on.dialect);
      await using session = await dialect.connect(world.url);
      await using _lock = await session.lock('dbops migrate', 1000);
      await expectScreen(world, 'lock-held', 'migrate up', { twice: false });
    });
  });

  it('knows a copy of a database from the database', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('apply');
      const table = on.dialect === 'postgres' ? 'dbops.identity' : 'dbops_identity';
      await load(on, world.url, `update ${table} set value = 'recorded: somewhere else'`);
      world.write('schema/notes.yaml', `${NOTES}    comment: changed\n`);
      await expectScreen(world, 'wrong-database', 'apply');
      expect((await world.dbops('migrate repair')).exit).toBe(0);
      expect((await world.dbops('apply')).exit).toBe(0);
    });
  });

  it('takes nothing back on a protected target', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('apply --target live');
      await expectScreen(world, 'protected-target', 'migrate down --target live');
    });
  });

  it('runs no plan but the reviewed one', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('plan --out plan.json');
      world.write('schema/notes.yaml', `${NOTES}    comment: changed\n`);
      await expectScreen(world, 'plan-outdated', 'apply --plan plan.json');
      world.write('schema/notes.yaml', NOTES);
      expect((await world.dbops('apply --plan plan.json')).exit).toBe(0);
      expect((await world.dbops('apply --plan plan.json')).stdout).toContain('nothing to do');
      world.write('plan.json', 'no plan');
      await expectScreen(world, 'plan-unreadable', 'apply --plan plan.json');
    });
  });

  it('refuses to generate while files are pending', async () => {
    await withWorld(on, async (world) => {
      await world.dbops('generate first');
      await expectScreen(world, 'changes-pending', 'generate second --from live');
    });
  });

  it.runIf(on.dialect === 'postgres')('refuses what the user has no right to do', async () => {
    await withWorld(on, async (world) => {
      await load(
        on,
        world.url,
        "do $$ begin create role nobody_much login; exception when duplicate_object then null; end $$",
      );
      const url = new URL(world.url);
      url.username = 'nobody_much';
      await expectScreen(world, 'no-privilege', `apply --target ${url.href}`);
    });
  });
});
