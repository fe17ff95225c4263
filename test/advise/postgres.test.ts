import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, rowsOf } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { CASES } from './cases-postgres.ts';
import { ask, onDatabase, said } from './world.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, 'shop-postgres.sql'), 'utf8');

describe.each(SERVERS.filter((s) => s.dialect === 'postgres'))('advice on $title', { timeout: 120_000 }, (server) => {
  const parts = SCHEMA.split(/;\n/).filter((part) => part.trim() !== '');
  const database = onDatabase(server, ...parts, ...(server.name === 'pg15' ? ['create extension hypopg'] : []));

  // Opening the embedded database takes seconds: its planner is that of the others, so a fifth of the cases will do.
  const cases = server.name === 'pglite' ? CASES.filter((_, i) => i % 5 === 0) : CASES;
  it.each(cases)('$name', async ({ workload, expected, extension, hint }) => {
    const url = database();
    if (extension !== undefined) await load(server, url, `create extension ${extension}`);
    try {
      const before = await rowsOf(server, url, 'select indexrelid::regclass::text as name from pg_index order by 1');
      const report = await ask(server, url, workload);
      expect(report.skipped).toEqual([]);
      expect(await rowsOf(server, url, 'select indexrelid::regclass::text as name from pg_index order by 1')).toEqual(
        before,
      );
      expect(said(report)).toBeOneOf(expected.map((list) => list.join(', ')));
      if (hint !== undefined) expect(report.hints.map((h) => h.hint).join('\n')).toContain(hint);
      for (const { create, index, gain } of report.advice) {
        expect(gain.after).toBeLessThan(gain.before * 0.7);
        await load(server, url, create);
        const plans = [];
        for (const statement of workload.split(';')) {
          const [row] = await rowsOf(server, url, `explain (format json) ${statement}`);
          plans.push(JSON.stringify(row));
        }
        const hidden = report.advice.some((a) => a.queries.some((q) => q.text.includes('foreign key check')));
        if (report.advice.length === 1 && !hidden) expect(plans.join('\n')).toContain(index.name);
        await load(server, url, `drop index "${index.schema}"."${index.name}"`);
      }
    } finally {
      if (extension !== undefined) await load(server, url, `drop extension ${extension}`);
    }
  });
});
