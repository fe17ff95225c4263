import { join } from 'node:path';
import { type Catalog } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { type MigrationFile } from '../migrations/file.ts';
import { type MigrationFolder, renameMigration } from '../migrations/files.ts';
import { changesRows } from '../migrations/replay.ts';
import { parseSum, type SumLine } from '../migrations/sum.ts';
import { nextVersions } from '../migrations/versions.ts';
import { EXIT } from '../model/codes.ts';
import { DbopsError } from '../model/error.ts';
import { describeChange } from '../report/plan.ts';
import { layout, migrationsDir, readFolder, sealFolder, shown } from './files.ts';
import { lazyScratch, openProject, type Project } from './project.ts';
import { replayed, tryTarget } from './replayed.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';

/**
 * Settles the order after a merge: migrations that `dbops.sum` does not know, or that one side of its conflict has, get versions after the
 * others, once it is proved in scratch that either order makes the same schema. Then writes the sum.
 */
export async function migrateRebase(run: Run, options: { readonly mine: 'ours' | 'theirs' }): Promise<Answer> {
  const project = await openProject(run);
  const folder = await readFolder(project, { unsealed: true });
  const { mine, others, base } = sidesOf(folder, options.mine);
  const late = mine.filter((m) => others.some((o) => folder.files.indexOf(o) > folder.files.indexOf(m)));
  const moved: string[] = [];
  if (mine.length > 0 && others.length > 0) {
    await refuseDependent(project, run, base, others, mine);
    run.journal.note({ type: 'technique', text: 'both orders of the two sides make the same schema in scratch' });
  }
  if (late.length > 0) {
    const versions = nextVersions(
      mine.length,
      run.now,
      folder.files.filter((f) => !mine.includes(f)),
    );
    for (const [i, file] of mine.entries())
      moved.push(await reversion(project, run, file, versions[i] ?? file.version));
  }
  const sum = await sealFolder(project, run);
  const lines = [...moved, ...(sum === null ? [] : [`${shown(sum, run)}: written anew`])];
  return {
    exit: EXIT.done,
    text: lines.length === 0 ? 'nothing to do\n' : `${lines.join('\n')}\n`,
    json: { ok: true, moved, commutes: mine.length > 0 && others.length > 0, sum: sum !== null },
    status: lines.length === 0 ? 'nothing to do' : 'order settled',
  };
}

interface Sides {
  /** Migrations that both sides have. */
  readonly base: readonly MigrationFile[];
  readonly others: readonly MigrationFile[];
  /** Those that may get later versions. */
  readonly mine: readonly MigrationFile[];
}

/** `ours` and `theirs` as git calls the sides of a conflict; without a conflict, what the sum does not list is mine. */
function sidesOf({ sum, files, sources }: MigrationFolder, side: 'ours' | 'theirs'): Sides {
  const plain = files.filter((f) => !f.repeatable);
  if (sum === null) return { base: plain, others: [], mine: [] };
  const { lines, sides } = parseSum(sum);
  const lists = (listed: readonly SumLine[], file: MigrationFile): boolean =>
    sources.some((s) => s.path === file.path && listed.some((l) => l.name === s.name));
  if (sides === null) {
    const mine = plain.filter((f) => !lists(lines, f));
    const first = plain.findIndex((f) => mine.includes(f));
    const others = first < 0 ? [] : plain.filter((f, i) => i > first && !mine.includes(f));
    return { base: plain.filter((f) => !mine.includes(f) && !others.includes(f)), others, mine };
  }
  const one = plain.filter((f) => lists(sides.ours, f) && !lists(sides.theirs, f));
  const other = plain.filter((f) => !lists(sides.ours, f) && lists(sides.theirs, f));
  const base = plain.filter((f) => !one.includes(f) && !other.includes(f));
  return side === 'ours' ? { base, others: other, mine: one } : { base, others: one, mine: other };
}

/** Throws `not-commuting` unless both orders of the two sides are known to make the same. */
async function refuseDependent(
  project: Project,
  run: Run,
  base: readonly MigrationFile[],
  one: readonly MigrationFile[],
  other: readonly MigrationFile[],
): Promise<void> {
  const { dialect } = project;
  const hint = 'take one side back and make it anew after the other: dbops generate';
  const changing = [...one, ...other].filter((f) => changesRows(f));
  if (changing.length > 0) {
    const names = changing.map((f) => f.name).join(', ');
    throw new Refusal([
      finding('not-commuting', `whether the order matters cannot be proved, since rows are changed: ${names}`, hint),
    ]);
  }
  await using session = await tryTarget(project, run);
  await using scratch = lazyScratch(project, session, run);
  const made = async (files: readonly MigrationFile[]): Promise<Catalog> =>
    (await replayed(project, scratch, files, null)).catalog;
  const straight = await made([...base, ...one, ...other]);
  const turned = await made([...base, ...other, ...one]).catch((error: unknown) => {
    if (!(error instanceof DbopsError) || error.code !== 'replay-failed') throw error;
    throw new Refusal([finding('not-commuting', `the order matters: ${error.message}`, hint)]);
  });
  const differing = diff(straight.objects, turned.objects, { columnOrder: dialect.columnsHaveOrder });
  if (differing.length === 0) return;
  const what = differing.map(describeChange).join(', ');
  throw new Refusal([finding('not-commuting', `the order matters: it makes another schema (${what})`, hint)]);
}

/** Gives a migration a later version: its file goes by another name, its text stays. */
async function reversion(project: Project, run: Run, file: MigrationFile, version: string): Promise<string> {
  const dir = migrationsDir(project);
  const { name } = layout(project);
  if (!RENAMED.includes(name) || !file.name.startsWith(file.version)) {
    throw new Refusal([
      finding(
        'not-commuting',
        `${file.name} is older than migrations of the other side, and ${name} keeps its own order`,
        `make it anew with ${name}`,
      ),
    ]);
  }
  const there = (await readFolder(project, { unsealed: true })).sources.filter(
    (s) => s.name === file.name || s.name.startsWith(`${file.name}/`) || s.name.startsWith(`${file.version}_`),
  );
  for (const { name: from } of there) {
    const to = `${version}${from.slice(file.version.length)}`;
    await renameMigration(join(dir, from), join(dir, to));
    run.journal.note({ type: 'file', path: shown(join(dir, to), run), purpose: `was ${from}` });
  }
  return `${file.name} → ${version}${file.name.slice(file.version.length)}`;
}

/** Layouts whose files begin with their versions and know nothing of each other. */
const RENAMED: readonly string[] = ['dbmate', 'golang-migrate', 'prisma', 'node-pg-migrate'];
