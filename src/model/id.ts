/** Names an object within a database: `table:public.users`, `index:public.users.users_email_key`, `column:public.users.email`. */
export type ObjectId = string;

/** Where a name is: `schema` is empty where the dialect has no schemas (MySQL, MariaDB) or the kind lives outside them. */
export interface Place {
  readonly schema: string;
  readonly name: string;
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_$]*$/;

/** One part of a dotted name, in double quotes when it holds anything but letters, digits, `_` and `$`. */
export function namePart(part: string): string {
  return PLAIN.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}

/** A dotted name of its non-empty parts: `public.users`, `"odd.name".t`. */
export function dotted(...parts: readonly string[]): string {
  let name = '';
  for (const part of parts) if (part !== '') name += name === '' ? namePart(part) : `.${namePart(part)}`;
  return name;
}

/** The inverse of `dotted`; null when the text is not a dotted name. Unquoted parts may hold anything but dots and quotes. */
export function parseDotted(text: string): string[] | null {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const match = /^(?:"((?:[^"]|"")+)"|([^".]+))/.exec(text.slice(at));
    if (match === null) return null;
    parts.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : (match[2] ?? ''));
    at += match[0].length;
    if (at === text.length) return parts;
    if (text[at] !== '.') return null;
    at += 1;
  }
}

/** The id of an object that stands by itself (schema, table, view, …). */
export function objectId(kind: string, schema: string, name: string): ObjectId {
  return `${kind}:${dotted(schema, name)}`;
}

/** The id of something that belongs to a table (index, constraint, column). */
export function memberId(kind: string, schema: string, table: string, name: string): ObjectId {
  return `${kind}:${dotted(schema, table, name)}`;
}

/** The turn of something among its like: who waits for it does so only where nothing else is in the way. */
export function turnOf(id: ObjectId): ObjectId {
  return `turn:${id}`;
}

export function isTurn(id: ObjectId): boolean {
  return id.startsWith('turn:');
}

/** `table:public.users` → `public.users`. */
export function idName(id: ObjectId): string {
  return id.slice(id.indexOf(':') + 1);
}

/** `table:public.users` → `table`. */
export function idKind(id: ObjectId): string {
  return id.slice(0, id.indexOf(':'));
}

/** Kinds whose names go with what tells them from their namesakes: types of arguments, an access method. */
const OVERLOADED = new Set(['function', 'procedure', 'aggregate', 'operator', 'operator_class', 'operator_family']);

/** Kinds without a name of their own. */
const NAMELESS = new Set(['cast', 'user_mapping']);

/** A name as people read it: `function:public."greet(text)"` → `public.greet(text)`, `cast:"integer as pair"` → `integer as pair`. */
export function shownName(id: ObjectId): string {
  const [kind, name] = [idKind(id), idName(id)];
  if (!OVERLOADED.has(kind) && !NAMELESS.has(kind)) return name;
  const parts = parseDotted(name) ?? [name];
  const last = parts.pop() ?? name;
  if (NAMELESS.has(kind)) return last;
  const [, called = last, apart = ''] = /^(.*)(\([^(]*\))$/s.exec(last) ?? [];
  return `${[...parts.map(namePart), kind === 'operator' ? called : namePart(called)].join('.')}${apart}`;
}

/** `foreign_key:public.orders.buyer` → `foreign key public.orders.buyer`, for people. */
export function titleOf(id: ObjectId): string {
  return `${idKind(id).replaceAll('_', ' ')} ${shownName(id)}`;
}

/** `column:public.users.email` → `table:public.users`. */
export function tableOfColumn(id: ObjectId): ObjectId {
  const parts = parseDotted(id.slice(id.indexOf(':') + 1)) ?? [];
  const [schema = '', name = ''] = parts.length === 3 ? parts : ['', parts[0] ?? ''];
  return objectId('table', schema, name);
}

const ROUTINES = new Set(['function', 'aggregate']);

/** What a call of a routine says: its name without the types of its arguments. */
export function callOf(id: ObjectId): ObjectId | null {
  if (!ROUTINES.has(idKind(id))) return null;
  const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
  return objectId('call', schema, name.replace(/\([^(]*$/, ''));
}
