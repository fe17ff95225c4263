import { type Cursor } from './cursor.ts';
import { type Charset, type Printer } from './shown-column.ts';

/** What stands behind the columns of a table. */
export interface ShownOptions {
  readonly charset: Charset;
  readonly comment?: string;
  /** Without what the server and the database would choose by themselves. */
  readonly own: Readonly<Record<string, string>>;
  readonly unmanaged: readonly string[];
}

/** Names of options that are printed otherwise than written in a manifest. */
const NAMES: Readonly<Record<string, string>> = {
  'default charset': 'charset',
  charset: 'charset',
  collate: 'collation',
};

/** The cursor stands behind the columns. https://dev.mysql.com/doc/refman/9.0/en/create-table.html#create-table-options */
export function shownOptions(cursor: Cursor, printer: Printer, counts: boolean): ShownOptions {
  const found = new Map<string, string>();
  const unmanaged: string[] = [];
  while (!cursor.done) {
    if (cursor.take('PARTITION', 'BY')) {
      found.set('partition_by', cursor.rest().replaceAll(/\s*(?:\*\/|\/\*!\d*)/g, ''));
    } else if (cursor.take('WITH', 'SYSTEM', 'VERSIONING')) found.set('system_versioning', 'true');
    else if (cursor.take('TABLESPACE')) found.set('tablespace', cursor.name());
    else if (cursor.take(',')) continue;
    else readOption(cursor, found, unmanaged);
  }
  const { database, collations } = printer;
  const charset = found.get('charset') ?? database.charset;
  const collation = found.get('collation') ?? collations.get(charset) ?? database.collation;
  const comment = found.get('comment');
  for (const name of ['charset', 'collation', 'comment']) found.delete(name);
  if (!counts) found.delete('auto_increment');
  if (found.get('engine') === 'InnoDB') found.delete('engine');
  const implied = charset === database.charset ? database.collation : collations.get(charset);
  return {
    charset: { charset, collation },
    ...(comment === undefined ? {} : { comment }),
    own: {
      ...(charset === database.charset ? {} : { charset }),
      ...(collation === implied ? {} : { collation }),
      ...Object.fromEntries(found),
    },
    unmanaged,
  };
}

function readOption(cursor: Cursor, found: Map<string, string>, unmanaged: string[]): void {
  const words = [cursor.name()];
  while (!cursor.done && !cursor.sees('=') && /^\w+$/.test(cursor.peek())) words.push(cursor.next());
  if (!cursor.take('=')) {
    unmanaged.push(words.join(' '));
    return;
  }
  const key = words.join(' ').toLowerCase();
  const value = cursor.sees('(') ? `(${cursor.parenthesized()})` : cursor.string();
  found.set(NAMES[key] ?? key.replaceAll(' ', '_'), value);
}
