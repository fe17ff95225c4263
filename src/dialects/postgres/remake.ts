import { type Hazard } from '../../model/hazard.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { columnId, idOf, type Sequence, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type Alteration, type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { renamedColumns } from './column-renames.ts';
import { alterTable } from './columns.ts';
import { giveHome, homeMark, homesOf } from './heir-rows.ts';
import { allColumns, heirsOf, parentIds, partitionsOf, rowsAround } from './heirs.ts';
import { keepOut, keptOutId, lockOut, unforced } from './keep-out.ts';
import { ownSequence } from './kinds/sequence.ts';
import { locks, NO_LOCKS } from './locks.ts';
import { mixedRows } from './mixed-rows.ts';
import { leftId, placeId, rowsId } from './names.ts';
import { says, tableId } from './needs.ts';
import { isRetypedApart, isToldApart } from './own-columns.ts';
import { held, lossesOf, type Passage, passagesOf, wayBack } from './passage.ts';
import { quote } from './quote.ts';
import { staysInOrder } from './typed.ts';
import { isExchanged } from './types-anew.ts';

type Sides = Pick<DriverContext, 'before' | 'after'>;

/**
 * Whether a table is made anew with its rows going over: what it is partitioned by cannot change in place, nor can the types of
 * the columns in that, nor whether columns that its parents give are its own too, nor the order of the columns of its type.
 */
export function isRemade(before: Table, after: Table, context: Sides): boolean {
  if (!staysInOrder(before, after)) return true;
  const key = before.partitionBy;
  const renamed = renamedColumns(before, after);
  if (key !== after.partitionBy && inPresentNames(key, renamed) !== after.partitionBy) return true;
  if (key === undefined) return isHeirAnew(before, after, context);
  return before.columns.some((column) => {
    if (!says(key, column.name)) return false;
    const name = renamed.get(column.name) ?? column.name;
    const kept = after.columns.find((c) => c.name === name);
    if (kept === undefined || kept.type !== column.type || kept.collation !== column.collation) return true;
    return isExchanged(column.type, context);
  });
}

/** What a table is partitioned by, as it stands there once its columns are renamed. */
function inPresentNames(key: string | undefined, renamed: ReadonlyMap<string, string>): string | undefined {
  const names = new Map([...renamed].map(([from, to]) => [quote.ident(from), quote.ident(to)]));
  return key?.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu, (word) => names.get(word) ?? word);
}

/** Whether an heir goes along with a parent that is made anew, or no statement can tell its columns from its parents' as they are to be. */
function isHeirAnew(before: Table, after: Table, context: Sides): boolean {
  const kept = after.inherits === undefined ? [] : parentIds(before).filter((id) => parentIds(after).includes(id));
  return (
    kept.some((id) => isRemadeTable(id, context)) ||
    isToldApart(before, after, context) ||
    isRetypedApart(before, after, context)
  );
}

/** The same of a table by its id. */
export function isRemadeTable(id: ObjectId, context: Sides): boolean {
  const [a, b] = [context.before.get(id), context.after.get(id)];
  return a?.kind === 'table' && b?.kind === 'table' && isRemade(a, b, context);
}

/**
 * Whether a partition goes and comes with a table above it that is made anew, which takes its rows over; or an heir that becomes one.
 * On the way back, too, what is made anew is what the plan, on its way there, makes anew.
 */
export function goesAlong(table: Table, context: Sides, plan: Sides = context): boolean {
  if (changesPlace(table, context, plan)) return true;
  for (let of = table.partitionOf; of !== undefined; ) {
    const id = tableId(of.schema, of.table);
    if (isRemadeTable(id, plan)) return true;
    const parent = context.before.get(id);
    of = parent?.kind === 'table' ? parent.partitionOf : undefined;
  }
  return false;
}

/** Whether a table, or one above it, is made anew with its rows going over. */
export function isMadeAnew(table: Table, context: Sides): boolean {
  return isRemadeTable(idOf(table), context) || goesAlong(table, context);
}

/** Whether an heir becomes a partition of its parent, or the other way round: that one is made anew, and so is the heir, below it. */
export function changesPlace(former: Table, context: Sides, plan: Sides = context): boolean {
  const next = context.after.get(idOf(former));
  if (next?.kind !== 'table') return false;
  const [a, b] = former.partitionOf === undefined ? [former, next] : [next, former];
  const whole = b.partitionOf && tableId(b.partitionOf.schema, b.partitionOf.table);
  if (whole === undefined || !parentIds(a).includes(whole) || !isRemadeTable(whole, plan)) return false;
  return a !== former || hasNoMore(former, whole, context.before);
}

/** Whether an heir has no column that its parent lacks: its rows are taken over by way of that one. */
function hasNoMore(heir: Table, parent: ObjectId, objects: Sides['before']): boolean {
  const found = objects.get(parent);
  const given = new Set(found?.kind === 'table' ? allColumns(found, objects, false).map((c) => c.name) : []);
  return allColumns(heir, objects, false).every((c) => given.has(c.name));
}

/** The table at the top, through which rows find their partition. */
export function rootOf(table: Table, objects: DriverContext['after']): Table {
  const parent = table.partitionOf && objects.get(tableId(table.partitionOf.schema, table.partitionOf.table));
  return parent?.kind === 'table' ? rootOf(parent, objects) : table;
}

/** The replacement of a table whose rows are held aside while it is made anew, and go back into what it has become. */
export function remake(former: Table, next: Table, context: DriverContext): Alteration {
  if (goesAlong(former, context)) return { how: 'replace' };
  const before = { ...former, columns: allColumns(former, context.before, false) };
  const after = { ...next, columns: allColumns(next, context.after, false) };
  const passages = passagesOf(before, after);
  const [rows, aside] = [rowsId(after.schema, after.name), memberId('aside', after.schema, after.name, 'rows')];
  const name = quote.name(after.schema, asideName(after.name, 'rows'));
  const back = wayBack(after, before);
  const returning: Sides = { before: context.after, after: context.before };
  const [homes, formerHomes] = [homesOf(before, after, context), homesOf(after, before, returning)];
  const returns = new Set(homes.map(({ heir }) => idOf(heir)));
  const hold = (of: Table, list: readonly Passage[], sides: Sides): string => {
    const objects = sides.before;
    const mark = homeMark(of === before ? homes : formerHomes);
    const values = [...list.map((p) => held(of, p, sides)), ...mark].join(', ');
    // Rows of heirs stay theirs, but for those that go along.
    const heirs = of.partitionBy === undefined ? heirsOf(of, objects) : [];
    const along = heirs.filter((t) => goesAlong(t, context) || returns.has(idOf(t)));
    const only = heirs.length > along.length ? 'ONLY ' : '';
    const whole =
      only === '' ? (of.partitionBy === undefined ? [of] : withoutMoved(of, sides, context)) : [of, ...along];
    // A table above that is made anew, too, has them with its own.
    const from = goesAlong(of, sides, context) ? [] : whole;
    if (from.length === 0)
      return `CREATE TABLE ${name} AS SELECT ${values} FROM ${quote.name(of.schema, of.name)} WHERE false`;
    return `CREATE TABLE ${name} AS ${from.map((t) => `SELECT ${values} FROM ${only}${quote.name(t.schema, t.name)}`).join(' UNION ALL ')}`;
  };
  const drop = `DROP TABLE ${name}`;
  const below = heirsOf(before, context.before);
  // The rows of a partition that stays on as a table, here or elsewhere, stay there.
  const kept = new Set(heirsOf(after, context.after).map(idOf));
  const staying = below.filter((t) => t.partitionOf !== undefined && context.after.has(idOf(t)) && !kept.has(idOf(t)));
  const above = heirsOf(rootOf(after, context.after), context.after);
  // Until they leave, what is for the rest has no place for the rows that were theirs.
  const gone = heirsOf(rootOf(before, context.before), context.before).filter((t) => !context.after.has(idOf(t)));
  const columns = (of: Table): ObjectId[] => of.columns.map((c) => columnId(of.schema, of.name, c.name));
  const sequences = keptSequences(before, context);
  // Parents may be what computes them, or has them of a former type, until then.
  const filled = passages.map((p) => columnId(after.schema, after.name, p.to.name));
  const started = [idOf(before), ...columns(before), ...below.flatMap((t) => [idOf(t), ...columns(t)])];
  return {
    how: 'replace',
    // Who refers to a table that it is a partition of lets go of its rows meanwhile.
    rebuilds: [former, next].flatMap(({ partitionOf: of }) => (of ? rowsAround(of.schema, of.table, context) : [])),
    first: [
      keepOut(before, started, ...unforced(before)),
      {
        sql: hold(before, passages, context),
        undo: [
          ...giveHome(rootOf(before, context.before), back, name, returning, formerHomes),
          ...counters(before, back),
          drop,
        ],
        makes: [aside],
        needs: [keptOutId(before), ...staying.map(leftId)],
        ends: [rows],
        frees: started,
        locks: locks('alter column', idOf(before)),
        hazards: [
          ...hazardsOf(before, after, passages),
          ...lossesOf(after, passages, context),
          ...mixedRows(before, joining(before, after, context), context),
        ],
      },
      ...(before.inherits ?? []).map(
        (p): StepDraft => ({
          sql: `${alterTable(before)} NO INHERIT ${quote.name(p.schema, p.table)}`,
          undo: [],
          makes: [leftId(before)],
          needs: [aside],
          frees: [idOf(before), tableId(p.schema, p.table)],
          locks: locks('alter column', idOf(before), tableId(p.schema, p.table)),
        }),
      ),
      ...sequences.map(
        (s): StepDraft => ({
          sql: ownSequence(s, undefined),
          undo: [ownSequence(s, s.ownedBy)],
          frees: [idOf(before), columnId(s.schema, before.name, s.ownedBy?.column ?? '')],
          locks: NO_LOCKS,
        }),
      ),
    ],
    last: [
      ...[...giveHome(rootOf(after, context.after), passages, name, context, homes), ...counters(after, passages)].map(
        (sql): StepDraft => ({
          sql,
          undo: [],
          makes: [rows],
          needs: [
            aside,
            idOf(after),
            ...columns(next),
            ...filled,
            ...above.flatMap((t) => [idOf(t), placeId(t)]),
            ...gone.map(leftId),
          ],
          frees: [aside],
          locks: NO_LOCKS,
        }),
      ),
      {
        sql: drop,
        undo: [lockOut(after, ...unforced(after)), hold(after, back, returning)],
        needs: [aside],
        ends: [aside],
        locks: NO_LOCKS,
      },
      ...sequences.flatMap((s): StepDraft[] => {
        const kept = context.after.get(idOf(s));
        if (kept?.kind !== 'sequence' || kept.ownedBy?.column !== s.ownedBy?.column) return [];
        if (kept.ownedBy?.table !== after.name) return [];
        const needs = [idOf(after), idOf(s), columnId(after.schema, after.name, kept.ownedBy.column)];
        return [{ sql: ownSequence(kept, kept.ownedBy), undo: [ownSequence(kept, undefined)], needs, locks: NO_LOCKS }];
      }),
    ],
  };
}

/** A partitioned table, or what is left of its parts when some stay elsewhere, with their rows, on the other side. */
function withoutMoved(table: Table, sides: Sides, plan: Sides): Table[] {
  const moves = (part: Table): boolean => {
    const next = sides.after.get(idOf(part));
    if (next?.kind !== 'table' || aboveOf(part) === aboveOf(next)) return false;
    return !isRemadeTable(idOf(part), plan) && !changesPlace(part, sides, plan);
  };
  if (!heirsOf(table, sides.before).some(moves)) return [table];
  return partitionsOf(idOf(table), sides.before).flatMap((t) => (moves(t) ? [] : withoutMoved(t, sides, plan)));
}

function aboveOf({ partitionOf: of }: Table): ObjectId | undefined {
  return of && tableId(of.schema, of.table);
}

/** The sequences that a table owns and that stay. */
function keptSequences(table: Table, { before, after }: Sides): Sequence[] {
  return [...before.values()].filter(
    (o): o is Sequence =>
      o.kind === 'sequence' && o.schema === table.schema && o.ownedBy?.table === table.name && after.has(idOf(o)),
  );
}

/** Identity columns go on counting after the largest value that they have. */
function counters(table: Table, list: readonly Passage[]): string[] {
  const place = quote.name(table.schema, table.name);
  return list.flatMap(({ to: { name, identity } }) => {
    if (identity === undefined) return [];
    const [most, sign] = identity.increment?.startsWith('-') ? ['min', '<'] : ['max', '>'];
    const sequence = `pg_get_serial_sequence(${quote.literal(place)}, ${quote.literal(name)})`;
    const value = `${most}(${quote.ident(name)})`;
    return [`SELECT setval(${sequence}, ${value}) FROM ${place} HAVING ${value} ${sign}= ${identity.start ?? '1'}`];
  });
}

function hazardsOf(before: Table, after: Table, passages: readonly Passage[]): Hazard[] {
  const [id, name] = [idOf(before), before.name];
  const kept = new Set(passages.map((p) => p.from.name));
  const gone = before.columns.filter((c) => c.generated === undefined && !kept.has(c.name));
  const [had, key] = [before, after].map((t) => t.primaryKey?.columns.map((c) => c.column));
  const isNarrower = key !== undefined && !had?.every((c) => key.includes(c));
  const empty = passages.filter(({ from, to }) => to.notNull && !from.notNull && !had?.includes(from.name));
  const fits = after.partitionBy === undefined ? '' : ', and fails on rows that fit none of its partitions';
  return [
    { kind: 'rewrites_table', object: id, message: `makes ${name} anew and writes all its rows twice${fits}` },
    ...gone.map((c): Hazard => {
      const message = `drops the column ${c.name} of ${name} with its values`;
      return { kind: 'loses_data', object: columnId(before.schema, name, c.name), message };
    }),
    ...(isNarrower ? [{ kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys' } as const] : []),
    ...empty.map(({ from: c }): Hazard => {
      const message = `fails on rows without a value in ${c.name}`;
      return { kind: 'may_fail_on_data', object: columnId(before.schema, name, c.name), message };
    }),
  ];
}

/** Tables that become partitions of what is made anew, and keep their rows. */
function joining(before: Table, after: Table, context: Sides): Table[] {
  const had = new Set(heirsOf(before, context.before).map(idOf));
  return heirsOf(after, context.after).filter((t) => {
    const former = context.before.get(idOf(t));
    const isOther = former?.kind === 'table' && !had.has(idOf(t)) && !isMadeAnew(former, context);
    return isOther && t.partitionOf !== undefined && t.partitionBy === undefined;
  });
}
