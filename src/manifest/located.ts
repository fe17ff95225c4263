import { type Span } from '../model/diagnostic.ts';
import { nameOf, orderedKey } from './key-order.ts';
import { type Found } from './parse.ts';

/** A YAML file as plain data, and where each value (and each key) of it stands. Paths are JSON pointers, as ajv gives them. */
export interface Parsed {
  readonly file: string;
  readonly data: unknown;
  /** Place of the value at a pointer. */
  at(pointer: string): Span | undefined;
  /** Places of the lines of a block text (`|`) at a pointer; none for anything else. */
  linesAt(pointer: string): readonly Span[];
  /** Place of the key that leads to a pointer; of the value where there is no key. */
  keyAt(pointer: string): Span | undefined;
}

/** One segment of a JSON pointer, escaped (RFC 6901). */
export function pointerPart(part: string): string {
  return /[~/]/.test(part) ? part.replaceAll('~', '~0').replaceAll('/', '~1') : part;
}

/** The data of a file with its places, which `find` seeks only when somebody looks at one: seldom, and at a high price. */
export function located(file: string, data: unknown, find: (pointer: string) => Found): Parsed {
  const spanOf = (given: string, look: (found: Found, pointer: string) => Span | undefined): Span | undefined => {
    const pointer = nameOf(given);
    if (!isThere(data, pointer)) return undefined;
    return spanLater(file, () => look(find(pointer), pointer) ?? find('').values.get(''));
  };
  return {
    file,
    data,
    at: (given) => spanOf(given, ({ values, keys }, p) => values.get(p) ?? keys.get(p)),
    linesAt: (p) => find(p).blocks.get(p) ?? [],
    keyAt: (given) => spanOf(given, ({ values, keys }, p) => keys.get(p) ?? values.get(p)),
  };
}

function isThere(data: unknown, pointer: string): boolean {
  let value = data;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (value === null || typeof value !== 'object') return false;
    const known = [key, orderedKey(key)].find((k) => Object.hasOwn(value as object, k));
    if (known === undefined) return false;
    value = (value as Readonly<Record<string, unknown>>)[known];
  }
  return true;
}

const NOWHERE = { line: 1, column: 1, length: 1, text: '' };

function spanLater(file: string, find: () => Span | undefined): Span {
  let span: Omit<Span, 'file'> | undefined;
  const there = (): Omit<Span, 'file'> => {
    span ??= find() ?? NOWHERE;
    return span;
  };
  return {
    file,
    get line() {
      return there().line;
    },
    get column() {
      return there().column;
    },
    get length() {
      return there().length;
    },
    get text() {
      return there().text;
    },
  };
}
