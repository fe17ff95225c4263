import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postgres } from '../../../src/dialects/postgres/index.ts';
import { judge, type Verdict } from '../../../src/migrations/lint/judge.ts';
import { measure } from '../../../src/migrations/lint/measure.ts';
import { LINT_RULES } from '../../../src/migrations/lint/rule.ts';
import { lint } from '../../../src/workflows/lint.ts';
import { migrateUpCommand } from '../../../src/workflows/migrate.ts';
import { openRun } from '../../../src/workflows/run.ts';
import { NO_OPTIONS, write } from '../../cli/project.ts';
import { load, withDatabase, withFolder } from '../../servers/databases.ts';
import { listening, server, type TestServer } from '../../servers/servers.ts';
import { BASE, FORMS } from './forms.ts';

const MODIFY = { postgres: 'alter b type', mysql: 'modify b' };
const REWRITES = { postgres: 'lock/type-rewrite', mysql: 'lock/mysql-copy' };

const isDanger = ({ rule }: Verdict): boolean => LINT_RULES[rule].severity === 'error';

for (const on of listening('postgres')) {
  test(`every form of DDL is told to be dangerous when it is, and only then, on ${on.title}`, {
    timeout: 120_000,
  }, async () => {
    await withDatabase(on, async (url) => {
      await load(on, url, BASE);
      await using session = await postgres.connect(url);
      const wrong: string[] = [];
      let known = 0;
      for (const [danger, sql, since] of FORMS) {
        if (since !== undefined && session.server.number < since * 10_000) continue;
        known++;
        const verdicts = await session
          .transaction((tx) => measure(tx, sql).then((m) => judge(sql, m, () => true)), { rollback: true })
          .catch((error: Error) => [{ rule: 'replay/fails' as const, message: error.message }]);
        const found = verdicts.filter(isDanger);
        if (found.length > 0 !== (danger === 1) || found.some((v) => v.rule === 'replay/fails')) {
          wrong.push(`${danger} ${sql}: ${JSON.stringify(verdicts)}`);
        }
      }
      expect(known).toBeGreaterThan(150);
      expect(wrong).toEqual([]);
    });
  });
}

/** What lint says of a project's files, as `file:line rule`, informative findings left out. */
async function said(
  on: TestServer,
  files: Readonly<Record<string, string>>,
): Promise<{ exit: number; lines: string[]; sarif: unknown }> {
  return withFolder((folder) =>
    withDatabase(on, (dev) =>
      withDatabase(on, async (url) => {
        write(folder, {
          'dbops.yaml': `version: 1\nname: lint\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}", dev: "${dev}" } }\n`,
          ...Object.fromEntries(Object.entries(files).map(([name, text]) => [join('migrations', name), text])),
        });
        const { exit, json } = await lint(openRun('lint', { cwd: folder }), { files: [], all: true });
        const { findings } = json as { findings: { file: string; line: number; rule: string }[] };
        const lines = findings.map((f) => `${f.file.replace('migrations/', '')}:${f.line} ${f.rule}`);
        const sarif: unknown = JSON.parse(
          (await lint(openRun('lint', { cwd: folder, format: 'sarif' }), { files: [], all: true })).text,
        );
        return { exit, lines, sarif };
      }),
    ),
  );
}

const file = (up: string, down = '', options = ''): string =>
  `-- migrate:up${options}\n${up}\n-- migrate:down${options}\n${down}\n`;

const pg = server('pg18') ?? server('pg15');
test.skipIf(pg === undefined)(
  'files are looked at together: proofs carry over, new tables are free, comments switch off',
  async () => {
    if (pg === undefined) return;
    const { exit, lines, sarif } = await said(pg, {
      '1_t.sql': file('create table t (id int primary key, a int);\ncreate index t_a on t (a);', 'drop table t;'),
      '2_proof.sql': file(
        'alter table t add constraint k check (a is not null) not valid;',
        'alter table t drop constraint k;',
      ),
      '3_validate.sql': file('alter table t validate constraint k;', 'select 1;'),
      '4_not_null.sql': file('alter table t alter a set not null;', 'alter table t alter a drop not null;'),
      '5_bad.sql': file(
        'create index t_bad on t (a);\n\n-- dbops:ignore lock/index-not-concurrent small\ncreate index t_small on t (id, a);',
        'drop index t_bad;',
      ),
      '6_same.sql': file(
        'alter table t add constraint j check (a > 0) not valid;\nalter table t validate constraint j;\nbegin;\nupdate t set a = 1;',
        'alter table t drop constraint j;',
      ),
      '7_apart.sql': file('create index concurrently t_c on t (a);', 'drop index concurrently t_c;'),
      '8_gone.sql': file('alter table t drop column a;\nalter table t rename to u;', 'alter table u rename to t;'),
    });
    expect(lines).toEqual([
      '5_bad.sql:2 lock/index-not-concurrent',
      '5_bad.sql:7 rev/roundtrip-differs',
      '6_same.sql:3 lock/validate-in-same-tx',
      '6_same.sql:4 tx/nesting',
      '6_same.sql:5 data/no-where',
      '6_same.sql:5 lock/long-tx',
      '7_apart.sql:2 lock/concurrently-in-tx',
      '8_gone.sql:2 data/drop-column',
      '8_gone.sql:3 compat/rename-table',
      '8_gone.sql:5 rev/roundtrip-differs',
    ]);
    expect(exit).toBe(3);
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'dbops' } } }] });
  },
);

test.each(listening('mysql'))('an ALTER is tried in the mildest way first on $title', async (on) => {
  const { lines } = await said(on, {
    '1_t.sql': file('create table t (id int primary key, a int, v varchar(20));', 'drop table t;'),
    '2_mild.sql': file('alter table t add column b int;', 'alter table t drop column b;'),
    '3_index.sql': file('create index t_a on t (a);', 'drop index t_a on t;'),
    '4_copy.sql': file('alter table t modify a bigint;', 'alter table t modify a int;'),
    '5_where.sql': file('delete from t;', 'select 1;'),
  });
  expect(lines).toEqual(['4_copy.sql:2 lock/mysql-copy', '5_where.sql:2 data/no-where']);
});

test.each([...listening('postgres'), ...listening('mysql')])(
  'files that build on what no file makes are measured upon the target on $title',
  async (on) => {
    await withFolder((folder) =>
      withDatabase(on, (dev) =>
        withDatabase(on, async (url) => {
          await load(on, url, 'create table t (id int primary key, a int);');
          write(folder, {
            'dbops.yaml': `version: 1\nname: lint\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}", dev: "${dev}" } }\n`,
            'migrations/1_b.sql': file('alter table t add column b int;', 'alter table t drop column b;'),
          });
          await migrateUpCommand(openRun('up', { cwd: folder }), NO_OPTIONS);
          write(folder, {
            'migrations/2_type.sql': file(
              `alter table t ${MODIFY[on.dialect]} bigint;`,
              `alter table t ${MODIFY[on.dialect]} int;`,
            ),
          });
          const options = { files: [], all: false };
          const { exit, json } = await lint(openRun('lint', { cwd: folder }), options);
          expect(json).toMatchObject({ files: ['2_type.sql'], findings: [{ line: 2, rule: REWRITES[on.dialect] }] });
          expect(exit).toBe(3);
          const all = await lint(openRun('lint', { cwd: folder }), { files: [], all: true });
          expect(all.text).toContain('replay/fails');
        }),
      ),
    );
  },
);
