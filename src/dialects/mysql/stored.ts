import { type ObjectId, objectId } from '../../model/id.ts';
import { idOf, type Routine, type ScheduledEvent, type SchemaObject } from '../../model/object.ts';
import { type Query, sql } from '../../model/query.ts';
import { type StepDraft } from '../../model/step.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { DATABASE_ID } from './adopt.ts';
import { quote } from './quote.ts';
import { SERVER_SETTINGS } from './settings.ts';

/** What is stored with the code of a routine, trigger or event: settings of the session that made it. */
export type Settings = Readonly<Record<string, string>>;

/** What the server would choose by itself. */
export interface Usual {
  readonly sql_mode: string;
  readonly time_zone: string;
  readonly collation_connection: string;
  /** That the database has now. */
  readonly database_collation: string;
  /** `user@host` of this session. */
  readonly definer: string;
}

/** A query that is asked once for all that is read under one context. */
export function askedOnce<T>(query: Query): (session: Session, context: ReadContext) => Promise<readonly T[]> {
  const known = new WeakMap<ReadContext, Promise<readonly T[]>>();
  return (session, context) => {
    const found = known.get(context) ?? session.rows<T>(query);
    known.set(context, found);
    return found;
  };
}

const usualRows = askedOnce<Usual>(
  sql`select @@global.sql_mode as sql_mode, @@global.time_zone as time_zone, @@collation_database as database_collation,
        @@session.collation_connection as collation_connection, current_user() as definer`,
);

export async function usual(session: Session, context: ReadContext): Promise<Usual> {
  const [row] = await usualRows(session, context);
  return row ?? { sql_mode: '', time_zone: 'SYSTEM', database_collation: '', collation_connection: '', definer: '' };
}

/** What the information schema tells about stored code. */
export interface Kept {
  readonly name: string;
  readonly sql_mode: string;
  readonly character_set_client: string;
  readonly collation_connection: string;
  readonly time_zone?: string;
  /** That the database had then: what parameters and variables have that name none. */
  readonly database_collation: string;
  readonly definer: string;
}

/** `settings` and `definer` of an object, where they are not what the server would choose. */
export function keptFields(kept: Kept, text: string, own: Usual): { settings?: Settings; definer?: string } {
  const settings: Record<string, string> = {};
  if (kept.sql_mode !== own.sql_mode) settings.sql_mode = kept.sql_mode;
  if (kept.time_zone !== undefined && kept.time_zone !== own.time_zone) settings.time_zone = kept.time_zone;
  if (kept.collation_connection !== own.collation_connection) settings.collation_connection = kept.collation_connection;
  // The server reads a statement in this character set, so it can be said only of a text that is the same in all of them.
  if (kept.character_set_client !== 'utf8mb4' && /^\p{ASCII}*$/u.test(text)) {
    settings.character_set_client = kept.character_set_client;
  }
  return {
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(kept.definer === own.definer ? {} : { definer: kept.definer }),
  };
}

/** A statement as it is stored: the server keeps the semicolon behind one that came with others, and takes none with one that comes alone. */
export function storedText(text: string): string {
  return text.trim().replace(/\s*;$/, '');
}

/** `DEFINER=… ` for `user@host`, or for a role's name; empty for whoever runs the statement. */
export function definerClause(definer: string | undefined): string {
  if (definer === undefined) return '';
  const at = definer.lastIndexOf('@');
  if (at <= 0) return `DEFINER=${quote.ident(definer)} `;
  return `DEFINER=${quote.ident(definer.slice(0, at))}@${quote.ident(definer.slice(at + 1))} `;
}

/** Names of routines and events are compared without case: one must be free before another takes it. */
export function codeNameId({ kind, schema, name, ...o }: Routine | ScheduledEvent): ObjectId {
  return objectId('procedure' in o && o.procedure ? 'procedure_name' : `${kind}_name`, schema, name.toLowerCase());
}

/** The database, for what is made in it before or after its character set changes. */
export function databaseIds({ databaseCollation }: { readonly databaseCollation?: string }): ObjectId[] {
  return databaseCollation === undefined ? [] : [DATABASE_ID];
}

/** A comment of stored code, in a statement that runs under its settings: without backslash escapes one stands for itself. */
export function commentText(comment: string, settings: Settings | undefined): string {
  const plain = settings?.sql_mode?.split(',').includes('NO_BACKSLASH_ESCAPES');
  return plain ? quote.literal(comment).replaceAll('\\\\', '\\') : quote.literal(comment);
}

const NAMES = ['character_set_client', 'collation_connection'] as const;

/** Statements before and after one that makes stored code, so that the settings go with it. */
function around(settings: Settings | undefined): {
  readonly first: readonly string[];
  readonly last: readonly string[];
} {
  if (settings === undefined || Object.keys(settings).length === 0) return { first: [], last: [] };
  const names = NAMES.filter((n) => settings[n] !== undefined);
  const value = (name: string): string => {
    const text = settings[name];
    return `${name} = ${text === undefined ? 'DEFAULT' : quote.literal(text)}`;
  };
  return {
    first: [`SET SESSION ${['sql_mode', 'time_zone', ...names].map(value).join(', ')}`],
    last: [SERVER_SETTINGS, ...(names.length === 0 ? [] : ['SET NAMES utf8mb4'])],
  };
}

/** A statement that makes stored code, with those around it. */
export function underSettings(settings: Settings | undefined, statement: string): string[] {
  const { first, last } = around(settings);
  return [...first, statement, ...last];
}

/** The same as steps: what the statement needs is there before the settings change, and what it makes is there when they are back. */
export function settledSteps(object: SchemaObject & { readonly settings?: Settings }, draft: StepDraft): StepDraft[] {
  const { first, last } = around(object.settings);
  if (first.length === 0) return [draft];
  const chain = [...first, draft.sql, ...last];
  const mark = (i: number): ObjectId => `settings-${i}:${idOf(object)}`;
  return chain.map((text, i) => ({
    ...(text === draft.sql ? draft : { undo: [], locks: [], transaction: 'alone' }),
    sql: text,
    needs: i === 0 ? (draft.needs ?? []) : [mark(i - 1)],
    makes: [...(draft.makes ?? []), mark(i)],
  }));
}
