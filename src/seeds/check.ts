import { type Diagnostic } from '../model/diagnostic.ts';
import { DbopsError } from '../model/error.ts';
import { type SchemaObject } from '../model/object.ts';
import { type SeedSet } from '../model/seed.ts';
import { checkCount } from './children.ts';
import { shapeOf } from './column-shape.ts';
import { dataFile, fileDiagnostics, fileRows, type RowProblem } from './files.ts';
import { generateSet } from './generate.ts';
import { type ParentColumn, type Spec } from './generators/generator.ts';
import { checkSpec } from './generators/registry.ts';
import { dayOf } from './moment.ts';
import { didYouMean } from './nearest.ts';
import { namedParents, orderSets } from './order.ts';
import { finding, isCounter, type ResolvedSet, resolveSets } from './resolve.ts';
import { type SeedTarget } from './run.ts';
import { refusals, skipReason } from './target.ts';

export interface SeedCheck {
  readonly sets: readonly SeedSet[];
  readonly objects: readonly SchemaObject[];
  readonly targets: readonly SeedTarget[];
  /** The manifest's folder. */
  readonly dir: string;
}

/** Rows of a data file that are read to check it; an apply reads all of them. */
const SAMPLE = 10_000;

/** Everything about the sets that can be found wrong without a database, all at once. */
export async function checkSeeds({ sets, objects, targets, dir }: SeedCheck): Promise<readonly Diagnostic[]> {
  const { sets: resolved, diagnostics } = await resolveSets(sets, objects, dir);
  const found: Diagnostic[] = [...diagnostics, ...twiceNamed(sets)];
  for (const set of sets) {
    found.push(...refusals(set, targets), ...unknownTargets(set, targets), ...parentTargets(set, sets, targets));
  }
  for (const one of resolved) {
    found.push(...missingColumns(one), ...literalRows(one), ...(await fileFindings(one, dir)));
    found.push(...generatorFindings(one, sets, objects));
  }
  return [...found, ...orderSets(resolved, false).diagnostics];
}

function twiceNamed(sets: readonly SeedSet[]): readonly Diagnostic[] {
  return sets
    .filter((set, i) => sets.findIndex((s) => s.name === set.name) !== i)
    .map((set) => finding(set, 'name', 'duplicate-name', 'another set has this name'));
}

function unknownTargets(set: SeedSet, targets: readonly SeedTarget[]): readonly Diagnostic[] {
  const names = targets.map((t) => t.name);
  return (set.targets ?? [])
    .filter((name) => !names.includes(name))
    .map((name) => finding(set, 'targets', 'unknown-target', `there is no target ${name}`, didYouMean(name, names)));
}

/** A set cannot be made where the set that it takes its parents from is left out. */
function parentTargets(set: SeedSet, sets: readonly SeedSet[], targets: readonly SeedTarget[]): readonly Diagnostic[] {
  return namedParents({ set }).flatMap((name) => {
    const parent = sets.find((s) => s.name === name);
    const alone = targets.filter((t) => parent && skipReason(set, t) === null && skipReason(parent, t) !== null);
    if (alone.length === 0) return [];
    const message = `needs the rows of ${name}, which is left out on ${alone.map((t) => t.name).join(', ')}`;
    return [finding(set, 'targets', 'bad-seed', message, 'give both sets the same targets')];
  });
}

/** Columns that a row cannot do without. */
function missingColumns({ set, table, columns }: ResolvedSet): readonly Diagnostic[] {
  const given = columns.map((c) => c.name);
  return table.columns
    .filter((c) => c.notNull === true && c.default === undefined && c.generated === undefined && !isCounter(c))
    .filter((c) => !given.includes(c.name))
    .map((c) => {
      const message = `column ${c.name} of ${set.table} is NOT NULL, has no default, and the set does not fill it`;
      return finding(set, 'columns', 'bad-seed', message, `add ${c.name} to the set`);
    });
}

function literalRows({ set, columns }: ResolvedSet): readonly Diagnostic[] {
  if (set.source.from !== 'rows') return [];
  return set.source.rows.flatMap((row, i) =>
    columns
      .filter((c) => c.notNull === true && (row[c.name] ?? null) === null)
      .map((c) => finding(set, `rows.${i}`, 'bad-rows', `row ${i + 1} has no ${c.name}, which is NOT NULL`)),
  );
}

async function fileFindings({ set }: ResolvedSet, dir: string): Promise<readonly Diagnostic[]> {
  const file = dataFile(set, dir);
  if (file === null) return [];
  const problems: RowProblem[] = [];
  let rows = 0;
  for await (const _ of fileRows(file, problems)) {
    rows += 1;
    if (rows === SAMPLE) break;
  }
  return fileDiagnostics(file, problems);
}

function generatorFindings(
  resolved: ResolvedSet,
  sets: readonly SeedSet[],
  objects: readonly SchemaObject[],
): readonly Diagnostic[] {
  const { set, columns } = resolved;
  const { source } = set;
  if (source.from !== 'generate') return [];
  const found: Diagnostic[] = [];
  const tables = objects.flatMap((o) => (o.kind === 'table' ? [o.name, `${o.schema}.${o.name}`] : []));
  const parents = [...sets.map((s) => s.name), ...tables];
  const at = (path: string, message: string): void => {
    found.push(finding(set, path, 'bad-seed', message));
  };
  if (source.count === undefined && source.per === undefined) at('count', 'needs count or per');
  if (source.count !== undefined && source.per !== undefined) at('count', 'count and per exclude each other');
  if (source.count !== undefined && !(Number.isSafeInteger(source.count) && source.count >= 0)) {
    at('count', 'count must be a whole number from 0 up');
  }
  if (source.per !== undefined) {
    const { per } = source;
    const problem = checkCount(per.count);
    if (problem !== null) at('per.count', problem);
    if (!sets.some((s) => s.name === per.set)) {
      const hint = didYouMean(
        per.set,
        sets.map((s) => s.name),
      );
      found.push(finding(set, 'per.set', 'bad-seed', `per: there is no set ${per.set}`, hint));
    }
    if (per.set === set.name) at('per.set', 'per: a set cannot have rows for each row of itself');
  }
  const asOf = dayOf(new Date());
  for (const column of columns) {
    const spec: Spec | undefined = source.columns[column.name];
    if (spec === undefined || source.per?.as === column.name) continue;
    const context = {
      shape: shapeOf(column.type),
      unique: spec.unique === true,
      asOf,
      columns: columns.map((c) => c.name),
      parents,
    };
    for (const problem of checkSpec(spec, context)) at(`columns.${column.name}`, `column ${column.name} ${problem}`);
    if (column.notNull === true && Number(spec.null_rate ?? 0) > 0) {
      at(`columns.${column.name}`, `column ${column.name} is NOT NULL and cannot have a null_rate`);
    }
  }
  found.push(...templateRings(resolved));
  return found.length > 0 ? found : capacityFindings(resolved);
}

/** Templates that are made of each other. */
function templateRings({ set }: ResolvedSet): readonly Diagnostic[] {
  const { source } = set;
  if (source.from !== 'generate') return [];
  const uses = (column: string): readonly string[] => {
    const text = source.columns[column]?.template;
    return typeof text === 'string' ? Array.from(text.matchAll(/\{([^{}:]+)/g), (m) => m[1] ?? '') : [];
  };
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    uses(from).some((next) => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, goal, seen);
    });
  return Object.keys(source.columns)
    .filter((column) => reaches(column, column, new Set()))
    .map((c) => finding(set, `columns.${c}`, 'bad-seed', `column ${c} is made of itself`));
}

/** Asks every generator of a counted set whether it has as many distinct values as there are rows. */
function capacityFindings(resolved: ResolvedSet): readonly Diagnostic[] {
  const { set, columns } = resolved;
  const { source } = set;
  if (source.from !== 'generate' || source.count === undefined) return [];
  const endless: ParentColumn = { count: Number.MAX_SAFE_INTEGER, at: () => null };
  const asOf = dayOf(new Date());
  const made = generateSet(resolved, { asOf, base: 0, parentCount: null, parent: () => endless });
  return columns.flatMap((column) => {
    const spec = source.columns[column.name];
    if (spec?.unique !== true) return [];
    try {
      made.column(column.name).at(0);
      return [];
    } catch (error) {
      if (!(error instanceof DbopsError)) throw error;
      const message = error.message.replace(`set ${set.name}: `, '');
      return [finding(set, `columns.${column.name}`, 'bad-seed', message, error.hint)];
    }
  });
}
