import { type Diagnostic, type Span } from '../../model/diagnostic.ts';
import { type ObjectId, parseDotted } from '../../model/id.ts';
import { type DialectName } from '../../model/manifest.ts';
import { idOf, type SchemaObject } from '../../model/object.ts';
import { type OnlineTable } from '../../model/online.ts';
import { nameOf } from '../key-order.ts';
import { type Parsed, pointerPart } from '../located.ts';
import { type FieldPlaces, type PlaceBook } from '../places.ts';
import { withAccess } from './access.ts';

/** What lowering gathers: objects, where they stand, and what is wrong with them. */
export interface Gathered {
  readonly objects: SchemaObject[];
  readonly places: PlaceBook;
  readonly diagnostics: Diagnostic[];
  readonly online: OnlineTable[];
  /** The texts of files that have errors: what is not declared elsewhere may be so there. */
  readonly unread: string[];
}

/** One file on its way into the model. */
export interface Lowering extends Gathered {
  readonly dialect: DialectName;
  readonly parsed: Parsed;
}

/** The schema of names that name none. */
export function defaultSchema(dialect: DialectName): string {
  return dialect === 'postgres' ? 'public' : '';
}

/** A map key or reference as schema and name. On MySQL a dot is a part of the name. */
export function splitName(dialect: DialectName, text: string): { readonly schema: string; readonly name: string } {
  if (dialect === 'mysql') {
    const whole = /^"(?:[^"]|"")*"$/.test(text) ? (parseDotted(text)?.[0] ?? text) : text;
    return { schema: '', name: whole };
  }
  const parts = parseDotted(text);
  if (parts?.length === 2) return { schema: parts[0] ?? '', name: parts[1] ?? '' };
  return { schema: 'public', name: parts?.length === 1 ? (parts[0] ?? text) : text };
}

/** A pointer below another: `under('/tables', 'a/b')`. */
export function under(pointer: string, ...parts: readonly (string | number)[]): string {
  let path = pointer;
  for (const part of parts) path += `/${pointerPart(String(part))}`;
  return path;
}

/** Adds an object with the places of its fields; a second object of the same id is a finding. */
export function add(lowering: Lowering, given: SchemaObject, pointer: string, fields?: FieldPlaces): void {
  const object = given.kind === 'default_privileges' ? given : withAccess(lowering, given, pointer);
  const id = idOf(object);
  const { places, parsed, objects } = lowering;
  if (places.has(id)) {
    const earlier = places.get(id);
    report(
      lowering,
      'duplicate-name',
      `${id.replace(':', ' ')} is declared twice`,
      parsed.keyAt(pointer),
      earlier && `the other one stands in ${earlier.file}:${earlier.line}:${earlier.column}`,
      id,
    );
    return;
  }
  checkLength(lowering, object.name, pointer, id);
  objects.push(object);
  places.set(id, parsed, pointer, fields);
}

/** Adds a finding. */
export function report(
  { diagnostics }: Pick<Gathered, 'diagnostics'>,
  code: Diagnostic['code'],
  message: string,
  at: Span | undefined,
  hint?: string,
  object?: ObjectId,
): void {
  diagnostics.push({
    code,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
    ...(object === undefined ? {} : { object }),
  });
}

/** PostgreSQL cuts names at 63 bytes without a word; MySQL and MariaDB refuse more than 64 characters. */
export function checkLength(lowering: Lowering, name: string, pointer: string, object?: ObjectId): void {
  const long =
    lowering.dialect === 'postgres'
      ? name.length > 20 && Buffer.byteLength(name) > 63 && 'more than the 63 bytes that PostgreSQL keeps'
      : [...name].length > 64 && 'more than the 64 characters that MySQL allows';
  if (name !== '' && !long) return;
  const at = lowering.parsed.keyAt(pointer);
  if (name === '') report(lowering, 'bad-name', 'a name cannot be empty', at, 'give it a name', object);
  else if (long)
    report(lowering, 'bad-name', `the name ${JSON.stringify(name)} is too long: ${long}`, at, 'shorten it', object);
}

/** The entries of a map whose order counts, by their names. */
export function inOrder<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).map(([key, value]) => [nameOf(key), value]);
}

/** The entries of a map. */
export function entries<T>(map: Readonly<Record<string, T>> | undefined | null): [string, T][] {
  return Object.entries(map ?? {});
}

/** The entries of a map where keys that begin with `x-` hold shared pieces. */
export function declared<T>(map: Readonly<Record<string, T>> | undefined | null): [string, T][] {
  return entries(map).filter(([key]) => !key.startsWith('x-'));
}
