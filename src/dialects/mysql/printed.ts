import { type Table } from '../../model/object.ts';
import { type Session } from '../dialect.ts';
import { withoutIntroducer, withoutOwnDatabase } from './expression.ts';
import { quote } from './quote.ts';
import { rowsOfEach } from './session.ts';
import { OR_BYTES } from './show-create.ts';

/**
 * What SHOW CREATE TABLE prints of each table, a line each, as it compares with another database's: without the counter that rows
 * leave behind, the database's name and introducers that say nothing; keys in no order.
 */
export async function printed(session: Session, tables: readonly Table[]): Promise<readonly (readonly string[])[]> {
  return rowsOfEach<{ 'Create Table'?: string }, string[]>(
    session,
    tables.map((t) => `SHOW CREATE TABLE ${quote.ident(t.name)}`),
    ([row]) => comparable(row?.['Create Table'] ?? '', session.server.database),
  );
}

function comparable(text: string, database: string): string[] {
  const counted = text.replace(/^(\).*?) AUTO_INCREMENT=\d+/m, '$1');
  const plain = withoutIntroducer(withoutOwnDatabase(counted, database), OR_BYTES, /^/);
  return plain.split('\n').map((line) => {
    const said = line.trim().replace(/,$/, '');
    // MySQL shows the strings of some checks with question marks.
    return / CHECK \(/.test(said) ? said.replaceAll(/[^\0-\x7f]/gu, '?') : said;
  });
}
