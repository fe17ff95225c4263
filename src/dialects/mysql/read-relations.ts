import { sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { notOwn } from './scope.ts';

/** A table, view or sequence in scope, or whatever else the server keeps among them. */
export interface Relation {
  readonly name: string;
  /** In the server's own words: `BASE TABLE`, `SYSTEM VERSIONED`, `VIEW`, `SEQUENCE`. */
  readonly type: string;
  /** As its engine estimates them. */
  readonly rows: string | number | null;
}

const known = new WeakMap<ReadContext, Promise<readonly Relation[]>>();

/** Asked once for all kinds that are read under one context: the server looks into every table for it. */
export function readRelations(session: Session, context: ReadContext): Promise<readonly Relation[]> {
  const found = known.get(context) ?? askAll(session, context);
  known.set(context, found);
  return found;
}

async function askAll(session: Session, { inScope }: ReadContext): Promise<readonly Relation[]> {
  const relations = await session.rows<Relation>(
    sql`select table_name as name, upper(table_type) as type, table_rows as \`rows\` from information_schema.tables
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
