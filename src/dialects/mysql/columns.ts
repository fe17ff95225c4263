import { type Column } from '../../model/object.ts';
import { tokens } from '../../model/statements.ts';
import { unwrap } from './expression.ts';
import { quote } from './quote.ts';
import { isRowTime } from './system-versioning.ts';
import { isText, parseType } from './types.ts';

/** A character set, collation, engine or method: a bare word, quoted when it is anything else. */
export function word(text: string): string {
  return /^\w+$/.test(text) ? text : quote.ident(text);
}

/** A column as CREATE TABLE, ADD COLUMN and MODIFY COLUMN take it: all attributes, as MODIFY drops what is not said. */
export function columnDefinition(column: Column): string {
  const { name, type, charset, collation, generated, notNull, onUpdate, autoIncrement, invisible, check, comment } =
    column;
  return [
    `${quote.ident(name)} ${type}`,
    charset === undefined ? '' : ` CHARACTER SET ${word(charset)}`,
    collation === undefined ? '' : ` COLLATE ${word(collation)}`,
    generated === undefined
      ? ''
      : ` GENERATED ALWAYS AS (${unwrap(generated.expression)}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`,
    isRowTime(column)
      ? ''
      : notNull
        ? ' NOT NULL'
        : parseType(type).base === 'timestamp' && generated === undefined
          ? ' NULL'
          : '',
    column.default === undefined ? '' : ` DEFAULT ${defaultText(column.default)}`,
    onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate}`,
    autoIncrement ? ' AUTO_INCREMENT' : '',
    invisible ? ' INVISIBLE' : '',
    comment === undefined ? '' : ` COMMENT ${quote.literal(comment)}`,
    check === undefined ? '' : ` CHECK (${unwrap(check)})`,
  ].join('');
}

const MOMENT = /^(?:current_timestamp|now|localtime|localtimestamp)(?:\s*\(\s*\d?\s*\))?$/i;
const LITERAL = /^(?:null|true|false|[+-]?[\d.]+(?:e[+-]?\d+)?|0x[\da-f]+)$/i;

/** An expression stands in parentheses, a literal and the present moment do not: https://dev.mysql.com/doc/refman/9.0/en/data-type-defaults.html */
export function defaultText(text: string): string {
  if (MOMENT.test(text) || LITERAL.test(text)) return text;
  const [first, second, ...more] = tokens(text, 'mysql');
  if (first?.type === 'string' && second === undefined) return text;
  if (
    first?.type === 'word' &&
    second?.type === 'string' &&
    more.length === 0 &&
    /^(_\w+|[bxn]|date|time|timestamp)$/i.test(text.slice(first.start, first.end))
  ) {
    return text;
  }
  return `(${unwrap(text)})`;
}

/** Whether a column takes its character set from its table. */
export function inheritsCharset({ type, charset, collation }: Column): boolean {
  return (
    isText(type) && charset === undefined && collation === undefined && !/character set|collate|charset/i.test(type)
  );
}
