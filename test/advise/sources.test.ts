import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsOf, withFolder } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';
import { askSources, onDatabase, said } from './world.ts';

const PLAIN = `# Time: 2026-11-22T14:08:48.123456Z
# User@Host: root[root] @ localhost []  Id:    42
# Query_time: 1.500000  Lock_time: 0.000002 Rows_sent: 1  Rows_examined: 20000
SET timestamp=1795356528;
select *
from things
where code = 77;
# User@Host: root[root] @ localhost []  Id:    42
# Query_time: 0.500000  Lock_time: 0.000002 Rows_sent: 1  Rows_examined: 20000
SET timestamp=1795356528;
# administrator command: Quit;
# Time: 2026-11-22T14:08:49.123456Z
# User@Host: root[root] @ localhost []  Id:    43
# Query_time: 2.000000  Lock_time: 0.000002 Rows_sent: 1  Rows_examined: 20000
use elsewhere;
SET timestamp=1795356529;
select * from strange where a = 1;
`;
const MARIA = `/usr/sbin/mariadbd, Version: 10.11.6-MariaDB-0+deb12u1 (Debian 12). started with:
Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock
Time\t\t    Id Command\tArgument
# Time: 261122 14:08:48
# User@Host: root[root] @ localhost []
# Thread_id: 15  Schema: DATABASE  QC_hit: No
# Query_time: 3.924731  Lock_time: 0.000176  Rows_sent: 3  Rows_examined: 15657
# Rows_affected: 0  Bytes_sent: 226
# Full_scan: Yes  Full_join: Yes  Tmp_table: Yes  Tmp_table_on_disk: No
#
# explain: id\tselect_type\ttable\ttype\tpossible_keys\tkey\tkey_len\tref\trows\tr_rows\tfiltered\tr_filtered\tExtra
# explain: 1\tSIMPLE\tthings\tALL\tNULL\tNULL\tNULL\tNULL\t20000\t20000.00\t100.00\t0.01\tUsing where
#
SET timestamp=1795356528;
select * from things where code = 78;
`;

const inFile = (server: TestServer, url: string, source: string, name: string, text: string) =>
  withFolder(async (folder) => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs', name), text);
    return await askSources(server, url, folder, [`${source}:logs/${name}`]);
  });

describe.each(SERVERS.filter((s) => s.dialect === 'mysql'))('slow logs on $title', { timeout: 60_000 }, (server) => {
  const url = onDatabase(
    server,
    `CREATE TABLE things (id INT PRIMARY KEY AUTO_INCREMENT, code INT NOT NULL, filler VARCHAR(200) NOT NULL);
     INSERT INTO things (code, filler) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT a.i * 20 + b.i % 20, REPEAT('x', 100) FROM n a JOIN n b ON b.i <= 20;
     ANALYZE TABLE things`,
  );

  it('reads the plain form, of this database only', async () => {
    const report = await inFile(server, url(), 'slow_log', 'slow.log', PLAIN);
    expect(said(report)).toBe('things (code)');
    expect(report.advice[0]?.queries[0]).toMatchObject({ at: 'logs/slow.log:5', calls: 1, totalMs: 1500 });
    expect(report.skipped.map((s) => s.reason).join()).toBe('1 entries are of other databases');
  });

  it('reads the long form', async () => {
    const database = new URL(url()).pathname.slice(1);
    const report = await inFile(server, url(), 'slow_log', 'slow.log', MARIA.replace('DATABASE', database));
    expect(said(report)).toBe('things (code)');
    expect(report.skipped).toEqual([]);
  });

  it.each([
    ['an empty file', ''],
    ['another text', 'hello\nworld; select\n'],
    ['a beginning that is cut off', 'where x = 1;\n# Query_time: oops\n'],
  ])('says what it cannot read: %s', async (_, text) => {
    const report = await inFile(server, url(), 'slow_log', 'slow.log', text);
    expect(report.advice).toEqual([]);
    expect(report.skipped.map((s) => `${s.at}: ${s.reason}`)).toEqual([
      'logs/slow.log: it holds no entry of a slow query log',
    ]);
  });
});

describe.each(SERVERS.filter((s) => s.name === 'pg15'))('plans and logs on $title', { timeout: 60_000 }, (server) => {
  const url = onDatabase(
    server,
    `create table things (id int primary key, code int not null, filler text not null);
     insert into things select n, n, repeat('x', 100) from generate_series(1, 20000) n; analyze things`,
  );
  const plan = async (): Promise<Record<string, unknown>> => {
    const [row] = await rowsOf(server, url(), 'explain (analyze, format json) select * from things where code = 77');
    const [first] = (row?.['QUERY PLAN'] ?? []) as Record<string, unknown>[];
    return { 'Query Text': 'select *\n  from things where code = 77', ...first };
  };

  it('reads a file of EXPLAIN', async () => {
    const report = await inFile(server, url(), 'explain', 'a.json', JSON.stringify([await plan()], null, 2));
    expect(said(report)).toBe('things (code)');
  });

  it('reads auto_explain in each form of the log', async () => {
    const message = `duration: 53.213 ms  plan:\n${JSON.stringify(await plan(), null, 2)}`;
    const csv = `2026-11-22 14:08:48.123 UTC,"u","shop",11,"[local]",abc.1,3,"SELECT",2026-11-22 14:00:00 UTC,3/4,0,LOG,00000,"${message.replaceAll('"', '""')}",,,,,,,,,"psql","client backend",,0\n`;
    const json = `${JSON.stringify({ timestamp: '2026-11-22 14:08:48.123 UTC', pid: 11, error_severity: 'LOG', message })}\n`;
    const text = `2026-11-22 14:08:48.123 UTC [11] u@shop LOG:  ${message.replaceAll('\n', '\n\t')}\n2026-11-22 14:08:49 UTC [11] LOG:  done\n`;
    for (const [name, log] of [['a.log', text] as const, ['a.csv', csv] as const, ['a.json', json] as const]) {
      const report = await inFile(server, url(), 'auto_explain', name, log);
      expect(`${name} ${said(report)}`).toBe(`${name} things (code)`);
      expect(report.skipped).toEqual([]);
      expect(report.advice[0]?.queries[0]?.totalMs).toBe(53.213);
    }
  });

  it.each([
    ['explain', 'a.json', '{"Plan": ', 'logs/a.json: it holds no plan in the JSON form of EXPLAIN'],
    ['auto_explain', 'a.log', 'LOG:  hello\n', 'logs/a.log: auto_explain has logged no plan there'],
    [
      'auto_explain',
      'a.log',
      'LOG:  duration: 5.1 ms  plan:\n\tQuery Text: select 1\n\tResult  (cost=0.00..0.01 rows=1)\n',
      'logs/a.log, plan 1: the plan is not in JSON: set auto_explain.log_format = json',
    ],
    ['workload', 'a.sql', '-- nothing\n', 'logs/a.sql: there are no statements'],
    [
      'workload',
      'a.sql',
      'select * from nowhere;\n',
      'logs/a.sql:1: the server cannot plan it: relation "nowhere" does not exist',
    ],
    ['workload', 'a.sql', '\nselec 1;\n', 'logs/a.sql:2: the server cannot plan it'],
    ['telepathy', 'a.sql', '', 'there is no such source'],
  ])('says what it cannot read: %s %s %j', async (source, name, text, said) => {
    const report = await inFile(server, url(), source, name, text);
    expect(report.advice).toEqual([]);
    expect(report.skipped).toHaveLength(1);
    expect(report.skipped.map((s) => `${s.at}: ${s.reason}`).join()).toContain(said);
  });

  it('builds nothing on a protected target, and marks the gain as estimated', async () => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'w.sql'), 'select * from things where code = 77');
      const report = await askSources(server, url(), folder, ['workload:w.sql'], { build: false });
      expect(said(report)).toBe('things (code)');
      expect(report.basis).toBe('estimated');
      expect(report.advice[0]?.gain.basis).toBe('estimated');
    });
  });
});
