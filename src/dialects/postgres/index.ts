import { type Dialect } from '../dialect.ts';
import { adopt } from './adopt.ts';
import { asWritten } from './as-written.ts';
import { blockers, deadlockTimeout, longTransactions } from './blockers.ts';
import { inTheirPlaces } from './column-lists.ts';
import { crossing } from './crossing.ts';
import { explain } from './explain.ts';
import { keyset } from './keyset.ts';
import { kinds } from './kinds.ts';
import { lodgersOf } from './lodgers.ts';
import { measure } from './measure.ts';
import { merge } from './merge.ts';
import { missingTypes } from './missing-types.ts';
import { lacking } from './newer.ts';
import { joined } from './one-rewrite.ts';
import { online } from './online.ts';
import { quote } from './quote.ts';
import { read } from './read.ts';
import { refusedTexts } from './refused-live.ts';
import { missingRoles } from './roles.ts';
import { scratch } from './scratch.ts';
import { connect } from './session.ts';
import { settle } from './settle.ts';
import { sizes } from './sizes.ts';
import { state } from './state.ts';
import { unfold } from './unfold.ts';
import { capabilities } from './versions.ts';

/** PostgreSQL 13 to 18, and PGlite in-process. */
export const postgres: Dialect = {
  name: 'postgres',
  quote,
  defaultSchema: 'public',
  // pg_class and its row types, and pg_proc: https://www.postgresql.org/docs/current/catalog-pg-class.html
  sharedNames: new Set([
    ...(['table', 'view', 'materialized_view', 'sequence', 'index', 'unique', 'exclusion'] as const),
    ...(['enum', 'domain', 'composite', 'range'] as const),
    ...(['function', 'aggregate'] as const),
  ]),
  columnsHaveOrder: false,
  textsFollowNames: true,
  capabilities,
  kinds,
  online,
  connect,
  read,
  refusedTexts,
  adopt,
  placed: inTheirPlaces,
  unfold,
  lacking,
  asWritten,
  joined,
  missingRoles,
  missingTypes,
  lodgersOf,
  scratch,
  state,
  merge,
  keyset,
  crossing,
  explain,
  settle,
  blockers,
  deadlockTimeout,
  longTransactions,
  sizes,
  measure,
};
