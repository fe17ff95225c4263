import { type ForeignKey } from '../../model/object.ts';
import { type Lowering, splitName } from './scope.ts';

/** `customers(id)`, `sales.customers(id, "odd name")`, `customers`. Columns left out mean the primary key. */
export function parseReferences(lowering: Lowering, text: string): ForeignKey['references'] | null {
  const open = nameEnd(text);
  const name = text.slice(0, open).trim();
  if (name === '') return null;
  const list = text.slice(open).trim();
  if (list !== '' && !(list.startsWith('(') && list.endsWith(')'))) return null;
  const columns = list === '' ? [] : splitList(list.slice(1, -1));
  if (columns.some((c) => c === '')) return null;
  const { schema, name: table } = splitName(lowering.dialect, name);
  return { schema, table, columns };
}

/** Where the name ends: the first parenthesis outside double quotes. */
function nameEnd(text: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === '(' && !quoted) return i;
  }
  return text.length;
}

/** The items of a list with commas between them; an item in double quotes may hold commas. */
function splitList(text: string): string[] {
  const items = text.match(/\s*(?:"(?:[^"]|"")*"|[^,]+)\s*/g) ?? [];
  return items.map((item) => {
    const bare = item.trim();
    return /^"(?:[^"]|"")*"$/.test(bare) ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}
