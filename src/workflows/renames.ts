import { type Session } from '../dialects/dialect.ts';
import { type LookAlike, lookAlikes } from '../diff/look-alike.ts';
import { addRenames, type FormerName } from '../manifest/add-rename.ts';
import { didYouMean } from '../manifest/did-you-mean.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type ObjectId, parseDotted, shownName } from '../model/id.ts';
import { type Desired, type Phase } from '../model/manifest.ts';
import { idOf, KINDS, type SchemaObject } from '../model/object.ts';
import { type Comparison, compare } from './live.ts';
import { enforceOnManifest } from './policy.ts';
import { type LazyScratch, openProject, type Project } from './project.ts';
import { type Replayed } from './replayed.ts';
import { finding, Refusal, type Run } from './run.ts';
import { type Allowance, mayBeLost, shellWord } from './safety.ts';

/**
 * The project once `--rename kind:old=new` stands in its YAML as `renamed_from`. Throws a `Refusal` that has every
 * rename that names nothing declared, or that cannot be written there.
 */
export async function withRenames(project: Project, texts: readonly string[], run: Run): Promise<Project> {
  if (texts.length === 0) return project;
  const { desired } = project.manifest;
  const found = texts.map((text) => formerNameOf(text, desired, project.dialect.defaultSchema));
  const wrong = found.flatMap((f) => ('code' in f ? [f] : []));
  if (wrong.length > 0) throw new Refusal(wrong);
  const { files, open } = await addRenames(found.flatMap((f) => ('code' in f ? [] : [f])));
  for (const path of files) run.journal.note({ type: 'file', path, purpose: 'manifest, with renamed_from' });
  if (files.length > 0) run.say(files.map((f) => `wrote renamed_from into ${f}\n`).join(''));
  if (open.length > 0)
    throw new Refusal(
      open.map(({ at, former }): Diagnostic => {
        const hint = `write it as a map with renamed_from: ${former}`;
        return { code: 'usage', severity: 'error', message: 'this form has no room for a former name', hint, at };
      }),
    );
  return openProject(run);
}

/** `table:public.clients=customers` → where `customers` stands, with the name that it had. */
function formerNameOf(text: string, desired: Desired, defaultSchema: string): FormerName | Diagnostic {
  const shape = /^(\w+):(.+)=([^=]+)$/.exec(text);
  const hint = '--rename KIND:OLD=NEW, as in table:public.clients=customers or column:public.orders.sum=total';
  if (shape === null) return finding('usage', `--rename cannot read ${JSON.stringify(text)}`, hint);
  const [, kind = '', former = '', present = ''] = shape;
  const known = KINDS.find((k) => k === kind) ?? (kind === 'column' ? 'column' : undefined);
  if (known === undefined) {
    const meant = didYouMean(kind, ['column', ...KINDS]);
    return finding(
      'usage',
      `--rename knows no kind ${JSON.stringify(kind)}`,
      meant === undefined ? hint : `did you mean ${meant}?`,
    );
  }
  const [before, after] = [signed(former), signed(present)];
  const [parts, name] = [parseDotted(before.name), parseDotted(after.name)?.at(-1)];
  const old = parts?.at(-1);
  if (parts === null || old === undefined || name === undefined)
    return finding('usage', `--rename cannot read ${JSON.stringify(text)}`, hint);
  const owner = parts.slice(0, -1);
  const signature = after.signature ?? before.signature;
  const candidates = [...named(known, desired.objects)].filter(
    (c) =>
      c.name === name &&
      (signature === undefined || c.signature === undefined || c.signature === signature) &&
      endsWith([defaultSchema, ...owner], c.owner, defaultSchema),
  );
  const places = candidates.flatMap((c) => desired.places.get(c.id) ?? []);
  const [at] = places;
  if (at === undefined) return finding('usage', `the manifest declares no ${kind} ${present}`, hint);
  if (places.length > 1) {
    const [overload] = candidates.flatMap((c) => (c.signature === undefined ? [] : [`${present}(${c.signature})`]));
    const fix = overload === undefined ? hint : `say which: --rename ${shellWord(`${kind}:${former}=${overload}`)}`;
    return finding('usage', `the manifest declares more than one ${kind} ${present}`, fix);
  }
  return { kind: known, at, former: old };
}

/** `public.add(integer, integer)` → the dotted name, and what tells an overload from the others. */
function signed(text: string): { readonly name: string; readonly signature: string | undefined } {
  const [, name = text, signature] = /^(.*?)(?:\((.*)\))?$/s.exec(text) ?? [];
  return { name: name === '' ? text : name, signature };
}

interface NamedThing {
  readonly id: ObjectId;
  readonly name: string;
  /** Schema, and table of a member. */
  readonly owner: readonly string[];
  /** Types of its arguments, where kinds are overloaded. */
  readonly signature?: string;
}

function* named(kind: SchemaObject['kind'] | 'column', objects: readonly SchemaObject[]): Iterable<NamedThing> {
  for (const o of objects) {
    if (kind === 'column' && o.kind === 'table')
      for (const c of o.columns) yield { id: `${idOf(o)}#columns.${c.name}`, name: c.name, owner: [o.schema, o.name] };
    if (o.kind !== kind) continue;
    const owner = 'table' in o ? [o.schema, o.table] : [o.schema];
    yield { id: idOf(o), name: o.name, owner, ...('signature' in o ? { signature: o.signature } : {}) };
  }
}

/** Whether `given` (with the default schema before it) names `owner`. */
function endsWith(given: readonly string[], owner: readonly string[], defaultSchema: string): boolean {
  const whole = owner.filter((part) => part !== '');
  const short = given.filter((part) => part !== '').slice(-whole.length);
  const padded = short.length < whole.length ? [defaultSchema, ...short] : short;
  return whole.every((part, i) => padded[i] === part);
}

/** A comparison, and what in it may be a rename that nobody has spoken of. */
export interface Asked {
  readonly project: Project;
  readonly live: Comparison;
  readonly questions: readonly LookAlike[];
}

/** Compares, and asks a person about each thing that goes beside one that looks like it: a yes goes into the YAML. */
export async function compareAsking(
  project: Project,
  session: Session | Replayed,
  scratch: LazyScratch,
  run: Run,
  { allow = [], phase }: { readonly allow?: readonly Allowance[]; readonly phase?: Phase | undefined },
): Promise<Asked> {
  const { desired } = enforceOnManifest(project, run.now);
  const live = await compare(project, session, scratch, { desired, phase });
  const questions = lookAlikes(live.spelled.changes).filter(({ before }) => !mayBeLost(before, allow));
  const { ask } = run;
  if (ask === undefined || questions.length === 0) return { project, live, questions };
  const confirmed: string[] = [];
  for (const q of questions) if (await ask(`${sentence(q)} [y/N] `)) confirmed.push(q.rename);
  if (confirmed.length === 0) return { project, live, questions: [] };
  const renamed = await withRenames(project, confirmed, run);
  const { desired: again } = enforceOnManifest(renamed, run.now);
  return { project: renamed, live: await compare(renamed, session, scratch, { desired: again, phase }), questions: [] };
}

/** The question as a finding: what speaks for it, and the two answers. */
export function questionOf(q: LookAlike): Diagnostic {
  const [yes, no] = [`--rename ${shellWord(q.rename)}`, `--allow loses_data:${shellWord(shownName(q.before))}`];
  const values = q.kind === 'table' || q.kind === 'column' ? ' with its values' : '';
  return {
    code: 'looks-renamed',
    severity: 'error',
    message: sentence(q),
    hint: `yes: ${yes}; no, it goes${values}: ${no}`,
    object: q.after,
  };
}

function sentence({ kind, before, after, because }: LookAlike): string {
  return `is ${kind.replaceAll('_', ' ')} ${shownName(after)} the former ${shownName(before)}? ${because}`;
}
