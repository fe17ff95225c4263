import { createHash } from 'node:crypto';
import { sql } from '../../model/query.ts';
import { type DraftSection } from '../draft.ts';
import { type MigrationFile } from '../file.ts';
import { type Layout, type MigrationSource, type WriteContext } from './format.ts';
import { type Pair, readPairs } from './pair-files.ts';
import { parsePlan, type SqitchPlan } from './sqitch-plan.ts';
import { createRegistry, registryName, sqitchAdd } from './sqitch-registry.ts';
import { decode, headLines, sectionLines } from './sql-text.ts';

/** Sqitch: `sqitch.plan` names the changes in order; `deploy/`, `revert/` and `verify/` hold a script of each. */
export const sqitch: Layout = {
  name: 'sqitch',
  owns: (path) =>
    path === 'sqitch.plan' || path === 'sqitch.conf' || /^(?:deploy|revert|verify)\/[^/]+\.sql$/.test(path),
  read: (sources, dialect) => {
    const plan = planIn(sources);
    if (plan === null) return { files: [], diagnostics: [] };
    const order = new Map(plan.changes.map((c, i) => [c.name, i]));
    const read = readPairs(
      plan.changes.flatMap((c) => pairOf(c, sources)),
      dialect,
      (a, b) => (order.get(a.version) ?? 0) - (order.get(b.version) ?? 0),
    );
    const files = read.files.map((f) => withoutFrame(f, plan.reworked.includes(f.version)));
    return { ...read, files };
  },
  write: (drafts, context) => {
    const { dialect, sources, now } = context;
    const engine = dialect === 'postgres' ? 'pg' : 'mysql';
    const there = sources.find((s) => s.name === 'sqitch.plan');
    const head =
      there === undefined ? `%syntax-version=1.0.0\n%project=${projectName(context)}\n\n` : (decode(there.bytes) ?? '');
    const date = now.toISOString().replace(/\.\d+Z$/, 'Z');
    const names = drafts.map((d) => ({ draft: d, name: `${d.version}_${d.slug}` }));
    const lines = names.map(({ draft, name }) => `${name} ${date} dbops <dbops@localhost> # ${draft.title}\n`);
    const text = (headed: readonly string[], section: DraftSection): string => {
      const framed = section.transaction && dialect === 'postgres';
      const reasons = section.irreversible.map((r) => `-- irreversible: ${r}`);
      const body = [...sectionLines({ ...section, irreversible: [] }, dialect)];
      return `${[...headed, ...reasons, ...(framed ? ['', 'BEGIN;', ...body, '', 'COMMIT;'] : body)].join('\n').trimStart()}\n`;
    };
    return [
      ...names.flatMap(({ draft, name }) => [
        { path: `deploy/${name}.sql`, text: text(headLines(draft), draft.up) },
        ...(draft.down === null ? [] : [{ path: `revert/${name}.sql`, text: text([], draft.down) }]),
      ]),
      {
        path: 'sqitch.plan',
        text: `${head.trimEnd()}\n${there === undefined ? '\n' : ''}${lines.join('')}`,
        replaces: true,
      },
      ...(sources.some((s) => s.name === 'sqitch.conf')
        ? []
        : [{ path: 'sqitch.conf', text: `[core]\n\tengine = ${engine}\n`, replaces: true as const }]),
    ];
  },
  peer: {
    table: 'sqitch.changes',
    async read(session, dialect, files) {
      const schema = registryName(dialect.name);
      const found = await session.rows(
        sql`select table_name as name from information_schema.tables where table_schema = ${schema} and table_name = 'changes'`,
      );
      if (found.length === 0) return { table: 'absent' };
      const rows = await session.rows<{ change_id: string }>(
        `SELECT change_id FROM ${dialect.quote.name(schema, 'changes')}`,
      );
      const ids = new Set(rows.map((r) => r.change_id));
      return { table: 'present', versions: new Set(files.filter((f) => ids.has(sealId(f))).map((f) => f.version)) };
    },
    create: createRegistry,
    add: (file, { dialect, files }) => sqitchAdd(file, dialect, files),
    remove: (file, { dialect }) => {
      const schema = registryName(dialect.name);
      const id = dialect.quote.literal(sealId(file));
      return ['dependencies', 'tags', 'changes'].map(
        (t) => `DELETE FROM ${dialect.quote.name(schema, t)} WHERE change_id = ${id}`,
      );
    },
    lock: (dialect) =>
      dialect.name === 'postgres'
        ? { take: 'select pg_try_advisory_lock(75474063) as got', free: 'select pg_advisory_unlock(75474063) as got' }
        : { take: "select get_lock('sqitch working', 0) as got", free: "select release_lock('sqitch working') as got" },
  },
};

/** The change's ID, which its seal begins with; the rest of that is what the registry holds of it. */
function sealId({ seal = '' }: MigrationFile): string {
  return (JSON.parse(seal === '' ? '{"id":""}' : seal) as { readonly id: string }).id;
}

function planIn(sources: readonly MigrationSource[]): SqitchPlan | null {
  const source = sources.find((s) => s.name === 'sqitch.plan');
  const text = source === undefined ? null : decode(source.bytes);
  return text === null ? null : parsePlan(text);
}

function pairOf(change: SqitchPlan['changes'][number], sources: readonly MigrationSource[]): Pair[] {
  const scriptOf = (kind: string): MigrationSource | null =>
    sources.find((s) => s.name === `${kind}/${change.name}.sql`) ?? null;
  const up = scriptOf('deploy');
  const project = planIn(sources);
  if (up === null) return [];
  const script = createHash('sha1').update(up.bytes).digest('hex');
  const seal = JSON.stringify({ ...change, project: project?.project, uri: project?.uri, script });
  return [{ version: change.name, name: change.name, up, down: scriptOf('revert'), transaction: null, seal }];
}

const FRAME = /^(?:begin|start transaction|commit)$/i;

/** Sqitch's scripts say themselves where their transaction is: dbops has one of its own. */
function withoutFrame(file: MigrationFile, reworked: boolean): MigrationFile {
  const inner = (section: MigrationFile['up']): MigrationFile['up'] => {
    const statements = section.statements.filter((s) => !FRAME.test(s.sql));
    return { ...section, transaction: statements.length < section.statements.length, statements };
  };
  const psql = file.up.statements.some((s) => /^\\/m.test(s.sql));
  const foreign = reworked ? 'its change is reworked' : psql ? 'it holds commands of psql' : undefined;
  const plain = { ...file, up: inner(file.up), down: file.down === null ? null : inner(file.down) };
  return foreign === undefined ? plain : { ...plain, foreign };
}

function projectName({ project }: WriteContext): string {
  return project.replaceAll(/[^\w]+/g, '_').replace(/^_+|_+$/g, '') || 'dbops';
}
