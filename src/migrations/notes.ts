import { type Backfill, type Step } from '../model/step.ts';

/** What a file says of how a statement is run. */
export type Notes = Pick<Step, 'timeout' | 'backfill'>;

/** `timeout: none`, `backfill: {"schema":"public","table":"users","key":["id"]}`: what `notedIn` reads again. */
export function notesOf({ timeout, backfill }: Notes): string[] {
  return [
    ...(timeout === undefined ? [] : [`timeout: ${timeout === 0 ? 'none' : `${timeout}ms`}`]),
    ...(backfill === undefined ? [] : [`backfill: ${asciiJson(backfill)}`]),
  ];
}

/** Names may hold whatever would end the note or the line. */
function asciiJson(value: Backfill): string {
  return JSON.stringify(value).replaceAll(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The notes in a comment line that begins with `mark`; none in any other line. */
export function notedIn(line: string, mark: string): Notes {
  if (!line.startsWith(mark)) return {};
  const parts = line.slice(mark.length).trimEnd().split(' · ');
  const limit = /^timeout: (?:none|(\d+)ms)$/.exec(parts[0] ?? '');
  const rows = /^backfill: (\{.*\})$/.exec(parts[limit === null ? 0 : 1] ?? '')?.[1];
  const backfill = rows === undefined ? null : backfillOf(rows);
  return {
    ...(limit === null ? {} : { timeout: Number(limit[1] ?? 0) }),
    ...(backfill === null ? {} : { backfill }),
  };
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
