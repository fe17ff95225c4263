import { PUBLIC_COMMENT } from '../../model/object.ts';
import { type Capabilities } from '../dialect.ts';
import { quote } from './quote.ts';

/** What makes of a new schema `public` the one that every database has from the beginning. */
export function publicAsUsual({ publicForOwner }: Capabilities): string[] {
  return [
    ...(publicForOwner ? ['ALTER SCHEMA public OWNER TO pg_database_owner'] : []),
    `GRANT ${publicForOwner ? 'USAGE' : 'ALL'} ON SCHEMA public TO PUBLIC`,
    `COMMENT ON SCHEMA public IS ${quote.literal(PUBLIC_COMMENT)}`,
  ];
}
