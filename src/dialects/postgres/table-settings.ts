import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { alterTable } from './columns.ts';
import { optionsChange, optionsClause } from './foreign-options.ts';
import { locks } from './locks.ts';
import { primaryKeyId } from './names.ts';
import { dottedIdent, quote } from './quote.ts';

/** One thing that ALTER TABLE sets for a whole table. */
interface Setting {
  readonly field: 'unlogged' | 'rowSecurity' | 'replicaIdentity' | 'clusteredOn' | 'accessMethod' | 'tablespace';
  /** The clauses that lead from one value to the other. */
  readonly clauses: (table: Table, before: string | undefined, after: string | undefined) => readonly string[];
  /** The index that the value names. */
  readonly index?: (value: string) => string | null;
}

const SETTINGS: readonly Setting[] = [
  { field: 'unlogged', clauses: (_t, _b, after) => [after === undefined ? 'SET LOGGED' : 'SET UNLOGGED'] },
  {
    field: 'rowSecurity',
    clauses: (_t, before, after) => [
      ...(before === undefined ? ['ENABLE ROW LEVEL SECURITY'] : []),
      ...(after === 'forced' ? ['FORCE ROW LEVEL SECURITY'] : []),
      ...(before === 'forced' ? ['NO FORCE ROW LEVEL SECURITY'] : []),
      ...(after === undefined ? ['DISABLE ROW LEVEL SECURITY'] : []),
    ],
  },
  {
    field: 'replicaIdentity',
    clauses: (_t, _b, after) => [`REPLICA IDENTITY ${identityWords(after)}`],
    index: (value) => (value === 'full' || value === 'nothing' ? null : value),
  },
  {
    field: 'clusteredOn',
    clauses: (_t, _b, after) => [after === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${quote.ident(after)}`],
    index: (value) => value,
  },
  { field: 'accessMethod', clauses: (_t, _b, after) => [`SET ACCESS METHOD ${quote.ident(after ?? 'heap')}`] },
  { field: 'tablespace', clauses: (_t, _b, after) => [`SET TABLESPACE ${quote.ident(after ?? 'pg_default')}`] },
];

function identityWords(value: string | undefined): string {
  if (value === undefined) return 'DEFAULT';
  return value === 'full' || value === 'nothing' ? value.toUpperCase() : `USING INDEX ${quote.ident(value)}`;
}

/** Settings that CREATE TABLE says by itself. */
const CREATED = new Set<Setting['field']>(['unlogged', 'accessMethod', 'tablespace']);

const text = (table: Table | null, field: Setting['field']): string | undefined => {
  const value = table?.[field];
  return value === undefined ? undefined : String(value);
};

/** The statements that set what differs; `before` null: the table has just been made. */
export function settingSteps(before: Table | null, after: Table): StepDraft[] {
  return SETTINGS.flatMap(({ field, clauses, index }): StepDraft[] => {
    const [a, b] = [text(before, field), text(after, field)];
    if (a === b || (before === null && CREATED.has(field))) return [];
    const statement = (list: readonly string[]): string[] => list.map((clause) => `${alterTable(after)} ${clause}`);
    const forth = statement(clauses(after, a, b));
    const back = before === null ? [] : statement(clauses(after, b, a));
    const named = b === undefined ? null : (index?.(b) ?? null);
    const former = a === undefined ? null : (index?.(a) ?? null);
    const needs = [idOf(after), ...(named === null ? [] : indexIds(after, named))];
    const frees = former === null ? [] : indexIds(after, former);
    const form = locks('alter column', idOf(after));
    return forth.map((sql, i) => ({ sql, undo: i === 0 ? back : [], needs, frees, locks: form }));
  });
}

/** What a foreign table tells its wrapper. */
export function foreignSteps(before: Table, after: Table): StepDraft[] {
  const forth = optionsChange(before.foreign?.options, after.foreign?.options);
  const back = optionsChange(after.foreign?.options, before.foreign?.options);
  if (forth === '') return [];
  const alter = alterTable(after);
  const form = { needs: [idOf(after)], locks: locks('alter column', idOf(after)) };
  return [{ sql: `${alter}${forth}`, undo: [`${alter}${back}`], ...form }];
}

/** Whatever an index of that name may be: an index, or that of a constraint. */
function indexIds({ schema, name }: Table, index: string): ObjectId[] {
  const kinds = ['index', 'unique', 'exclusion'] as const;
  return [...kinds.map((kind) => memberId(kind, schema, name, index)), primaryKeyId(schema, name)];
}

/** The statements that mark an index again once it has been made anew. */
export function marksAgain(table: Table | undefined, index: string, makes: ObjectId): StepDraft[] {
  if (table === undefined) return [];
  return SETTINGS.filter((s) => s.index?.(text(table, s.field) ?? '') === index).flatMap((s) =>
    s.clauses(table, undefined, index).map(
      (clause): StepDraft => ({
        sql: `${alterTable(table)} ${clause}`,
        undo: [],
        needs: [makes, idOf(table)],
        locks: locks('alter column', idOf(table)),
      }),
    ),
  );
}

/** The statements that mark an index again in an undo, where the mark itself does not change. */
export function keptMarks(before: SchemaObject | undefined, after: SchemaObject | undefined, index: string): string[] {
  if (before?.kind !== 'table' || after?.kind !== 'table') return [];
  return SETTINGS.filter(({ field, index: named }) => {
    const value = text(before, field);
    return value !== undefined && value === text(after, field) && named?.(value) === index;
  }).flatMap((s) => s.clauses(before, undefined, index).map((clause) => `${alterTable(before)} ${clause}`));
}

/** What follows the columns in CREATE TABLE. */
export function createClauses(table: Table): string {
  const settings = Object.entries(table.options ?? {}).map(([k, v]) => `${dottedIdent(k)}=${quote.literal(v)}`);
  const parents = (table.inherits ?? []).map((p) => quote.name(p.schema, p.table));
  return [
    parents.length === 0 ? '' : ` INHERITS (${parents.join(', ')})`,
    table.partitionOf === undefined ? '' : ` ${table.partitionOf.bound}`,
    table.partitionBy === undefined ? '' : ` PARTITION BY ${table.partitionBy}`,
    table.accessMethod === undefined ? '' : ` USING ${quote.ident(table.accessMethod)}`,
    settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`,
    table.foreign === undefined
      ? ''
      : ` SERVER ${quote.ident(table.foreign.server)}${optionsClause(table.foreign.options)}`,
    table.tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(table.tablespace)}`,
  ].join('');
}
