import { type Catalog, type Dialect, type Scratch, type ServerInfo, type Session } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { afterRenames, findRenames } from '../diff/rename.ts';
import { ACCESS_FIELDS, accessOf, withoutAccess } from '../model/access.ts';
import { type Change, changeId } from '../model/change.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { ServerError } from '../model/error.ts';
import { type ObjectId } from '../model/id.ts';
import { type Desired, type Scope } from '../model/manifest.ts';
import { byId, idOf, type SchemaObject } from '../model/object.ts';
import { peerNames } from '../model/peer-tables.ts';
import { type BuildRefusal, buildSchema } from './build.ts';
import { closure } from './closure.ts';
import { withLost } from './lost-in-scratch.ts';
import { makePlan } from './plan.ts';
import { inWordsOf, reconcile, replaceObjects } from './reconcile.ts';
import { refusalDiagnostic } from './refusal.ts';
import { renameOnly } from './rename-only.ts';
import { type SpellingRecords, spellingDigest } from './spelling-record.ts';

export interface SpellInput {
  readonly dialect: Dialect;
  /** The target; absent: none is known. */
  readonly server?: ServerInfo;
  readonly before: readonly SchemaObject[];
  readonly desired: Desired;
  readonly records: SpellingRecords;
  readonly scope: Scope;
  /** Opens (or gives again) the scratch place; called only when texts differ and no record settles it. */
  readonly scratch: () => Promise<Scratch | { readonly unavailable: string }>;
  /** Also build what is only created, so that the server checks every expression. */
  readonly checkAll?: boolean;
}

export interface Spelled {
  /** The declared objects, in the live schema's words wherever they mean the same. */
  readonly after: readonly SchemaObject[];
  readonly changes: readonly Change[];
  /** Refused expressions (errors), and a warning when there was no scratch place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the spelling was done; null when texts or records settled everything. */
  readonly where: string | null;
}

/** Two schemas as they are written. */
export interface Texts {
  readonly after: readonly SchemaObject[];
  readonly changes: readonly Change[];
  /** The live objects in their order, under their present names; and by these. */
  readonly renamed: readonly SchemaObject[];
  readonly present: ReadonlyMap<string, SchemaObject>;
}

/**
 * Compares two schemas as the server understands them: equal text is equal; else a spelling record settles it; else
 * both are built in one scratch place and read back from the same server.
 */
export async function spell(input: SpellInput): Promise<Spelled> {
  const { dialect, before, desired } = input;
  const { after, changes, renamed, present } = compareTexts(input);
  const open = hasWords(input, after, changes) || changes.some((c) => c.type === 'create' && input.checkAll);
  if (!open) return { after, changes, diagnostics: [], where: null };

  const scratch = await input.scratch();
  if ('unavailable' in scratch) {
    return { after, changes, diagnostics: [noScratch(scratch.unavailable)], where: null };
  }
  const roots = new Set(changes.flatMap((c) => [...(c.type === 'create' ? [] : [idOf(c.before)]), changeId(c)]));
  const liveRoots = before.filter((_, i) => roots.has(idOf(renamed[i] as SchemaObject))).map(idOf);
  // An index ON ONLY its table is told from others by the partitions that have no part.
  const isOnly = [...before, ...desired.objects].some((o) => o.kind === 'index' && o.only && roots.has(idOf(o)));
  const some = isOnly ? desired.objects : closure(desired.objects, roots);
  let declared = await spellDeclared(scratch, some, roots, input);
  if (declared.refusals.length > 0 && some.length < desired.objects.length) {
    declared = await spellDeclared(scratch, desired.objects, roots, input);
  }
  if (declared.refusals.length > 0 && scratch.lacks !== undefined) {
    return { after, changes, diagnostics: [noScratch(scratch.lacks.reason)], where: null };
  }
  if (declared.refusals.length > 0) {
    const diagnostics = declared.refusals.map((r) => refusalDiagnostic(r, desired));
    return { after, changes, diagnostics, where: scratch.where };
  }
  let live = await spellLive(input, scratch, isOnly ? before : closure(before, liveRoots));
  if ('unavailable' in live) live = await spellLive(input, scratch, before);
  if ('unavailable' in live) return { after, changes, diagnostics: [noScratch(live.unavailable)], where: null };

  const liveSpelled = byId(live.catalog.objects);
  const declaredSpelled = byId(declared.catalog.objects);
  const settled = new Map<string, SchemaObject>();
  for (const object of after) {
    const id = idOf(object);
    const [b, bs, as] = [present.get(id), liveSpelled.get(id), declaredSpelled.get(id)];
    if (as === undefined) continue;
    if (b === undefined || bs === undefined) settled.set(id, { ...object, dependsOn: as.dependsOn });
    else {
      const spellings = { before: b, after: object, beforeSpelled: bs, afterSpelled: as };
      settled.set(id, withLost(reconcile(spellings), spellings));
    }
  }
  const spelled = replaceObjects(after, settled);
  const differing = diff(before, spelled, { columnOrder: dialect.columnsHaveOrder });
  return {
    // What is renamed while applications of both versions are at work has both names for a time.
    ...(desired.online === undefined && differing.some((c) => c.type === 'rename')
      ? inPresentNames(spelled, differing, declaredSpelled)
      : { after: spelled, changes: differing }),
    diagnostics: [],
    where: scratch.where,
  };
}

/**
 * What differs in names alone is the same, and has its former text: were it made again around the changes, that would speak of what
 * is called otherwise by then.
 */
function inPresentNames(
  spelled: readonly SchemaObject[],
  changes: readonly Change[],
  declared: ReadonlyMap<ObjectId, SchemaObject>,
): { readonly after: readonly SchemaObject[]; readonly changes: readonly Change[] } {
  const differing = new Map(changes.map((c) => [changeId(c), c]));
  const named = new Map(
    spelled.flatMap((o): [ObjectId, SchemaObject][] => {
      const id = idOf(o);
      const [said, change] = [o.kind === 'table' ? undefined : declared.get(id), differing.get(id)];
      if (said === undefined || change?.type === 'create') return [];
      return [[id, inWordsOf(said, o, change?.type === 'alter' ? change.fields : [])]];
    }),
  );
  return {
    after: replaceObjects(spelled, named),
    changes: changes.map((c) => {
      const after = c.type === 'alter' ? named.get(idOf(c.after)) : undefined;
      return after === undefined || c.type !== 'alter' ? c : { ...c, after };
    }),
  };
}

/** Both schemas as they are written, with what the spelling records know to be equal. */
export function compareTexts({ dialect, before, desired, records }: SpellInput): Texts {
  const renamed = afterRenames(before, desired.objects, findRenames(before, desired.objects));
  const present = byId(renamed);
  const remembered = new Map<string, SchemaObject>();
  for (const object of desired.objects) {
    const live = present.get(idOf(object));
    const record = records.get(idOf(object));
    if (live === undefined || record === undefined) continue;
    if (record.catalog === spellingDigest(live) && record.manifest === spellingDigest(object)) {
      remembered.set(idOf(object), keepNotes(live, object));
    }
  }
  const after = replaceObjects(desired.objects, remembered);
  const changes = diff(before, after, { columnOrder: dialect.columnsHaveOrder });
  return { after, changes, renamed, present };
}

/** Whether anything that differs may be a matter of spelling: names of roles are not, nor is what the dialect knows. */
function hasWords(
  { dialect, before }: SpellInput,
  after: readonly SchemaObject[],
  changes: readonly Change[],
): boolean {
  const altered = changes.filter((c) => c.type === 'alter').filter((c) => c.fields.some((f) => !ACCESS.has(f)));
  if (altered.length === 0) return false;
  // What is renamed is spoken of by its former name.
  if (changes.some((c) => c.type === 'rename')) return true;
  let mentioned: ReadonlySet<ObjectId> | null = null;
  const isMentioned = (id: ObjectId): boolean => {
    mentioned ??= mentionedBy(before, after);
    return mentioned.has(id);
  };
  return altered.some((change) => !dialect.asWritten?.(change, isMentioned));
}

const ACCESS: ReadonlySet<string> = new Set(ACCESS_FIELDS);

/** What the live objects speak of that are declared, too. */
function mentionedBy(before: readonly SchemaObject[], after: readonly SchemaObject[]): ReadonlySet<ObjectId> {
  const stays = new Set(after.map(idOf));
  return new Set(before.flatMap((o) => (stays.has(idOf(o)) ? (o.dependsOn ?? []) : [])));
}

function keepNotes(live: SchemaObject, declared: SchemaObject): SchemaObject {
  const kept: SchemaObject = { ...withoutAccess(live), ...accessOf(declared) };
  return declared.renamedFrom === undefined ? kept : { ...kept, renamedFrom: declared.renamedFrom };
}

/** Builds what is declared and reads it back; the texts of those objects that come or change are looked into. */
async function spellDeclared(
  scratch: Scratch,
  objects: readonly SchemaObject[],
  changed: ReadonlySet<ObjectId>,
  { dialect, scope, server }: SpellInput,
): Promise<{ catalog: Catalog; refusals: readonly BuildRefusal[] }> {
  await scratch.reset();
  const given = whatItHas(scratch, objects);
  const built = await buildSchema(dialect, scratch.session, given);
  const catalog = await readBack(dialect, scratch, everything(scope, objects), objects);
  const texts = built.length > 0 ? [] : await scratch.refusedTexts?.(given.filter((o) => changed.has(idOf(o))));
  return { catalog, refusals: telling([...built, ...(texts ?? [])], scratch, server) };
}

/** What another version of the server says of a function that it runs tells nothing of the text that calls it: that stays as written. */
function telling(
  refusals: readonly BuildRefusal[],
  { session }: Scratch,
  server?: ServerInfo,
): readonly BuildRefusal[] {
  const major = ({ number }: ServerInfo): number => Math.floor(number / 10_000);
  if (server === undefined || major(server) === major(session.server)) return refusals;
  return refusals.filter(({ error }) => !/^(?:SQL|PL\/\w+) function /m.test(error.within ?? ''));
}

/** What a scratch place can be given of these objects. */
export function whatItHas({ lacks, unsaid }: Scratch, objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const here = lacks === undefined ? objects : objects.filter((o) => !lacks.objects.includes(idOf(o)));
  return unsaid === undefined ? here : here.map((o) => unsaid.off(o, o));
}

/** What a scratch place has, with what it was not given of `given`. */
export async function readBack(
  dialect: Dialect,
  { session, unsaid }: Scratch,
  scope: Scope,
  given: readonly SchemaObject[],
): Promise<Catalog> {
  const catalog = await dialect.read(session, scope);
  if (unsaid === undefined) return catalog;
  const said = byId(given);
  return { ...catalog, objects: catalog.objects.map((o) => unsaid.on(o, said.get(idOf(o)) ?? o)) };
}

/** The live schema in scratch, with the renames done there by the server itself, so that expressions carry the new names. */
async function spellLive(
  { dialect, desired, scope, server }: SpellInput,
  scratch: Scratch,
  before: readonly SchemaObject[],
): Promise<{ catalog: Catalog } | { unavailable: string }> {
  await scratch.reset();
  const session: Session = scratch.session;
  const [refusal] = telling(await buildSchema(dialect, session, whatItHas(scratch, before)), scratch, server);
  if (refusal !== undefined) {
    if (scratch.lacks !== undefined) return { unavailable: scratch.lacks.reason };
    return { unavailable: `the live ${refusal.object} cannot be built in ${scratch.where}: ${refusal.error.message}` };
  }
  const renames = renameOnly(before, desired.objects);
  if (renames.changes.length > 0) {
    const { changes, after } = renames;
    const plan = makePlan({ dialect, server: session.server, before, after, changes, offline: true });
    try {
      for (const step of plan.steps) await session.run(step.sql);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return { unavailable: `the renames cannot be tried in ${scratch.where}: ${error.message}` };
    }
  }
  return { catalog: await readBack(dialect, scratch, everything(scope, [...before, ...desired.objects]), before) };
}

/** Scratch holds nothing but what was built there, so every schema that was built is in scope and nothing is ignored. */
export function everything(scope: Scope, objects: readonly SchemaObject[]): Scope {
  const schemas = new Set([...scope.schemas, ...objects.map((o) => o.schema).filter((s) => s !== '')]);
  const { counters } = scope;
  const peers = peerNames(objects);
  return { schemas: [...schemas], ignore: [], peers, ...(counters === undefined ? {} : { counters }) };
}

/** The warning that texts were compared as they stand. */
export function noScratch(reason: string): Diagnostic {
  return {
    code: 'no-scratch',
    severity: 'warning',
    message: `expressions were compared as text only: ${reason}`,
    hint: 'give the target a `dev:` database that may be wiped, or the right to create one',
  };
}
