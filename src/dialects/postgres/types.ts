import { parseDotted } from '../../model/id.ts';
import { TYPE_ALIASES } from '../../model/type-aliases.ts';
import { fromJsonArray, fromJsonObject, unwraps, wraps, wrapsAgain } from './array-cast.ts';
import { quote } from './quote.ts';
import { NUMBERS, type ParsedType, STRINGS, WHOLE } from './type-groups.ts';

/** Reads a type as an author or `format_type` writes it. Only what decides about casts is kept. */
export function parseType(text: string): ParsedType {
  const array = /\[[0-9]*\]\s*$/.test(text);
  const element = text.replace(/(\s*\[[0-9]*\])+\s*$/, '').trim();
  const args = /\(([0-9,\s-]+)\)/.exec(element)?.[1]?.split(',').map(Number) ?? [];
  const bare = element
    .replace(/\([0-9,\s-]+\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const base = TYPE_ALIASES[bare.toLowerCase()] ?? bare.replace(/^pg_catalog\./, '');
  return { base: base.replace(/ with time zone$/i, ' with time zone'), args, array };
}

/** Schema and name of a type that is not built in, as `defaultSchema` would resolve it. */
export function typePlace(text: string, defaultSchema: string): { schema: string; name: string } | null {
  const parts = parseDotted(parseType(text).base);
  if (parts === null) return null;
  return parts.length === 1
    ? { schema: defaultSchema, name: parts[0] ?? '' }
    : { schema: parts[0] ?? '', name: parts[1] ?? '' };
}

/** Casts between built-in types that an assignment does by itself (`pg_cast.castcontext` a or i), strings and numbers aside. */
const ASSIGNS: Readonly<Record<string, readonly string[]>> = {
  date: ['timestamp without time zone', 'timestamp with time zone'],
  'timestamp without time zone': ['timestamp with time zone', 'date', 'time without time zone'],
  'timestamp with time zone': ['timestamp without time zone', 'date', 'time without time zone', 'time with time zone'],
  'time without time zone': ['time with time zone', 'interval'],
  'time with time zone': ['time without time zone'],
  interval: ['time without time zone'],
  json: ['jsonb'],
  jsonb: ['json'],
  bit: ['bit varying'],
  'bit varying': ['bit'],
  cidr: ['inet'],
  inet: ['cidr'],
  numeric: ['money'],
  smallint: ['oid'],
  integer: ['money', 'oid'],
  bigint: ['money', 'oid'],
  money: ['numeric'],
  oid: ['integer', 'bigint'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  path: ['polygon'],
  polygon: ['path'],
  box: ['polygon'],
  point: ['box'],
};

/** Casts that exist but must be asked for. */
const EXPLICIT: Readonly<Record<string, readonly string[]>> = {
  integer: ['boolean', 'bit'],
  bigint: ['bit'],
  boolean: ['integer'],
  jsonb: ['boolean', ...NUMBERS],
  bit: ['integer', 'bigint'],
  box: ['point', 'lseg', 'circle'],
  polygon: ['box', 'circle'],
  circle: ['box', 'polygon'],
};

/** A multirange's type by that of its ranges: https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-BUILTIN */
const MULTIRANGES: Readonly<Record<string, string>> = {
  int4range: 'int4multirange',
  int8range: 'int8multirange',
  numrange: 'nummultirange',
  daterange: 'datemultirange',
  tsrange: 'tsmultirange',
  tstzrange: 'tstzmultirange',
};

/** Types that have no cast to each other, but one to a third. */
const THIRD: readonly (readonly [of: ReadonlySet<string>, third: string])[] = [
  [new Set(['interval', 'time with time zone']), 'time'],
  [new Set(['money', ...NUMBERS]), 'numeric'],
  [new Set(['boolean', ...NUMBERS]), 'integer'],
];

/** What a change of a column's type takes and costs. */
export interface Conversion {
  /** The expression after USING (given the quoted column), or null when an assignment cast does it. */
  readonly using: ((column: string) => string) | null;
  /** The same for the way back of values that have gone so. */
  readonly back: ((column: string) => string) | null;
  /** The table's data stay as they are on disk. */
  readonly free: boolean;
  /** Stored values may change: the reason. */
  readonly loses: string | null;
  /** A condition on the quoted column that holds for values that will not go through, or '' when it cannot be said. */
  readonly refuses: ((column: string) => string) | null;
  /** Expressions over the column may not parse, or mean something else, with the new type. */
  readonly meaning: boolean;
  /** Values are no longer comparable with those of a column that keeps its type. */
  readonly parts: boolean;
}

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE; costs as measured on 15 to 18. */
export function conversion(before: string, after: string): Conversion {
  const [a, b] = [parseType(before), parseType(after)];
  const bytes = throughBytes(a, b, before, after) ?? longerBits(a, b, before, after);
  const using = bytes ? bytes.using : usingOf(a, b, after);
  const back = bytes
    ? bytes.back
    : a.array === b.array || isJson(a) || isJson(b)
      ? usingOf(b, a, before)
      : a.array
        ? wrapsAgain(a, b, before)
        : unwraps(b, a, before, true);
  const free = using === null && isFree(a, b);
  const loses = lossOf(a, b);
  const refuses = bytes && isBytes(b) ? null : refusalOf(a, b, using !== null);
  return {
    using,
    back,
    free,
    loses,
    refuses,
    meaning: family(a) !== family(b),
    parts: comparable(a) !== comparable(b),
  };
}

/** The expression after USING, of a quoted column; null where the server casts by itself. */
export type Cast = Conversion['using'];

function family({ base, array }: ParsedType): string {
  const kind = NUMBERS.includes(base) ? 'number' : base === 'text' || base.startsWith('character') ? 'string' : base;
  return `${kind}${array ? '[]' : ''}`;
}

/** Types that one operator family compares: https://www.postgresql.org/docs/current/btree.html#BTREE-BEHAVIOR */
function comparable({ base, array }: ParsedType): string {
  const kind = WHOLE.includes(base) ? 'whole' : base === 'character varying' ? 'text' : base;
  return `${kind}${array ? '[]' : ''}`;
}

function usingOf(a: ParsedType, b: ParsedType, after: string): Conversion['using'] {
  if (becomesJson(a, b)) return (c) => `to_${b.base}(${c})`;
  if (isJson(a) && b.array) return (c) => fromJsonArray(c, after);
  if (isJson(a) && HSTORE.test(b.base) && !b.array) return (c) => fromJsonObject(c, after);
  const told = isJson(b) || STRINGS.has(b.base) || EXPLICIT[a.base]?.includes(b.base);
  if (isJson(a) && !told) return (c) => `(${c} #>> '{}')::${after}`;
  if (a.array !== b.array) return b.array ? wraps(a, b, after) : unwraps(a, b, after, false);
  if (a.base === 'inet' && STRINGS.has(b.base)) return a.array ? (c) => `${c}::text::${after}` : printed(a);
  if (a.base === b.base || STRINGS.has(b.base)) return null;
  if (NUMBERS.includes(a.base) && NUMBERS.includes(b.base)) return null;
  if (ASSIGNS[a.base]?.includes(b.base)) return null;
  if (b.base === 'boolean' && NUMBERS.includes(a.base) && !a.array) return (c) => `${c} <> 0`;
  if (STRINGS.has(a.base) || EXPLICIT[a.base]?.includes(b.base) || MULTIRANGES[a.base] === b.base) {
    return (c) => `${c}::${after}`;
  }
  if (isMerged(a, b)) return (c) => `range_merge(${c})`;
  const [, third] = THIRD.find(([of]) => !a.array && of.has(a.base) && of.has(b.base)) ?? [];
  if (third !== undefined) return (c) => (third === b.base ? `${c}::${after}` : `${c}::${third}::${after}`);
  return a.array ? (c) => `${c}::text[]::${after}` : (c) => `${c}::text::${after}`;
}

/** The text of a value as the server displays it; that of an address by its cast has a netmask more: `10.0.0.1/32`. */
function printed({ base }: ParsedType): (column: string) => string {
  return base === 'inet' ? (c) => `abbrev(${c})` : (c) => `${c}::text`;
}

/** No cast makes a range of a multirange. */
function isMerged(a: ParsedType, b: ParsedType): boolean {
  return !a.array && MULTIRANGES[b.base] === a.base;
}

/** A type of an extension, in any schema. */
const HSTORE = /(?:^|\.)hstore$/;

function isJson({ base, array }: ParsedType): boolean {
  return !array && (base === 'json' || base === 'jsonb');
}

function isBytes({ base, array }: ParsedType): boolean {
  return !array && base === 'bytea';
}

/** Values become the bytes of their text, and the other way round: read as the server reads bytes, a text with `\\` is another one then. */
function throughBytes(
  a: ParsedType,
  b: ParsedType,
  before: string,
  after: string,
): Pick<Conversion, 'using' | 'back'> | null {
  if (a.array || b.array || isBytes(a) === isBytes(b)) return null;
  const text = (t: ParsedType): string => (STRINGS.has(t.base) ? '' : '::text');
  if (isBytes(b)) {
    const own = STRINGS.has(a.base) ? '' : `::${before}`;
    return { using: (c) => `convert_to(${c}${text(a)}, 'UTF8')`, back: (c) => `convert_from(${c}, 'UTF8')${own}` };
  }
  // All bytes can be printed; not all are those of a text.
  if (STRINGS.has(b.base)) return null;
  return { using: (c) => `convert_from(${c}, 'UTF8')::${after}`, back: (c) => `convert_to(${c}::text, 'UTF8')` };
}

/** Fixed numbers of bits fit no other number of them unless the cast is asked for, which adds zeros, and cuts them off again. */
function longerBits(
  a: ParsedType,
  b: ParsedType,
  before: string,
  after: string,
): Pick<Conversion, 'using' | 'back'> | null {
  return addsBits(a, b) ? { using: (c) => `${c}::${after}`, back: (c) => `${c}::${before}` } : null;
}

function addsBits(a: ParsedType, b: ParsedType): boolean {
  return a.base === 'bit' && b.base === 'bit' && a.array === b.array && (a.args[0] ?? 1) < (b.args[0] ?? 1);
}

/** What is no text becomes JSON by what it is, not by how it is printed. */
function becomesJson(a: ParsedType, b: ParsedType): boolean {
  return isJson(b) && !isJson(a) && (a.array || !STRINGS.has(a.base));
}

function isFree(a: ParsedType, b: ParsedType): boolean {
  if (a.array !== b.array) return false;
  const [a0, a1] = a.args;
  const [b0, b1] = b.args;
  if (a.base === b.base) {
    if (b.args.length === 0) return a.base !== 'character' && a.base !== 'bit';
    if (a0 === undefined || b0 === undefined) return false;
    if (a.base === 'numeric') return b0 >= a0 && (b1 ?? 0) === (a1 ?? 0);
    if (a.base === 'character' || a.base === 'bit') return a0 === b0;
    return b0 >= a0;
  }
  const pair = `${a.base}>${b.base}`;
  if (pair === 'character varying>text' || pair === 'cidr>inet') return true;
  if (pair === 'text>character varying') return b.args.length === 0;
  const zones = ['timestamp without time zone', 'timestamp with time zone'];
  return zones.includes(a.base) && zones.includes(b.base) && (b0 === undefined || (a0 !== undefined && b0 >= a0));
}

/** Geometric types that keep little of others. */
const OUTLINED: Readonly<Record<string, readonly string[]>> = {
  box: ['point', 'circle'],
  polygon: ['box', 'circle'],
  circle: ['box', 'polygon'],
};

function lossOf(a: ParsedType, b: ParsedType): string | null {
  const [a0, a1] = a.args;
  const [b0, b1] = b.args;
  if (a.array && !b.array && !STRINGS.has(b.base) && !isJson(b)) return 'makes empty arrays NULL';
  const fractional = ['numeric', 'real', 'double precision'];
  if (fractional.includes(a.base) && WHOLE.includes(b.base)) return 'rounds to whole numbers';
  if (a.base === 'numeric' && b.base === 'numeric' && b0 !== undefined && (a0 === undefined || (b1 ?? 0) < (a1 ?? 0))) {
    return `rounds to ${b1 ?? 0} decimal places`;
  }
  if (a.base === 'money' && WHOLE.includes(b.base)) return 'rounds to whole numbers';
  if (fractional.includes(a.base) && b.base === 'money' && (a1 ?? 3) > 2) return 'rounds to cents';
  if (NUMBERS.includes(a.base) && b.base === 'boolean') return 'keeps only whether it is 0';
  if (b.base === '"char"' && a.base !== b.base) return 'keeps only the first byte';
  if (a.base === 'double precision' && b.base === 'real') return 'keeps only about 6 digits';
  if (a.base === 'numeric' && (b.base === 'real' || b.base === 'double precision')) return 'becomes inexact';
  if (a.base.startsWith('timestamp') && b.base === 'date') return 'cuts off the time of day';
  if (a.base.startsWith('timestamp') && b.base.startsWith('time ')) return 'cuts off the date';
  if (a.base === 'time with time zone' && b.base === 'time without time zone') return 'cuts off the time zone';
  if (a.base === 'interval' && b.base.startsWith('time ')) return 'cuts off whole days';
  if (addsBits(a, b)) return 'adds zeros on the right';
  if (isMerged(a, b)) return 'fills the gaps between ranges';
  if (OUTLINED[a.base]?.includes(b.base)) return 'keeps only where it lies';
  if (isJson(a) && HSTORE.test(b.base)) return 'keeps values only as texts';
  if (a.base === 'json' && b.base === 'jsonb') return 'drops duplicate keys and the order of keys';
  if (/^(timestamp|time|interval)/.test(a.base) && a.base === b.base && b0 !== undefined && (a0 ?? 6) > b0) {
    return `rounds to ${b0} digits of a second`;
  }
  return null;
}

const RANGES: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

const BITS = new Set(['bit', 'bit varying']);

function unfitBits(a: ParsedType, b: ParsedType): Conversion['refuses'] {
  const [a0, b0] = [a.args[0], b.args[0]];
  const fits = b0 === undefined || (a0 !== undefined && (b.base === 'bit' ? a.base === 'bit' && a0 === b0 : a0 <= b0));
  if (fits) return null;
  return (c) => (b.array ? '' : `length(${c}) ${b.base === 'bit' ? '<>' : '>'} ${b0}`);
}

function refusalOf(a: ParsedType, b: ParsedType, asked: boolean): Conversion['refuses'] {
  const [b0, b1] = b.args;
  const text = ['text', 'character varying', 'character'];
  if (!a.array && !b.array && b0 !== undefined && (b.base === 'character varying' || b.base === 'character')) {
    const shrinks = a.base !== b.base || (a.args[0] ?? Number.POSITIVE_INFINITY) > b0;
    if (!shrinks) return null;
    return text.includes(a.base) ? (c) => `length(rtrim(${c})) > ${b0}` : (c) => `length(${printed(a)(c)}) > ${b0}`;
  }
  if (BITS.has(a.base) && BITS.has(b.base)) return addsBits(a, b) ? null : unfitBits(a, b);
  const range = RANGES[b.base];
  if (range !== undefined && NUMBERS.includes(a.base) && a.base !== b.base) {
    const widens = WHOLE.includes(a.base) && WHOLE.indexOf(a.base) < WHOLE.indexOf(b.base);
    return widens ? null : (c) => `${c} NOT BETWEEN ${range[0]} AND ${range[1]}`;
  }
  if (a.base === 'numeric' && b.base === 'numeric' && b0 !== undefined) {
    const [a0, a1] = a.args;
    const whole = b0 - (b1 ?? 0);
    if (a0 !== undefined && a0 - (a1 ?? 0) <= whole) return null;
    return (c) => `abs(round(${c}, ${b1 ?? 0})) >= 1e${whole}`;
  }
  return asked ? () => '' : null;
}

/** https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-VALIDITY; '' unless a text is read as another type. */
export function unreadable(before: string, after: string, name: string): string {
  return READ.test(before) && !READ.test(after) && !isBytes(parseType(after))
    ? `${name} IS NOT NULL AND NOT pg_input_is_valid(${name}::text, ${quote.literal(after)})`
    : '';
}

const READ = /^(?:text|citext|varchar|char|character|bpchar)(?: varying)?(?:\(\d+\))?$/;
