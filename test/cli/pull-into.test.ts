import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../errors/screen.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { write } from './project.ts';

const SHOP = `# what the shop sells, and to whom
x-key: &key { type: int, not_null: true }
tables:
  customers:                # people
    columns:
      id:    *key
      email: { type: varchar(80), not_null: true }   # one each
      note:  varchar(20)
      total: { type: "decimal(10,2)", default: 0 }
    primary_key: [id]
    uniques: { customers_email_key: [email] }
    indexes:
      customers_note_idx: [note]       # for the search

  # to be thrown away
  trash:
    columns: { id: int }
views:
  names: select email from customers   # all of them
`;

const LATER = [
  'alter table customers add column born date',
  'drop table trash',
  'create table orders (id int not null primary key, customer_id int not null)',
  'create index orders_customer_idx on orders (customer_id)',
].join(';\n');

const EDITED = `# what the shop sells, and to whom
x-key: &key { type: int, not_null: true }
tables:
  customers:                # people
    columns:
      id:    *key
      email: { type: varchar(80), not_null: true }   # one each
      note:  varchar(20)
      total: { type: "decimal(10,2)", default: 0 }
      born: date
    primary_key: [id]
    uniques: { customers_email_key: [email] }
    indexes:
      customers_note_idx: [note]       # for the search
  orders:
    columns:
      id: INT
      customer_id: { type: INT, not_null: true }
    primary_key: [ id ]
    indexes:
      orders_customer_idx: [ customer_id ]

views:
  names: select email from customers   # all of them
`;

describe.each(SERVERS.filter((s) => s.name === 'pg18' || s.name === 'mariadb'))('pull on $title', (on) => {
  it('edits a manifest that is there: comments, order and forms stay', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        const manifest = `version: 1\nname: walk\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\ndefault_target: live\n`;
        write(folder, { 'dbops.yaml': manifest, 'schema/shop.yaml': SHOP });
        expect(await run(folder, ['apply'])).toMatchObject({ exit: 0 });
        const idle = await run(folder, ['pull']);
        expect(idle).toMatchObject({ exit: 0, stdout: 'nothing to do: the manifest declares what is there\n' });
        await load(on, url, LATER);
        const pulled = await run(folder, ['pull']);
        expect(pulled).toMatchObject({ exit: 0 });
        expect(pulled.stdout).toContain('edited schema/shop.yaml');
        const type = on.dialect === 'postgres' ? 'integer' : 'int';
        expect(readFileSync(join(folder, 'schema/shop.yaml'), 'utf8')).toBe(EDITED.replaceAll('INT', type));
        expect(readFileSync(join(folder, 'dbops.yaml'), 'utf8')).toBe(manifest);
        expect(await run(folder, ['plan', '--exit-code'])).toMatchObject({ exit: 0 });
        expect(existsSync(join(folder, 'schema/schema.yaml'))).toBe(false);
      }),
    );
  });
});

describe.each(SERVERS.filter((s) => s.name === 'pg18'))('pull of serial columns', (on) => {
  it('writes as serial what is nothing else, and the sequence of whatever is more', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        write(folder, { 'dbops.yaml': `version: 1\ndialect: postgres\ntargets: { live: { url: "${url}" } }\n` });
        const text = (): string => readFileSync(join(folder, 'schema/schema.yaml'), 'utf8');
        await load(
          on,
          url,
          `create table a (id serial primary key, n bigserial, other smallserial, loose serial, "Odd" serial);
          alter sequence a_n_seq cache 10; comment on sequence a_other_seq is 'counts'; alter table a alter loose drop not null;
          create schema s; create table s.b (id bigserial primary key, of_a int default nextval('a_id_seq'))`,
        );
        expect(await run(folder, ['pull'])).toMatchObject({ exit: 0 });
        expect(text().match(/\w+: \w*serial$/gm)).toEqual(['id: serial', 'Odd: serial', 'id: bigserial']);
        expect(text().match(/^ {2}\w+_seq: /gm)).toEqual(['  a_loose_seq: ', '  a_n_seq: ', '  a_other_seq: ']);
        expect(await run(folder, ['plan', '--exit-code'])).toMatchObject({ exit: 0 });

        await load(
          on,
          url,
          'create table c (id serial primary key, a int); alter table a drop column n; alter sequence a_id_seq cache 3',
        );
        expect(await run(folder, ['pull'])).toMatchObject({ exit: 0 });
        expect(text().match(/\w+: \w*serial$/gm)).toEqual(['Odd: serial', 'id: bigserial', 'id: serial']);
        expect(await run(folder, ['plan', '--exit-code'])).toMatchObject({ exit: 0 });
      }),
    );
  });
});

describe.each(SERVERS.filter((s) => s.name === 'pg18'))('pull into a manifest that lists no schemas', (on) => {
  it('takes all there are into an empty one, and tells of those that come later', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        write(folder, { 'dbops.yaml': `version: 1\ndialect: postgres\ntargets: { live: { url: "${url}" } }\n` });
        await load(on, url, 'create schema app; create table app.users (id int); create table notes (id int)');
        expect(await run(folder, ['pull'])).toMatchObject({ exit: 0 });
        const text = readFileSync(join(folder, 'schema/schema.yaml'), 'utf8');
        expect(text.match(/^ {2}(?:app\.users|notes):$/gm)).toHaveLength(2);
        expect(await run(folder, ['plan', '--strict', '--exit-code'])).toMatchObject({ exit: 0 });
        await load(on, url, 'create schema later; create table later.bills (id int)');
        const strict = await run(folder, ['plan', '--strict']);
        expect(strict).toMatchObject({ exit: 3 });
        expect(strict.stdout).toContain('schema later');
      }),
    );
  });
});
