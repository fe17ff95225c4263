import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { reaches } from '../../model/reaches.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { accessAgain } from './access-again.ts';
import { asideName } from './aside.ts';
import { defaultAside } from './columns.ts';
import { commentAgain } from './comment.ts';
import { allColumns, heirColumns, heirsOf, parentIds, shapesOf } from './heirs.ts';
import { locks, NO_LOCKS } from './locks.ts';
import { columnMeaningId, columnPairId, columnShapeId } from './names.ts';
import { functionsIn } from './needs.ts';
import { quote } from './quote.ts';
import { restated, type SwappedType } from './recomputed.ts';
import { goesAlong, isRemade } from './remake.ts';
import { parseType, typePlace } from './types.ts';

/** How a type is made under a name, and how the values of a column go over to another one of its kind. */
export interface Swap<T extends SwappedType> {
  create(type: T, name: string): readonly string[];
  /** A value of the one as one of the other; `type` is the other's name. */
  convert(value: string, type: string, before: T, after: T): string;
  /** The same for an array, `type` with its `[]`; null: element by element. */
  convertArray(value: string, type: string, before: T, after: T): string | null;
  /** `TYPE` or `DOMAIN`. */
  readonly word: 'TYPE' | 'DOMAIN';
  /** What the change costs and risks for the rows of one table. */
  hazards(uses: Uses, before: T, after: T): readonly Hazard[];
}

/** The columns of one table that have the type (or an array of it). */
export interface Uses {
  readonly table: Table;
  readonly columns: readonly Column[];
}

/** Whether values of the type, or of arrays of it, are in a column. */
function holds(type: SwappedType, { type: of, generated }: Column): boolean {
  const place = typePlace(of, 'public');
  return generated === undefined && place?.schema === type.schema && place.name === type.name;
}

/**
 * Columns that have the type before and after; those that come, go or change their type see to themselves. `given`: those
 * that change with the columns of a table that theirs does not leave.
 */
function keptUses(type: SwappedType, context: DriverContext, given = false): Uses[] {
  const { before, after } = context;
  return [...after.values()].flatMap((table): Uses[] => {
    const former = before.get(idOf(table));
    if (table.kind !== 'table' || former?.kind !== 'table') return [];
    if (isRemade(former, table, context) || goesAlong(former, context)) return [];
    const there = columnsOf(former, before, context);
    const above = lastingParents(former, table).flatMap((id) => {
      const parent = after.get(id);
      return parent?.kind === 'table' ? columnsOf(parent, after, context) : [];
    });
    const moves = !sameData(former.inherits, table.inherits);
    const kept = (moves ? columnsOf(table, after, context) : table.columns).filter(
      (c) =>
        holds(type, c) &&
        above.some((p) => p.name === c.name) === given &&
        there.some((f) => (f.name === c.name || f.name === c.renamedFrom) && f.type === c.type),
    );
    return kept.length === 0 ? [] : [{ table, columns: kept }];
  });
}

/** The tables that one never leaves: its whole, or the parents up to where they differ. */
function lastingParents(before: Table, after: Table): ObjectId[] {
  const [a, b] = [parentIds(before), parentIds(after)];
  const until = a.findIndex((id, i) => id !== b[i]);
  return until < 0 ? a : a.slice(0, until);
}

/** All columns of a table: its parents' are its own once it has left them. */
function columnsOf(table: Table, objects: DriverContext['before'], { capabilities }: DriverContext): readonly Column[] {
  return allColumns(table, objects, capabilities.namedNotNull === true);
}

/** Whether a table keeps a column of the type. */
export function isKept(type: SwappedType, context: DriverContext): boolean {
  return keptUses(type, context).length > 0;
}

/** What must be taken down before the type is exchanged: whatever mentions it or one of its columns. */
export function swapRebuilds(type: SwappedType, context: DriverContext): ObjectId[] {
  const columns = keptUses(type, context).flatMap(({ table, columns: list }) =>
    list.flatMap((c) => [
      columnShapeId(table.schema, table.name, c.name),
      columnMeaningId(table.schema, table.name, c.name),
      columnPairId(table.schema, table.name, c.name),
    ]),
  );
  return [idOf(type), ...columns, ...restated(type, context).flatMap((step) => step.ends ?? [])];
}

/** Makes a type anew, moves every column over, and drops the former type; all in one transaction. */
export function swapSteps<T extends SwappedType>(
  swap: Swap<T>,
  before: T,
  after: T,
  context: DriverContext,
): StepDraft[] {
  const id = idOf(after);
  const aside = asideName(after.name, 'swap');
  const [own, former] = [quote.name(after.schema, after.name), quote.name(after.schema, aside)];
  const formerId: ObjectId = idOf({ ...after, name: aside });
  const rename = (from: string, to: string): string => `ALTER ${swap.word} ${from} RENAME TO ${quote.ident(to)}`;
  const uses = keptUses(after, context);
  const byElement =
    uses.some((u) => u.columns.some((c) => parseType(c.type).array)) &&
    swap.convertArray('', '', before, after) === null;
  const over = byElement ? [elementsId(after)] : [];
  const moves = uses.map((use): StepDraft => {
    const columns = use.columns.flatMap((c) => [
      columnId(use.table.schema, use.table.name, c.name),
      ...heirColumns(use.table, c.name, context.after),
    ]);
    // Heirs that come do so with the columns as they are by then.
    const there = [use.table, ...heirsOf(use.table, context.after).filter((h) => context.before.has(idOf(h)))];
    const present = there.flatMap((t) => use.columns.map((c) => columnId(t.schema, t.name, c.name)));
    const shapes = shapesOf(use.table, context.after);
    return {
      sql: convert(swap, use, own, before, after, (c) => keptDefault(use.table, c, id, context)),
      undo: [convert(swap, use, former, after, before, () => undefined)],
      needs: [id, formerId, idOf(use.table), ...present, ...over],
      frees: [formerId, ...over],
      ends: [...columns, ...shapes],
      makes: [...columns, ...shapes],
      locks: locks('alter column', idOf(use.table)),
      hazards: swap.hazards(use, before, after),
    };
  });
  // Heirs have defaults of their own.
  const defaults = keptUses(after, context, true).flatMap(({ table, columns }) =>
    columns.flatMap((c) => {
      const ids = [id, columnId(table.schema, table.name, c.name)];
      return defaultAside(table, c, formerColumn(table, c, context), { frees: ids, needs: ids });
    }),
  );
  const elements = byElement ? elementSteps(swap, before, after) : [];
  const [create = '', ...completion] = swap.create(after, after.name);
  const word = `${swap.word} ${own}`;
  return [
    {
      sql: rename(own, aside),
      // A default names the type, so it can come back only once the type has its name again.
      undo: [rename(former, after.name), ...formerDefaults(before, uses, context)],
      needs: renamedAmong(uses, context),
      ends: [id],
      makes: [formerId],
      locks: NO_LOCKS,
    },
    { sql: create, undo: [`DROP ${word}`], makes: [id], locks: NO_LOCKS },
    ...[...completion, ...commentAgain(word, before.comment)].map(
      (text): StepDraft => ({ sql: text, undo: [], needs: [id], locks: NO_LOCKS }),
    ),
    ...elements.slice(0, 1),
    ...moves,
    ...elements.slice(1),
    ...defaults,
    ...restated(after, context),
    {
      sql: `DROP ${swap.word} ${former}`,
      undo: [
        ...swap.create(before, aside),
        ...commentAgain(`${swap.word} ${former}`, before.comment),
        ...accessAgain(before, context, former),
      ],
      needs: [formerId],
      ends: [formerId],
      locks: NO_LOCKS,
    },
  ];
}

/** Only a function may go through the elements of an array in a column; it stays while the columns go over, there and back. */
function elementSteps<T extends SwappedType>(swap: Swap<T>, before: T, after: T): StepDraft[] {
  const [id, formerId] = [idOf(after), idOf({ ...after, name: asideName(after.name, 'swap') })];
  const [own, former] = [after.name, asideName(after.name, 'swap')].map((name) => quote.name(after.schema, name));
  const name = elementsName(after);
  const make = (from: string | undefined, to: string | undefined, a: T, b: T): string => {
    const one = swap.convert('($1)[i]', to ?? '', a, b);
    // Values within values of several dimensions go over as text, or not at all.
    const all = `ARRAY(SELECT ${one} FROM generate_subscripts($1, 1) i ORDER BY i)`;
    const body = `SELECT CASE WHEN array_ndims($1) > 1 THEN $1::text[]::${to}[] WHEN $1 IS NOT NULL THEN ${all} END`;
    return `CREATE FUNCTION ${name}(${from}[]) RETURNS ${to}[] LANGUAGE sql AS ${quote.literal(body)}`;
  };
  const drop = (type: string | undefined): string => `DROP FUNCTION ${name}(${type}[])`;
  const form = { locks: NO_LOCKS };
  return [
    {
      sql: make(former, own, before, after),
      undo: [drop(own)],
      needs: [id, formerId],
      frees: [formerId],
      makes: [elementsId(after)],
      ...form,
    },
    {
      sql: drop(former),
      undo: [make(own, former, after, before)],
      needs: [id, formerId, elementsId(after)],
      frees: [formerId],
      ends: [elementsId(after)],
      ...form,
    },
  ];
}

function elementsId({ schema, name }: SwappedType): ObjectId {
  return memberId('elements', schema, name, 'values');
}

function elementsName({ schema, name }: SwappedType): string {
  return quote.name(schema, asideName(name, 'values'));
}

/** Takes all columns of a table over, defaults set again afterwards. */
function convert<T extends SwappedType>(
  swap: Swap<T>,
  { table, columns }: Uses,
  type: string,
  before: T,
  after: T,
  defaults: (c: Column) => string | undefined,
): string {
  const clauses = columns.map((c) => {
    const name = quote.ident(c.name);
    const array = parseType(c.type).array;
    const full = `${type}${array ? '[]' : ''}`;
    const using = array
      ? (swap.convertArray(name, full, before, after) ?? `${elementsName(after)}(${name})`)
      : swap.convert(name, type, before, after);
    const change = `ALTER COLUMN ${name} TYPE ${full} USING ${using}`;
    const value = defaults(c);
    const again = value === undefined ? '' : `, ALTER COLUMN ${name} SET DEFAULT ${value}`;
    return { drop: c.default === undefined ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`], change: `${change}${again}` };
  });
  const parts = [...clauses.flatMap((c) => c.drop), ...clauses.map((c) => c.change)];
  return `ALTER TABLE ${quote.name(table.schema, table.name)} ${parts.join(', ')}`;
}

/** A default that changes, too, is its table's to set; one that calls what stands on the type comes back after that. */
function keptDefault(table: Table, column: Column, id: ObjectId, context: DriverContext): string | undefined {
  const { default: value } = column;
  const stays = formerColumn(table, column, context)?.default === value && !callsAbove(value, table, id, context.after);
  return stays ? value : undefined;
}

function callsAbove(value: string | undefined, table: Table, id: ObjectId, objects: DriverContext['after']): boolean {
  return functionsIn(value, table).some((called) => reaches(called, id, objects));
}

function formerColumn(table: Table, column: Column, context: DriverContext): Column | undefined {
  const former = context.before.get(idOf(table));
  const columns = former?.kind === 'table' ? columnsOf(former, context.before, context) : [];
  return columns.find((c) => c.name === column.name || c.name === column.renamedFrom);
}

function formerDefaults(before: SwappedType, uses: readonly Uses[], context: DriverContext): string[] {
  const id = idOf(before);
  return uses.flatMap(({ table, columns }) => {
    const sets = columns.flatMap((c) => {
      const former = formerColumn(table, c, context);
      if (former?.default === undefined || former.default !== c.default) return [];
      if (callsAbove(c.default, table, id, context.before)) return [];
      return [`ALTER COLUMN ${quote.ident(c.name)} SET DEFAULT ${c.default}`];
    });
    return sets.length === 0 ? [] : [`ALTER TABLE ${quote.name(table.schema, table.name)} ${sets.join(', ')}`];
  });
}

/** Columns have their present names by the time that their defaults are set again. */
function renamedAmong(uses: readonly Uses[], context: DriverContext): ObjectId[] {
  return uses.flatMap(({ table, columns }) =>
    columns.flatMap((c) => {
      const former = formerColumn(table, c, context);
      return former === undefined || former.name === c.name ? [] : [columnId(table.schema, table.name, c.name)];
    }),
  );
}

/** Every row is written anew. */
export function rewriteHazard({ table }: Uses): Hazard {
  const object = idOf(table);
  return { kind: 'rewrites_table', object, message: `rewrites ${object} to change the type of its columns` };
}
