import { dirname, matchesGlob, resolve } from 'node:path';
import { byPlace, type Diagnostic, type Span } from '../model/diagnostic.ts';
import { idName, shownName } from '../model/id.ts';
import { type Desired, type Loaded, type Manifest, type Places, placeOf, type Scope } from '../model/manifest.ts';
import { idOf, type SchemaObject, tableIdOf } from '../model/object.ts';
import { peerNames, withoutBookkeeping } from '../model/peer-tables.ts';
import { type AdviceConfig, type PolicyException, type RuleConfig } from '../model/policy.ts';
import { inScope } from '../model/scope.ts';
import { type SeedSet } from '../model/seed.ts';
import { type ManifestCache, openCache } from './cache.ts';
import { checked } from './checked.ts';
import { lowerConfig, type ManifestYaml } from './config.ts';
import { declaredObjects } from './declared.ts';
import { type Parsed } from './located.ts';
import { lowerPoliciesFile, type PoliciesYaml } from './lower/policies-file.ts';
import { report } from './lower/scope.ts';
import { lowerSeedsFile, type SeedsYaml } from './lower/seeds-file.ts';
import { readGlobs, readSource, type Source } from './read.ts';
import { type FileKind } from './validate.ts';

export interface LoadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The target that will be used: its environment variables must be set. */
  readonly target?: string;
}

const ADVICE: AdviceConfig = { sources: [], minCalls: 1, minImprovement: 0.1, storageBudget: undefined };
const INCLUDE = { schema: ['schema/**/*.yaml'], policies: ['policies/**/*.yaml'], seeds: ['seeds/**/*.yaml'] } as const;

/** Reads, parses, validates and lowers dbops.yaml and all that it includes. Every finding comes at once. */
export async function loadManifest(file: string, options: LoadOptions): Promise<Loaded> {
  const main = await readSource(file);
  if ('code' in main) {
    const hint = 'start a project with: dbops init; or name the file: --manifest PATH';
    return { manifest: null, diagnostics: [{ ...main, hint }], tasks: null };
  }
  const path = resolve(file);
  const cache = openCache(path);
  const { parsed, diagnostics } = checked(main, 'dbops', cache);
  if (parsed === null || diagnostics.length > 0) return { manifest: null, diagnostics, tasks: null };
  const yaml = parsed.data as ManifestYaml;
  const dir = dirname(path);
  const { config, diagnostics: findings } = lowerConfig(parsed, yaml, options);
  const tasks = resolve(dir, config.tasks.dir);
  const found: Diagnostic[] = [...findings];

  const rules: RuleConfig[] = [];
  const exceptions: PolicyException[] = [];
  let advice = ADVICE;
  const seeds: SeedSet[] = [];
  const sources = await filesOf(parsed, yaml, dir, 'schema', found);
  const {
    objects: declared,
    places,
    online,
    unread,
    diagnostics: wrong,
  } = declaredObjects(sources, config.dialect, cache);
  found.push(...wrong);
  const objects = withoutBookkeeping(declared, config.migrations.layout);
  found.push(...keptByLayout(declared, objects, config.migrations.layout, places));
  await eachFile(parsed, yaml, dir, 'policies', cache, found, (part) => {
    const lowered = lowerPoliciesFile(part, part.data as PoliciesYaml);
    rules.push(...lowered.rules);
    exceptions.push(...lowered.exceptions);
    advice = { ...advice, ...lowered.advice };
    found.push(...lowered.diagnostics);
  });
  await eachFile(parsed, yaml, dir, 'seeds', cache, found, (part, source) => {
    const lowered = lowerSeedsFile(part, part.data as SeedsYaml, config.dialect, source.path);
    for (const set of lowered.sets) {
      const earlier = seeds.find((s) => s.name === set.name);
      if (earlier === undefined) seeds.push(set);
      else
        report(
          { diagnostics: found },
          'duplicate-name',
          `the seed set ${set.name} is declared twice`,
          set.at,
          placeHint(earlier.at),
        );
    }
    found.push(...lowered.diagnostics);
  });
  await cache.save();
  // What has errors may declare what they name.
  if (unread.length === 0) warnOfIdleExceptions(exceptions, objects, found);
  const asked = withDeclaredPeers(withDeclaredRoles(config.scope, objects), objects);
  const scope = asked.implied ? withDeclaredSchemas(asked, objects) : asked;
  if (config.dialect === 'postgres') found.push(...outOfScope(scope, { objects, places }));
  const inOrder = inOrderOfPlaces(found);
  if (inOrder.some((d) => d.severity === 'error')) return { manifest: null, diagnostics: inOrder, tasks };
  const manifest: Manifest = {
    file: path,
    dir,
    ...config,
    scope,
    schemaFiles: sources.map((s) => s.path),
    desired: { objects, places, ...(online.length === 0 ? {} : { online }) },
    policies: { rules, exceptions, advice },
    seeds,
  };
  return { manifest, diagnostics: inOrder, tasks };
}

/** A role that is declared is managed, whether the scope lists it or not. */
function withDeclaredRoles(scope: Scope, objects: readonly SchemaObject[]): Scope {
  const declared = objects.flatMap((o) => (o.kind === 'role' ? [o.name, o.renamedFrom ?? []].flat() : []));
  return declared.length === 0 ? scope : { ...scope, ownRoles: [...(scope.ownRoles ?? []), ...declared] };
}

/** What is usual for the bookkeeping of a migration tool is managed where it is declared. */
function withDeclaredPeers(scope: Scope, objects: readonly SchemaObject[]): Scope {
  const peers = peerNames(objects);
  return peers.length === 0 ? scope : { ...scope, peers };
}

/** What the layout of the migrations makes and fills by itself is not declared beside that. */
function keptByLayout(
  declared: readonly SchemaObject[],
  objects: readonly SchemaObject[],
  layout: string,
  places: Places,
): Diagnostic[] {
  if (declared.length === objects.length) return [];
  const rest = new Set(objects);
  return declared
    .filter((o) => (o.kind === 'table' || o.kind === 'schema') && !rest.has(o))
    .map((o): Diagnostic => {
      const id = idOf(o);
      const at = placeOf(places, id);
      return {
        code: 'not-managed',
        severity: 'warning',
        message: `${o.kind} ${shownName(id)} is where ${layout} remembers what ran: it is made and filled with the migrations`,
        hint: 'take it out here',
        object: id,
        ...(at === undefined ? {} : { at }),
      };
    });
}

/** Without a list of its own a scope is what is declared, and `public`. */
function withDeclaredSchemas(scope: Scope, objects: readonly SchemaObject[]): Scope {
  const declared = objects.map(schemaOf).filter((name) => name !== '');
  return { ...scope, schemas: [...new Set([...scope.schemas, ...declared])] };
}

const schemaOf = (o: SchemaObject): string => (o.kind === 'schema' ? o.name : o.schema);

/** What is declared and out of scope would be made again and again, as nobody would see it. */
function outOfScope(scope: Scope, { objects, places }: Desired): Diagnostic[] {
  const [sees, listed] = [inScope(scope), inScope({ ...scope, ignore: [] })];
  return objects.flatMap((o): Diagnostic[] => {
    const schema = schemaOf(o);
    if (tableIdOf(o) !== null || schema === '' || sees(schema, o.kind === 'schema' ? undefined : o.name)) return [];
    const id = idOf(o);
    const at = placeOf(places, id);
    return [
      {
        code: 'out-of-scope',
        severity: 'error',
        message: `${o.kind.replaceAll('_', ' ')} ${shownName(id)} is out of scope: dbops would not see it on a database`,
        hint: listed(schema, o.name)
          ? 'scope: in dbops.yaml says to ignore it: narrow that, or take it out here'
          : `add it to scope: in dbops.yaml (schemas: ${JSON.stringify([...scope.schemas, schema])}), or take it out here`,
        object: id,
        ...(at === undefined ? {} : { at }),
      },
    ];
  });
}

/** An exception that names nothing excuses nothing: a wrong name, or one that outlived its object. */
function warnOfIdleExceptions(
  exceptions: readonly PolicyException[],
  objects: readonly SchemaObject[],
  diagnostics: Diagnostic[],
): void {
  if (exceptions.length === 0) return;
  const names = objects.map((o) => idName(idOf(o)));
  for (const { rule, object, at } of exceptions) {
    if (names.some((name) => name === object || matchesGlob(name, object))) continue;
    diagnostics.push({
      code: 'unknown-object',
      severity: 'warning',
      message: `the exception for ${rule} names ${object}, which is not declared`,
      hint: 'write schema.table.index (without a schema on MySQL), or take the exception out',
      ...(at === undefined ? {} : { at }),
    });
  }
}

/** By file in the order in which they were read, then by line and column. */
function inOrderOfPlaces(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map((d) => d.at?.file))];
  return files.flatMap((file) => diagnostics.filter((d) => d.at?.file === file).sort(byPlace));
}

function placeHint(at: Span | undefined): string | undefined {
  return at === undefined ? undefined : `the other one stands in ${at.file}:${at.line}:${at.column}`;
}

async function eachFile(
  main: Parsed,
  yaml: ManifestYaml,
  dir: string,
  kind: Exclude<FileKind, 'dbops' | 'schema'>,
  cache: ManifestCache,
  diagnostics: Diagnostic[],
  lower: (parsed: Parsed, source: Source) => void,
): Promise<void> {
  for (const source of await filesOf(main, yaml, dir, kind, diagnostics)) {
    const { parsed, diagnostics: findings } = checked(source, kind, cache);
    diagnostics.push(...findings);
    if (parsed !== null && findings.length === 0) lower(parsed, source);
  }
}

async function filesOf(
  main: Parsed,
  yaml: ManifestYaml,
  dir: string,
  kind: Exclude<FileKind, 'dbops'>,
  diagnostics: Diagnostic[],
): Promise<readonly Source[]> {
  const given = yaml.include?.[kind];
  const patterns = (given ?? INCLUDE[kind]).map((pattern, i) => ({ pattern, at: main.at(`/include/${kind}/${i}`) }));
  const found = await readGlobs(dir, patterns, { expected: kind === 'schema' && given !== undefined });
  diagnostics.push(...found.diagnostics);
  return found.sources;
}
