import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { dbops } from './dbops.ts';

const SCHEMA = `
tables:
  people: { columns: { id: { type: bigint, not_null: true }, name: varchar(40) }, primary_key: [id] }
`;

const SEEDS = `
sets:
  generated: { table: people, targets: [local], count: 10, columns: { id: { sequence: 1 }, name: { faker: person.firstName } } }
`;

describe.each(SERVERS)('a target on $title', (server) => {
  const project = (folder: string, production: string): void => {
    mkdirSync(join(folder, 'schema'));
    mkdirSync(join(folder, 'seeds'));
    writeFileSync(join(folder, 'schema/people.yaml'), SCHEMA);
    writeFileSync(join(folder, 'seeds/people.yaml'), SEEDS);
    const targets = {
      local: { url: `${server.dialect}://nowhere.invalid/local` },
      production: { url: production, protected: true },
    };
    const config = { version: 1, name: 'people', dialect: server.dialect, targets, default_target: 'local' };
    writeFileSync(join(folder, 'dbops.yaml'), JSON.stringify(config));
  };
  const people = async (url: string): Promise<number> =>
    Number((await rowsOf(server, url, 'select count(*) as n from people'))[0]?.n);

  it('that is only a URL gets what is meant for the default target', { timeout: 60_000 }, async () => {
    await withFolder(async (folder) => {
      project(folder, `${server.dialect}://nowhere.invalid/production`);
      await withDatabase(server, async (url) => {
        expect(await dbops(folder, 'apply', '--target', url, '--yes')).toMatchObject({ status: 0 });
        expect(await people(url)).toBe(10);
      });
    });
  });

  it('that is protected stays so under another spelling of its URL', { timeout: 60_000 }, async () => {
    await withFolder(async (folder) => {
      await withDatabase(server, async (url) => {
        project(folder, url);
        expect(await dbops(folder, 'apply', '--target', 'production', '--yes')).toMatchObject({ status: 0 });
        expect(await people(url)).toBe(0);
        const respelled =
          server.variable === null ? url.replace('pglite://', 'pglite:///.') : `${url}?connect_timeout=5`;
        const ended = await dbops(folder, 'apply', '--target', respelled, '--yes');
        expect(ended).toMatchObject({ status: 3 });
        expect(ended.stderr).toContain('is the protected target production');
        expect(await people(url)).toBe(0);
      });
    });
  });
});
