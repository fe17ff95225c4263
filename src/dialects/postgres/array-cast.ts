import { type ParsedType, STRINGS } from './type-groups.ts';

type Cast = ((column: string) => string) | null;

/** A flat array in JSON is printed as one in SQL but for its brackets and for signs that only JSON has words for; others are refused. */
export function fromJsonArray(c: string, after: string): string {
  const text = `${c}::jsonb::text`;
  const flat = `NOT ${c}::jsonb @? '$[*] ? (@.type() == "array" || @.type() == "object")'`;
  const plain = `jsonb_typeof(${c}::jsonb) = 'array' AND ${flat} AND regexp_replace(${text}, '\\\\["\\\\]', '', 'g') !~ '\\\\'`;
  const array = `('{' || substr(${text}, 2, length(${text}) - 2) || '}')::${after}`;
  return `CASE WHEN ${plain} THEN ${array} ELSE (${c} #>> '{}')::${after} END`;
}

/** An object in JSON has no cast to pairs of text, but its keys and values can be had as arrays of text, which a row's attribute takes as they are. */
export function fromJsonObject(c: string, after: string): string {
  const texts = (path: string): string => {
    const row = `jsonb_build_object('spcoptions', jsonb_path_query_array(${c}::jsonb, 'strict ${path}'))`;
    return `(jsonb_populate_record(NULL::pg_tablespace, ${row})).spcoptions`;
  };
  return `${after}(${texts('$.keyvalue().key')}, ${texts('$.*')})`;
}

/** A value becomes an array of one, a missing value none; a text is read as an array of what is no text. */
export function wraps(a: ParsedType, b: ParsedType, after: string): Cast {
  const [from, to] = [STRINGS.has(a.base), STRINGS.has(b.base)];
  if (from && !to) return (c) => `${c}::text::${after}`;
  const one: NonNullable<Cast> =
    a.base === b.base || from ? (c) => `ARRAY[${c}]` : (c) => `ARRAY[${c}::text]${to ? '' : `::${after}`}`;
  return (c) => `CASE WHEN ${c} IS NOT NULL THEN ${one(c)} END`;
}

/** What is alone in an array becomes a value. A text takes other arrays as they are printed, all else takes no several. */
export function unwraps(a: ParsedType, b: ParsedType, after: string, wrapped: boolean): Cast {
  const [from, to] = [STRINGS.has(a.base), STRINGS.has(b.base)];
  const value = a.base === b.base ? '' : `::text::${after}`;
  if (to && !from) return (c) => `${c}::text`;
  if (!to) return (c) => `CASE WHEN cardinality(${c}) > 1 THEN ${c}::text::${after} ELSE ${c}[1]${value} END`;
  const plain = (c: string): string => (wrapped ? '' : ` AND ${c}[1] !~ '${PRINTED}'`);
  return (c) => `CASE WHEN cardinality(${c}) = 1${plain(c)} THEN ${c}[1]::text ELSE ${c}::text END`;
}

/** The way back of `unwraps`. */
export function wrapsAgain(a: ParsedType, b: ParsedType, before: string): Cast {
  if (!STRINGS.has(a.base) || !STRINGS.has(b.base)) return wraps(b, a, before);
  return (c) =>
    `CASE WHEN ${c} ~ '${PRINTED}' THEN ${c}::text::${before} WHEN ${c} IS NOT NULL THEN ARRAY[${c}]::${before} END`;
}

/** How an array begins in print. */
const PRINTED = '^[[{]';
