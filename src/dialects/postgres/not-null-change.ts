import { type Hazard } from '../../model/hazard.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import {
  addNotNull,
  isPlainNotNull,
  notNullName,
  notNullPlace,
  notNullTarget,
  provenBelow,
} from './column-settings.ts';
import { formerTable } from './column-uses.ts';
import { columnStep } from './columns.ts';
import { commentAgain } from './comment.ts';
import { heirsOf, leavers, parentIds } from './heirs.ts';
import { keptBelowId, notNullId, nullableId } from './names.ts';
import { quote } from './quote.ts';
import { aroundHeirs, isNameTaken } from './standing.ts';

/** The step that makes a column NOT NULL. */
export function setNotNull(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  if (former.notNull || !column.notNull) return [];
  const id = columnId(table.schema, table.name, column.name);
  const name = quote.ident(column.name);
  const probe = `SELECT * FROM ${quote.name(table.schema, table.name)} WHERE ${name} IS NULL`;
  const hazards: Hazard[] = [
    { kind: 'scans_table', object: idOf(table), message: `reads all of ${table.name} while nobody can use it` },
    { kind: 'may_fail_on_data', object: id, message: `fails on rows without ${column.name}`, probe },
  ];
  const around = aroundNotNull(table, column.name, context);
  const below = heirsOf(table, context.after);
  const held = [table, ...below].map((t) => notNullId(t.schema, t.name, column.name));
  const makes = [...held, ...notNullPlace(table, column, context), ...around.makes];
  const step = columnStep(table, column, 'SET NOT NULL', 'DROP NOT NULL', {
    makes,
    hazards,
    needs: [...(around.needs ?? []), ...leavers(table, context), keptBelowId(idOf(table), column.name)],
  });
  const undo = [
    ...(step.undo ?? []),
    ...nullableBelow(table, column.name, context),
    ...strictBelow(table, column.name, context),
  ];
  return [isPlain(table, column, context) ? { ...step, undo } : { ...step, undo, sql: addNotNull(table, column) }];
}

/** A key makes what is NOT NULL by the table above a partition's own, and that stays when both have gone. */
function nullableBelow(table: Table, column: string, { before, after }: DriverContext): string[] {
  const inKey = (t: Table): boolean => t.primaryKey?.columns.some((k) => k.column === column) === true;
  return heirsOf(table, after).flatMap((heir) => {
    const former = before.get(idOf(heir));
    const wasNullable = former?.kind === 'table' && former.columns.some((c) => c.name === column && !c.notNull);
    const place = quote.name(heir.schema, heir.name);
    return inKey(heir) && wasNullable ? [`ALTER TABLE ${place} ALTER COLUMN ${quote.ident(column)} DROP NOT NULL`] : [];
  });
}

/** Before PostgreSQL 18, what lets a column be null does so in all tables below, also where it was NOT NULL by itself. */
function strictBelow(table: Table, column: string, { before, after, capabilities }: DriverContext): string[] {
  if (capabilities.namedNotNull) return [];
  return heirsOf(table, after).flatMap((heir) => {
    const former = before.get(idOf(heir));
    const wasStrict = former?.kind === 'table' && former.columns.some((c) => c.name === column && c.notNull);
    const place = quote.name(heir.schema, heir.name);
    return wasStrict ? [`ALTER TABLE ${place} ALTER COLUMN ${quote.ident(column)} SET NOT NULL`] : [];
  });
}

/** Whether SET NOT NULL says it all, and nobody has the name that the server would give. */
function isPlain(table: Table, column: Column, context: DriverContext): boolean {
  return isPlainNotNull(column) && !(context.capabilities.namedNotNull && isNameTaken(table, column.name, context));
}

/** Heirs that have left for it are away meanwhile, and parents come first. */
function aroundNotNull(
  table: Table,
  column: string,
  context: DriverContext,
): Pick<StepDraft, 'needs' | 'makes'> & { makes: readonly ObjectId[] } {
  const above = parentIds(formerTable(table, context)).map((id) => nullableId(id, column));
  const isFollowed = table.partitionBy !== undefined && !context.capabilities.namedNotNull;
  const { needs, makes } = isFollowed ? { needs: [], makes: [] } : aroundHeirs(table, context);
  return { needs: [...needs, ...above], makes };
}

/** The step that lets a column be null. */
export function dropNotNull(table: Table, former: Column, column: Column, context: DriverContext): StepDraft[] {
  if (!former.notNull || column.notNull) return [];
  const below = heirsOf(table, context.before);
  const held = [table, ...below].map((t) => notNullId(t.schema, t.name, column.name));
  const ends = [...held, ...notNullPlace(table, former, context)];
  const around = aroundNotNull(table, column.name, context);
  const makes = [nullableId(idOf(table), column.name), ...around.makes];
  const step = columnStep(table, column, 'DROP NOT NULL', 'SET NOT NULL', { ends, makes, needs: around.needs });
  const again = isPlain(table, former, context) ? (step.undo ?? []) : [addNotNull(table, former)];
  const valid = former.notNullNotValid ? provenBelow(table, former, notNullName(table.name, former), context) : [];
  return [
    { ...step, undo: [...again, ...valid, ...commentAgain(notNullTarget(table, former), former.notNullComment)] },
  ];
}
