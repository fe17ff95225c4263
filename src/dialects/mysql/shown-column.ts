import { type Column } from '../../model/object.ts';
import { type Cursor } from './cursor.ts';
import { unwrap, withoutIntroducer, withoutOwnDatabase } from './expression.ts';
import { isNumber, shownType } from './types.ts';

export interface Charset {
  readonly charset: string;
  readonly collation: string;
}

/** What the reader of one table must know about its server. */
export interface Printer {
  readonly mariadb: boolean;
  /** The database's name. */
  readonly name: string;
  /** The database's own. */
  readonly database: Charset;
  /** Tables whose counters are managed. */
  readonly counters: ReadonlySet<string>;
  /** Character set → its default collation. */
  readonly collations: ReadonlyMap<string, string>;
}

/**
 * One column as SHOW CREATE TABLE prints it: the cursor stands behind its name, and stops at the comma or parenthesis that
 * ends it. An attribute that is not known here stays with the type, so that no statement loses it.
 */
export function shownColumn(cursor: Cursor, name: string, table: Charset, printer: Printer): Column {
  const base = cursor.next().toLowerCase();
  const found: { -readonly [K in keyof Column]: Column[K] } = { name, type: base };
  if (cursor.sees('(')) found.type += `(${cursor.parenthesized()})`;
  const printed: Partial<Record<keyof Charset, string>> = {};
  while (!cursor.done && !cursor.sees(',') && !cursor.sees(')')) {
    if (cursor.take('UNSIGNED')) found.type += ' unsigned';
    else if (cursor.take('ZEROFILL')) found.type += ' zerofill';
    else if (cursor.take('CHARACTER', 'SET')) printed.charset = cursor.next();
    else if (cursor.take('COLLATE')) printed.collation = cursor.next();
    else if (cursor.take('NOT', 'NULL')) found.notNull = true;
    else if (cursor.take('NULL')) continue;
    else if (cursor.take('DEFAULT')) found.default = shownDefault(cursor, found.type, printer);
    else if (cursor.take('ON', 'UPDATE')) found.onUpdate = call(cursor);
    else if (cursor.take('AUTO_INCREMENT')) found.autoIncrement = true;
    else if (cursor.take('INVISIBLE')) found.invisible = true;
    else if (cursor.take('COMMENT')) found.comment = cursor.string();
    else if (cursor.take('CHECK')) found.check = shownExpression(cursor.parenthesized(), printer);
    else if (cursor.sees('GENERATED', 'ALWAYS', 'AS', '(')) found.generated = shownGenerated(cursor, printer);
    else found.type += ` ${attribute(cursor)}`;
  }
  found.type = shownType(found.type);
  const json = asJson(found, printed, table, printer);
  const column = json ?? { ...found, ...ownCharset(printed, table, printer) };
  return Object.fromEntries(Object.entries(column).filter(([, v]) => v !== undefined)) as unknown as Column;
}

/** An expression without what the server wraps around it. */
export function shownExpression(text: string, { mariadb }: Printer): string {
  return unwrap(mariadb ? text : withoutIntroducer(text));
}

function shownGenerated(cursor: Cursor, printer: Printer): Column['generated'] {
  cursor.take('GENERATED', 'ALWAYS', 'AS');
  const expression = shownExpression(cursor.parenthesized(), printer);
  if (cursor.take('STORED') || cursor.take('PERSISTENT')) return { expression, stored: true };
  cursor.take('VIRTUAL');
  return { expression };
}

function shownDefault(cursor: Cursor, type: string, printer: Printer): string | undefined {
  if (cursor.take('NULL')) return undefined;
  if (cursor.sees('('))
    return `(${withoutOwnDatabase(shownExpression(cursor.parenthesized(), printer), printer.name)})`;
  const first = cursor.peek();
  if (first.startsWith("'")) {
    const literal = cursor.next();
    return isNumber(type) && /^'-?\d+(\.\d+)?(e-?\d+)?'$/.test(literal) ? literal.slice(1, -1) : literal;
  }
  if (first === '-') return cursor.next() + cursor.next();
  return withoutOwnDatabase(call(cursor), printer.name);
}

/** A name, a number or a call: `CURRENT_TIMESTAMP(3)`, `b'1'`, `nextval(…)`. */
function call(cursor: Cursor): string {
  let text = cursor.next();
  while (cursor.take('.')) text += `.${cursor.next()}`;
  if (cursor.peek().startsWith("'")) return text + cursor.next();
  return cursor.sees('(') ? `${text}(${cursor.parenthesized()})` : text;
}

function attribute(cursor: Cursor): string {
  const text = cursor.sees('(') ? `(${cursor.parenthesized()})` : cursor.next();
  return cursor.take('=') ? `${text}=${cursor.next()}` : text;
}

/** MariaDB's json is longtext with a check: https://mariadb.com/kb/en/json-data-type/ */
function asJson(column: Column, printed: Partial<Charset>, table: Charset, { mariadb }: Printer): Column | null {
  if (!mariadb || column.type !== 'longtext') return null;
  if ((printed.collation ?? table.collation) !== 'utf8mb4_bin') return null;
  if (column.check !== `json_valid(\`${column.name.replaceAll('`', '``')}\`)`) return null;
  return { ...column, type: 'json', check: undefined };
}

/** MySQL prints both for a collation that was asked for by name, even when it is the table's; MariaDB for any but the table's. */
function ownCharset(printed: Partial<Charset>, table: Charset, { mariadb, collations }: Printer): Partial<Charset> {
  const { charset, collation } = printed;
  if (charset === undefined) return {};
  const other = charset === table.charset ? {} : { charset };
  if (collation === undefined) return charset === table.charset ? { charset } : other;
  if (mariadb && charset !== table.charset && collation === collations.get(charset)) return other;
  return { ...other, collation };
}
