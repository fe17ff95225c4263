import { TYPE_ALIASES } from '../../model/type-aliases.ts';

/** Types of more than one word: what begins like this begins with a type, not with a name. */
const OF_WORDS =
  /^(double\s+precision|(national\s+)?char(acter)?\s+varying|national\s+char(acter)?|bit\s+varying|time(stamp)?\s+with(out)?\s+time\s+zone|interval\s+(year|month|day|hour|minute|second))\b/i;

const MODE = /^(in\s+out|inout|in|out|variadic)\s+/i;
const NAMED = /^("(?:[^"]|"")+"|[A-Za-z_][\w$]*)\s+(\S.*)$/s;

/**
 * What stands in the parentheses of a routine's key: `integer, text`, or whole declarations as CREATE FUNCTION takes them,
 * `a integer, out total numeric(10,2) default 0`. The signature is the types of what goes in, as the server prints them as far
 * as their short names go; `arguments` is there when more was said than types.
 */
export function routineArguments(text: string): { readonly signature: string; readonly arguments?: string } {
  const declared = splitList(text).map(declaration);
  const types = declared.filter((d) => !d.out).map((d) => d.type);
  const plain = declared.every((d) => d.plain);
  return { signature: types.join(', '), ...(plain ? {} : { arguments: text.trim().replace(/\s+/g, ' ') }) };
}

/** Argument types as the server prints them, as far as their short names go. */
export function signatureOf(text: string): string {
  return splitList(text).map(longType).join(', ');
}

/** At commas outside of parentheses and quotes. */
function splitList(text: string): string[] {
  if (text.trim() === '') return [];
  const parts = [''];
  let depth = 0;
  for (const [piece] of text.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),]|[^"'(),]+|./gs)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim());
}

function declaration(text: string): { readonly type: string; readonly out: boolean; readonly plain: boolean } {
  const bare = text.replace(/\s+default\s.*$|\s*:?=.*$/is, '');
  const mode = MODE.exec(bare)?.[1]?.toLowerCase();
  const rest = mode === undefined ? bare : bare.replace(MODE, '');
  const type = (OF_WORDS.test(rest) ? null : NAMED.exec(rest)?.[2]) ?? rest;
  return { type: longType(type), out: mode === 'out', plain: type === text };
}

/** A type without its modifiers, which are no part of a signature, and without the schemas that the server does not print. */
function longType(text: string): string {
  const type = text
    .trim()
    .replace(/^(pg_catalog|"?public"?)\./i, '')
    .replace(/\s*\(\s*\d+(?:\s*,\s*-?\d+)?\s*\)/, '');
  const dimensions = /(\[\d*\])*$/.exec(type)?.[0].replaceAll(/\d/g, '') ?? '';
  const name = type.replace(/(\[\d*\])*$/, '').replace(/^(interval)\s.*$/is, '$1');
  const small = name.toLowerCase().replace(/\s+/g, ' ');
  const known = TYPE_ALIASES[small] ?? (OF_WORDS.exec(small)?.[0] === small ? small : name);
  return `${known}${dimensions}`;
}
