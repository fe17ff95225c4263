import { type Kind } from '../../model/object.ts';
import { type KindDriver, type Unsupported } from '../dialect.ts';
import { check } from './kinds/check.ts';
import { database } from './kinds/database.ts';
import { event } from './kinds/event.ts';
import { foreignKey } from './kinds/foreign-key.ts';
import { routine } from './kinds/function.ts';
import { sequence } from './kinds/sequence.ts';
import { table } from './kinds/table.ts';
import { index } from './kinds/table-index.ts';
import { trigger } from './kinds/trigger.ts';
import { unique } from './kinds/unique.ts';
import { view } from './kinds/view.ts';
import { withAccess } from './with-access.ts';

/** Every kind has its driver, or the reason why there is none; leaving one out does not compile. */
export const kinds: { readonly [K in Kind]: KindDriver<K> | Unsupported } = {
  database: withAccess(database),
  schema: { unsupported: 'a schema is a database there, and dbops manages one database at a time' },
  extension: { unsupported: 'its plugins belong to the server, not to a database' },
  enum: { unsupported: 'write the values in the type of the column: enum(...)' },
  sequence: withAccess(sequence),
  table: withAccess(table),
  unique,
  check,
  foreign_key: foreignKey,
  index,
  view: withAccess(view),
  event,
  function: withAccess(routine),
  trigger,
  domain: { unsupported: 'it has no domains: write the type and the check at the column' },
  composite: { unsupported: 'it has no composite types' },
  range: { unsupported: 'it has no range types' },
  collation: { unsupported: 'its collations belong to the server, not to a database' },
  aggregate: { unsupported: 'aggregates are not managed there' },
  operator: { unsupported: 'it has no operators to define' },
  cast: { unsupported: 'it has no casts to define' },
  materialized_view: { unsupported: 'it has no materialized views' },
  exclusion: { unsupported: 'it has no exclusion constraints' },
  policy: { unsupported: 'it has no row policies' },
  rule: { unsupported: 'it has no rules' },
  statistics: { unsupported: 'statistics objects are not part of a schema there' },
  text_search_parser: { unsupported: 'its full-text parsers are plugins of the server' },
  text_search_template: { unsupported: 'it has no text search templates' },
  text_search_dictionary: { unsupported: 'it has no text search dictionaries' },
  text_search_configuration: { unsupported: 'it has no text search configurations' },
  operator_family: { unsupported: 'it has no operator families' },
  operator_class: { unsupported: 'it has no operator classes' },
  language: { unsupported: 'its languages belong to the server, not to a database' },
  transform: { unsupported: 'it has no transforms' },
  conversion: { unsupported: 'its conversions belong to the server, not to a database' },
  access_method: { unsupported: 'its storage engines belong to the server, not to a database' },
  default_privileges: { unsupported: 'it has no default privileges' },
  publication: { unsupported: 'what is replicated is a setting of the server there' },
  role: { unsupported: 'roles and accounts belong to the server there' },
  subscription: { unsupported: 'what is replicated is a setting of the server there' },
  foreign_data_wrapper: { unsupported: 'it has no foreign-data wrappers' },
  foreign_server: { unsupported: 'its servers belong to the server, not to a database' },
  user_mapping: { unsupported: 'it has no user mappings' },
  event_trigger: { unsupported: 'it has no event triggers' },
};
