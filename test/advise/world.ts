import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { advise } from '../../src/advise/advise.ts';
import { type Dialect } from '../../src/dialects/dialect.ts';
import { dialectOf } from '../../src/dialects/registry.ts';
import { type AdviceReport } from '../../src/model/index-advice.ts';
import { type Index } from '../../src/model/object.ts';
import { indexName } from '../../src/policies/index-names.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { type TestServer } from '../servers/servers.ts';

export interface AskOptions {
  readonly build?: boolean;
  readonly schemas?: readonly string[];
  readonly minCalls?: number;
  readonly minImprovement?: number;
  readonly storageBudget?: number;
}

/** Advice on a workload file, as the command would give it. */
export async function ask(
  server: TestServer,
  url: string,
  workload: string,
  options: AskOptions = {},
): Promise<AdviceReport> {
  return withFolder(async (folder) => {
    writeFileSync(join(folder, 'workload.sql'), workload);
    return askSources(server, url, folder, ['workload:workload.sql'], options);
  });
}

export async function askSources(
  server: TestServer,
  url: string,
  dir: string,
  sources: readonly string[],
  { build = true, schemas = ['*'], minCalls = 1, minImprovement = 0.3, storageBudget }: AskOptions = {},
): Promise<AdviceReport> {
  const dialect: Dialect = await dialectOf(server.dialect);
  await using session = await dialect.connect(url);
  const { objects } = await dialect.read(session, {
    schemas: server.dialect === 'mysql' ? ['*'] : schemas,
    ignore: [],
  });
  return await advise({
    session,
    dialect,
    objects,
    config: { sources, minCalls, minImprovement, storageBudget },
    dir,
    build,
    name: (table, index, taken) =>
      indexName(
        '{table}_{columns}_idx',
        table,
        index.parts.map((p) => p.column ?? 'expr'),
        dialect.name,
        taken,
      ),
    progress: () => undefined,
  });
}

/** `orders (customer_id, placed_at) where …`, sorted. */
export function said(report: AdviceReport): string {
  return report.advice
    .map((a) => shown(a.index))
    .sort()
    .join(', ');
}

function shown({ table, method, parts, include, where }: Index): string {
  const key = parts.map(
    (p) =>
      `${p.expression === undefined ? p.column : /^\w+\(.*\)$/.test(p.expression) ? p.expression : p.expression.startsWith('(') ? `(${p.expression.slice(1, -1)})` : `(${p.expression})`}${p.opclass === undefined ? '' : ` ${p.opclass}`}${p.descending ? ' desc' : ''}`,
  );
  return `${table}${method === undefined ? '' : ` using ${method}`} (${key.join(', ')})${include === undefined ? '' : ` include (${include.join(', ')})`}${where === undefined ? '' : ` where ${where.replace(/^\((.*)\)$/, '$1')}`}`;
}

/** One database for all tests of a `describe`, prepared by scripts; gives its URL once the tests run. */
export function onDatabase(server: TestServer, ...scripts: readonly string[]): () => string {
  let url = '';
  const over = Promise.withResolvers<void>();
  let life: Promise<void> | undefined;
  beforeAll(async () => {
    const ready = Promise.withResolvers<void>();
    life = withDatabase(server, async (database) => {
      url = database;
      for (const script of scripts) await load(server, url, script);
      ready.resolve();
      await over.promise;
    });
    life.catch(ready.reject);
    await ready.promise;
  }, 240_000);
  afterAll(async () => {
    over.resolve();
    await life;
  });
  return () => url;
}
