import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, rowsOf } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { CASES } from './cases-mysql.ts';
import { ask, onDatabase, said } from './world.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, 'shop-mysql.sql'), 'utf8');
const KEYS = `SELECT table_name AS t, index_name AS i FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2`;
const EXPLAIN: Readonly<Record<string, string>> = { mysql: 'explain format=traditional', mariadb: 'explain' };

describe.each(SERVERS.filter((s) => s.dialect === 'mysql'))('advice on $title', { timeout: 120_000 }, (server) => {
  const database = onDatabase(server, SCHEMA, 'ANALYZE TABLE numbers, countries, customers, orders, `Order Lines`');

  it.each(CASES)('$name', async ({ workload, expected, hint }) => {
    const url = database();
    const before = await rowsOf(server, url, KEYS);
    const report = await ask(server, url, workload);
    expect(report.skipped).toEqual([]);
    expect(await rowsOf(server, url, KEYS)).toEqual(before);
    expect(said(report), JSON.stringify(report.rejected, null, 1)).toBeOneOf(expected.map((list) => list.join(', ')));
    if (hint !== undefined) expect(report.hints.map((h) => h.hint).join('\n')).toContain(hint);
    for (const { create, index, gain } of report.advice) {
      expect(gain.after).toBeLessThan(gain.before * 0.7);
      await load(server, url, create);
      const plans = [];
      for (const statement of workload.split(';'))
        plans.push(JSON.stringify(await rowsOf(server, url, `${EXPLAIN[server.product]} ${statement}`)));
      if (report.advice.length === 1) expect(plans.join('\n')).toContain(index.name);
      await load(server, url, `ALTER TABLE \`${index.table}\` DROP INDEX \`${index.name}\``);
    }
  });
});
