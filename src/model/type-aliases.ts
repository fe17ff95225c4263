/** Short names of PostgreSQL's types, and what `format_type` prints for them (https://www.postgresql.org/docs/current/datatype.html). */
export const TYPE_ALIASES: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int2: 'smallint',
  int8: 'bigint',
  bool: 'boolean',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  decimal: 'numeric',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  varbit: 'bit varying',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
};

const LONG_NAMES = [...new Set(Object.values(TYPE_ALIASES))];

/** Whether two type names are one by their letters, be either the short form of the other. No server is asked. */
export function sameTypeName(a: string, b: string): boolean {
  return longName(a) === longName(b);
}

function longName(type: string): string {
  const text = type.trim().toLowerCase();
  if (LONG_NAMES.some((long) => text.startsWith(long))) return text;
  return text.replace(/^\w+/, (word) => TYPE_ALIASES[word] ?? word);
}
