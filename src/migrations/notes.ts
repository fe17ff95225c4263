import { type RowsAgainst } from '../model/facts.ts';
import { ONLINE_TOOLS, type OnlineTool } from '../model/online-copy.ts';
import { type Backfill, type Step } from '../model/step.ts';

/** What a file says of how a statement is run. */
export type Notes = Pick<Step, 'timeout' | 'backfill'> & {
  /** The program that changes the table where it is large. */
  readonly online?: OnlineTool;
  /** Rows that it fails on: they are looked for before anything runs. */
  readonly rows?: readonly RowsAgainst[];
};

/**
 * `timeout: none`, `backfill: {"schema":"public","table":"users","key":["id"]}`, `online: gh-ost`,
 * `rows: {"object":"unique:public.users.users_email_key","message":"fails on duplicate keys","query":"SELECT …"}`: what `notedIn` reads again.
 */
export function notesOf({ timeout, backfill, online, rows = [] }: Notes): string[] {
  return [
    ...(timeout === undefined ? [] : [`timeout: ${timeout === 0 ? 'none' : `${timeout}ms`}`]),
    ...(backfill === undefined ? [] : [`backfill: ${asciiJson(backfill)}`]),
    ...(online === undefined ? [] : [`online: ${online}`]),
    ...rows.map((r) => `rows: ${asciiJson(r)}`),
  ];
}

/** Names and queries may hold whatever would end the note, the line or the statement, or be filled in by a tool. */
function asciiJson(value: Backfill | RowsAgainst): string {
  return JSON.stringify(value).replaceAll(/[^ -~]|[;$]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The notes in a comment line that begins with `mark`; none in any other line. */
export function notedIn(line: string, mark: string): Notes {
  if (!line.startsWith(mark)) return {};
  const parts = line.slice(mark.length).trimEnd().split(' · ');
  const limit = /^timeout: (?:none|(\d+)ms)$/.exec(parts[0] ?? '');
  const next = parts[limit === null ? 0 : 1] ?? '';
  const filled = /^backfill: (\{.*\})$/.exec(next)?.[1];
  const backfill = filled === undefined ? null : backfillOf(filled);
  const rows = parts.flatMap((part) => rowsOf(part) ?? []);
  const online = ONLINE_TOOLS.find((tool) => next === `online: ${tool}`);
  return {
    ...(limit === null ? {} : { timeout: Number(limit[1] ?? 0) }),
    ...(backfill === null ? {} : { backfill }),
    ...(online === undefined ? {} : { online }),
    ...(rows.length === 0 ? {} : { rows }),
  };
}

function rowsOf(part: string): RowsAgainst | null {
  const text = /^rows: (\{.*\})$/.exec(part)?.[1];
  if (text === undefined) return null;
  try {
    const { object, message, query } = JSON.parse(text) as Partial<RowsAgainst>;
    const texts = [object, message, query].every((t) => typeof t === 'string');
    return texts && object !== undefined && message !== undefined && query !== undefined
      ? { object, message, query }
      : null;
  } catch {
    return null;
  }
}

/** What keeps a line that begins as a note from being read as one; null when it is read, whole. */
export function noteProblem(text: string): { readonly message: string; readonly like: string } | null {
  const [first = '', second = ''] = text.trimEnd().split(' · ');
  const limited = first.startsWith('timeout:');
  if (limited && !('timeout' in notedIn(first, ''))) {
    return { message: `this timeout cannot be read: ${first}`, like: 'timeout: none, or timeout: 5000ms' };
  }
  const next = limited ? second : first;
  if (next.startsWith('online:') && !('online' in notedIn(next, ''))) {
    return {
      message: `no such program makes copies of tables: ${next}`,
      like: `online: ${ONLINE_TOOLS.join(', or ')}`,
    };
  }
  if (next.startsWith('rows: {') && rowsOf(next) === null) {
    return {
      message: `these rows cannot be read, and would not be looked for: ${next}`,
      like: 'rows: {"object":"unique:public.users.users_email_key","message":"fails on duplicate keys","query":"SELECT …"}',
    };
  }
  if (!next.startsWith('backfill:') || 'backfill' in notedIn(next, '')) return null;
  return {
    message: `this backfill cannot be read, and would run at once: ${whyUnreadable(next)}`,
    like: 'backfill: {"schema":"public","table":"users","key":["id"]}',
  };
}

function whyUnreadable(note: string): string {
  const json = note.slice('backfill:'.length).trim();
  try {
    const { schema, table, key } = JSON.parse(json) as Partial<Backfill>;
    const missing = Object.entries({ schema, table }).flatMap(([k, v]) => (typeof v === 'string' ? [] : [k]));
    if (missing.length > 0) return `${missing.join(' and ')} must be names`;
    if (!(Array.isArray(key) && key.length > 0 && key.every((c) => typeof c === 'string')))
      return 'key must be a list of columns';
    return `after the colon comes one blank, and what follows is ' · '`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function backfillOf(text: string): Backfill | null {
  try {
    const { schema, table, key } = JSON.parse(text) as Partial<Backfill>;
    const isKey = Array.isArray(key) && key.length > 0 && key.every((c) => typeof c === 'string');
    return typeof schema === 'string' && typeof table === 'string' && isKey ? { schema, table, key } : null;
  } catch {
    return null;
  }
}
