import { type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type Table } from '../../model/object.ts';
import { type StepDraft } from '../../model/step.ts';
import { type DriverContext } from '../dialect.ts';
import { asideName } from './aside.ts';
import { alterTable } from './columns.ts';
import { changedComment, commentAgain } from './comment.ts';
import { optionsChange } from './foreign-options.ts';
import { namesAbove, withNamesAbove } from './given-members.ts';
import { allColumns, givenColumns, heirsOf, parentIds } from './heirs.ts';
import { identityMarks } from './identity-marks.ts';
import { locks } from './locks.ts';
import { belowId, constraintId, leftId, makeObjectName, notNullId, nullableId } from './names.ts';
import { quote } from './quote.ts';
import { aroundHeirs, isFollowed, isNameTakenOfColumn, notNullsId } from './standing.ts';

/** `SET STORAGE …` and such: what leads from one column's settings to the other's; `before` null: it has just been made. */
export function columnClauses(before: Column | null, after: Column): string[] {
  const name = `ALTER COLUMN ${quote.ident(after.name)}`;
  const [a, b] = [before?.options ?? {}, after.options ?? {}];
  const set = Object.entries(b).filter(([k, v]) => a[k] !== v);
  const reset = Object.keys(a).filter((k) => b[k] === undefined);
  const foreign = optionsChange(before?.foreignOptions, after.foreignOptions);
  return [
    ...(before?.storage === after.storage ? [] : [`${name} SET STORAGE ${(after.storage ?? 'DEFAULT').toUpperCase()}`]),
    ...(before?.compression === after.compression ? [] : [`${name} SET COMPRESSION ${after.compression ?? 'default'}`]),
    ...(before?.statistics === after.statistics ? [] : [`${name} SET STATISTICS ${after.statistics ?? '-1'}`]),
    ...(set.length === 0
      ? []
      : [`${name} SET (${set.map(([k, v]) => `${quote.ident(k)}=${quote.literal(v)}`).join(', ')})`]),
    ...(foreign === '' ? [] : [`${name}${foreign}`]),
    ...(reset.length === 0 ? [] : [`${name} RESET (${reset.map((k) => quote.ident(k)).join(', ')})`]),
  ];
}

/** The storage that a type has by itself is only the server's to know before 16, which has no word for it. */
function storageWord(column: Column, context: DriverContext): Column {
  if (column.storage !== undefined || context.capabilities.defaultStorage) return column;
  const fixed = /^(smallint|integer|bigint|boolean|real|double precision|date|time|uuid|oid)/.test(column.type);
  return { ...column, storage: fixed ? 'plain' : /^numeric/.test(column.type) ? 'main' : 'extended' };
}

export function columnSettingSteps(
  table: Table,
  before: Column | null,
  after: Column,
  context: DriverContext,
): StepDraft[] {
  const changed = before !== null && before.storage !== after.storage;
  const [a, b] = changed ? [storageWord(before, context), storageWord(after, context)] : [before, after];
  const forth = columnClauses(a, b);
  const marks = identityMarks(table, before, after);
  if (forth.length === 0) return marks;
  const back = a === null ? [] : columnClauses(b, a);
  const alter = `ALTER TABLE ONLY ${quote.name(table.schema, table.name)}`;
  return [
    {
      sql: `${alter} ${forth.join(', ')}`,
      undo: back.length === 0 ? [] : [`${alter} ${back.join(', ')}`],
      needs: [idOf(table), columnId(table.schema, table.name, after.name)],
      locks: locks('alter column', idOf(table)),
    },
    ...marks,
  ];
}

/** The name of a column's not-null constraint. */
export function notNullName(table: string, column: Column): string {
  return column.notNullName ?? makeObjectName(table, column.name, 'not_null');
}

/** The name that a column's not-null constraint takes, where such have names: in its table, and in those that have it from there. */
export function notNullPlace(table: Table, column: Column, context: DriverContext): ObjectId[] {
  const { before, after, capabilities } = context;
  if (!column.notNull || !capabilities.namedNotNull) return [];
  const name = notNullName(table.name, column);
  const isCalledSo = (heir: Table): boolean => {
    const own = heir.columns.find((c) => c.name === column.name);
    return own?.notNullName === undefined || own.notNullName === name;
  };
  const below = column.notNullNoInherit
    ? []
    : heirsOf(table, before).filter((heir) => after.has(idOf(heir)) && isCalledSo(heir));
  return [table, ...below].map((t) => constraintId({ schema: t.schema, table: t.name, name }));
}

/**
 * A column that comes with the name of the not-null constraint of one that goes: it comes by another name and gets that one after,
 * so that what needs the new column, such as an index in the place of an old one, need not wait until the old column is gone.
 */
export function namedInTurn(table: Table, column: Column, context: DriverContext): readonly [Column, ...StepDraft[]] {
  const [place] = column.notNullNotValid ? [] : notNullPlace(table, column, context);
  const own = notNullName(table.name, column);
  const former = context.before.get(idOf(table));
  const leaves = ({ name }: Column): boolean => !table.columns.some((c) => c.name === name || c.renamedFrom === name);
  const leaving = former?.kind === 'table' ? former.columns.filter(leaves) : [];
  if (place === undefined || !leaving.some((c) => notNullPlace(table, c, context).includes(place)))
    return [
      place !== undefined && isNameTakenOfColumn(table, column.name, context)
        ? { ...column, notNullName: own }
        : column,
    ];
  const aside = asideName(own, 'new');
  const coming = { ...column, notNullName: aside };
  const rename = (a: string, b: string): string =>
    `${alterTable(table)} RENAME CONSTRAINT ${quote.ident(a)} TO ${quote.ident(b)}`;
  const ends = notNullPlace(table, coming, context);
  const needs = [columnId(table.schema, table.name, column.name), ...ends];
  const lock = locks('rename', idOf(table));
  return [coming, { sql: rename(aside, own), undo: [rename(own, aside)], needs, ends, makes: [place], locks: lock }];
}

/** A column as it comes back in an undo, with the name of its constraint where another table has that by then. */
export function namedAgain(table: Table, column: Column, context: DriverContext): Column {
  const { before, after, capabilities } = context;
  if (!column.notNull || column.notNullInherited || !capabilities.namedNotNull) return column;
  const isTaken = isNameTakenOfColumn(table, column.name, { before: after, after: before });
  return isTaken ? { ...column, notNullName: notNullName(table.name, column) } : column;
}

/** `CONSTRAINT x NOT NULL NO INHERIT`, named only when its name is not the server's own. */
export function notNullClause(column: Column): string {
  const named = column.notNullName === undefined ? '' : `CONSTRAINT ${quote.ident(column.notNullName)} `;
  return `${named}NOT NULL${column.notNullNoInherit ? ' NO INHERIT' : ''}`;
}

/** The constraint as COMMENT ON takes it. */
export function notNullTarget(table: Table, column: Column): string {
  return `CONSTRAINT ${quote.ident(notNullName(table.name, column))} ON ${quote.name(table.schema, table.name)}`;
}

/** The comment of the constraint, which comes and goes with it. */
export function notNullComments(table: Table, former: Column, column: Column): StepDraft[] {
  if (!column.notNull) return [];
  const before = former.notNull ? former.notNullComment : undefined;
  const id = !former.notNull ? notNullId(table.schema, table.name, column.name) : idOf(table);
  return changedComment(notNullTarget(table, column), before, column.notNullComment, id);
}

/** Whether `SET NOT NULL` says it all. */
export function isPlainNotNull({ notNullName: name, notNullNoInherit, notNullNotValid }: Column): boolean {
  return name === undefined && !notNullNoInherit && !notNullNotValid;
}

/** The statement that adds a not-null constraint with its name and all. */
export function addNotNull(table: Table, column: Column, alter = alterTable(table)): string {
  const words = `${column.notNullNoInherit ? ' NO INHERIT' : ''}${column.notNullNotValid ? ' NOT VALID' : ''}`;
  const name = quote.ident(notNullName(table.name, column));
  return `${alter} ADD CONSTRAINT ${name} NOT NULL ${quote.ident(column.name)}${words}`;
}

/** What changes at a not-null constraint that stays: its name, whether heirs have it, whether it is valid. */
export function notNullSteps(table: Table, before: Column, after: Column, context: DriverContext): StepDraft[] {
  if (!before.notNull || !after.notNull || !context.capabilities.namedNotNull) return [];
  const [a, b] = [notNullName(table.name, before), notNullName(table.name, after)];
  const alter = alterTable(table);
  const owner = idOf(table);
  const { needs, makes } = aroundHeirs(table, context);
  // What those above make NOT NULL has no other name below.
  const letGo = parentIds(table).map((id) => nullableId(id, after.name));
  const step = (sql: string, undo: string[]): StepDraft => ({
    sql,
    undo,
    needs: [owner, columnId(table.schema, table.name, after.name), leftId(table), ...needs, ...letGo],
    makes,
    locks: locks('alter column', owner),
  });
  const name = quote.ident(b);
  const heirs = (c: Column): string =>
    `${alter} ALTER CONSTRAINT ${name} ${c.notNullNoInherit ? 'NO INHERIT' : 'INHERIT'}`;
  const rename = (x: string, y: string): string => `${alter} RENAME CONSTRAINT ${quote.ident(x)} TO ${quote.ident(y)}`;
  const column = quote.ident(after.name);
  const letGone = `${alter} ALTER COLUMN ${column} DROP NOT NULL`;
  const anew = (c: Column, as: string): string[] => [
    letGone,
    addNotNull(table, { ...c, notNullName: as }),
    ...commentAgain(notNullTarget(table, { ...c, notNullName: as }), before.notNullComment),
  ];
  // All that take names of each other give theirs up before the first has its own again.
  const again = anew(before, a).slice(1);
  const handing = before.notNullNoInherit !== after.notNullNoInherit;
  const former = context.before.get(owner);
  const inKey = (t: Table): boolean => t.primaryKey?.columns.some((k) => k.column === after.name) === true;
  const pinned =
    (inKey(table) && former?.kind === 'table' && inKey(former)) || (before.identity ?? after.identity) !== undefined;
  // Heirs would keep as their own what they have had, and those who call it otherwise forbid that it be renamed.
  const whole =
    (handing && heirsOf(table, context.after).length > 0) ||
    (a !== b && !pinned && !isFollowed(table, after.name, [a, b], context));
  const place = (column: Column): ObjectId[] => (a === b ? [] : notNullPlace(table, column, context));
  const gone = nullableId(owner, after.name);
  const id = notNullId(table.schema, table.name, after.name);
  const inTurn = (s: StepDraft, isFirst: boolean): StepDraft =>
    isFirst
      ? { ...s, makes: [...makes, gone], ends: [id, ...place(before)] }
      : { ...s, makes: [...makes, id, ...place(after)], needs: [...(s.needs ?? []), gone] };
  const renamed = (from: Column, to: Column): StepDraft => {
    const [x, y] = [notNullName(table.name, from), notNullName(table.name, to)];
    return { ...step(rename(x, y), [rename(y, x)]), ends: place(from), makes: [...makes, ...place(to)] };
  };
  const aside = { ...after, notNullName: asideName(b, 'new') };
  const last = renamed(aside, after);
  const renames = isFirstInRing(table, a, b, context)
    ? [renamed(before, aside), { ...last, needs: [...(last.needs ?? []), ...place(aside)] }]
    : [renamed(before, after)];
  const named = whole
    ? anew(after, b).map((sql, i) => inTurn(step(sql, i === 0 ? again : i === 1 ? [letGone] : []), i === 0))
    : [...(a === b ? [] : renames), ...(handing ? [step(heirs(after), [heirs(before)])] : [])];
  return [...named, ...(whole ? [] : validitySteps(table, before, after, step, context))];
}

/** Whether the not-null constraints of a table take each other's names in a ring, and this one is the first of it. */
function isFirstInRing(table: Table, from: string, to: string, { before }: DriverContext): boolean {
  const former = before.get(idOf(table));
  const names = new Map(
    table.columns.flatMap((column): [string, string][] => {
      const name = column.renamedFrom ?? column.name;
      const old = former?.kind === 'table' ? allColumns(former, before, true).find((c) => c.name === name) : undefined;
      return old?.notNull && column.notNull ? [[notNullName(table.name, old), notNullName(table.name, column)]] : [];
    }),
  );
  const ring = [from];
  for (let at: string | undefined = to; at !== undefined && at !== from; at = names.get(at)) {
    if (ring.includes(at)) return false;
    ring.push(at);
  }
  return names.get(ring.at(-1) ?? '') === from && ring.toSorted()[0] === from;
}

/** What was added NOT VALID is validated, along with all below the table; the way back drops it, and adds it as it was. */
function validitySteps(
  table: Table,
  before: Column,
  after: Column,
  step: (sql: string, undo: string[]) => StepDraft,
  context: DriverContext,
): StepDraft[] {
  if (before.notNullNotValid === after.notNullNotValid) return [];
  const alter = alterTable(table);
  const comment = commentAgain(notNullTarget(table, after), before.notNullComment);
  const drop = `${alter} ALTER COLUMN ${quote.ident(after.name)} DROP NOT NULL`;
  const open = addNotNull(table, { ...after, notNullNotValid: true });
  const validate = `${alter} VALIDATE CONSTRAINT ${quote.ident(notNullName(table.name, after))}`;
  const held = [table, ...heirsOf(table, context.after)].map((t) => notNullId(t.schema, t.name, after.name));
  if (after.notNullNotValid) {
    return [step(drop, []), step(open, [validate]), ...comment.map((sql) => step(sql, []))];
  }
  const valid = step(validate, [
    drop,
    open,
    ...provenBelow(table, before, notNullName(table.name, after), context),
    ...comment,
  ]);
  return [{ ...valid, makes: [...(valid.makes ?? []), ...held] }];
}

/** What comes back NOT VALID does so below, too, also where it held for all rows. `present`: what it is called then. */
export function provenBelow(table: Table, former: Column, present: string, { before, after }: DriverContext): string[] {
  return heirsOf(table, before).flatMap((heir) => {
    const found = withNamesAbove(heir, before).columns.find((c) => c.name === former.name);
    if (heir.partitionOf === undefined || !after.has(idOf(heir)) || !found?.notNull || found.notNullNotValid) return [];
    const own = notNullName(heir.name, found);
    const name = own === notNullName(table.name, former) ? present : own;
    return [`${alterTable(heir)} VALIDATE CONSTRAINT ${quote.ident(name)}`];
  });
}

/**
 * A constraint with the server's own name gets the name that it would have in a table made afresh; a partition's follows its
 * table's. The server renames none that is inherited, nor one that heirs have under another name.
 */
export function renameNotNulls(
  before: Table,
  after: Table,
  names: ReadonlyMap<string, string>,
  context: DriverContext,
): StepDraft[] {
  const { partitionOf, inherits } = after;
  const both = [before, { ...before, ...(partitionOf && { partitionOf }), ...(inherits && { inherits }) }];
  const above = both.flatMap((table) => [
    ...namesAbove(table, context.before).keys(),
    ...givenColumns(table.inherits ?? [], context.before, false).flatMap((c) => (c.notNull ? [c.name] : [])),
  ]);
  const heirs = [before, after].flatMap((table) => heirsOf(table, context.before));
  const isApart = (heir: Table, { name }: Column): boolean => {
    const own = heir.columns.find((c) => c.name === name && c.notNull);
    return own !== undefined && (heir.partitionOf === undefined || own.notNullName !== undefined);
  };
  return before.columns.flatMap((column): StepDraft[] => {
    if (!column.notNull || column.notNullName !== undefined || above.includes(column.name)) return [];
    if (heirs.some((heir) => isApart(heir, column))) return [];
    const present = names.get(column.name) ?? column.name;
    const [a, b] = [notNullName(before.name, column), notNullName(after.name, { ...column, name: present })];
    const rename = (x: string, y: string): string =>
      `${alterTable(after)} RENAME CONSTRAINT ${quote.ident(x)} TO ${quote.ident(y)}`;
    const needs = [idOf(after), columnId(after.schema, after.name, present)];
    const makes = [notNullsId(after), belowId(idOf(after))];
    return a === b
      ? []
      : [{ sql: rename(a, b), undo: [rename(b, a)], needs, makes, locks: locks('rename', idOf(after)) }];
  });
}
