import { autoExplain } from './auto-explain.ts';
import { explain } from './explain.ts';
import { pgStatStatements } from './pg-stat-statements.ts';
import { slowLog } from './slow-log.ts';
import { type Read, type Source, type SourceContext } from './source.ts';
import { workload } from './workload.ts';

/** By the word before the colon. */
export const SOURCES: Readonly<Record<string, Source>> = {
  pg_stat_statements: pgStatStatements,
  explain,
  auto_explain: autoExplain,
  slow_log: slowLog,
  workload,
};

/** Reads one source as the manifest names it: `pg_stat_statements`, `workload:workload/*.sql`. */
export async function readSource(name: string, context: SourceContext): Promise<Read> {
  const colon = name.indexOf(':');
  const [kind, where] = colon < 0 ? [name, ''] : [name.slice(0, colon), name.slice(colon + 1)];
  const source = SOURCES[kind];
  if (source === undefined)
    return {
      captured: [],
      unreadable: [{ at: name, reason: `there is no such source; there are: ${Object.keys(SOURCES).join(', ')}` }],
    };
  return source(where, context);
}
