import { type Diagnostic, type Span } from '../model/diagnostic.ts';
import { type ServerError } from '../model/error.ts';
import { titleOf } from '../model/id.ts';
import { type Desired, placeOf } from '../model/manifest.ts';
import { byId, type Column, type SchemaObject } from '../model/object.ts';
import { type BuildRefusal } from './build.ts';

/** A text of the YAML that stands in a statement: the path of its field, and how far into it the server's complaint points. */
interface Culprit {
  readonly path: string;
  readonly text?: string;
  readonly offset?: number;
}

/** What a server said about a declared object while building it, at the place in the YAML that it is about. */
export function refusalDiagnostic(refusal: BuildRefusal, desired: Desired): Diagnostic {
  const { object, error } = refusal;
  const detail = error.detail === undefined ? '' : ` (${error.detail})`;
  const { at, path, text } = placeOfRefusal(refusal, desired);
  const unquoted = path.endsWith('.default') && text !== undefined && /^\w+$/.test(text);
  const declared = byId(desired.objects).get(object);
  const looked = declared?.kind === 'function' && declared.body !== undefined;
  const mend = unquoted
    ? `a text is written as SQL: default: "'${text}'"`
    : `mend what the server complains about${looked ? ', or have the body taken as it is: unchecked: true' : ''}`;
  return {
    code: 'bad-expression',
    severity: 'error',
    message: `the server refuses ${titleOf(object)}: ${withoutScratch(error.message)}${detail}`,
    hint: `${mend}; the statement was: ${error.sql.replaceAll(/\s+/g, ' ').slice(0, 200)}`,
    object,
    ...(at === undefined ? {} : { at }),
  };
}

/** The name of the place where it was tried says nothing to a reader. */
function withoutScratch(message: string): string {
  return message.replaceAll(/\bdbops_scratch_\w+\./g, '');
}

function placeOfRefusal(
  { object: id, error, path: known }: BuildRefusal,
  { objects, places }: Desired,
): Culprit & { readonly at: Span | undefined } {
  const declared = byId(objects).get(id);
  const found: Culprit = declared === undefined ? { path: '' } : culprit(declared, error, known);
  const { path, text, offset } = found;
  if (text === undefined || offset === undefined) return { ...found, at: placeOf(places, id, path) };
  const before = text.slice(0, offset).split('\n');
  const line = before.length - 1;
  const span = placeOf(places, id, `${path}.${line}`);
  const at = span && within(span, text.split('\n')[line] ?? '', before[line]?.length ?? 0);
  return { ...found, at };
}

/** The word at an offset of a text, when the text stands in the span's line as it is. */
function within(span: Span, text: string, offset: number): Span {
  const bare = text.trimStart();
  const start = bare === '' ? -1 : span.text.indexOf(bare, span.column - 1) - (text.length - bare.length);
  if (start < 0 || offset < text.length - bare.length) return span;
  const length = /^[\p{L}\p{N}_$]+/u.exec(text.slice(offset))?.[0].length ?? 1;
  return { ...span, column: start + offset + 1, length };
}

function culprit(object: SchemaObject, error: ServerError, known: string | undefined): Culprit {
  if (object.kind === 'table') {
    if (known === undefined) return culpritColumn(object.columns, error);
    const text = object.columns.flatMap(columnTexts).find(([path]) => path === known)?.[1] ?? '';
    return pointedAt([[known, text]], error, 0) ?? spokenOf([[known, text]], error) ?? { path: known, text };
  }
  const texts = textsOf(object);
  const [first] = texts;
  return (
    pointedAt(texts, error, 0) ?? spokenOf(texts, error) ?? (first === undefined ? { path: '' } : { path: first[0] })
  );
}

function textsOf(object: SchemaObject): (readonly [path: string, text: string])[] {
  if (object.kind === 'check') return [['expression', object.expression]];
  if (object.kind === 'view') return [['query', object.query]];
  if (object.kind === 'foreign_key') return [['references', '']];
  if (object.kind !== 'index') return [];
  const parts = object.parts.map((part, i) => [`parts.${i}`, part.expression ?? part.column ?? ''] as const);
  return [...parts, ...(object.where === undefined ? [] : [['where', object.where] as const])];
}

/** The shortest of the texts that covers the place in the statement that the server points at. */
function pointedAt(
  texts: readonly (readonly [string, string])[],
  { sql, position }: ServerError,
  from: number,
): Culprit | null {
  if (position === undefined) return null;
  const at = [...sql].slice(0, position - 1).join('').length;
  const covering = texts.flatMap(([path, text]): Required<Culprit>[] => {
    if (text === '') return [];
    const start = sql.lastIndexOf(text, at);
    return start >= from && at <= start + text.length ? [{ path, text, offset: at - start }] : [];
  });
  return covering.sort((a, b) => a.text.length - b.text.length)[0] ?? null;
}

/** Where the server gives no place: the first name in quotes of its message that stands in one of the texts. */
function spokenOf(texts: readonly (readonly [string, string])[], { message, position }: ServerError): Culprit | null {
  if (position !== undefined) return null;
  for (const [, quoted = ''] of message.matchAll(/'([^']+)'/g)) {
    const name = quoted.split('.').at(-1) ?? '';
    for (const [path, text] of texts) {
      const offset = name === '' ? -1 : wordAt(text, name);
      if (offset >= 0) return { path, text, offset };
    }
  }
  return null;
}

/** Where a whole word stands in a text; -1 where it does not. */
function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const beside = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_$]/u.test(beside)) return at;
  }
  return -1;
}

/** The column is the last whose name stands before the position; without a position, one that the message speaks of. */
function culpritColumn(columns: readonly Column[], error: ServerError): Culprit {
  const { sql, position, message } = error;
  let from = 0;
  let found: Culprit = { path: '' };
  for (const column of columns) {
    const at = sql.indexOf(column.name, from);
    if (at === -1) continue;
    from = at + column.name.length;
    const path = `columns.${column.name}`;
    const texts = columnTexts(column);
    const spoken = texts.slice(1).find(([, text]) => text !== '' && message.includes(text));
    if (position !== undefined && at < position) found = pointedAt(texts, error, from) ?? { path };
    else if (position === undefined && spoken !== undefined) found = { path: spoken[0] };
    else if (position === undefined && message.includes(`'${column.name}'`)) found = { path };
  }
  return found;
}

function columnTexts(column: Column): readonly (readonly [path: string, text: string])[] {
  const path = `columns.${column.name}`;
  return [
    [`${path}.type`, column.type],
    [`${path}.default`, column.default ?? ''],
    [`${path}.generated`, column.generated?.expression ?? ''],
  ];
}
