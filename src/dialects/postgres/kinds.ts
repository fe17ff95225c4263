import { type Kind } from '../../model/object.ts';
import { type KindDriver, type Unsupported } from '../dialect.ts';
import { hasOwner } from './access-kinds.ts';
import { aggregate } from './kinds/aggregate.ts';
import { cast } from './kinds/cast.ts';
import { check } from './kinds/check.ts';
import { collation } from './kinds/collation.ts';
import { composite } from './kinds/composite.ts';
import { defaultPrivileges } from './kinds/default-privileges.ts';
import { accessMethod, conversion, language, textSearchParser, textSearchTemplate } from './kinds/defined.ts';
import { domain } from './kinds/domain.ts';
import { enumType } from './kinds/enum.ts';
import { eventTrigger } from './kinds/event-trigger.ts';
import { exclusion } from './kinds/exclusion.ts';
import { extension } from './kinds/extension.ts';
import { foreignKey } from './kinds/foreign-key.ts';
import { foreignDataWrapper, foreignServer, userMapping } from './kinds/foreign-server.ts';
import { routine } from './kinds/function.ts';
import { materializedView } from './kinds/materialized-view.ts';
import { operator } from './kinds/operator.ts';
import { operatorClass, operatorFamily } from './kinds/operator-class.ts';
import { policy } from './kinds/policy.ts';
import { publication } from './kinds/publication.ts';
import { range } from './kinds/range.ts';
import { role } from './kinds/role.ts';
import { rule } from './kinds/rule.ts';
import { schema } from './kinds/schema.ts';
import { sequence } from './kinds/sequence.ts';
import { statistics } from './kinds/statistics.ts';
import { subscription } from './kinds/subscription.ts';
import { table } from './kinds/table.ts';
import { index } from './kinds/table-index.ts';
import { textSearchConfiguration, textSearchDictionary } from './kinds/text-search.ts';
import { transform } from './kinds/transform.ts';
import { trigger } from './kinds/trigger.ts';
import { unique } from './kinds/unique.ts';
import { view } from './kinds/view.ts';
import { withRefusedDrops } from './refused-drops.ts';
import { withAccess } from './with-access.ts';

type Drivers = { readonly [K in Kind]: KindDriver<K> | Unsupported };

/** Every kind has its driver; leaving one out does not compile. */
const drivers: Drivers = {
  schema,
  extension,
  enum: enumType,
  sequence,
  table,
  unique,
  check,
  foreign_key: foreignKey,
  index,
  view,
  collation,
  domain,
  composite,
  range,
  function: routine,
  aggregate,
  operator,
  cast,
  materialized_view: materializedView,
  exclusion,
  trigger,
  policy,
  rule,
  statistics,
  event_trigger: eventTrigger,
  text_search_parser: textSearchParser,
  text_search_template: textSearchTemplate,
  text_search_dictionary: textSearchDictionary,
  text_search_configuration: textSearchConfiguration,
  operator_family: operatorFamily,
  operator_class: operatorClass,
  language,
  transform,
  conversion,
  access_method: accessMethod,
  default_privileges: defaultPrivileges,
  publication,
  subscription,
  role,
  foreign_data_wrapper: foreignDataWrapper,
  foreign_server: foreignServer,
  user_mapping: userMapping,
  database: { unsupported: 'what a database gives to its tables is settled when it is made' },
  event: { unsupported: 'it has no events: use an extension such as pg_cron' },
};

/** The drivers, each with what is the same for all: drops that are refused, owners and privileges. */
export const kinds = Object.fromEntries(
  (Object.entries(drivers) as [Kind, KindDriver<Kind> | Unsupported][]).map(([kind, driver]) => {
    const refused = withRefusedDrops(kind, driver);
    return [kind, hasOwner({ kind }) ? withAccess(refused) : refused];
  }),
) as unknown as Drivers;
