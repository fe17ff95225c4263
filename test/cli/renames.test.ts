import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plan } from '../../src/workflows/plan.ts';
import { openRun } from '../../src/workflows/run.ts';
import { run } from '../errors/screen.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';
import { write } from './project.ts';

const LIVE = 'create table clients (id int primary key, phone varchar(20), note varchar(9))';
const YAML = `# whom we know
tables:
  customers:              # once clients
    columns:
      id: { type: int, not_null: true }
      phone: varchar(20)
      note: varchar(9)    # free text
    primary_key: [id]
`;
const SERVERS_HERE = SERVERS.filter((s) => s.name === 'pg18' || s.name === 'mariadb');

async function inProject(
  on: TestServer,
  yaml: string,
  work: (folder: string, url: string) => Promise<void>,
): Promise<void> {
  await withFolder((folder) =>
    withDatabase(on, async (url) => {
      await load(on, url, LIVE);
      const manifest = `version: 1\nname: walk\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\ndefault_target: live\n`;
      write(folder, { 'dbops.yaml': manifest, 'schema/all.yaml': yaml });
      await work(folder, url);
    }),
  );
}

const schemaOf = (folder: string): string => readFileSync(join(folder, 'schema/all.yaml'), 'utf8');
const named = (on: TestServer, ...parts: string[]): string =>
  [...(on.dialect === 'postgres' ? ['public'] : []), ...parts].join('.');

describe.each(SERVERS_HERE)('what goes and comes alike on $title', (on) => {
  it('makes plan ask for a table, and --rename writes the answer into the YAML', async () => {
    await inProject(on, YAML, async (folder) => {
      const asked = await run(folder, ['plan', '--format', 'json']);
      expect(asked.exit).toBe(3);
      const rename = `table:${named(on, 'clients')}=customers`;
      expect(JSON.parse(asked.stdout).questions).toEqual([
        {
          kind: 'table',
          before: `table:${named(on, 'clients')}`,
          after: `table:${named(on, 'customers')}`,
          rename,
          because: `3 of its 3 columns are those of ${named(on, 'clients')}`,
        },
      ]);
      const refused = await run(folder, ['apply']);
      expect(refused).toMatchObject({ exit: 3 });
      expect(refused.stderr).toContain(`if it has another name now: --rename ${rename}`);
      expect((await run(folder, ['plan', '--allow', `loses_data:${named(on, 'clients')}`])).exit).toBe(0);
      expect(schemaOf(folder)).toBe(YAML);
      expect(await run(folder, ['apply', '--rename', rename])).toMatchObject({ exit: 0 });
      expect(schemaOf(folder)).toBe(`${YAML}    renamed_from: clients\n`);
      expect((await run(folder, ['plan', '--exit-code'])).exit).toBe(0);
    });
  });

  it('makes plan ask for a column, which a person may answer', async () => {
    const yaml = YAML.replaceAll('customers', 'clients').replace('note:', 'remark:');
    await inProject(on, yaml, async (folder) => {
      const asked = await run(folder, ['plan']);
      expect(asked.exit).toBe(3);
      expect(asked.stderr).toContain(
        `error[looks-renamed]: is column ${named(on, 'clients', 'remark')} the former ${named(on, 'clients', 'note')}? both are `,
      );
      const questions: string[] = [];
      const options = { format: 'text', exitCode: false, out: undefined } as const;
      const answer = await plan(
        openRun('plan', { cwd: folder, ask: (q) => Promise.resolve(questions.push(q) > 0) }),
        options,
      );
      expect(questions).toHaveLength(1);
      expect(answer).toMatchObject({ exit: 0 });
      expect(answer.text).toMatch(/RENAME COLUMN|CHANGE/i);
      expect(answer.text).not.toMatch(/DROP COLUMN/i);
      expect(schemaOf(folder)).toBe(
        yaml.replace('remark: varchar(9)', 'remark: { type: varchar(9), renamed_from: note }'),
      );
    });
  });

  it.runIf(on.name === 'pg18')(
    'makes plan ask for a column that has the not-null constraint of one that goes',
    async () => {
      const line = 'line: { type: text, not_null: true, not_null_name: clients_phone_not_null }';
      const yaml = YAML.replaceAll('customers', 'clients').replace('phone: varchar(20)', `born: date\n      ${line}`);
      await inProject(on, yaml, async (folder, url) => {
        await load(on, url, 'alter table clients alter phone set not null');
        const asked = await run(folder, ['plan', '--format', 'json']);
        expect(asked.exit).toBe(3);
        expect(JSON.parse(asked.stdout).questions).toMatchObject([
          {
            rename: 'column:public.clients.phone=line',
            because: 'its not-null constraint has the name clients_phone_not_null',
          },
        ]);
      });
    },
  );

  it('makes plan ask for an index that differs in nothing but its name, too', async () => {
    const yaml = YAML.replaceAll('customers', 'clients');
    await inProject(on, `${yaml}    indexes: { by_note: [note] }\n`, async (folder, url) => {
      await load(on, url, 'create index clients_note on clients (note)');
      const asked = await run(folder, ['plan', '--format', 'json']);
      expect(asked.exit).toBe(3);
      const [question, ...others] = JSON.parse(asked.stdout).questions;
      expect(others).toEqual([]);
      expect(question).toMatchObject({
        kind: 'index',
        rename: `index:${named(on, 'clients', 'clients_note')}=by_note`,
      });
      const renamed = await run(folder, ['plan', '--format', 'sql', '--rename', question.rename]);
      expect(renamed).toMatchObject({ exit: 0 });
      expect(renamed.stdout).toMatch(/RENAME/i);
      expect(renamed.stdout).not.toMatch(/CREATE INDEX/i);
    });
  });

  it.runIf(on.name === 'pg18')('tells overloads apart by the types of their arguments', async () => {
    const functions = (name: string): string =>
      ['int', 'numeric(5,2)'].map((t) => `\n  ${name}(${t}): { returns: int, body: select 1 }`).join('');
    await inProject(
      on,
      `${YAML.replaceAll('customers', 'clients')}functions:${functions('two')}\n`,
      async (folder, url) => {
        await load(on, url, ['int', 'numeric'].map((t) => `create function one(${t}) returns int return 1;`).join(''));
        const ambiguous = await run(folder, ['plan', '--rename', 'function:one=two']);
        expect(ambiguous).toMatchObject({ exit: 64 });
        expect(ambiguous.stderr).toContain(`say which: --rename 'function:one=two(integer)'`);
        const each = ['integer', 'numeric'].flatMap((t) => ['--rename', `function:public.one(${t})=two`]);
        const renamed = await run(folder, ['plan', '--format', 'sql', ...each]);
        expect(renamed).toMatchObject({ exit: 0 });
        expect(renamed.stdout.match(/RENAME TO two/g)).toHaveLength(2);
      },
    );
  });

  it('is no question where nothing is alike', async () => {
    const yaml = YAML.replaceAll('customers', 'clients').replace('note: varchar(9) ', 'born: date');
    await inProject(on, yaml, async (folder) => {
      const planned = await run(folder, ['plan', '--format', 'json']);
      expect(planned.exit).toBe(0);
      expect(JSON.parse(planned.stdout)).not.toHaveProperty('questions');
      const wrong = await run(folder, [
        'plan',
        '--rename',
        'tabel:a=b',
        '--rename',
        'table:a=nowhere',
        '--rename',
        'x',
      ]);
      expect(wrong.exit).toBe(64);
      expect(wrong.stderr).toContain('--rename knows no kind "tabel"');
      expect(wrong.stderr).toContain('the manifest declares no table nowhere');
      expect(wrong.stderr).toContain('--rename cannot read "x"');
    });
  });
});
