import { quote } from './quote.ts';

/** Where a partition's rows belong, as a condition over its columns; null where that cannot be said. */
export type Condition = string | null;

/** Splits at commas outside parentheses and quotes. */
export function splitList(text: string): string[] {
  const items: string[] = [];
  let [depth, from, quoted] = [0, 0, ''];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted !== '') quoted = c === quoted ? '' : quoted;
    else if (c === "'" || c === '"') quoted = c;
    else if ('([{'.includes(c)) depth += 1;
    else if (')]}'.includes(c)) depth -= 1;
    else if (c === ',' && depth === 0) {
      items.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  return [...items, text.slice(from).trim()].filter((item) => item !== '');
}

const COLUMN = /^(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)$/u;

/** `RANGE (a, lower(b))` taken apart; no keys where one has an operator class of its own. */
function keyOf(partitionBy: string): { readonly strategy: string; readonly keys: readonly string[] } | null {
  const [, strategy = '', list = ''] = /^\s*(range|list|hash)\s*\((.*)\)\s*$/is.exec(partitionBy) ?? [];
  const keys = splitList(list);
  const plain = keys.every((key) => {
    const [, bare = key] = /^(.*?)\s+COLLATE\s+\S+$/is.exec(key) ?? [];
    return COLUMN.test(bare) || bare.endsWith(')');
  });
  return keys.length > 0 && plain ? { strategy: strategy.toLowerCase(), keys } : null;
}

/** Whether a bound is that of the partition for the rest. */
export function isDefault(bound: string): boolean {
  return /^\s*default\s*$/i.test(bound);
}

/**
 * The condition for rows of a partition by its bound, over the key of its table (`place` is that one's quoted name);
 * see https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARTITION
 */
export function conditionOf(bound: string, partitionBy: string, place: string): Condition {
  const key = keyOf(partitionBy);
  return key === null ? null : (CONDITIONS[key.strategy]?.(bound, key.keys, place) ?? null);
}

type Reader = (bound: string, keys: readonly string[], place: string) => Condition;

const CONDITIONS: Readonly<Record<string, Reader>> = { range, list, hash };

function list(bound: string, [key = '']: readonly string[]): Condition {
  const values = /\bin\s*\((.*)\)\s*$/is.exec(bound)?.[1];
  if (values === undefined) return null;
  const all = splitList(values);
  const some = all.filter((v) => !/^null\b/i.test(v));
  const known = some.length === 0 ? [] : [`${key} IN (${some.join(', ')})`];
  return some.length === all.length
    ? [...known, `${key} IS NOT NULL`].join(' AND ')
    : [...known, `${key} IS NULL`].join(' OR ');
}

/** Spelled as the server does for itself: only that can it tell to imply what it asks of the partition's rows. */
function range(bound: string, keys: readonly string[]): Condition {
  const [, from, to] = /\bfrom\s*\((.*)\)\s*to\s*\((.*)\)\s*$/is.exec(bound) ?? [];
  if (from === undefined || to === undefined) return null;
  const [lower, upper] = [splitList(from), splitList(to)];
  const isEnd = (value: string | undefined): boolean => /^(minvalue|maxvalue)$/i.test(value ?? '');
  const differ = lower.findIndex((v, i) => isEnd(v) || v !== upper[i]);
  const shared = keys.slice(0, differ).map((key, i) => `${key} = ${lower[i]}`);
  const side = (
    all: readonly string[],
    open: string,
    { beyond, ...operators }: Readonly<Record<string, string>>,
  ): string[] => {
    const [rest, values] = [keys.slice(differ), all.slice(differ)];
    const end = values.findIndex(isEnd);
    const count = end < 0 ? values.length : end;
    const word = end < 0 ? 'all' : (values[end] ?? '').toLowerCase();
    if (count === 0) return word === open ? [] : ['false'];
    const arms = values.slice(0, count).map((value, i) => {
      const same = rest.slice(0, i).map((key, k) => `${key} = ${values[k]}`);
      return [...same, `${rest[i]} ${i === count - 1 ? operators[word] : beyond} ${value}`].join(' AND ');
    });
    return [arms.length === 1 ? arms.join('') : `(${arms.map((arm) => `(${arm})`).join(' OR ')})`];
  };
  return [
    ...shared,
    ...side(lower, 'minvalue', { all: '>=', minvalue: '>=', maxvalue: '>', beyond: '>' }),
    ...side(upper, 'maxvalue', { all: '<', minvalue: '<', maxvalue: '<=', beyond: '<' }),
    ...keys.map((key) => `${key} IS NOT NULL`),
  ].join(' AND ');
}

function hash(bound: string, keys: readonly string[], place: string): Condition {
  const modulus = /\bmodulus\s+(\d+)/i.exec(bound)?.[1];
  const remainder = /\bremainder\s+(\d+)/i.exec(bound)?.[1];
  if (modulus === undefined || remainder === undefined) return null;
  const plain = keys.map((key) => key.replace(/\s+COLLATE\s+\S+$/is, ''));
  return `satisfies_hash_partition(${quote.literal(place)}::regclass, ${modulus}, ${remainder}, ${plain.join(', ')})`;
}
