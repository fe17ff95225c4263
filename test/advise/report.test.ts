import { describe, expect, it } from 'vitest';
import { type AdviceReport } from '../../src/model/index-advice.ts';
import { formatAdvice } from '../../src/report/advice.ts';
import { write } from '../cli/project.ts';
import { run } from '../errors/screen.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { server } from '../servers/servers.ts';

const NOTHING: AdviceReport = { sources: [], basis: 'measured', advice: [], hints: [], rejected: [], skipped: [] };

describe('a report of advice', () => {
  it('never says that no index is missing when nothing was looked at', () => {
    const text = formatAdvice({ ...NOTHING, sources: [{ source: 'slow_log:gone.log', queries: 0 }] }, false);
    expect(text).toBe('nothing can be said: 0 queries looked at, from slow_log:gone.log (0)\n');
  });

  it('tells unasked which sources were not read', () => {
    const sources = [
      { source: 'workload:a.sql', queries: 2 },
      { source: 'slow_log:gone.log', queries: 0 },
    ];
    const skipped = [{ query: 'slow_log:gone.log', at: 'gone.log', reason: 'there are no such files' }];
    expect(formatAdvice({ ...NOTHING, sources, skipped }, false)).toContain(
      'not read:\n  slow_log:gone.log: gone.log: there are no such files\n',
    );
  });
});

const pg18 = server('pg18');

describe.each(pg18 === undefined ? [] : [pg18])('the command on $title', (on) => {
  it.each(['workload:gone/*.sql', 'auto_explain:gone.log', 'explain:gone.json', 'pg_stat_statements'])(
    'fails when it can read nothing of %s',
    async (source) => {
      await withFolder((folder) =>
        withDatabase(on, async (url) => {
          await load(on, url, 'create table t (id int)');
          write(folder, { 'dbops.yaml': `version: 1\ndialect: postgres\ntargets: { one: { url: "${url}" } }\n` });
          const { exit, stderr } = await run(folder, ['advise', '--source', source]);
          expect(exit).toBe(1);
          expect(stderr).toContain('error[file-error]: no source of queries could be read');
          expect(stderr).toContain(`  ${source}: `);
        }),
      );
    },
  );
});
