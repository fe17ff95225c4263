import { type Dialect } from '../dialect.ts';
import { adopt, missingAccounts } from './adopt.ts';
import { atOnce } from './at-once.ts';
import { blockers, longTransactions } from './blockers.ts';
import { locksAreLocal } from './cluster.ts';
import { crossing } from './crossing.ts';
import { unfold } from './database-change.ts';
import { explain } from './explain.ts';
import { handOver } from './hand-over.ts';
import { keyset } from './keyset.ts';
import { kinds } from './kinds.ts';
import { lacking } from './lacking.ts';
import { manners } from './manners.ts';
import { merge } from './merge.ts';
import { joined } from './one-copy.ts';
import { online } from './online.ts';
import { printed } from './printed.ts';
import { quote } from './quote.ts';
import { read } from './read.ts';
import { scratch } from './scratch.ts';
import { connect } from './session.ts';
import { settle } from './settle.ts';
import { sizes } from './sizes.ts';
import { state } from './state.ts';
import { provedBy } from './unchecked.ts';
import { capabilities } from './versions.ts';

/** MySQL 8.0 to 9, and MariaDB 10.6 to 12. */
export const mysql: Dialect = {
  name: 'mysql',
  quote,
  defaultSchema: '',
  sharedNames: new Set(),
  columnsHaveOrder: true,
  textsFollowNames: false,
  capabilities,
  kinds,
  online,
  joined,
  connect,
  read,
  adopt,
  unfold,
  lacking,
  missingRoles: missingAccounts,
  scratch,
  state,
  merge,
  keyset,
  crossing,
  explain,
  provedBy,
  settle,
  atOnce,
  locksAreLocal,
  printed,
  blockers,
  longTransactions,
  sizes,
  manners,
  handOver,
};
