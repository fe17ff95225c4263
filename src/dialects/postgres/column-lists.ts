import { DbopsError } from '../../model/error.ts';
import { type ObjectId, parseDotted, titleOf } from '../../model/id.ts';
import { byId, type Column, idOf, type Kind, type SchemaObject, type Table } from '../../model/object.ts';
import { type DriverContext } from '../dialect.ts';
import { isMadeAnew } from './column-change.ts';
import { inOrderOfComing } from './column-order.ts';
import { formerTable } from './column-uses.ts';
import { allColumns } from './heirs.ts';
import { KEYWORDS } from './keywords.ts';
import { rowColumnsId } from './names.ts';
import { columnIds, says, tableId } from './needs.ts';
import { once } from './once.ts';
import { quote } from './quote.ts';
import { typePlace } from './types.ts';

type Objects = ReadonlyMap<ObjectId, SchemaObject>;
type Names = readonly string[];

const STRING = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|--[^\n]*|\/\*.*?\*\//gs;
const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
/** A name, and names in parentheses; the word before may also be one of the language: `JOIN t USING (id)`. */
const LISTED = new RegExp(String.raw`(?<=\s)(?<alias>${NAME})\s*\(\s*(?<names>${NAME}(?:\s*,\s*${NAME})*)\s*\)`, 'dgu');
/** What an alias is for, where tables stand. */
const SOURCE = new RegExp(String.raw`(?:\b(?:from|join|lateral|only)\s+|[(,]\s*)(${NAME}(?:\.${NAME})?)\s*$`, 'iu');
const ORDINALITY = /\s+with\s+ordinality\s*$/i;
/** Queries that are named, which hide tables. */
const NAMED = new RegExp(String.raw`(${NAME})\s*(?:\([^()]*\)\s*)?AS\s+(?:(?:NOT\s+)?MATERIALIZED\s+)?\(`, 'giu');
/** What stands before a table, or a join in parentheses. */
const BEFORE = /(?:\b(?:from|join|lateral)|[(,])\s*$/i;
const BESIDE = /\brows\s+from\s*$/i;
const WHOLE = /(?:\bselect|,|\.)\s*\*/i;

/** Names that a query gives to a table's columns by their places: `FROM t x(a, b)`, `FROM f() x(a, b)`. */
interface List {
  readonly from: number;
  readonly to: number;
  readonly names: Names;
  readonly table: Table;
  /** The names of the table's columns. */
  readonly own: Names;
}

/** The texts of objects in which tables may stand. */
const TEXTS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  view: ['query'],
  materialized_view: ['query'],
  rule: ['definition'],
  policy: ['using', 'check'],
  function: ['sqlBody'],
};

/**
 * The declared objects as they will be, where texts take the columns of a table by their places: these have the order that they
 * will have on the server, where new ones are the last, and the texts give their names in that.
 */
export function inTheirPlaces(desired: readonly SchemaObject[], live: Objects): readonly SchemaObject[] {
  const moved = desired.flatMap((o): Table[] => {
    const there = o.kind === 'table' ? live.get(idOf(o)) : undefined;
    if (o.kind !== 'table' || there?.kind !== 'table') return [];
    const columns = afterThose(o, there);
    return columns.every((c, i) => c === o.columns[i]) ? [] : [{ ...o, columns }];
  });
  if (moved.length === 0) return desired;
  const all = byId(desired);
  const placings = desired.flatMap((o) => placingsOf(o, all));
  const taken = placings.length === 0 ? [] : moved.filter((t) => placings.some(takes(t, all)));
  if (taken.length === 0) return desired;
  for (const placing of placings) refuseJoins(placing, live.get(idOf(placing.object)), taken, all);
  const placed = byId(taken);
  const orderOf = (table: Table): Names => namesOf((placed.get(idOf(table)) as Table | undefined) ?? table, all);
  return desired.map((o) => placed.get(idOf(o)) ?? relisted(o, all, orderOf));
}

/** An object as it is to be made, where columns that its texts take by their places are made anew and so become the last ones. */
export function listedNow<T extends SchemaObject>(object: T, context: DriverContext): T {
  return relisted(object, context.after, (table) => {
    const former = formerTable(table, context);
    const names = namesOf(table, context.after);
    if (context.isNew(idOf(table)) || !context.before.has(idOf(table))) return names;
    const present = new Map(former.columns.map((c) => [c.name, c]));
    const stays = ({ renamedFrom = '', ...c }: Column): boolean => {
      const known = present.get(c.name) ?? present.get(renamedFrom);
      return known !== undefined && !isMadeAnew(table, { ...known, name: c.name }, c, context);
    };
    return lastOnes(names, table, stays);
  });
}

/** An object as it is to be made again once columns that have gone are back, as the last ones. */
export function listedAgain<T extends SchemaObject>(object: T, context: DriverContext): T {
  const { before, after, isNew } = context;
  return relisted(object, before, (table) => {
    const names = namesOf(table, before);
    const there = after.get(idOf(table));
    if (there?.kind !== 'table' || isNew(idOf(table))) return names;
    const present = new Map(
      allColumns(there, after, false).flatMap((c) => [[c.renamedFrom ?? c.name, c] as const, [c.name, c] as const]),
    );
    const stays = (c: Column): boolean => {
      const next = present.get(c.name);
      if (next === undefined) return false;
      // What is no longer computed is so again only as a new column.
      const plain = c.generated !== undefined && next.generated === undefined;
      return !plain && !isMadeAnew(there, { ...c, name: next.name }, next, context);
    };
    return lastOnes(names, table, stays);
  });
}

/** The columns to which the texts of an object give names, with how many they are: all must be there, and no others. */
export function listedColumns(object: SchemaObject, objects: Objects): ObjectId[] {
  return textsOf(object).flatMap(([, text]) =>
    listsOf(text, objects).flatMap(({ table: { schema, name }, own }) => [
      ...columnIds(schema, name, own),
      rowColumnsId(schema, name),
    ]),
  );
}

/** Names of columns, those that come to a table after the others. */
function lastOnes(names: Names, { columns }: Table, stays: (column: Column) => boolean): Names {
  const coming = columns.filter((c) => !stays(c));
  const last = inOrderOfComing(coming).map((c) => c.name);
  return [...names.filter((name) => !last.includes(name)), ...last];
}

function namesOf(table: Table, objects: Objects): Names {
  return allColumns(table, objects, false).map((c) => c.name);
}

/** The columns of a table, those of a former one in their order, and the new ones as they come. */
function afterThose({ columns }: Table, former: Table): Table['columns'] {
  const places = new Map(former.columns.map((c, i) => [c.name, i]));
  const place = ({ name, renamedFrom = name }: Column): number => places.get(renamedFrom) ?? places.get(name) ?? -1;
  const stays = columns.filter((c) => place(c) >= 0).toSorted((a, b) => place(a) - place(b));
  return [...stays, ...inOrderOfComing(columns.filter((c) => place(c) < 0))];
}

/** By field. */
function textsOf(object: SchemaObject): (readonly [field: string, text: string])[] {
  const fields = TEXTS[object.kind];
  if (fields === undefined) return [];
  const all = Object.entries(object) as [string, unknown][];
  return all.filter((entry): entry is [string, string] => fields.includes(entry[0]) && typeof entry[1] === 'string');
}

/** A text that takes columns by their places, somewhere. */
interface Placing {
  readonly object: SchemaObject;
  readonly text: string;
  readonly listed: ReadonlySet<ObjectId>;
  readonly joins: readonly string[];
}

function placingsOf(object: SchemaObject, objects: Objects): Placing[] {
  return textsOf(object).flatMap(([, text]) => {
    const listed = new Set(listsOf(text, objects).map((l) => idOf(l.table)));
    const joins = joinsIn(text);
    return listed.size + joins.length > 0 || WHOLE.test(text) ? [{ object, text, listed, joins }] : [];
  });
}

/** Whether a text takes a table's columns by their places, or those of the rows that a function returns. */
function takes(table: Table, objects: Objects): (placing: Placing) => boolean {
  const isNamed = naming(table, objects);
  return ({ text, listed, joins }) =>
    listed.has(idOf(table)) || (WHOLE.test(text) && isNamed(text)) || joins.some(isNamed);
}

/** Whether a text speaks of a table, or of a function that returns its rows. */
function naming(table: Table, objects: Objects): (text: string) => boolean {
  const key = `${table.schema}\n${table.name}`;
  const callers = [...functions(objects)].filter(([, rows]) => rows.includes(key));
  const names = [table.name, ...callers.map(([name]) => name.split('\n')[1] ?? '')];
  return (text) => names.some((name) => says(text, name));
}

/** The names that are given to all columns of a join cannot be told apart by tables. */
function refuseJoins(
  { object, text, joins }: Placing,
  live: SchemaObject | undefined,
  moved: readonly Table[],
  all: Objects,
): void {
  if (joins.length === 0 || (live !== undefined && textsOf(live).some(([, former]) => former === text))) return;
  const table = moved.find((t) => joins.some(naming(t, all)));
  if (table === undefined) return;
  const message = `${titleOf(idOf(object))} names the columns of a join by their places, and ${table.name} has its columns in another order than they are declared in`;
  throw new DbopsError('unsupported-kind', message, {
    hint: `declare the new columns of ${table.name} as its last ones, or take the list of names off the join`,
  });
}

/** Joins, and functions beside each other, that have names for all their columns. */
function joinsIn(query: string): string[] {
  const text = masked(query);
  return lists(text).flatMap(({ index }) => {
    const whole = headOf(text, index);
    const from = whole.endsWith(')') ? opening(whole) : whole.length;
    const before = whole.slice(0, from);
    const isJoin = BESIDE.test(before) || (BEFORE.test(before) && isJoined(whole.slice(from)));
    return isJoin ? [query.slice(from, whole.length)] : [];
  });
}

const isJoined = (text: string): boolean =>
  /\bjoin\b/i.test(text) && !/^\(\s*(?:select|values|with|table)\b/i.test(text);

/** Where a list of names follows what may be an alias. */
function lists(text: string): RegExpExecArray[] {
  return [...text.matchAll(LISTED)].filter(({ groups }) => !KEYWORDS.has(groups?.alias?.toLowerCase() ?? ''));
}

/** An object whose texts give their names in other orders. */
function relisted<T extends SchemaObject>(object: T, objects: Objects, orderOf: (table: Table) => Names): T {
  const changed = textsOf(object).flatMap(([field, text]) => {
    const other = reordered(text, objects, orderOf);
    return other === text ? [] : [[field, other] as const];
  });
  return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
}

function reordered(text: string, objects: Objects, orderOf: (table: Table) => Names): string {
  return listsOf(text, objects).reduceRight((query, { from, to, names, table, own }) => {
    const order = orderOf(table);
    if (order.every((name, i) => name === own[i])) return query;
    const aliases = [...order.map((name) => names[own.indexOf(name)] ?? name), ...names.slice(own.length)];
    return `${query.slice(0, from)}${aliases.map(quote.ident).join(', ')}${query.slice(to)}`;
  }, text);
}

function listsOf(query: string, objects: Objects): List[] {
  const text = masked(query);
  const hidden = new Set(Array.from(text.matchAll(NAMED), ([, name = '']) => plain(name)));
  return lists(text).flatMap(({ index, groups, indices }): List[] => {
    const table = sourceOf(headOf(text, index), objects, hidden);
    const [from, to] = indices?.groups?.names ?? [0, 0];
    if (table === null) return [];
    return [{ from, to, names: (groups?.names ?? '').split(',').map(plain), table, own: namesOf(table, objects) }];
  });
}

const masked = (query: string): string => query.replace(STRING, (string) => "'".repeat(string.length));

/** What stands before an alias. */
const headOf = (text: string, at: number): string =>
  text
    .slice(0, at)
    .replace(/\s+(?:as\s+)?$/i, '')
    .replace(ORDINALITY, '');

const plain = (name: string): string => parseDotted(name.trim())?.[0] ?? '';

/** The table that a text ends with, or whose rows the function returns that it ends with a call of. */
function sourceOf(whole: string, objects: Objects, hidden: ReadonlySet<string>): Table | null {
  const call = whole.endsWith(')');
  const [, dotted = ''] = SOURCE.exec(call ? whole.slice(0, opening(whole)) : whole) ?? [];
  const place = dotted === '' ? null : typePlace(dotted, 'public');
  if (place === null || (!call && hidden.has(place.name))) return null;
  const key = `${place.schema}\n${place.name}`;
  const rows = call ? (functions(objects).get(key) ?? []) : [key];
  const [schema = '', name = ''] = rows[0]?.split('\n') ?? [];
  const table = rows.every((row) => row === rows[0]) ? objects.get(tableId(schema, name)) : undefined;
  return table?.kind === 'table' ? table : null;
}

/** Where the parenthesis opens that closes at the end. */
function opening(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i -= 1) {
    if (text[i] === ')') depth += 1;
    if (text[i] === '(') depth -= 1;
    if (depth === 0) return i;
  }
  return 0;
}

/** What the functions of each name return rows of. */
const functions = once((objects: Objects): ReadonlyMap<string, Names> => {
  const found = Map.groupBy(
    [...objects.values()].filter((o) => o.kind === 'function'),
    (o) => `${o.schema}\n${o.name}`,
  );
  const row = (returns = ''): string => {
    const { schema = '', name = '' } = typePlace(returns.replace(/^SETOF /i, ''), 'public') ?? {};
    return `${schema}\n${name}`;
  };
  return new Map([...found].map(([name, all]) => [name, all.map((o) => row(o.returns))]));
});
