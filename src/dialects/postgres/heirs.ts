import { sameData } from '../../model/digest.ts';
import { type ObjectId } from '../../model/id.ts';
import { type Column, columnId, idOf, type SchemaObject, type Table } from '../../model/object.ts';
import { goneColumnId, leftId, makeObjectName, rowsId, shapeId } from './names.ts';
import { columnIds, tableId } from './needs.ts';
import { once } from './once.ts';

/** The tables that a table is a partition or an heir of. */
export function parentIds({ partitionOf, inherits = [] }: Table): ObjectId[] {
  const all = partitionOf === undefined ? inherits : [partitionOf];
  return all.map((p) => tableId(p.schema, p.table));
}

/** The rows of a table, also as those of the tables that it is a partition of, before and after. */
export function rowsAround(
  schema: string,
  table: string,
  { before, after }: Record<'before' | 'after', Objects>,
): ObjectId[] {
  const ids = new Set<ObjectId>();
  const queue = [{ schema, table }];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    const id = rowsId(place.schema, place.table);
    if (ids.has(id)) continue;
    ids.add(id);
    for (const objects of [before, after]) {
      const found = objects.get(tableId(place.schema, place.table));
      if (found?.kind === 'table' && found.partitionOf !== undefined) queue.push(found.partitionOf);
    }
  }
  const below = [before, after].flatMap((objects) => heirsOf({ schema, name: table }, objects));
  return [
    ...new Set([...ids, ...below.flatMap((t) => (t.partitionBy === undefined ? [] : [rowsId(t.schema, t.name)]))]),
  ];
}

/** Tables by the tables that they are directly below. */
const children = once((objects: Objects): ReadonlyMap<ObjectId, readonly Table[]> => {
  const pairs = [...objects.values()].flatMap((o) => (o.kind === 'table' ? parentIds(o).map((id) => ({ id, o })) : []));
  return new Map([...Map.groupBy(pairs, (p) => p.id)].map(([id, list]) => [id, list.map((p) => p.o)]));
});

/** The partitions next below a table. */
export function partitionsOf(id: ObjectId, objects: Objects): Table[] {
  return (children(objects).get(id) ?? []).filter((o) => o.partitionOf !== undefined);
}

/** The heirs next below a table, partitions aside. */
export function directHeirs(table: Table, { after }: { readonly after: Objects }): Table[] {
  return (children(after).get(idOf(table)) ?? []).filter((o) => o.inherits !== undefined);
}

/** Whether a table has a column from one that it is a partition or an heir of: its type is changed there. */
export function isGiven(table: Table, column: string, objects: ReadonlyMap<ObjectId, SchemaObject>): boolean {
  return parentIds(table).some((id) => {
    const parent = objects.get(id);
    return parent?.kind === 'table' && parent.columns.some((c) => c.name === column);
  });
}

const referredTables = once((objects: Objects): ReadonlySet<ObjectId> => {
  const keys = [...objects.values()].filter((o) => o.kind === 'foreign_key');
  return new Set(keys.map(({ references: to }) => tableId(to.schema, to.table)));
});

/** Whether foreign keys refer to a table that this one is a partition of, at any height: then it has to leave before it can go. */
export function isHeldByKeys({ partitionOf }: Table, objects: Objects): boolean {
  const referred = referredTables(objects);
  for (let of = partitionOf; of !== undefined; ) {
    const id = tableId(of.schema, of.table);
    if (referred.has(id)) return true;
    const above = objects.get(id);
    of = above?.kind === 'table' ? above.partitionOf : undefined;
  }
  return false;
}

/** All partitions and heirs below a table. */
export function heirsOf(table: Pick<Table, 'schema' | 'name'>, objects: Objects): Table[] {
  const below = children(objects);
  const found = new Map<ObjectId, Table>();
  const queue = [tableId(table.schema, table.name)];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const heir of below.get(id) ?? []) {
      if (found.has(idOf(heir))) continue;
      found.set(idOf(heir), heir);
      queue.push(idOf(heir));
    }
  }
  return [...found.values()];
}

/** That heirs which leave a table have left it: what it gets is none of theirs. */
export function leavers(
  table: Pick<Table, 'schema' | 'name'>,
  { before, after }: Record<'before' | 'after', Objects>,
): ObjectId[] {
  const stay = new Set(heirsOf(table, after).map(idOf));
  return heirsOf(table, before).flatMap((t) => (t.inherits === undefined || stay.has(idOf(t)) ? [] : [leftId(t)]));
}

/** The ids of one column in a table's heirs: whatever happens to it above happens to them. */
export function heirColumns(table: Table, column: string, objects: ReadonlyMap<ObjectId, SchemaObject>): ObjectId[] {
  return heirsOf(table, objects).map((t) => columnId(t.schema, t.name, column));
}

/** The columns of parents that a new heir says something of, as they are to be: what parents lose is gone by then. */
export function handedDownIds({ inherits = [], columns }: Table, after: Objects): ObjectId[] {
  return inherits.flatMap((of) => {
    const parent = after.get(tableId(of.schema, of.table));
    const kept = new Set(parent?.kind === 'table' ? allColumns(parent, after, false).map((c) => c.name) : []);
    return columns.map((c) => {
      const id = columnId(of.schema, of.table, c.name);
      return kept.has(c.name) ? id : goneColumnId(id);
    });
  });
}

/** The shapes of a partitioned table and of those below it: what changes at its columns changes at theirs. */
export function shapesOf(table: Table, objects: Objects): ObjectId[] {
  const all = [table, ...heirsOf(table, objects)];
  return all.filter((t) => t.partitionBy !== undefined).map((t) => shapeId(t.schema, t.name));
}

type Places = NonNullable<Table['inherits']>;
type Objects = ReadonlyMap<ObjectId, SchemaObject>;
type Sides = Readonly<Record<'before' | 'after', Objects>>;

/** All columns of a table: what an heir says itself, over what its parents give it. `named`: not-null constraints have names. */
export function allColumns(table: Table, objects: Objects, named: boolean): readonly Column[] {
  const { inherits, columns, primaryKey } = table;
  if (inherits === undefined) return columns;
  const own = new Map(columns.map((c) => [c.name, c]));
  const key = new Set(primaryKey?.columns.map((k) => k.column));
  const given = givenColumns(inherits, objects, named).map((c) => {
    const said = own.get(c.name);
    if (said === undefined) return key.has(c.name) ? inKey(c) : c;
    const alone = said.notNullInherited || (said.inherited && said.notNullName === undefined);
    if (!named || !alone || !c.notNull || !said.notNull) return said;
    const valid = c.notNullNotValid ? { notNullNotValid: true as const } : {};
    return { ...said, notNullName: c.notNullName, ...valid };
  });
  const names = new Set(given.map((c) => c.name));
  return [...given, ...columns.filter((c) => !names.has(c.name))];
}

/** A column in a key: no row is without it. */
function inKey({ notNullNotValid: _, ...column }: Column): Column {
  return { ...column, notNull: true };
}

/** The columns that parents give to an heir, in the order in which a fresh one has them. */
export function givenColumns(parents: Places, objects: Objects, named: boolean): Column[] {
  const given = new Map<string, Column>();
  for (const { schema, table } of parents) {
    const parent = objects.get(tableId(schema, table));
    if (parent?.kind !== 'table') continue;
    for (const column of allColumns(parent, objects, named)) {
      const there = given.get(column.name);
      const gift = gives(parent, column, named);
      given.set(column.name, there === undefined ? gift : bothGive(there, gift));
    }
  }
  return [...given.values()];
}

/** A column that two parents give: its not-null constraint holds for all rows where one of theirs does. */
function bothGive(first: Column, second: Column): Column {
  const { notNullNotValid: open, ...both } = { ...second, ...first };
  const isOpen = open && [first, second].every((c) => !c.notNull || c.notNullNotValid);
  return isOpen ? { ...both, notNullNotValid: open } : both;
}

/** A column as an heir gets it: its not-null constraint is called as that of the parent. */
function gives(parent: Table, column: Column, named: boolean): Column {
  const {
    inherited: _,
    statistics: __,
    options: ___,
    notNullName: name,
    notNullInherited: ____,
    ...rest
  } = bare(column);
  if (!rest.notNull) return rest;
  const { notNull, notNullNoInherit, notNullNotValid, ...nullable } = rest;
  if (notNullNoInherit) return nullable;
  return named ? { ...rest, notNullName: name ?? makeObjectName(parent.name, column.name, 'not_null') } : rest;
}

/** Whether a column that an heir has from its parents says something of its own. That it is in the key says that it is NOT NULL. */
export function saysMore(column: Column, given: Column | undefined, inKey: boolean): boolean {
  if (!column.inherited || given === undefined) return true;
  if (['comment', 'identity', 'statistics', 'options', 'notNullName'].some((key) => key in column)) return true;
  if (column.notNull !== given.notNull && !(inKey && column.notNull)) return true;
  const keys = ['default', 'generated', 'storage', 'compression'] as const;
  return keys.some((key) => !sameData(column[key], given[key]));
}

/** Whether a column stays with a table that nobody gives it. */
export function isLocal({ inherits, columns }: Table, name: string): boolean {
  return inherits === undefined || columns.some((c) => c.name === name && !c.inherited);
}

/** What a column has that statements on the parent do not hand down (they name ONLY it). */
const OWN = [
  'default',
  'storage',
  'compression',
  'statistics',
  'options',
  'comment',
  'identity',
  'notNullComment',
  'notNullOwn',
] as const;

/** A partition as its parent's own changes leave it: what is inherited came, went or changed with the parent. */
export function afterParent(
  before: Table,
  parentBefore: Table,
  parentAfter: Table,
  stays: (name: string) => boolean = () => false,
): Table {
  const former = new Map(parentBefore.columns.map((c) => [c.name, c]));
  const next = new Map(parentAfter.columns.map((c) => [c.name, c]));
  const renamed = new Map(
    parentAfter.columns.flatMap((c) =>
      c.renamedFrom !== undefined && former.has(c.renamedFrom) && !former.has(c.name)
        ? [[c.renamedFrom, c.name] as const]
        : [],
    ),
  );
  const kept = before.columns.flatMap((column): Column[] => {
    const old = former.get(column.name);
    if (old === undefined) return [column];
    const now = next.get(renamed.get(column.name) ?? column.name);
    if (now !== undefined) return [handDown(column, old, now)];
    return stays(column.name) ? [column] : [];
  });
  const names = new Set(kept.map((c) => c.name));
  const added = parentAfter.columns.filter((c) => !names.has(c.name) && !former.has(c.renamedFrom ?? c.name));
  return { ...before, columns: [...kept, ...added.map(comes)] };
}

/** A column as those get it that are below its table when it comes: the settings follow, and are the table's alone. */
export function comes(column: Column): Column {
  const { storage: _, compression: __, statistics: ___, options: ____, ...given } = bare(column);
  return given;
}

function handDown(column: Column, former: Column, present: Column): Column {
  const [old, given] = [handed(former), handed(present)];
  const now = notNullBelow(column, old, given);
  const result: Record<string, unknown> = { ...column, name: now.name };
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)]) as Set<keyof Column>) {
    if (key === 'renamedFrom' || (OWN as readonly string[]).includes(key) || sameData(old[key], now[key])) continue;
    if (now[key] === undefined) delete result[key];
    else result[key] = now[key];
  }
  return withOwn(result as unknown as Column, column, old, given);
}

/** Who has a constraint NOT VALID when the table above gets one keeps its own beside that. */
function withOwn({ notNullOwn: _, ...column }: Column, former: Column, old: Column, now: Column): Column {
  const beside = old.notNull ? former.notNullOwn : former.notNull;
  if (column.notNull) return beside && now.notNull && column.notNullNotValid ? { ...column, notNullOwn: true } : column;
  if (!former.notNullOwn || now.notNull) return column;
  const { notNull, notNullName = old.notNullName, notNullNotValid } = former;
  return { ...column, notNull, notNullName, notNullNotValid } as Column;
}

/** What becomes of its not-null constraint is none of the parent's business where it has another one (names: PostgreSQL 18). */
function notNullBelow({ notNull, notNullName: name }: Column, old: Column, now: Column): Column {
  if ((old.notNullName ?? now.notNullName) === undefined) return now;
  if (!notNull || (old.notNull && name === old.notNullName)) return now;
  const { notNull: _, notNullName: __, notNullNotValid: ___, ...rest } = now;
  if (!old.notNull) return rest;
  const valid = old.notNullNotValid ? { notNullNotValid: true as const } : {};
  return { ...rest, notNull, notNullName: old.notNullName as string, ...valid };
}

/** Without a not-null constraint that heirs do not have. */
function handed(column: Column): Column {
  if (!column.notNullNoInherit) return column;
  const { notNull: _, notNullNoInherit: __, notNullName: ___, notNullNotValid: ____, ...nullable } = column;
  return nullable;
}

/** A column as a partition gets it from its parent. */
function bare({
  comment: _,
  renamedFrom: __,
  identity: ___,
  notNullComment: ____,
  notNullOwn: _____,
  ...column
}: Column): Column {
  return column;
}

/** The columns of a fresh partition of a table. */
export function inheritedColumns(parent: Table): Column[] {
  return parent.columns.map(bare);
}

/** The columns that a parent has on one side alone. */
export function lostBy(place: Places[number], on: Objects, other: Objects): ObjectId[] {
  const there = columnNames(place, other);
  return columnIds(
    place.schema,
    place.table,
    columnNames(place, on).filter((c) => !there.includes(c)),
  );
}

/** That a column which parents give and lose is gone from them: only then an heir loses its own of that name. */
export function goneAbove({ inherits = [] }: Table, column: string, { before, after }: Sides): ObjectId[] {
  const above = inherits.flatMap((p) =>
    lostBy(p, before, after).filter((id) => id === columnId(p.schema, p.table, column)),
  );
  return above.map(goneColumnId);
}

/** What the columns of a table are called, those too that it has from its parents. */
export function columnNames({ schema, table }: Places[number], objects: Objects): string[] {
  const found = objects.get(tableId(schema, table));
  return found?.kind === 'table' ? allColumns(found, objects, false).map((c) => c.name) : [];
}
