import { type Column, type SequenceOptions } from '../../model/object.ts';
import { quote } from './quote.ts';
import { parseType } from './types.ts';

/** A row of pg_sequence; numbers as text. */
export interface SequenceRow {
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
}

const LARGEST: Readonly<Record<string, bigint>> = {
  smallint: 32767n,
  integer: 2147483647n,
  bigint: 9223372036854775807n,
};

/** What a sequence of a type has when nothing is said: https://www.postgresql.org/docs/current/sql-createsequence.html */
export function sequenceDefaults(type: string | undefined, increment = '1', min?: string, max?: string): SequenceRow {
  const largest = LARGEST[parseType(type ?? 'bigint').base] ?? LARGEST.bigint ?? 0n;
  const down = increment.startsWith('-');
  const lowest = min ?? String(down ? -largest - 1n : 1n);
  const highest = max ?? String(down ? -1n : largest);
  return {
    start: down ? highest : lowest,
    increment: '1',
    min: String(lowest),
    max: highest,
    cache: '1',
    cycle: false,
  };
}

/** Whether a sequence ends where the type of its column does, of itself: one made LIKE another is of a larger type. */
export function isWider({ type, identity }: Column): boolean {
  const { base } = parseType(type);
  const { max, increment = '1' } = identity ?? {};
  return !increment.startsWith('-') && base !== 'bigint' && max !== undefined && max === String(LARGEST[base]);
}

/** The options that are not the server's own. */
export function readOptions(row: SequenceRow, type: string | undefined): SequenceOptions {
  const bare = sequenceDefaults(type, row.increment);
  const standard = { ...bare, start: sequenceDefaults(type, row.increment, row.min, row.max).start };
  const keys = ['start', 'increment', 'min', 'max', 'cache'] as const;
  const options = keys.flatMap((key) => (row[key] === standard[key] ? [] : [[key, row[key]] as const]));
  return { ...Object.fromEntries(options), ...(row.cycle ? { cycle: true } : {}) };
}

const WORDS = [
  ['increment', 'INCREMENT BY'],
  ['min', 'MINVALUE'],
  ['max', 'MAXVALUE'],
  ['start', 'START WITH'],
  ['cache', 'CACHE'],
] as const;

/** Each option as SQL, only those that are given. */
export function formatOptions(options: SequenceOptions): string[] {
  const parts = WORDS.flatMap(([key, words]) =>
    options[key] === undefined ? [] : [`${words} ${number(options[key])}`],
  );
  return options.cycle ? [...parts, 'CYCLE'] : parts;
}

/** Each option that differs, its default spelled out where it was left out. */
export function changedOptions(
  before: SequenceOptions,
  after: SequenceOptions,
  types: readonly [string?, string?],
): string[] {
  const full = (o: SequenceOptions, type: string | undefined): SequenceRow => {
    const limits = { ...sequenceDefaults(type, o.increment), ...o };
    return {
      ...limits,
      start: o.start ?? sequenceDefaults(type, o.increment, o.min, o.max).start,
      cycle: o.cycle ?? false,
    };
  };
  const [a, b] = [full(before, types[0]), full(after, types[1])];
  const parts = WORDS.flatMap(([key, words]) => (a[key] === b[key] ? [] : [`${words} ${number(b[key])}`]));
  return a.cycle === b.cycle ? parts : [...parts, b.cycle ? 'CYCLE' : 'NO CYCLE'];
}

/** Whole numbers go as they are; anything else is quoted, so that the server refuses it. */
function number(text: string): string {
  return /^-?[0-9]+$/.test(text) ? text : quote.literal(text);
}

type Typed = SequenceOptions & { readonly type?: string };

/** Where the limits narrow, a counter outside of them starts again; the server refuses it otherwise. `place`: the sequence. */
export function withinLimits(statement: string, place: string, before: Typed, after: Typed): string {
  const [a, b] = [limitsOf(before), limitsOf(after)];
  if (b.min <= a.min && b.max >= a.max) return statement;
  return [
    'DO $dbops$ BEGIN',
    `  IF (SELECT last_value BETWEEN ${b.min} AND ${b.max} FROM ${place}) THEN ${statement};`,
    `  ELSE ${statement} RESTART; END IF;`,
    'END $dbops$',
  ].join('\n');
}

function limitsOf({ type, increment, min, max }: Typed): { readonly min: bigint; readonly max: bigint } {
  const usual = sequenceDefaults(type, increment);
  return { min: BigInt(min ?? usual.min), max: BigInt(max ?? usual.max) };
}
