import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type SchemaText, updateFiles } from '../manifest/update.ts';
import { SCHEMA_FILE, schemaData } from '../manifest/write.ts';
import { serialsOf } from '../manifest/write-serial.ts';
import { rolesOf } from '../model/access.ts';
import { EXIT } from '../model/codes.ts';
import { objectId } from '../model/id.ts';
import { type Places, placeOf } from '../model/manifest.ts';
import { objectCount } from '../model/mysql-object.ts';
import { byId, idOf, type SchemaObject, type Sequence } from '../model/object.ts';
import { PEER_NAMES } from '../model/peer-tables.ts';
import { reconcile } from '../plan/reconcile.ts';
import { count } from '../report/count.ts';
import { describeChange } from '../report/plan.ts';
import { formatUnmanaged } from '../report/unmanaged.ts';
import { type Comparison, compare } from './live.ts';
import { note } from './plan.ts';
import { connectTarget, lazyScratch, openProject, type Project } from './project.ts';
import { concerning } from './pulled-roles.ts';
import { type Answer, finding, Refusal, type Run } from './run.ts';
import { withUnchecked } from './unchecked.ts';

/**
 * Live database → the manifest that is there already: what differs is edited in place, and the rest of each file stays as its
 * author has written it. What was written is read back and compared; when it cannot be made to agree, every file is put back.
 */
export async function pullInto(run: Run, manifest: string, options: { readonly strict: boolean }): Promise<Answer> {
  const at: Run = { ...run, manifest };
  const project = widened(await openProject(at));
  await using session = await connectTarget(project, at);
  await using scratch = lazyScratch(project, session, at);
  const start = await compare(project, session, scratch, { desired: project.manifest.desired });
  note(at, start);
  const { unmanaged } = start.catalog;
  const originals = await textsOf(project);
  const written = new Map<string, string>();
  let left = start;
  try {
    let current = project;
    for (const whole of [false, true]) {
      if (left.spelled.changes.length === 0) break;
      const before = await withUnchecked(project.dialect, session, left.before);
      for (const file of await edited(current, { ...left, before }, whole)) {
        await mkdir(dirname(file.path), { recursive: true });
        await writeFile(file.path, file.text);
        written.set(file.path, file.text);
      }
      current = await openProject(at);
      left = await compare(current, session, scratch, { desired: current.manifest.desired });
    }
    if (left.spelled.changes.length > 0) {
      const what = left.spelled.changes.map(describeChange).slice(0, 5).join(', ');
      throw new Refusal([
        finding('not-converged', `the files cannot be edited to say what is there: ${what}`, 'write them anew: --yes'),
      ]);
    }
  } catch (error) {
    await putBack(written, originals);
    throw error;
  }
  const files = [...written.keys()].map((path) => relative(run.cwd, path)).sort();
  for (const path of files) run.journal.note({ type: 'file', path, purpose: 'manifest, edited to what is there' });
  const changes = start.spelled.changes.map((c) => `~ ${describeChange(c)}`);
  const text =
    files.length === 0
      ? 'nothing to do: the manifest declares what is there\n'
      : `${[...changes, '', ...files.map((f) => `edited ${f}`)].join('\n')}\n`;
  return {
    exit: options.strict && unmanaged.length > 0 ? EXIT.refused : EXIT.done,
    text: text + formatUnmanaged(unmanaged),
    json: { ok: true, files, objects: objectCount(start.catalog.objects), unmanaged },
    status: files.length === 0 ? 'nothing to do' : `edited ${count(files.length, 'file')}`,
  };
}

/** A manifest that neither lists schemas nor declares anything is to be of all that there is. */
function widened(project: Project): Project {
  const { scope, desired } = project.manifest;
  if (scope.implied !== true || desired.objects.length > 0) return project;
  return { ...project, manifest: { ...project.manifest, scope: { ...scope, schemas: ['*'], peers: [...PEER_NAMES] } } };
}

async function textsOf({ manifest }: Project): Promise<SchemaText[]> {
  return Promise.all(manifest.schemaFiles.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

/** The files that have to change, in the words of their author wherever those mean what is there. */
async function edited(project: Project, { before, spelled }: Comparison, whole: boolean): Promise<SchemaText[]> {
  const { desired, dir, scope } = project.manifest;
  const { places } = desired;
  const declared = byId(desired.objects);
  const settled = byId(spelled.after);
  // What a database gives to its tables is managed where a manifest speaks of it.
  const managed = before.filter((live) => live.kind !== 'database' || declared.has(idOf(live)));
  const wanted = managed.map((live): SchemaObject => {
    const [own, words] = [declared.get(idOf(live)), settled.get(idOf(live))];
    if (own === undefined || words === undefined) return live;
    const after =
      own.kind === 'function' && live.kind === 'function' && own.body === live.body
        ? { ...live, unchecked: own.unchecked }
        : live;
    return reconcile({ before: own, after, beforeSpelled: words, afterSpelled: after });
  });
  const home = join(dir, SCHEMA_FILE);
  const roles = [...(scope.roles ?? []), ...desired.objects.flatMap(rolesOf)];
  const now = concerning(wanted, roles);
  const former = serialsOf(desired.objects.filter((o) => o.kind !== 'sequence' || isBySerial(o, places)));
  const long = new Set(desired.objects.flatMap((o) => (former.sequences.has(idOf(o)) ? [] : [idOf(o)])));
  const serials = serialsOf(now.filter((o) => o.kind !== 'sequence' || !long.has(idOf(o))));
  const [from, to] = [schemaData(desired.objects, former), schemaData(now, serials)];
  return updateFiles(await textsOf(project), from, to, { home, whole });
}

/** Whether a sequence stands nowhere but in its column's type. */
function isBySerial(sequence: Sequence, places: Places): boolean {
  const { schema, ownedBy } = sequence;
  if (ownedBy === undefined) return false;
  const own = placeOf(places, idOf(sequence));
  const column = placeOf(places, objectId('table', schema, ownedBy.table), `columns.${ownedBy.column}`);
  return own !== undefined && own.file === column?.file && own.line === column.line;
}

async function putBack(written: ReadonlyMap<string, string>, originals: readonly SchemaText[]): Promise<void> {
  for (const path of written.keys()) {
    const original = originals.find((o) => o.path === path);
    if (original === undefined) await rm(path, { force: true });
    else await writeFile(path, original.text);
  }
}
