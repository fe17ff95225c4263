import { type Diagnostic } from '../model/diagnostic.ts';
import { type DialectName, type Places } from '../model/manifest.ts';
import { type SchemaObject } from '../model/object.ts';
import { type OnlineTable } from '../model/online.ts';
import { type ManifestCache } from './cache.ts';
import { checked } from './checked.ts';
import { withDependencies } from './lower/depends.ts';
import { withForeignKeyIndexes } from './lower/foreign-key-indexes.ts';
import { resolveReferences } from './lower/references.ts';
import { lowerSchemaFile, type SchemaYaml } from './lower/schema-file.ts';
import { type Gathered } from './lower/scope.ts';
import { openPlaces } from './places.ts';
import { type Source } from './read.ts';

/** What all schema files declare together, where it stands, and what is wrong with it. */
export interface Declared {
  readonly objects: readonly SchemaObject[];
  readonly places: Places;
  readonly online: readonly OnlineTable[];
  /** The texts of files that have errors. */
  readonly unread: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Lowers the schema files. Files that once gave objects without a finding give the same again from the cache. */
export function declaredObjects(sources: readonly Source[], dialect: DialectName, cache: ManifestCache): Declared {
  const kept = cache.objects(dialect, sources);
  if (kept === null) {
    const declared = lowerSources(sources, dialect, cache);
    if (declared.diagnostics.length + declared.online.length === 0)
      cache.putObjects(dialect, sources, declared.objects);
    return declared;
  }
  let lowered: Declared | null = null;
  const get: Places['get'] = (key) => {
    lowered ??= lowerSources(sources, dialect, cache);
    return lowered.places.get(key);
  };
  return { objects: kept, places: { get }, online: [], unread: [], diagnostics: [] };
}

function lowerSources(sources: readonly Source[], dialect: DialectName, cache: ManifestCache): Declared {
  const gathered: Gathered = { objects: [], places: openPlaces(), diagnostics: [], online: [], unread: [] };
  for (const source of sources) {
    const { parsed, diagnostics } = checked(source, 'schema', cache);
    gathered.diagnostics.push(...diagnostics);
    if (parsed === null || diagnostics.length > 0) {
      gathered.unread.push(source.text);
      continue;
    }
    lowerSchemaFile({ ...gathered, dialect, parsed }, parsed.data as SchemaYaml);
  }
  resolveReferences(gathered, dialect);
  const complete = dialect === 'mysql' ? withForeignKeyIndexes(gathered.objects) : gathered.objects;
  const { places, diagnostics, online, unread } = gathered;
  return { objects: withDependencies(complete, dialect), places, online, unread, diagnostics };
}
