import { type ObjectId, objectId } from '../../model/id.ts';
import { sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { notOwn } from './scope.ts';

/** A table, view or sequence in scope, or whatever else the server keeps among them. */
export interface Relation {
  readonly name: string;
  /** In the server's own words: `BASE TABLE`, `SYSTEM VERSIONED`, `VIEW`, `SEQUENCE`. */
  readonly type: string;
}

const known = new WeakMap<ReadContext, Promise<readonly Relation[]>>();

/** Asked once for all kinds that are read under one context. */
export function readRelations(session: Session, context: ReadContext): Promise<readonly Relation[]> {
  const found = known.get(context) ?? askAll(session, context);
  known.set(context, found);
  return found;
}

async function askAll(session: Session, { inScope }: ReadContext): Promise<readonly Relation[]> {
  const relations = await session.rows<Relation>(
    sql`select table_name as name, upper(table_type) as type from information_schema.tables
        where table_schema = database() and ${notOwn('table_name')} order by table_name`,
  );
  return relations.filter(({ name }) => inScope('', name));
}

/** Names of the relations of some types. */
export async function relationNames(
  session: Session,
  context: ReadContext,
  ...types: readonly string[]
): Promise<readonly string[]> {
  const relations = await readRelations(session, context);
  return relations.filter(({ type }) => types.includes(type)).map(({ name }) => name);
}

/** Rows of tables in scope as the engines estimate them: the server opens every table for it. */
export async function readRows(session: Session, { inScope }: ReadContext): Promise<ReadonlyMap<ObjectId, number>> {
  const tables = await session.rows<{ readonly name: string; readonly rows: string | number }>(
    sql`select table_name as name, table_rows as \`rows\` from information_schema.tables
        where table_schema = database() and upper(table_type) = 'BASE TABLE' and table_rows is not null and ${notOwn('table_name')}`,
  );
  return new Map(
    tables.flatMap(({ name, rows }) =>
      inScope('', name) ? [[objectId('table', '', name), Number(rows)] as const] : [],
    ),
  );
}
