import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dbops, type Ended } from '../examples/dbops.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { server, type TestServer } from '../servers/servers.ts';

const ALL = `rules:
  foreign-key-indexed: { level: error, enforce: create }
  no-redundant-index: { level: error, enforce: drop }
  no-duplicate-index: { level: error, enforce: drop }
  index-name: { level: error, enforce: rename }
  max-indexes-per-table: { level: warning, max: 12 }
`;

interface Policed {
  readonly url: string;
  readonly folder: string;
  policies(text: string): void;
  call(...args: readonly string[]): Promise<Ended>;
  /** What `policy enforce` changes, as statements. */
  enforced(): Promise<string>;
}

/** A database made of plain SQL, pulled into a project with every rule enforced. */
async function withPolicies(on: TestServer, sql: string, work: (p: Policed) => Promise<void>): Promise<void> {
  await withFolder((folder) =>
    withDatabase(on, async (url) => {
      await load(on, url, sql);
      const call = (...args: readonly string[]): Promise<Ended> => dbops(folder, ...args, '--target', url);
      expect(await call('pull')).toMatchObject({ status: 0 });
      const policies = (text: string): void => {
        mkdirSync(join(folder, 'policies'), { recursive: true });
        writeFileSync(join(folder, 'policies/rules.yaml'), text);
      };
      policies(ALL);
      const enforced = async (): Promise<string> => {
        const { status, stdout, stderr } = await call('policy', 'enforce', '--format', 'json');
        expect(status, stderr + stdout).toBe(0);
        const document = JSON.parse(stdout) as { steps: { sql: string }[] };
        return document.steps.map((s) => s.sql).join('\n');
      };
      await work({ url, folder, policies, call, enforced });
    }),
  );
}

/** The server has taken the mending, and nothing is left to mend. */
async function expectSilent(p: Policed): Promise<void> {
  expect(await p.enforced()).toBe('');
  expect((await p.call('policy', 'enforce')).stdout).toContain('every index policy is kept');
}

const LONG = 'a_column_with_a_name_that_is_as_long_as_anyone_would_ever_want_it';

const POSTGRES = `
create table parents (id bigint primary key, region int not null, code text, unique (id, region), unique (region, id));
create table children (
  id bigint primary key, parent_id bigint references parents (id), region int, other_id bigint references parents (id),
  third_id bigint references parents (id), fourth_id bigint references parents (id), body text,
  constraint children_pair_fkey foreign key (parent_id, region) references parents (id, region));
create index children_parent_id_idx on children (parent_id);
create index children_region_parent_id_idx on children (region, parent_id);
create index children_other_id_idx on children (other_id) where other_id is not null;
create index children_third_id_idx on children (third_id) where body is null;
create index children_fourth_id_idx on children using hash (fourth_id);
create index children_body_idx on children (lower(body));
create index children_body_idx_2 on children (body) where id > 10;
create unique index children_body_id_idx on children (body, id);
create table lines (order_id bigint references parents (id), line int, primary key (order_id, line));
create table "Wei""rd tab.le" (id bigint primary key, "${LONG.slice(0, 62)}" int, "数据库的列名字很长很长很长很长很长" int,
  "par ent" bigint references parents (id));
create index first_wrong on "Wei""rd tab.le" ("${LONG.slice(0, 62)}");
create index second_wrong on "Wei""rd tab.le" ("数据库的列名字很长很长很长很长很长");
create index third_wrong on "Wei""rd tab.le" (id, ("${LONG.slice(0, 62)}" + 1));
create table logs (id bigint not null, at date not null, parent_id bigint references parents (id), primary key (id, at)) partition by range (at);
create table logs_2026 partition of logs for values from ('2026-01-01') to ('2027-01-01');
`;

const MYSQL = `
create table parents (id bigint primary key, region int not null, code varchar(20), unique key parents_id_region_key (id, region), unique key parents_region_id_key (region, id)) engine=InnoDB;
create table children (
  id bigint primary key, parent_id bigint, region int, other_id bigint, body text, place point not null,
  key children_parent_id_idx (parent_id), key children_region_parent_id_idx (region, parent_id),
  fulltext key children_body_idx (body), key children_body_idx_2 (body(10)), spatial key children_place_idx (place),
  constraint children_parent_fkey foreign key (parent_id) references parents (id),
  constraint children_pair_fkey foreign key (region, parent_id) references parents (region, id),
  constraint children_other_fkey foreign key (other_id) references parents (id)) engine=InnoDB;
create table doubled (id bigint primary key, a int, b int, key doubled_a_idx (a), key doubled_again (a), key doubled_a_b_idx (a, b), key wrong (b)) engine=InnoDB;
create table \`数据库的表名字很长很长\` (id bigint primary key, \`列名字很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长\` int,
  key wrong (\`列名字很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长\`)) engine=InnoDB;
`;

const pg18 = server('pg18');
const POSTGRES_SERVERS = pg18 === undefined ? [] : [pg18];
const MYSQL_SERVERS = [server('mysql'), server('mariadb')].filter((s) => s !== undefined);

describe.each(POSTGRES_SERVERS)('policies on $title', { timeout: 120_000 }, (on) => {
  it('mend what the server takes, and nothing else', async () => {
    await withPolicies(on, POSTGRES, async (p) => {
      const sql = await p.enforced();
      // Served by a hash index, by one without the null rows, by the start of the primary key, in another column order.
      for (const served of ['other_id', 'fourth_id', 'order_id'])
        expect(sql).not.toMatch(new RegExp(`CREATE INDEX.*${served}`));
      expect(sql).toMatch(/CREATE INDEX .* ON (public\.)?"?children"? .*third_id/);
      expect(sql).toMatch(/par ent/);
      // Once on the partitioned table, which gives it to its partitions.
      expect(sql.match(/ON (public\.)?logs\w*/g)).toEqual(['ON public.logs']);
      expect(sql).not.toMatch(/DROP INDEX.*children_body/);
      expect(sql.match(/RENAME/g)?.length).toBe(3);
      await expectSilent(p);
      expect((await p.call('plan', '--exit-code')).status).toBe(0);
    });
  });
});

describe.each(MYSQL_SERVERS)('policies on $title', { timeout: 120_000 }, (on) => {
  it('mend what the server takes, and nothing else', async () => {
    await withPolicies(on, MYSQL, async (p) => {
      const sql = await p.enforced();
      expect(sql).toMatch(/DROP.*doubled_again|doubled_again.*DROP/i);
      expect(sql).toMatch(/DROP INDEX `doubled_a_idx`/);
      expect(sql).not.toMatch(/DROP.*(children_body|children_place|children_parent_id_idx|children_region)/);
      await expectSilent(p);
      expect((await p.call('plan', '--exit-code')).status).toBe(0);
    });
  });

  it('never give up what queries use for an invisible twin', async () => {
    const invisible = on.product === 'mariadb' ? 'ignored' : 'invisible';
    const twins = `create table twins (id bigint primary key, a int, b int, key twins_a_idx (a) ${invisible}, key twins_a_idx_2 (a), key twins_b_idx (b), key twins_b_idx_2 (b) ${invisible}, key twins_a_b_idx (a, b) ${invisible})`;
    await withPolicies(on, twins, async (p) => {
      const sql = await p.enforced();
      expect(sql).toMatch(/DROP INDEX `twins_a_idx`/);
      expect(sql).toMatch(/DROP INDEX `twins_b_idx_2`/);
      expect(sql).not.toMatch(/DROP INDEX `(twins_a_idx_2|twins_b_idx)`/);
      await expectSilent(p);
    });
  });
});

describe.each([...POSTGRES_SERVERS, ...MYSQL_SERVERS.slice(0, 1)])(
  'exceptions on $title',
  { timeout: 120_000 },
  (on) => {
    const table = 'create table notes (id bigint primary key, body varchar(20))';
    const scoped = on.dialect === 'postgres' ? 'public.notes' : 'notes';
    const rule = 'rules:\n  index-name: { level: error }\nexceptions:\n';

    it('hold until their last day, by name or by pattern; then the rule speaks, and says that they are over', async () => {
      await withPolicies(on, `${table}; create index wrong on notes (body)`, async (p) => {
        p.policies(rule.replace('exceptions:\n', ''));
        expect((await p.call('policy', 'check')).status).toBe(3);
        for (const object of [`${scoped}.wrong`, `${scoped}.*`]) {
          p.policies(
            `${rule}  - { rule: index-name, object: "${object}", until: 2999-12-31, reason: older than the rule }\n`,
          );
          expect(await p.call('policy', 'check')).toMatchObject({ status: 0 });
          expect(await p.call('apply')).toMatchObject({ status: 0 });
        }
        p.policies(`${rule}  - { rule: index-name, object: "${scoped}.wrong", until: 2020-01-31 }\n`);
        const over = await p.call('policy', 'check');
        expect(over.status).toBe(3);
        expect(`${over.stdout}${over.stderr}`).toContain(
          `the exception for index-name on ${scoped}.wrong ended on 2020-01-31`,
        );
        const refused = await p.call('apply');
        expect(refused.status).toBe(3);
        expect(refused.stderr).toContain('error[policy-violation]: ');
        expect(refused.stderr).toContain(`the exception for index-name on ${scoped}.wrong ended on 2020-01-31`);
      });
    });

    it('that name nothing are a warning at their line; rules that do not exist, and days that are none, are errors', async () => {
      await withPolicies(on, table, async (p) => {
        p.policies(`${rule}  - { rule: index-name, object: ${scoped}.nothing }\n`);
        const idle = await p.call('policy', 'check');
        expect(idle.status).toBe(0);
        expect(idle.stderr).toContain('warning[unknown-object]: the exception for index-name names');
        expect(idle.stderr).toContain('--> policies/rules.yaml:4:');
        p.policies(`${rule}  - { rule: index-nam, object: x }\n`);
        const unknown = await p.call('policy', 'check');
        expect(unknown.status).toBe(64);
        expect(unknown.stderr).toContain('--> policies/rules.yaml:4:13\n');
        expect(unknown.stderr).toContain('did you mean "index-name"?');
        p.policies(`${rule}  - { rule: index-name, object: x, until: 2026-02-30 }\n`);
        const never = await p.call('policy', 'check');
        expect(never.status).toBe(64);
        expect(never.stderr).toContain('--> policies/rules.yaml:4:43\n');
      });
    });
  },
);
