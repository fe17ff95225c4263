import { type Session } from '../dialects/dialect.ts';
import { readHistory } from '../migrations/history.ts';
import { EXIT } from '../model/codes.ts';
import { KEPT } from '../model/kept.ts';
import { count } from '../report/count.ts';
import { readFiles } from './files.ts';
import { connectTarget, holdTarget, openProject, type Project } from './project.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';
import { type Allowance } from './safety.ts';

export interface PurgeOptions {
  /** Whatever its age, also what no migration tells the age of. */
  readonly all: boolean;
  readonly dryRun: boolean;
  readonly allow: readonly Allowance[];
}

/** A table or column that is kept aside. */
interface Aside {
  readonly name: string;
  /** What takes it away for good. */
  readonly drop: string;
}

/** Drops what `keep_dropped` put aside, once it has been there for as long as the manifest says. */
export async function migratePurge(run: Run, { all, dryRun, allow }: PurgeOptions): Promise<Answer> {
  const project = await openProject(run);
  const { dialect, manifest, target } = project;
  const allowed = allow.some((a) => a.hazard === 'loses_data' && a.object === null);
  if (all && target.protected && !allowed && !dryRun) {
    const message = `${target.name} is protected: what was put aside lately would be lost`;
    throw new Refusal([finding('protected-target', message, 'if that is meant: --allow loses_data')]);
  }
  await using session = await connectTarget(project, run);
  await using _alone = await holdTarget(project, session, run);
  const found = await asides(project, session);
  const rows = await readHistory(session, dialect);
  const files = await readFiles(project);
  const keep = manifest.safety.keepDropped ?? 0;
  const isOld = ({ name }: Aside): boolean => {
    const file = files.findLast((f) => f.up.statements.some((s) => s.sql.includes(name)));
    const at = rows.find((r) => r.version === file?.version)?.finishedAt;
    return at !== null && at !== undefined && Date.parse(at) + keep <= run.now.getTime();
  };
  const due = found.filter((a) => all || isOld(a));
  for (const { drop } of dryRun ? [] : due) {
    await session.run(drop);
    run.journal.note({ type: 'statement', sql: drop, status: 'done', ms: 0, where: 'purge' });
  }
  const kept = found.filter((a) => !due.includes(a)).map((a) => a.name);
  const lines = [
    ...due.map((a) => `${a.name}: ${dryRun ? 'would be dropped' : 'dropped'}`),
    ...kept.map((n) => `${n}: kept`),
  ];
  return {
    exit: EXIT.done,
    text: lines.length === 0 ? 'nothing is kept aside\n' : `${lines.join('\n')}\n`,
    json: { ok: true, purged: due.map((a) => a.name), kept },
    status: dryRun ? `${due.length} would be dropped` : count(due.length, 'thing dropped', 'things dropped'),
  };
}

async function asides({ dialect }: Project, session: Session): Promise<Aside[]> {
  const { quote } = dialect;
  if (dialect.name === 'mysql') {
    const tables = await session.rows<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = database() and left(table_name, ${KEPT.length}) = '${KEPT}'`,
    );
    return tables.map(({ name }) => ({ name, drop: `DROP TABLE ${quote.ident(name)}` }));
  }
  const tables = await session.rows<{ name: string }>(
    `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'dbops' and c.relkind = 'r' and starts_with(c.relname, '${KEPT}') order by 1`,
  );
  const columns = await session.rows<{ schema: string; table: string; name: string }>(
    `select n.nspname::text as schema, c.relname::text as "table", a.attname::text as name from pg_attribute a
     join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and not a.attisdropped and starts_with(a.attname, '${KEPT}') and n.nspname <> 'dbops' order by 1, 2, 3`,
  );
  return [
    ...tables.map(({ name }) => ({ name, drop: `DROP TABLE ${quote.name('dbops', name)}` })),
    ...columns.map(({ schema, table, name }) => ({
      name,
      drop: `ALTER TABLE ${quote.name(schema, table)} DROP COLUMN ${quote.ident(name)}`,
    })),
  ];
}
