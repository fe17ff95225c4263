import { expect, test } from 'vitest';
import { generate } from '../../src/workflows/generate.ts';
import { migrateDownCommand, migrateUpCommand } from '../../src/workflows/migrate.ts';
import { migratePurge } from '../../src/workflows/migrate-purge.ts';
import { openRun } from '../../src/workflows/run.ts';
import { NO_OPTIONS, write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { server } from '../servers/servers.ts';

const GONE = `  gone:
    columns: { id: { type: int, not_null: true }, v: varchar(20) }
    primary_key: [id]
    checks: { gone_v_check: "v <> ''" }
    indexes: { gone_v_idx: [v] }
`;
const kept = (
  column: string,
): string => `  kept: { columns: { id: { type: int, not_null: true }${column} }, primary_key: [id] }
`;

test.each([server('pg18'), server('mysql')].filter((s) => s !== undefined))(
  'what is dropped on $title is put aside with its rows, brought back by the undo, and emptied in the end',
  { timeout: 120_000 },
  async (on) => {
    await withFolder((folder) =>
      withDatabase(on, (dev) =>
        withDatabase(on, async (url) => {
          const note = on.dialect === 'postgres' ? ', note: { type: text, not_null: true }' : '';
          const put = (tables: string): void =>
            write(folder, {
              'dbops.yaml': `version: 1\nname: kept\ndialect: ${on.dialect}\ninclude: { schema: [schema/*.yaml] }\ntargets: { live: { url: "${url}", dev: "${dev}" } }\nsafety: { keep_dropped: 30d }\n`,
              'schema/s.yaml': `tables:\n${tables}`,
            });
          const run = (now?: Date): ReturnType<typeof openRun> =>
            openRun('kept', { cwd: folder, ...(now === undefined ? {} : { now }) });
          const purge = async (now?: Date): Promise<unknown> =>
            (await migratePurge(run(now), { all: false, dryRun: false, allow: [] })).json;
          const rows = (): Promise<unknown> => rowsOf(on, url, 'select * from gone order by id');
          put(GONE + kept(note));
          const { json } = await generate(run(), { name: 'all', allow: [], rehearse: true });
          const first = /\d{14}/.exec((json as { files: string[] }).files.at(-1) ?? '')?.[0];
          await migrateUpCommand(run(), NO_OPTIONS);
          await load(on, url, "insert into gone values (1, 'a'), (2, 'b')");
          if (note !== '') await load(on, url, "insert into kept values (1, 'x')");
          const before = await rows();

          put(kept(''));
          await generate(run(), { name: 'less', allow: [], rehearse: true });
          await migrateUpCommand(run(), NO_OPTIONS);
          await expect(rows()).rejects.toThrow();
          expect((await generate(run(), { name: 'x', allow: [], rehearse: false, from: 'live' })).json).toMatchObject({
            files: [],
          });
          await load(on, url, 'insert into kept (id) values (2)');
          await load(on, url, 'delete from kept where id = 2');
          await migrateDownCommand(run(), { ...NO_OPTIONS, to: first });
          expect(await rows()).toEqual(before);
          if (note !== '') expect(await rowsOf(on, url, 'select note from kept')).toEqual([{ note: 'x' }]);

          await migrateUpCommand(run(), NO_OPTIONS);
          expect(await purge()).toMatchObject({ purged: [] });
          const later = new Date(Date.now() + 31 * 86_400_000);
          expect(await purge(later)).toHaveProperty('purged.length', note === '' ? 1 : 2);
          expect(await purge(later)).toEqual({ ok: true, purged: [], kept: [] });
        }),
      ),
    );
  },
);
