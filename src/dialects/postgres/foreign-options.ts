import { SECRET } from '../../model/secret-options.ts';
import { quote } from './quote.ts';

export type ForeignOptions = Readonly<Record<string, string>>;

/** SQL that tells such an option; `p` are the rows of pg_options_to_table. */
export const SECRET_OPTION = `p.option_name ~* '${SECRET.source}' AND p.option_name <> 'password_required'`;

/** SQL for a catalog's option list as an object without secrets, null when nothing is left. */
export function readableOptions(list: string): string {
  return `(SELECT json_object_agg(p.option_name, p.option_value) FROM pg_options_to_table(${list}) p
    WHERE NOT (${SECRET_OPTION}))`;
}

/** ` OPTIONS (host 'db', port '5432')`, or nothing. */
export function optionsClause(options: ForeignOptions = {}): string {
  const list = Object.entries(options).map(([key, value]) => `${quote.ident(key)} ${quote.literal(value)}`);
  return list.length === 0 ? '' : ` OPTIONS (${list.join(', ')})`;
}

/** ` OPTIONS (ADD a '1', SET b '2', DROP c)`, or nothing. */
export function optionsChange(before: ForeignOptions = {}, after: ForeignOptions = {}): string {
  const gone = Object.keys(before).filter((key) => after[key] === undefined);
  const list = [
    ...gone.map((key) => `DROP ${quote.ident(key)}`),
    ...Object.entries(after)
      .filter(([key, value]) => before[key] !== value)
      .map(
        ([key, value]) => `${before[key] === undefined ? 'ADD' : 'SET'} ${quote.ident(key)} ${quote.literal(value)}`,
      ),
  ];
  return list.length === 0 ? '' : ` OPTIONS (${list.join(', ')})`;
}
