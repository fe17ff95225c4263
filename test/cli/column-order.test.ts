import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/workflows/apply.ts';
import { plan } from '../../src/workflows/plan.ts';
import { pull } from '../../src/workflows/pull.ts';
import { openRun, type Run } from '../../src/workflows/run.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { write } from './project.ts';

const LIVE = 'create table items (id int primary key, note text);';
const YAML = `tables:
  items:
    columns:
      id: { type: int, not_null: true }
      price: int
      note: text
      weight: int
    primary_key: [id]
`;

const orderIn = (schema: string): string =>
  `select column_name as name from information_schema.columns where table_name = 'items' and table_schema = ${schema} order by ordinal_position`;

describe.each(SERVERS.filter((s) => s.name === 'pg18' || s.dialect === 'mysql'))('column order on $title', (on) => {
  it('a column that cannot come where it is written is told of, and only while it is new', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, LIVE);
        const manifest = `version: 1\nname: order\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`;
        write(folder, { 'dbops.yaml': manifest, 'schema/all.yaml': YAML });
        const open = (): Run => openRun('plan', { cwd: folder, target: 'live', yes: true });
        const told = async () => {
          const { json } = await plan(open(), { format: 'json', exitCode: false, out: undefined, rehearse: false });
          const { warnings } = json as {
            warnings: readonly { code: string; message: string }[];
          };
          return warnings.filter((w) => w.code === 'column-order');
        };
        const moved = on.dialect === 'mysql';
        const [first, ...more] = await told();
        expect(more).toEqual([]);
        if (moved) expect(first).toBeUndefined();
        else expect(first).toMatchObject({ message: expect.stringMatching(/: public\.items\.price$/) });

        expect((await apply(open(), { allow: [], name: 'apply', seeds: false })).exit).toBe(0);
        const names = await rowsOf(on, url, orderIn(moved ? 'database()' : "'public'"));
        const order = names.map((r) => String(r.name));
        expect(order).toEqual(moved ? ['id', 'price', 'note', 'weight'] : ['id', 'note', 'price', 'weight']);
        expect(await told()).toEqual([]);
      }),
    );
  });

  it('columns named by whole numbers keep their places, and their comments in the YAML', async () => {
    await withFolder((folder) =>
      withDatabase(on, (from) =>
        withDatabase(on, async (to) => {
          const quoted = (name: string): string => (on.dialect === 'mysql' ? `\`${name}\`` : `"${name}"`);
          await load(on, from, `create table items (id int, ${quoted('2020')} int, ${quoted('2019')} text, note text)`);
          const at = (target: string): Run => openRun('pull', { cwd: folder, target, yes: false });
          const pulled = { out: '.', layout: 'file', scope: [], strict: false } as const;
          await pull(at(from), pulled);
          const file = join(folder, 'schema/schema.yaml');
          writeFileSync(file, readFileSync(file, 'utf8').replace(/(note: .*)/, '$1 # mine'));
          await load(
            on,
            from,
            `alter table items add ${quoted('7')} int; alter table items drop column ${quoted('2020')}`,
          );
          await pull(at(from), pulled);
          expect(readFileSync(file, 'utf8')).toMatch(/id:.*\n +"2019":.*\n +note: .*# mine\n +"7":/);

          const open = (): Run => openRun('apply', { cwd: folder, target: to, yes: true });
          expect((await apply(open(), { allow: [], name: 'apply', seeds: false })).exit).toBe(0);
          const names = await rowsOf(on, to, orderIn(on.dialect === 'mysql' ? 'database()' : "'public'"));
          expect(names.map((r) => String(r.name))).toEqual(['id', '2019', 'note', '7']);
        }),
      ),
    );
  });
});
