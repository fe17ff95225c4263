import { sameData } from '../../model/digest.ts';
import { type Hazard } from '../../model/hazard.ts';
import { memberId, type ObjectId } from '../../model/id.ts';
import { idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { conditionOf, isDefault } from './bounds.ts';
import { addNotNull } from './column-settings.ts';
import { withNamesAbove } from './given-members.ts';
import { locks } from './locks.ts';
import { leftId, membersId, partitionRoomId, placeId, rowsId, shapeId } from './names.ts';
import { columnIds, tableId } from './needs.ts';
import { quote } from './quote.ts';
import { isRemadeTable } from './remake.ts';
import { notNullsId } from './standing.ts';
import { formerStates } from './trigger-states.ts';
import { typesAnew } from './types-anew.ts';

type Place = NonNullable<Table['partitionOf']>;

/** With a partition rows of its table come and go. */
export function rowIds({ partitionOf: of }: Table): ObjectId[] {
  return of === undefined ? [] : [rowsId(of.schema, of.table)];
}

export function leftIds(table: Table): ObjectId[] {
  return table.partitionOf === undefined ? [] : [leftId(table)];
}

export function shapeIds({ partitionOf: of }: Table): ObjectId[] {
  return of === undefined ? [] : [shapeId(of.schema, of.table)];
}

export function roomIds({ partitionOf: of }: Table): ObjectId[] {
  return of === undefined ? [] : [partitionRoomId(of.schema, of.table)];
}

/** Whether a table becomes a partition of another one, or of none. */
export function isMoved({ partitionOf: a }: Table, { partitionOf: b }: Table): boolean {
  return a?.schema !== b?.schema || a?.table !== b?.table;
}

/** The places among other tables that a table leaves; `aside`: for a moment, though nothing else is to be said of its place. */
export function leaveSteps(before: Table, after: Table, aside: boolean, context: DriverContext): StepDraft[] {
  const own = quote.name(after.schema, after.name);
  const steps: StepDraft[] = [];
  const [a, b] = [before.partitionOf, after.partitionOf];
  if (a !== undefined && (aside || !sameData(a, b))) {
    const parent = quote.name(a.schema, a.table);
    // For a moment, while its bound changes, or for good: then what its former table becomes is none of its business.
    const stays = a.schema === b?.schema && a.table === b?.table;
    const shape = shapeId(a.schema, a.table);
    // A table that is made anew takes its rows aside when those have gone that stay with who leaves it.
    const anew = !stays && isRemadeTable(tableId(a.schema, a.table), context);
    const rows = anew ? [] : [rowsId(a.schema, a.table)];
    steps.push({
      sql: `ALTER TABLE ${parent} DETACH PARTITION ${own}`,
      undo: [
        `ALTER TABLE ${parent} ATTACH PARTITION ${own} ${a.bound}`,
        ...besideTable(before, context.before).map((s) => s.sql),
        ...formerStates(before, context),
      ],
      needs: [idOf(after), ...(stays ? [shape, memberId('aside', a.schema, a.table, 'rows')] : [])],
      frees: [
        tableId(a.schema, a.table),
        partitionRoomId(a.schema, a.table),
        ...(stays ? [] : [shape, ...typesAnew(before.columns, context)]),
      ],
      makes: [leftId(after), ...rows],
      ends: [...rows, placeId(after)],
      locks: locks('alter column', idOf(after), tableId(a.schema, a.table)),
      ...(stays ? { saysAll: true } : {}),
    });
  }
  return steps;
}

/** The places among other tables that a table takes, once its columns fit. */
export function joinSteps(before: Table, after: Table, aside: boolean, context: DriverContext): StepDraft[] {
  const own = quote.name(after.schema, after.name);
  const columns = columnIds(
    after.schema,
    after.name,
    after.columns.map((c) => c.name),
  );
  const steps: StepDraft[] = [];
  const [a, b] = [before.partitionOf, after.partitionOf];
  if (b !== undefined && (aside || !sameData(a, b))) {
    const parent = quote.name(b.schema, b.table);
    steps.push({
      sql: `ALTER TABLE ${parent} ATTACH PARTITION ${own} ${b.bound}`,
      undo: [`ALTER TABLE ${parent} DETACH PARTITION ${own}`],
      needs: [
        idOf(after),
        membersId(after),
        notNullsId(after),
        notNullsId({ schema: b.schema, name: b.table }),
        tableId(b.schema, b.table),
        shapeId(b.schema, b.table),
        ...(a?.schema === b.schema && a.table === b.table ? [] : [membersId({ schema: b.schema, name: b.table })]),
        ...columns,
      ],
      makes: [placeId(after)],
      ends: [partitionRoomId(b.schema, b.table)],
      locks: locks('alter column', idOf(after), tableId(b.schema, b.table)),
      ...(isMoved(before, after) ? {} : { saysAll: true }),
      hazards: isMoved(before, after) ? outside(after, b, context) : [],
    });
    steps.push(...besideTable(after, context.after));
  }
  return steps;
}

/** Rows that come along belong to the partition, or nobody takes them. */
function outside(table: Table, { schema, table: of, bound }: Place, { before, after }: DriverContext): Hazard[] {
  const [was, is] = [before, after].map((objects) => objects.get(tableId(schema, of)));
  const former = before.get(idOf(table));
  const stays = was?.kind === 'table' && is?.kind === 'table' && was.partitionBy === is.partitionBy;
  const same = former?.kind === 'table' && sameData(former.columns, table.columns);
  const place = quote.name(schema, of);
  const fits = stays && same && !isDefault(bound) ? conditionOf(bound, is.partitionBy ?? '', place) : null;
  const probe = fits && `SELECT * FROM ${quote.name(table.schema, table.name)} WHERE (${fits}) IS NOT TRUE`;
  const message = `fails on rows of ${table.name} that belong elsewhere in ${of}`;
  return [{ kind: 'may_fail_on_data', object: idOf(table), message, ...(probe ? { probe } : {}) }];
}

/** What a partition has NOT VALID beside its table: joining makes it the table's alone, and it is said again. */
export function besideTable(table: Table, objects: DriverContext['after']): StepDraft[] {
  const form = { undo: [], needs: [placeId(table)], makes: [placeId(table)], locks: locks('add check', idOf(table)) };
  const own = withNamesAbove(table, objects).columns.filter((c) => c.notNullOwn);
  // ONLY, as a plan says nothing twice.
  const alter = `ALTER TABLE ONLY ${quote.name(table.schema, table.name)}`;
  return own.map((c) => ({ ...form, sql: addNotNull(table, c, alter) }));
}
