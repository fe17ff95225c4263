import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Index, idOf, type MaterializedView, type Table, tableIdOf, type Unique } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { alterTable } from './columns.ts';
import { optionsChange, optionsClause } from './foreign-options.ts';
import { heirsOf } from './heirs.ts';
import { sequencesBack, sequencesKept } from './identity-marks.ts';
import { locks } from './locks.ts';
import { indexIds } from './named-index.ts';
import { notNullId, persistenceId, primaryKeyId, primaryKeyName, sameKey } from './names.ts';
import { tableId } from './needs.ts';
import { dottedIdent, quote } from './quote.ts';
import { isRemadeTable } from './remake.ts';

/** One thing that ALTER TABLE sets for a whole table. */
interface Setting {
  readonly field: 'unlogged' | 'rowSecurity' | 'replicaIdentity' | 'clusteredOn' | 'accessMethod' | 'tablespace';
  /** The clauses that lead from one value to the other. */
  readonly clauses: (table: Table, before: string | undefined, after: string | undefined) => readonly string[];
  /** The index that the value names. */
  readonly index?: (value: string) => string | null;
}

const enabled = (security: string | undefined): boolean => security === 'enabled' || security === 'forced';
const forced = (security: string | undefined): boolean => security === 'forced' || security === 'only_forced';
const toggle = (clause: string, before: boolean, after: boolean, [on, off]: readonly [string, string]): string[] =>
  before === after ? [] : [`${after ? on : off}${clause}`];

const SETTINGS: readonly Setting[] = [
  { field: 'unlogged', clauses: (_t, _b, after) => [after === undefined ? 'SET LOGGED' : 'SET UNLOGGED'] },
  {
    field: 'rowSecurity',
    clauses: (_t, before, after) => [
      ...toggle('ROW LEVEL SECURITY', enabled(before), enabled(after), ['ENABLE ', 'DISABLE ']),
      ...toggle('FORCE ROW LEVEL SECURITY', forced(before), forced(after), ['', 'NO ']),
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
  {
    field: 'accessMethod',
    // A partitioned table may have none, for the server's default is that of its partitions then.
    clauses: (table, _b, after) => {
      const none = table.partitionBy === undefined ? 'heap' : 'DEFAULT';
      return [`SET ACCESS METHOD ${after === undefined ? none : quote.ident(after)}`];
    },
  },
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
export function settingSteps(before: Table | null, after: Table, context: DriverContext): StepDraft[] {
  return SETTINGS.flatMap(({ field, clauses, index }): StepDraft[] => {
    const [a, b] = [text(before, field), text(after, field)];
    if (a === b || (before === null && CREATED.has(field))) return [];
    // An index that is only renamed keeps its marks.
    const kept = before === null || a === undefined || !index?.(a) ? a : presentIndex(before, after, a, context);
    if (kept === b) return [];
    const statement = (list: readonly string[]): string[] => list.map((clause) => `${alterTable(after)} ${clause}`);
    const forth = statement(clauses(after, a, b));
    const named = b === undefined ? null : (index?.(b) ?? null);
    const former = a === undefined ? null : (index?.(a) ?? null);
    const marked = named === null ? [] : indexIds(after, named, context.after);
    const known = former === null || before === null ? [] : indexIds(before, former, context.before);
    // A primary key made anew takes its marks along, and has them again when it comes back.
    const anew = known.some((id) => marked.includes(id));
    // An index that goes takes its mark along, too, and brings it back.
    const gone = former !== null && before !== null && kept === a && goesWith(before, after, former, context);
    const back = before === null || gone ? [] : statement(clauses(after, b, anew ? undefined : kept));
    const filled = field === 'replicaIdentity';
    const needs = [idOf(after), ...marked, ...(filled ? neverNull(marked, context.after) : [])];
    const frees = [...(anew || gone ? [] : known), ...(filled ? neverNull(known, context.before) : [])];
    const form = locks('alter column', idOf(after));
    const along = field === 'unlogged' && before !== null;
    if (along) back.push(...sequencesBack(before, context));
    if (along) forth.push(...sequencesKept(before, after, context));
    const own = field === 'unlogged' ? [persistenceId(after.schema, after.name)] : [];
    if (field === 'unlogged') needs.push(...persistentFirst(after, context));
    return forth.map((sql, i) => ({
      sql,
      undo: i === 0 ? back : [],
      ends: own,
      makes: own,
      needs,
      frees,
      locks: form,
    }));
  });
}

/** A logged table may refer to logged ones only: what refers to a table is unlogged before it, and logged after it. */
function persistentFirst(table: Table, { after }: DriverContext): ObjectId[] {
  const ids: ObjectId[] = [];
  for (const o of after.values()) {
    if (o.kind !== 'foreign_key') continue;
    const [child, parent] = [
      { schema: o.schema, name: o.table },
      { schema: o.references.schema, name: o.references.table },
    ];
    const [here, other] = table.unlogged ? [parent, child] : [child, parent];
    if (here.schema !== table.schema || here.name !== table.name) continue;
    if (other.schema !== table.schema || other.name !== table.name) ids.push(persistenceId(other.schema, other.name));
  }
  return ids;
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

/** What an index is called once the renames have run. */
function presentIndex(before: Table, after: Table, index: string, context: DriverContext): string {
  const [a, b] = [before.primaryKey, after.primaryKey];
  const names = [before.name, after.renamedFrom ?? before.name].map((name) => primaryKeyName(name, a?.name));
  if (a !== undefined && b !== undefined && names.includes(index)) {
    return sameKey(a, b) ? primaryKeyName(after.name, b.name) : index;
  }
  const renamed = [...context.after.values()].find((o) => o.renamedFrom === index && tableIdOf(o) === idOf(after));
  return renamed?.name ?? index;
}

/** Whether an index goes, be it that another kind has its name by then. */
function goesWith(before: Table, after: Table, index: string, context: DriverContext): boolean {
  const { schema, name } = after;
  const [former, next] = [
    indexIds({ ...before, schema, name }, index, context.before),
    indexIds(after, index, context.after),
  ];
  return next.length === 0 || (former.length > 0 && !next.some((id) => former.includes(id)));
}

/** That the columns of an index are never NULL, without which it tells rows not apart. */
function neverNull(indexes: readonly ObjectId[], objects: DriverContext['after']): ObjectId[] {
  return indexes.flatMap((id) => {
    const o = objects.get(id);
    if (o?.kind !== 'index' && o?.kind !== 'unique') return [];
    const columns = o.kind === 'unique' ? o.columns : o.parts.flatMap((p) => p.column ?? []);
    return columns.map((column) => notNullId(o.schema, o.table, column));
  });
}

/** What has to hold again when an index that goes comes back with the mark that it tells rows apart. */
export function identityAgain(context: DriverContext, table: ObjectId, index: Index | Unique): ObjectId[] {
  const former = context.before.get(table);
  const isMarked = former?.kind === 'table' && former.replicaIdentity === index.name;
  return isMarked ? neverNull([idOf(index)], context.before) : [];
}

/**
 * The marks that a table puts on an index that goes, or keeps on it or on its successor, and those that partitions put on their
 * parts: they go with the index, and come back with it.
 */
export function keptMarks(context: DriverContext, table: ObjectId, index: string, successor = index): string[] {
  const [before, after] = [context.before.get(table), context.after.get(table)];
  const goes = after?.kind === 'table' && goesWith(before?.kind === 'table' ? before : after, after, index, context);
  const leaves = goes || isRemadeTable(table, context);
  return [
    ...marksOn(context, table, index, (value) => leaves || value === successor),
    ...marksBelow(context, table, index, () => true).map((m) => m.sql),
  ];
}

interface Mark {
  readonly partition: ObjectId;
  readonly sql: string;
}

/** The marks that partitions have put on their parts of an index, and shall have by then. */
function marksBelow(
  { before, after }: DriverContext,
  table: ObjectId,
  index: string,
  stays: (was: string, is: string | undefined) => boolean,
): Mark[] {
  const whole = before.get(table);
  if (whole?.kind !== 'table' || whole.partitionBy === undefined) return [];
  const isKey = whole.primaryKey !== undefined && primaryKeyName(whole.name, whole.primaryKey.name) === index;
  const own = new Set(indexIds(whole, index, before));
  return heirsOf(whole, before).flatMap((heir) => {
    const now = after.get(idOf(heir));
    if (now?.kind !== 'table' || !sameData(now.partitionOf, heir.partitionOf)) return [];
    // One that has a name of its own is marked under that.
    const key = isKey && heir.primaryKey === undefined ? primaryKeyId(heir.schema, heir.name) : '';
    return SETTINGS.flatMap(({ field, index: named, clauses }) => {
      const value = text(heir, field);
      const part = value === undefined ? null : (named?.(value) ?? null);
      if (value === undefined || part === null || !stays(value, text(now, field))) return [];
      if (!indexIds(heir, part, before).some((id) => id === key || own.has(id))) return [];
      return clauses(heir, undefined, value).map((c) => ({ partition: idOf(heir), sql: `${alterTable(heir)} ${c}` }));
    });
  });
}

function marksOn(
  context: DriverContext,
  table: ObjectId,
  index: string,
  stays: (value: string | undefined) => boolean,
): string[] {
  const [a, b] = [context.before.get(table), context.after.get(table)];
  const view = a ?? b;
  if (view?.kind === 'materialized_view') return viewMarks(view, index);
  if (a?.kind !== 'table') return [];
  const kept = (field: Setting['field']): boolean => b?.kind !== 'table' || stays(text(b, field));
  return SETTINGS.filter(({ field, index: named }) => {
    const value = text(a, field);
    return value !== undefined && kept(field) && named?.(value) === index;
  }).flatMap((s) => s.clauses(a, undefined, index).map((clause) => `${alterTable(a)} ${clause}`));
}

function viewMarks({ schema, name, clusteredOn }: MaterializedView, index: string): string[] {
  const view = quote.name(schema, name);
  return clusteredOn === index ? [`ALTER MATERIALIZED VIEW ${view} CLUSTER ON ${quote.ident(index)}`] : [];
}

/** The steps that mark an index again once it has been made anew. */
export function marksAgain(context: DriverContext, table: ObjectId, index: string, makes: ObjectId): StepDraft[] {
  const view = context.after.get(table);
  if (view?.kind === 'materialized_view' && view.clusteredOn !== index) return [];
  const form = { undo: [], needs: [makes, table], locks: locks('alter column', table) };
  return [
    ...marksOn(context, table, index, (value) => value === index).map((sql) => ({ sql, ...form })),
    ...marksBelow(context, table, index, (was, is) => was === is).map(({ partition, sql }) => ({
      sql,
      undo: [],
      needs: [makes, partition],
      locks: locks('alter column', partition),
    })),
  ];
}

/** What follows the columns in CREATE TABLE. */
export function createClauses(table: Table, { before, after }: Pick<DriverContext, 'before' | 'after'>): string {
  const { partitionOf: of, accessMethod: own } = table;
  const id = of === undefined ? '' : tableId(of.schema, of.table);
  const whole = after.get(id) ?? before.get(id);
  // A partition takes after its table unless it says otherwise.
  const method = own ?? (whole?.kind === 'table' && whole.accessMethod !== undefined ? 'heap' : undefined);
  const settings = Object.entries(table.options ?? {}).map(([k, v]) => `${dottedIdent(k)}=${quote.literal(v)}`);
  const parents = (table.inherits ?? []).map((p) => quote.name(p.schema, p.table));
  return [
    parents.length === 0 ? '' : ` INHERITS (${parents.join(', ')})`,
    table.partitionOf === undefined ? '' : ` ${table.partitionOf.bound}`,
    table.partitionBy === undefined ? '' : ` PARTITION BY ${table.partitionBy}`,
    method === undefined ? '' : ` USING ${quote.ident(method)}`,
    settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`,
    table.foreign === undefined
      ? ''
      : ` SERVER ${quote.ident(table.foreign.server)}${optionsClause(table.foreign.options)}`,
    table.tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(table.tablespace)}`,
  ].join('');
}
