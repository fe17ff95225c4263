/** Display widths that MariaDB prints for every integer: they say nothing. https://mariadb.com/kb/en/int/ */
const WIDTHS: Readonly<Record<string, readonly [signed: number, unsigned: number]>> = {
  tinyint: [4, 3],
  smallint: [6, 5],
  mediumint: [9, 8],
  int: [11, 10],
  bigint: [20, 20],
  year: [4, 4],
};

/** A type as the server prints it, without display widths that are the type's own: `int(11)` → `int`. */
export function shownType(text: string): string {
  const [, base = '', width = '', rest = ''] = /^([a-z]+)\((\d+)\)(.*)$/s.exec(text) ?? [];
  const own = WIDTHS[base];
  if (own === undefined || / zerofill\b/.test(rest)) return text;
  return Number(width) === own[/ unsigned\b/.test(rest) ? 1 : 0] ? `${base}${rest}` : text;
}

export interface ParsedType {
  /** Lower case, by its common name: `int` for `INTEGER`. */
  readonly base: string;
  /** Numbers in parentheses. */
  readonly args: readonly number[];
  /** Values of an enum or set. */
  readonly values: readonly string[];
  readonly unsigned: boolean;
}

const ALIASES: Readonly<Record<string, string>> = {
  integer: 'int',
  int4: 'int',
  int8: 'bigint',
  int2: 'smallint',
  int1: 'tinyint',
  int3: 'mediumint',
  middleint: 'mediumint',
  boolean: 'tinyint',
  bool: 'tinyint',
  numeric: 'decimal',
  dec: 'decimal',
  fixed: 'decimal',
  real: 'double',
  'double precision': 'double',
  float4: 'float',
  float8: 'double',
  character: 'char',
  'character varying': 'varchar',
  nvarchar: 'varchar',
  nchar: 'char',
};

export function parseType(text: string): ParsedType {
  const [, name = '', , inner = '', rest = ''] =
    /^\s*([a-z][a-z0-9]*(?:\s+(?:precision|varying))?)\s*(\(((?:'(?:[^'\\]|\\.|'')*'|[^')])*)\))?(.*)$/is.exec(text) ??
    [];
  const lower = name.toLowerCase();
  const base = ALIASES[lower] ?? lower;
  const listed = base === 'enum' || base === 'set';
  return {
    base,
    args: listed || inner === '' ? [] : inner.split(',').map(Number),
    values: listed ? Array.from(inner.matchAll(/'((?:[^'\\]|\\.|'')*)'/gs), ([, value = '']) => value) : [],
    unsigned: /\bunsigned\b|\bzerofill\b/i.test(rest),
  };
}

const STRINGS = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set']);

/** Whether values of the type have a character set. */
export function isText(type: string): boolean {
  return STRINGS.has(parseType(type).base);
}

const WHOLE = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];
const NUMBERS = new Set([...WHOLE, 'decimal', 'float', 'double', 'year', 'bit']);

/** Whether a default of the type is a number, which the server may print in quotes. */
export function isNumber(type: string): boolean {
  return NUMBERS.has(parseType(type).base);
}

/** Bytes that hold the characters of text and blob types. */
const ROOM: Readonly<Record<string, number>> = {
  tinytext: 255,
  tinyblob: 255,
  text: 65535,
  blob: 65535,
  mediumtext: 16777215,
  mediumblob: 16777215,
  longtext: 4294967295,
  longblob: 4294967295,
};

const TEXTS = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);
const BYTES = new Set(['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob']);

/** What a change of a column's type may do to the values that are there. */
export interface Conversion {
  /** Values may be changed for good: the reason. */
  readonly loses: string | null;
  /** A condition on the quoted column that holds for values that a strict server refuses, or '' when it cannot be said. */
  readonly refuses: ((column: string) => string) | null;
}

const SAFE: Conversion = { loses: null, refuses: null };

/** https://dev.mysql.com/doc/refman/9.0/en/alter-table.html#alter-table-redefine-column with a strict sql_mode. */
export function conversion(before: string, after: string): Conversion {
  const [a, b] = [parseType(before), parseType(after)];
  if (TEXTS.has(a.base) && TEXTS.has(b.base)) return narrower(a, b, 'char_length', 'text');
  if (BYTES.has(a.base) && BYTES.has(b.base)) return narrower(a, b, 'length', 'bytes');
  if (WHOLE.includes(a.base) && WHOLE.includes(b.base)) return ranged(a, b);
  if (a.base === b.base) return sameBase(a, b);
  return otherBase(a, b);
}

function narrower(a: ParsedType, b: ParsedType, measure: string, what: string): Conversion {
  const room = (t: ParsedType): number => ROOM[t.base] ?? t.args[0] ?? 1;
  const [from, to] = [room(a), room(b)];
  if (to >= from && !(a.base in ROOM && !(b.base in ROOM))) return SAFE;
  return {
    loses: `keeps no more than ${to} of ${what}, which a server that is not strict cuts off`,
    refuses: (c) => `${measure}(${c}) > ${to}`,
  };
}

function range({ base, unsigned }: ParsedType): readonly [bigint, bigint] {
  const bits = BigInt([8, 16, 24, 32, 64][WHOLE.indexOf(base)] ?? 64);
  return unsigned ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
}

function ranged(a: ParsedType, b: ParsedType): Conversion {
  const [[a0, a1], [b0, b1]] = [range(a), range(b)];
  if (b0 <= a0 && a1 <= b1) return SAFE;
  return {
    loses: 'has less room for numbers, which a server that is not strict cuts off',
    refuses: (c) => `${c} NOT BETWEEN ${b0} AND ${b1}`,
  };
}

function sameBase(a: ParsedType, b: ParsedType): Conversion {
  if (a.base === 'enum' || a.base === 'set') {
    const gone = a.values.filter((v) => !b.values.includes(v));
    if (gone.length === 0) return SAFE;
    const list = gone.map((v) => `'${v}'`);
    return {
      loses: `no longer has the value ${list.join(', ')}`,
      refuses: (c) =>
        a.base === 'enum'
          ? `${c} IN (${list.join(', ')})`
          : list.map((v) => `FIND_IN_SET(${v}, ${c}) > 0`).join(' OR '),
    };
  }
  if (a.base === 'decimal') {
    const [[a0 = 10, a1 = 0], [b0 = 10, b1 = 0]] = [a.args, b.args];
    const shrinks = b1 < a1 || b0 - b1 < a0 - a1 || (b.unsigned && !a.unsigned);
    if (!shrinks) return SAFE;
    const least = b.unsigned ? ' OR %c < 0' : '';
    return {
      loses: `keeps ${b0 - b1} digits before and ${b1} after the point`,
      refuses: (c) => `abs(${c}) >= 1e${b0 - b1}${least.replace('%c', c)}`,
    };
  }
  const [a0 = 0, b0 = 0] = [a.args[0], b.args[0]];
  if (b0 < a0 && /^(datetime|timestamp|time)$/.test(a.base)) {
    return { loses: `rounds to ${b0} digits of a second`, refuses: null };
  }
  if (a.base === 'bit' && b0 < a0) return { loses: 'has fewer bits', refuses: (c) => `${c} >> ${b0} > 0` };
  return SAFE;
}

const GEOMETRY = /^(geometry|point|linestring|polygon|multi(point|linestring|polygon)|geom(etry)?collection)$/;
const OWN = new Set(['uuid', 'inet6', 'inet4']);
const TIMES = new Set(['date', 'datetime', 'timestamp', 'time', 'year', 'bit']);

/** What only converts to its like and to text and bytes; null for these. */
function family({ base }: ParsedType): string | null {
  if (GEOMETRY.test(base)) return 'geometry';
  if (OWN.has(base)) return base;
  return NUMBERS.has(base) || TIMES.has(base) ? 'number' : null;
}

/** Whether no value of the one type is one of the other, so that MariaDB refuses the change (error 4078). */
export function isCastless(before: string, after: string): boolean {
  const [a, b] = [family(parseType(before)), family(parseType(after))];
  return a !== null && b !== null && a !== b;
}

/** Changes between families that keep every value. */
const WIDENS: Readonly<Record<string, readonly string[]>> = {
  date: ['datetime', 'char', 'varchar'],
  timestamp: ['datetime'],
  float: ['double'],
  tinyint: ['decimal', 'float', 'double', 'char', 'varchar'],
  smallint: ['decimal', 'float', 'double'],
  mediumint: ['decimal', 'float', 'double'],
  int: ['decimal', 'double'],
  enum: ['varchar', 'text', 'mediumtext', 'longtext'],
  set: ['varchar', 'text', 'mediumtext', 'longtext'],
  json: ['longtext'],
  year: WHOLE.slice(1),
};

/** Digits with or without a point. */
const NUMERAL = '([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?';

function otherBase(a: ParsedType, b: ParsedType): Conversion {
  const text = b.base in ROOM || b.base === 'varchar';
  if (text && (NUMBERS.has(a.base) || ['date', 'datetime', 'time', 'timestamp'].includes(a.base)) && a.base !== 'bit') {
    return SAFE;
  }
  if (WIDENS[a.base]?.includes(b.base)) return SAFE;
  // REGEXP goes by the collation of the text, and these signs are in all of them.
  const number = TEXTS.has(a.base) ? (WHOLE.includes(b.base) ? '[0-9]+' : b.base === 'decimal' ? NUMERAL : null) : null;
  return {
    loses: `turns ${a.base} into ${b.base}: what does not convert is changed or refused`,
    refuses: (c) => (number === null ? '' : `${c} NOT REGEXP '^ *[-+]?${number} *$'`),
  };
}
