import {
  type Check,
  type ForeignKey,
  type Index,
  type IndexPart,
  type PrimaryKey,
  type ReferentialAction,
  type SchemaObject,
  type Table,
  type Unique,
} from '../../model/object.ts';
import { Cursor } from './cursor.ts';
import { withoutIntroducer } from './expression.ts';
import { type Charset, type Printer, shownColumn, shownExpression } from './shown-column.ts';
import { shownOptions } from './shown-options.ts';

/** A table with all that belongs to it, in the server's own order; or why dbops leaves the table alone. */
export interface ShownTable {
  readonly table: Table;
  readonly members: readonly SchemaObject[];
  /** What the server prints and dbops has no word for. */
  readonly unmanaged: readonly string[];
  /** Why dbops had better leave the table alone: a statement of its own would lose what it does not know. */
  readonly beyond: string | null;
}

/**
 * Reads what SHOW CREATE TABLE prints: nothing else tells of all attributes (USING, parsers, the order of keys, explicit collations).
 * https://dev.mysql.com/doc/refman/9.0/en/show-create-table.html
 */
export function shownTable(text: string, printer: Printer): ShownTable {
  const whole = new Cursor(text);
  whole.take('CREATE', 'TABLE');
  const name = whole.name();
  const body = whole.within();
  const options = shownOptions(whole, printer, printer.counters.has(name));
  const found: Found = {
    name,
    columns: [],
    members: [],
    unmanaged: [...options.unmanaged, ...whole.comments],
    periods: {},
    beyond: null,
  };
  while (!body.done) {
    shownLine(body, found, options.charset, printer);
    body.take(',');
  }
  const { columns, members, unmanaged, primaryKey } = found;
  const own = { ...options.own, ...found.periods };
  const key = new Set(primaryKey?.columns.map((c) => c.column));
  const table: Table = {
    kind: 'table',
    schema: '',
    name,
    columns: columns.map((c) => (key.has(c.name) ? { ...c, notNull: true } : c)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(Object.keys(own).length === 0 ? {} : { options: own }),
    ...(options.comment === undefined ? {} : { comment: options.comment }),
  };
  return { table, members, unmanaged, beyond: found.beyond };
}

interface Found {
  readonly name: string;
  readonly columns: Table['columns'][number][];
  readonly members: SchemaObject[];
  readonly unmanaged: string[];
  /** Options that stand between the columns. */
  readonly periods: Record<string, string>;
  primaryKey?: PrimaryKey;
  beyond: string | null;
}

function shownLine(cursor: Cursor, found: Found, charset: Charset, printer: Printer): void {
  const member = { schema: '', table: found.name };
  if (cursor.peek().startsWith('`')) {
    found.columns.push(shownColumn(cursor, cursor.name(), charset, printer));
  } else if (cursor.take('PRIMARY', 'KEY')) {
    const { parts, ...rest } = shownKey(cursor, printer, found);
    const { method, comment, withoutOverlaps, options } = rest;
    found.primaryKey = {
      columns: parts.map(({ column = '', length, descending }) => ({
        column,
        ...(length === undefined ? {} : { length }),
        ...(descending ? { descending } : {}),
      })),
      ...(method === undefined ? {} : { method }),
      ...(withoutOverlaps ? { withoutOverlaps } : {}),
      ...(options === undefined ? {} : { options }),
      ...(comment === undefined ? {} : { comment }),
    };
  } else if (cursor.take('PERIOD', 'FOR')) {
    const system = cursor.take('SYSTEM_TIME');
    const name = system ? '' : `${cursor.next()} `;
    found.periods[system ? 'system_period' : 'period'] = `${name}(${cursor.parenthesized()})`;
  } else if (cursor.take('CONSTRAINT')) {
    const name = cursor.name();
    if (cursor.take('FOREIGN', 'KEY')) found.members.push(shownForeignKey(cursor, { ...member, name }));
    else if (cursor.take('CHECK')) found.members.push(shownCheck(cursor, { ...member, name }, found, printer));
    else found.beyond = `table with the constraint ${name}`;
  } else {
    const index = shownIndex(cursor, member, printer, found);
    if (index !== null) found.members.push(asUnique(index) ?? index);
  }
  const rest: string[] = [];
  while (!cursor.done && !cursor.sees(',') && !cursor.sees(')')) {
    rest.push(cursor.sees('(') ? `(${cursor.parenthesized()})` : cursor.next());
  }
  // A statement of our own would lose it.
  if (rest.length > 0) found.beyond ??= `table with ${rest.join(' ')} in its definition`;
}

const METHODS: Readonly<Record<string, string>> = { FULLTEXT: 'fulltext', SPATIAL: 'spatial', VECTOR: 'vector' };

function shownIndex(
  cursor: Cursor,
  member: Pick<Index, 'schema' | 'table'>,
  printer: Printer,
  found: Found,
): Index | null {
  const word = cursor.peek().toUpperCase();
  const unique = word === 'UNIQUE';
  const method = METHODS[word];
  if (unique || method !== undefined) cursor.next();
  if (!cursor.take('KEY')) {
    found.beyond = `table with ${word.toLowerCase()}`;
    return null;
  }
  const name = cursor.name();
  const { parts, ...rest } = shownKey(cursor, printer, found);
  return {
    kind: 'index',
    ...member,
    name,
    ...(unique ? { unique } : {}),
    ...(method === undefined ? {} : { method }),
    parts,
    ...rest,
  };
}

type KeyRest = Pick<Index, 'method' | 'parser' | 'comment' | 'invisible' | 'options'> & Pick<Unique, 'withoutOverlaps'>;

/** `KEY_BLOCK_SIZE=8`, `ENGINE_ATTRIBUTE='{}'`, and what engines know by names of their own. */
function shownOption(cursor: Cursor): Readonly<Record<string, string>> {
  const name = cursor.name().toLowerCase();
  cursor.next();
  return { [name]: cursor.string() };
}

/** The parts of a key and what stands behind them. */
function shownKey(cursor: Cursor, printer: Printer, found: Found): KeyRest & { readonly parts: IndexPart[] } {
  const parts: IndexPart[] = [];
  const rest: { -readonly [K in keyof KeyRest]: KeyRest[K] } = {};
  cursor.next();
  while (!cursor.done && !cursor.take(')')) {
    parts.push(shownPart(cursor, printer, found));
    if (cursor.take('WITHOUT', 'OVERLAPS')) rest.withoutOverlaps = true;
    cursor.take(',');
  }
  while (!cursor.done && !cursor.sees(',') && !cursor.sees(')')) {
    if (cursor.take('USING')) rest.method = cursor.next().toLowerCase();
    else if (cursor.take('COMMENT')) rest.comment = cursor.string();
    else if (cursor.take('WITH', 'PARSER')) rest.parser = cursor.name();
    else if (cursor.take('INVISIBLE') || cursor.take('IGNORED')) rest.invisible = true;
    else if (cursor.peek(1) === '=') rest.options = { ...rest.options, ...shownOption(cursor) };
    else found.unmanaged.push(`${keyAttribute(cursor)} of a key of ${found.name}`);
  }
  return { ...rest, parts };
}

function keyAttribute(cursor: Cursor): string {
  const text = cursor.next();
  return cursor.take('=') ? `${text}=${cursor.next()}` : text;
}

function shownPart(cursor: Cursor, printer: Printer, found: Found): IndexPart {
  const part: { -readonly [K in keyof IndexPart]: IndexPart[K] } = cursor.sees('(')
    ? { expression: shownExpression(cursor.parenthesized(), printer) }
    : { column: cursor.name() };
  if (cursor.sees('(')) part.length = Number(cursor.parenthesized());
  if (cursor.take('DESC')) part.descending = true;
  cursor.take('ASC');
  while (!cursor.done && !cursor.sees(',') && !cursor.sees(')') && !cursor.sees('WITHOUT')) {
    found.beyond = `table with a key ${cursor.next().toLowerCase()}`;
  }
  return part;
}

/** A unique key with nothing special about it is a unique constraint, as the manifest has it. */
function asUnique({ unique, parts, method, parser, invisible, ...rest }: Index): Unique | null {
  const plain = method === undefined && parser === undefined && !invisible;
  const columns = parts.flatMap((p) => (p.column !== undefined && Object.keys(p).length === 1 ? [p.column] : []));
  if (!unique || !plain || columns.length < parts.length) return null;
  return { ...rest, kind: 'unique', columns };
}

function names(cursor: Cursor): string[] {
  const list: string[] = [];
  cursor.next();
  while (!cursor.done && !cursor.take(')')) {
    list.push(cursor.name());
    cursor.take(',');
  }
  return list;
}

const ACTIONS: readonly ReferentialAction[] = ['cascade', 'restrict', 'set null', 'set default', 'no action'];

function action(cursor: Cursor): ReferentialAction | undefined {
  return ACTIONS.find((a) => cursor.take(...a.toUpperCase().split(' ')));
}

function shownForeignKey(cursor: Cursor, member: Pick<ForeignKey, 'schema' | 'table' | 'name'>): ForeignKey {
  const columns = names(cursor);
  cursor.take('REFERENCES');
  const first = cursor.name();
  const [schema, table] = cursor.take('.') ? [first, cursor.name()] : ['', first];
  const references = { schema, table, columns: names(cursor) };
  const actions: { onDelete?: ReferentialAction; onUpdate?: ReferentialAction } = {};
  for (let more = true; more; ) {
    if (cursor.take('ON', 'DELETE')) actions.onDelete = action(cursor);
    else if (cursor.take('ON', 'UPDATE')) actions.onUpdate = action(cursor);
    else more = false;
  }
  return { kind: 'foreign_key', ...member, columns, references, ...actions };
}

/** Character sets that hold ASCII as it is; and what strings beside bytes are said to be in. */
export const LIKE_ASCII =
  /^_(?:utf8mb3|utf8|latin\d|ascii|cp\d+|koi8[ru]|greek|hebrew|gbk|gb2312|gb18030|big5|euckr|ujis|macroman|tis620)$/;
export const OR_BYTES = new RegExp(`${LIKE_ASCII.source}|^_binary$`);

/** Once its table is altered, MySQL prints the strings of a check in the character sets that the columns beside them had before. */
function shownCheck(
  cursor: Cursor,
  member: Pick<Check, 'schema' | 'table' | 'name'>,
  { columns }: Found,
  printer: Printer,
): Check {
  const text = cursor.parenthesized();
  const hasBytes = columns.some((c) => /^(var)?binary|blob$/.test(c.type.replace(/\(.*/, '')));
  const said = printer.mariadb ? text : withoutIntroducer(text, hasBytes ? OR_BYTES : LIKE_ASCII);
  const expression = shownExpression(said, printer);
  return { kind: 'check', ...member, expression, ...(cursor.take('NOT', 'ENFORCED') ? { notEnforced: true } : {}) };
}
