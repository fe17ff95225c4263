import { type Diagnostic, type Span } from '../model/diagnostic.ts';
import { dotted } from '../model/id.ts';
import { type Column, type ForeignKey, idOf, type SchemaObject, type Table } from '../model/object.ts';
import { type SeedSet } from '../model/seed.ts';
import { dataFile, fileColumns, fileDiagnostics } from './files.ts';
import { didYouMean } from './nearest.ts';

/** A set together with what the manifest says about the table that it fills. */
export interface ResolvedSet {
  readonly set: SeedSet;
  readonly name: string;
  readonly table: Table;
  /** The columns that the set fills, in the order of its source. */
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** An identity column that a generated set numbers by itself, because it is the key and the YAML leaves it out. */
  readonly numbered: string | null;
  readonly foreignKeys: readonly ForeignKey[];
  /** Sets of columns that no two rows of the table share. */
  readonly uniques: readonly (readonly string[])[];
}

export interface Resolution {
  readonly sets: readonly ResolvedSet[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Looks up table, columns and key of every set; a set with errors is left out. The key is the one given, else the table's
 * primary key, else its first unique that the set fills. A generated set that leaves out a primary key which the server would
 * number (identity, serial, auto_increment) numbers it itself, so that its rows are the same ones in every run.
 */
export async function resolveSets(
  sets: readonly SeedSet[],
  objects: readonly SchemaObject[],
  dir: string,
): Promise<Resolution> {
  const diagnostics: Diagnostic[] = [];
  const resolved: ResolvedSet[] = [];
  for (const set of sets) {
    const table = tableOf(set, objects);
    if (table === undefined) {
      const hint = didYouMean(
        set.table,
        objects.filter((o) => o.kind === 'table').map((t) => t.name),
      );
      diagnostics.push(finding(set, 'table', 'unknown-table', `there is no table ${set.table} in the manifest`, hint));
      continue;
    }
    const named = await columnNames(set, dir);
    const result = 'found' in named ? named : resolveSet(set, table, named.names, objects);
    if ('found' in result) diagnostics.push(...result.found);
    else resolved.push(result);
  }
  return { sets: resolved, diagnostics };
}

/** A finding about a set, at the place of `path` within it where that is known. */
export function finding(
  set: SeedSet,
  path: string,
  code: Diagnostic['code'],
  message: string,
  hint?: string,
): Diagnostic {
  const at: Span | undefined = placeIn(set, path);
  return {
    code,
    severity: 'error',
    message: `set ${set.name}: ${message}`,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
  };
}

function placeIn(set: SeedSet, path: string): Span | undefined {
  for (let p = path; p !== ''; p = p.includes('.') ? p.slice(0, p.lastIndexOf('.')) : '') {
    const span = set.places.get(p);
    if (span !== undefined) return span;
  }
  return set.at;
}

function tableOf(set: SeedSet, objects: readonly SchemaObject[]): Table | undefined {
  const tables = objects.filter((o): o is Table => o.kind === 'table' && o.name === set.table);
  return (
    tables.find((t) => t.schema === set.schema) ??
    (set.schema === '' ? tables.find((t) => t.schema === 'public') : undefined)
  );
}

interface Found {
  readonly found: readonly Diagnostic[];
}

/** Columns as the source names them, or what keeps them from being known. */
async function columnNames(set: SeedSet, dir: string): Promise<{ readonly names: readonly string[] } | Found> {
  if (set.source.from === 'rows') return { names: [...new Set(set.source.rows.flatMap((row) => Object.keys(row)))] };
  if (set.source.from === 'generate') {
    const names = Object.keys(set.source.columns);
    return { names: set.source.per === undefined ? names : [...new Set([set.source.per.as, ...names])] };
  }
  const file = dataFile(set, dir);
  const columns = file === null ? [] : await fileColumns(file);
  if (file === null || !('message' in columns)) return { names: columns as readonly string[] };
  if (columns.code !== 'no-such-file') return { found: await fileDiagnostics(file, [columns]) };
  return { found: [finding(set, 'file', 'no-such-file', `${file.shown}: ${columns.message} (${file.path})`)] };
}

function resolveSet(
  set: SeedSet,
  table: Table,
  names: readonly string[],
  objects: readonly SchemaObject[],
): ResolvedSet | Found {
  const known = table.columns.map((c) => c.name);
  const found: Diagnostic[] = [];
  const unknown = (name: string, path: string): void => {
    const message = `table ${set.table} has no column ${name}`;
    found.push(finding(set, path, 'unknown-column', message, didYouMean(name, known)));
  };
  for (const name of names) {
    const column = table.columns.find((c) => c.name === name);
    if (column === undefined) unknown(name, set.source.from === 'file' ? 'file' : `columns.${name}`);
    else if (column.generated !== undefined) {
      found.push(
        finding(set, `columns.${name}`, 'bad-seed', `column ${name} is generated by the database: leave it out`),
      );
    }
  }
  for (const name of set.key) if (!known.includes(name)) unknown(name, 'key');

  const uniques = uniquesOf(table, objects);
  const numbered = numberedBy(set, table, names);
  const filled = numbered === null ? names : [numbered, ...names];
  const covered = (columns: readonly string[]) => columns.length > 0 && columns.every((c) => filled.includes(c));
  const key = set.key.length > 0 ? set.key : uniques.find(covered);
  if (key === undefined) {
    const message = `no key: the set fills neither the primary key of ${set.table} nor a unique of it`;
    found.push(
      finding(set, 'key', 'bad-seed', message, 'give one: key: [column]; it says which rows are the same row'),
    );
  } else {
    const missing = key.filter((c) => known.includes(c) && !filled.includes(c));
    if (missing.length > 0)
      found.push(finding(set, 'key', 'bad-seed', `the set does not fill its key: ${missing.join(', ')}`));
    if (!uniques.some((unique) => unique.every((c) => key.includes(c)))) {
      const message = `key (${key.join(', ')}) is not unique in ${set.table}: one row of the set could be several there`;
      found.push(finding(set, 'key', 'bad-seed', message, 'add a unique to the table, or choose another key'));
    }
  }
  if (found.length > 0 || key === undefined) return { found };
  const tableId = idOf(table);
  return {
    set,
    name: set.name,
    table,
    columns: filled.flatMap((name) => table.columns.filter((c) => c.name === name)),
    key,
    numbered,
    foreignKeys: objects.filter(
      (o): o is ForeignKey => o.kind === 'foreign_key' && `table:${dotted(o.schema, o.table)}` === tableId,
    ),
    uniques,
  };
}

/** The primary key first, then uniques and plain unique indexes in the order of the manifest. */
function uniquesOf(table: Table, objects: readonly SchemaObject[]): readonly (readonly string[])[] {
  const primary = table.primaryKey?.columns ?? [];
  const uniques = primary.length === 0 ? [] : [primary.map((c) => c.column)];
  for (const o of objects) {
    if (!('table' in o) || o.schema !== table.schema || o.table !== table.name) continue;
    if (o.kind === 'unique') uniques.push([...o.columns]);
    if (o.kind === 'index' && o.unique === true && o.where === undefined) {
      const columns = o.parts.flatMap((p) => (p.column === undefined || p.length !== undefined ? [] : [p.column]));
      if (columns.length === o.parts.length) uniques.push(columns);
    }
  }
  return uniques;
}

/** True for a column that the server numbers when a row leaves it out. */
export function isCounter(column: Column): boolean {
  return (
    column.identity !== undefined ||
    column.autoIncrement === true ||
    /^(small|big)?serial/i.test(column.type) ||
    /^nextval\(/i.test(column.default ?? '')
  );
}

function numberedBy(set: SeedSet, table: Table, names: readonly string[]): string | null {
  const primary = table.primaryKey?.columns ?? [];
  const column = table.columns.find((c) => primary.length === 1 && c.name === primary[0]?.column);
  if (set.source.from !== 'generate' || column === undefined || names.includes(column.name)) return null;
  return isCounter(column) && (set.key.length === 0 || set.key.includes(column.name)) ? column.name : null;
}
