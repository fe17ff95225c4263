import { type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { unquote } from './cursor.ts';
import { unwrap, withoutIntroducer } from './expression.ts';
import { quote } from './quote.ts';
import { relationNames } from './read-relations.ts';
import { rowsOfEach } from './session.ts';
import { LIKE_ASCII, type ShownTable, shownTable } from './show-create.ts';
import { type Charset, type Printer } from './shown-column.ts';

const known = new WeakMap<ReadContext, Promise<readonly ShownTable[]>>();

/**
 * Every table in scope with its members. What SHOW CREATE TABLE tells, the information schema does not tell in full, so every table
 * is asked for; many in one round trip, once for all kinds that are read under one context.
 */
export function readShownTables(session: Session, context: ReadContext): Promise<readonly ShownTable[]> {
  const found = known.get(context) ?? showAll(session, context);
  known.set(context, found);
  return found;
}

async function showAll(session: Session, context: ReadContext): Promise<readonly ShownTable[]> {
  const { server } = context;
  const printer: Printer = {
    mariadb: server.product === 'mariadb',
    name: server.database,
    counters: new Set(
      context.scope.counters?.flatMap((name) =>
        server.tableNames === undefined ? [name] : [name, name.toLowerCase()],
      ),
    ),
    database: await databaseCharset(session, context),
    collations: await defaultCollations(session, context),
  };
  const names = await relationNames(session, context, 'BASE TABLE', 'SYSTEM VERSIONED');
  const shown = await rowsOfEach<{ 'Create Table': string }, ShownTable[]>(
    session,
    names.map((name) => `SHOW CREATE TABLE ${quote.ident(name)}`),
    ([row]) => (row === undefined ? [] : [shownTable(row['Create Table'], printer)]),
  );
  const tables = shown.flat();
  const isDoubtful = (o: SchemaObject): boolean => o.kind === 'check' && DOUBTFUL.test(o.expression);
  if (!tables.some((t) => t.members.some(isDoubtful))) return tables;
  const checks = await checkTexts(session);
  const exact = (o: SchemaObject): SchemaObject =>
    o.kind === 'check' && isDoubtful(o) ? { ...o, expression: checks.get(o.name) ?? o.expression } : o;
  return tables.map((t) => ({ ...t, members: t.members.map(exact) }));
}

/** MySQL shows the strings of a check that are in another character set than the connection's with question marks for what is not ASCII. */
const DOUBTFUL = /\b_[a-z]\w*'[^']*\?/;

/** The check constraints as the information schema has them, which knows all characters. */
async function checkTexts(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows<{ name: string; text: string }>(
    sql`select constraint_name as name, check_clause as text from information_schema.check_constraints
        where constraint_schema = database()`,
  );
  // Its quotes are escaped, as if the whole were a string.
  const plain = (text: string): string => unwrap(withoutIntroducer(unquote(`'${text}'`), LIKE_ASCII, /^/));
  return new Map(rows.map(({ name, text }) => [name, plain(text)]));
}

const charsets = new WeakMap<ReadContext, Promise<Charset>>();

/** What the database gives to its tables, asked once under one context. */
export function databaseCharset(session: Session, context: ReadContext): Promise<Charset> {
  const found = charsets.get(context) ?? askCharset(session);
  charsets.set(context, found);
  return found;
}

async function askCharset(session: Session): Promise<Charset> {
  const [row] = await session.rows<Charset>(
    sql`select default_character_set_name as charset, default_collation_name as collation
        from information_schema.schemata where schema_name = database()`,
  );
  return row ?? { charset: '', collation: '' };
}

const collations = new WeakMap<ReadContext, Promise<ReadonlyMap<string, string>>>();

/** Character set → its default collation. */
export function defaultCollations(session: Session, context: ReadContext): Promise<ReadonlyMap<string, string>> {
  const found = collations.get(context) ?? askCollations(session);
  collations.set(context, found);
  return found;
}

async function askCollations(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows<Charset>(
    sql`select character_set_name as charset, default_collate_name as collation from information_schema.character_sets`,
  );
  return new Map(rows.map((r) => [r.charset, r.collation]));
}

/** The members of one kind. */
export async function readMembers<K extends SchemaObject['kind']>(
  session: Session,
  context: ReadContext,
  kind: K,
): Promise<readonly Extract<SchemaObject, { kind: K }>[]> {
  const tables = await readShownTables(session, context);
  const isKind = (o: SchemaObject): o is Extract<SchemaObject, { kind: K }> => o.kind === kind;
  return tables.flatMap((t) => (t.beyond === null ? t.members.filter(isKind) : []));
}
