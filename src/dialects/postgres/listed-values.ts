const NAME = String.raw`"(?:[^"]|"")*"|[^\s,"]+`;
/** Before 18. */
const FROM = String.raw`(?:"\*VALUES\*"\.)?`;
const LISTED = new RegExp(
  String.raw`^\s*SELECT ((?:${FROM}column\d+(?: AS (?:${NAME}))?,?\s+)+)FROM \((VALUES .*)\) "\*VALUES\*"\s*$`,
  's',
);
const ITEM = new RegExp(String.raw`${FROM}(column\d+)(?: AS (${NAME}))?(?:,|\s)`, 'g');

/**
 * What follows a view's name for its query: ` (x, y)` with the query `VALUES …` for rows that are listed and get their names from
 * outside. The server prints these as a query over the list, and prints such a query, when it reads one, with a space more
 * (`get_simple_values_rte`).
 */
export function listedValues(query: string): { readonly names: string; readonly query: string } {
  const [, items = '', values] = LISTED.exec(query) ?? [];
  if (values === undefined) return { names: '', query };
  const names = Array.from(items.matchAll(ITEM), ([, column, name = column]) => name);
  return { names: ` (${names.join(', ')})`, query: values };
}
